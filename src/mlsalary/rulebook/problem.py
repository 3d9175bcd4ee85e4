"""One fault of a data file, said so that a person finds it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Problem(NamedTuple):
    """A fault: the file, the line (None when it is the whole file), the key, and what is wrong."""

    path: Path
    line: int | None
    key: str
    message: str

    def __str__(self) -> str:
        place = str(self.path) if self.line is None else f"{self.path}, line {self.line}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


def shown(value: object) -> str:
    """What a file holds, on one short line: text in double quotes, truth values as TOML has them.

    Unprintable characters become question marks.
    """
    if isinstance(value, bool):
        return str(value).lower()
    plain = f'"{value}"' if isinstance(value, str) else str(value)
    printable = "".join(letter if letter.isprintable() else "?" for letter in plain)
    return f"{printable[:60]}…" if len(printable) > 60 else printable


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """' Did you mean x?' with the nearest of ``known``, or nothing when none is near."""
    from rapidfuzz import fuzz, process  # only when a word is wrong

    found = process.extractOne(wrong[:60], list(known), scorer=fuzz.ratio, score_cutoff=60)
    return f" Did you mean {found[0]}?" if found else ""
