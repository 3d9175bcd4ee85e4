"""What was paid: base, equity, bonus and total of a row, by the parser of amounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mlsalary.errors import BadDataError, UsageError
from mlsalary.evaluation.reported import RULES
from mlsalary.reading.amount_text import Told, told
from mlsalary.reading.amount_words import amount_words, folded_amount
from mlsalary.reading.amounts import are_thousands, pay_bounds, read_amount, read_money
from mlsalary.reading.bonus import read_bonus
from mlsalary.reading.words import is_nothing
from mlsalary.rulebook import Rulebook

_BESIDE = ("equity", "bonus", "total")
_THOUSAND = 1_000
Texts = Mapping[str, Iterable[str]]


class Paid(NamedTuple):
    """US dollars a year in the money of its month, None where nothing is told."""

    base: float
    equity: float | None
    bonus: float | None
    total: float | None


class Sums:
    """Reads the sums of one file. ``thousands``: the columns that are in thousands of dollars."""

    def __init__(self, columns: Texts, book: Rulebook) -> None:
        self._book = book
        self._most = book.toml(RULES)["read"]["total_most"]
        self.thousands = self._in_thousands(columns)

    def read(self, row: Mapping[str, str]) -> Paid:
        """The sums of a row.

        BadDataError for no base and for sums that cannot belong together, UsageError ``bad_money``
        and ``other_currency``.
        """
        said = row.get("base", "")
        if is_nothing(said, self._book):
            raise BadDataError("no_base", "There is no base.")
        base = read_amount(
            said,
            self._book,
            what="The base",
            interval=self._told(row, "interval"),
            currency=self._told(row, "currency"),
            thousands="base" in self.thousands,
        ).middle
        equity, bonus, total = (self._beside(name, row, base) for name in _BESIDE)
        if total is not None and total < base:
            raise BadDataError(
                "impossible_pay", f"The total of {total:,.0f} is below the base of {base:,.0f}."
            )
        return Paid(base, equity, bonus, total)

    def _told(self, row: Mapping[str, str], name: str) -> str | None:
        said = row.get(name, "")
        return None if is_nothing(said, self._book) else said

    def _beside(self, name: str, row: Mapping[str, str], base: float) -> float | None:
        said = self._told(row, name)
        if said is None:
            return None
        amount = self._sum(name, said, base)
        if amount > self._most:
            raise BadDataError(
                "impossible_pay", f"The {name} of {amount:,.0f} is above {self._most:,.0f}."
            )
        return amount

    def _sum(self, name: str, said: str, base: float) -> float:
        read = self._amount(said)
        if read is not None and _is_bare(read):  # its column tells whether it is in thousands
            return read.low.amount * (_THOUSAND if name in self.thousands else 1)
        if name != "bonus":
            return read_money(said, f"The {name}", self._book)
        bonus = read_bonus(said, self._book)
        return bonus.dollars if bonus.share is None else bonus.share * base

    def _in_thousands(self, columns: Texts) -> frozenset[str]:
        """Base where every one is a bare figure and they can only be thousands, and then the others
        where none is large enough to be in dollars."""
        interval = set(map(folded_amount, columns.get("interval", ())))
        if not all(map(self._is_a_year, interval)):
            return frozenset()
        bases = self._bare(columns.get("base", ()))
        if not bases or not are_thousands(min(bases), max(bases), self._book):
            return frozenset()
        least = pay_bounds(self._book)["least"]
        beside = {name: self._bare(columns.get(name, ())) for name in _BESIDE}
        return frozenset(
            ("base", *(name for name, figures in beside.items() if 0 < max(figures or [0]) < least))
        )

    def _is_a_year(self, interval: str) -> bool:
        period = amount_words(self._book).periods.get(interval)
        return is_nothing(interval, self._book) or (period is not None and period.a_year == 1)

    def _bare(self, texts: Iterable[str]) -> list[float]:
        """The amounts among the texts, none where one of them is more than a bare figure."""
        read = list(filter(None, map(self._amount, texts)))
        return [one.low.amount for one in read] if all(map(_is_bare, read)) else []

    def _amount(self, text: str) -> Told | None:
        try:
            return told(text, "It", self._book)
        except UsageError:
            return None


def _is_bare(read: Told) -> bool:
    """Whether a figure stands alone, and may be dollars or thousands of them."""
    return read.low.plain and not read.is_range and read.period is None and read.only is None
