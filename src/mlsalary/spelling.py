"""Words as they were typed: shown in a message, and what they may have been meant for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from mlsalary.errors import MlsalaryError

_LETTERS_A_SLIP = 4  # one slip is forgiven in so many letters, and one in any word of three
_LONGEST = 60
_SHOWN = 3

AnError = TypeVar("AnError", bound=MlsalaryError)


def printable(text: str) -> str:
    """A line without what would steer a terminal or turn its letters around: line breaks and tabs
    become blanks; escapes, marks of direction and other unseen signs become question marks."""
    if text.isprintable():
        return text
    signs = (c if c.isprintable() else " " if c.isspace() else "?" for c in text)
    return "".join(signs).strip()


def one_line(text: object, longest: int = _LONGEST) -> str:
    """What somebody typed or a file holds, fit for a message: one printable line, not too long."""
    line = " ".join(printable(str(text)).split())
    return line if len(line) <= longest else f"{line[:longest]}…"


def quoted(text: object) -> str:
    """The same in double quotes."""
    return f'"{one_line(text)}"'


_GAPS = str.maketrans("_-‐‑‒–—−", " " * 8)
_DROPPED = str.maketrans("", "", ".'’‘`´")


@lru_cache(maxsize=16_384)  # each row of a table asks a dozen times, mostly for the same words
def folded(text: str) -> str:
    """A word as its spellings are kept: small letters, one hyphen for each gap, no dots and
    apostrophes: ``Ph.D.`` is ``phd``, ``Master’s Degree`` is ``masters-degree``."""
    return "-".join(text.casefold().translate(_DROPPED).translate(_GAPS).split())


def alike(typed: str, known: Iterable[str], limit: int) -> list[tuple[str, int]]:
    """The words spelled most like ``typed``, the likest first, each with its slips: letters too
    many, too few, wrong or swapped.

    None with more than one slip in four letters: a guess that misleads is worse than none.
    """
    from rapidfuzz import process  # 9 ms, only when a word is not known
    from rapidfuzz.distance import OSA

    typed = typed[:_LONGEST]
    if len(typed) < _LETTERS_A_SLIP - 1:
        return []
    most = max(1, len(typed) // _LETTERS_A_SLIP)
    found = process.extract(typed, list(known), scorer=OSA.distance, limit=limit, score_cutoff=most)
    return [(word, int(slips)) for word, slips, _ in found]


def nearest(
    typed: str, known: Iterable[str] | Mapping[str, str], limit: int = _SHOWN
) -> tuple[str, ...]:
    """What may have been meant: words of ``known`` or, of a mapping, what they stand for."""
    found = alike(typed.casefold(), known, 3 * limit)
    meant = (known[word] if isinstance(known, Mapping) else word for word, _ in found)
    return tuple(dict.fromkeys(meant))[:limit]


def unknown(
    error: type[AnError], code: str, what: str, typed: str, known: Sequence[str]
) -> AnError:
    """An error that names a word which is none of ``known``, and those that come near it."""
    return error(
        code,
        f"There is no {what} {quoted(typed)}. Known: {', '.join(known)}.",
        nearest(typed, known),
    )
