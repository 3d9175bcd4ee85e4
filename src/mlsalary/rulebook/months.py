"""Months, YYYY-MM, and the one in whose money answers are: data/aging.toml says it, no clock."""

from __future__ import annotations

from typing import Any

from mlsalary.errors import UsageError
from mlsalary.figures import month_name
from mlsalary.rulebook import Rulebook, once_a_book

AGING = "aging.toml"
MONTHS = 12


@once_a_book
def today(book: Rulebook) -> str:
    """The month in whose money an answer is that names no other."""
    return str(book.toml(AGING)["today"])


def published(book: Rulebook) -> str:
    """The last month of which it is told how base moved."""
    return str(book.toml(AGING)["base"][-1]["month"])


def counted(month: str) -> int:
    """A month as a number of months."""
    return int(month[:4]) * MONTHS + int(month[5:7]) - 1


def written(months: int) -> str:
    """A number of months as YYYY-MM."""
    return f"{months // MONTHS:04}-{months % MONTHS + 1:02}"


def years_between(first: int, last: Any) -> Any:
    """Years from one number of months to another, or to each of a column of them."""
    return (last - first) / MONTHS


def require_covered(book: Rulebook, month: str) -> None:
    """UsageError for a month before the series of base begins, or too far ahead of today."""
    table, at = book.toml(AGING), counted(month)
    first = str(table["base"][0]["month"])
    if at < counted(first):
        raise UsageError(
            "as_of_too_early",
            f"Pay is known only from {month_name(first)} on. Ask for that month or a later one.",
        )
    most = counted(today(book)) + table["months_ahead"]
    if at > most:
        raise UsageError(
            "as_of_too_late",
            f"{month_name(month)} is too far ahead: estimates reach to "
            f"{month_name(written(most))}. Ask for that month or an earlier one, or leave it out "
            f"for {month_name(today(book))}.",
        )
