"""One fault of a data file, said so that a person finds it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from mlsalary.spelling import nearest, one_line, quoted

_STEERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


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
    """What a file holds, on one short line: text in quotes, truth values as TOML has them."""
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else one_line(value)


def steering(text: str) -> str | None:
    """What is wrong with a text that steers a terminal or turns its letters around; else None."""
    found = _STEERS.search(text)
    return f"holds the unseen sign U+{ord(found[0]):04X}. Take it out." if found else None


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """' Did you mean x?' with the nearest of ``known``, or nothing when none is near."""
    found = nearest(wrong, (one for one in known if one != wrong), limit=1)
    return f" Did you mean {found[0]}?" if found else ""
