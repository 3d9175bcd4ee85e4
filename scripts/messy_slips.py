"""Slips of typing, and whether a word with one is still a word."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from mlsalary.errors import MlsalaryError
from mlsalary.reading.degrees import read_degree
from mlsalary.reading.levels import read_level
from mlsalary.reading.specs import read_specs
from mlsalary.reading.words import word
from mlsalary.rulebook import Rulebook

_BOOK = Rulebook.shipped()
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TRIES = 10


def misspelled(draw: Random, field: str, text: str, company: str) -> str | None:
    """A word of the field with a slip by which no reader knows it; None where none was found."""
    wrong = (typed_wrong(draw, text) for _ in range(_TRIES))
    return next((one for one in wrong if not _READ[field](one, company)), None)


def typed_wrong(draw: Random, text: str) -> str:
    """The text with two letters swapped, one left out, doubled or wrong."""
    at = draw.choice([at for at, sign in enumerate(text) if sign.isalnum()])
    before, sign, behind = text[:at], text[at], text[at + 1 :]
    wrong = draw.choice(
        [
            before + behind[:1] + sign + behind[1:],
            before + behind,
            before + sign + sign + behind,
            before + draw.choice(_LETTERS) + behind,
        ]
    )
    return wrong if wrong.casefold() != text.casefold() else f"{before}q{behind}"


def _reads(read: Callable[[str, str], object]) -> Callable[[str, str], bool]:
    """Whether a text is a word for this reader, known to have no answer among them."""

    def found(text: str, company: str) -> bool:
        try:
            read(text, company)
        except MlsalaryError as error:
            return not error.code.endswith("_not_found")
        return True

    return found


def _any_spec(text: str, company: str) -> None:
    """Raises where none of the words is known."""
    found = read_specs([text], _BOOK)
    if not found.value and not found.note and found.unknown:
        word("spec", text, _BOOK)


_READ: dict[str, Callable[[str, str], bool]] = {
    "degree": _reads(lambda text, company: read_degree(text, _BOOK)),
    "level": _reads(lambda text, company: read_level(text, company or None, _BOOK)),
    "employer": _reads(lambda text, company: word("employer", text, _BOOK)),
    "spec": _reads(_any_spec),
}
