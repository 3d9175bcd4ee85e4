"""Years that are written in words -> a look-up table of the texts that a table holds."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw

from mlsalary.errors import UsageError
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.text import number
from mlsalary.reading.years import read_years
from mlsalary.rulebook import Rulebook

YEARS = f"{PREFIX}years"
DIGITS, READ = f"{YEARS}_digits", f"{YEARS}_read"


def in_words() -> nw.Expr:
    """Whether years as text are more than digits."""
    return number(nw.col(YEARS)).is_null() & (nw.col(YEARS) != "")


def years_met(texts: Iterable[str], book: Rulebook) -> Lookup:
    """Years as they are written -> the same in digits, and a code where they can mean several
    things; what is none stays as it is."""
    rows = [(text, *_read(text, book)) for text in texts]
    return Lookup.of("years_met", [YEARS], [DIGITS, READ], rows)


def _read(text: str, book: Rulebook) -> tuple[str, str]:
    try:
        years, note = read_years(text, book)
    except UsageError:
        return text, ""
    return repr(years), "years_read;" if note else ""
