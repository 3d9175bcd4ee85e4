"""Amounts of money as people write them: a year's pay, and sums.

One parser (``amount_text``) with the words of data/amounts.toml; what is sensible is judged here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mlsalary.errors import UsageError
from mlsalary.figures import capital
from mlsalary.reading import words
from mlsalary.reading.amount_text import (
    LIKE,
    Told,
    Written,
    bad,
    other_currency,
    told,
)
from mlsalary.reading.amount_words import FILE, Period, amount_words, folded_amount
from mlsalary.rulebook import Rulebook
from mlsalary.rules import offer as formulas
from mlsalary.spelling import quoted, shell_took

_THOUSAND = 1_000


class Amount(NamedTuple):
    """A year's pay, US dollars: two ends of a range, or twice the one amount.

    Of "up to $180k" and "$150k+" it is the end that is told. note: how it was read, None where it
    stood plainly as dollars a year.
    """

    low: float
    high: float
    note: str | None

    @property
    def middle(self) -> float:
        """Halfway between the ends."""
        return (self.low + self.high) / 2


def read_amount(
    written: Written,
    book: Rulebook,
    *,
    what: str = "The pay",
    interval: str | None = None,
    currency: str | None = None,
    thousands: bool = False,
    typed: bool = False,
) -> Amount:
    """A year's pay: $185k, 72.50 an hour, 16.5k/mo, $150K-$180K, up to $180k (Employer est.).

    what: names it in an error. interval, currency: what columns beside it say, ``hourly`` or USD.
    thousands: figures that stand alone are thousands of dollars. typed: on a command line, whose
    shell may have taken a digit. For a total, a bonus or a grant, which may be more or less than
    base pay can be, there is ``read_money``.

    UsageError ``bad_money`` for no amount, a negative one, one that no full-time year pays, and a
    figure that may be thousands; ``other_currency`` names the currency.
    """
    require_dollars(currency, what, book)
    read = told(written, what, book)
    if read.low.amount > read.high.amount:
        raise bad(
            f"{what} {quoted(written)} does not go from low to high. Write the low end first."
        )
    period = _period(read, interval, what, written, book)
    times = period.a_year if period else 1.0
    scaled = [
        _THOUSAND
        if thousands and times == 1 and figure.plain and figure.amount < pay_bounds(book)["least"]
        else 1
        for figure in (read.low, read.high)
    ]
    may_be_cut = typed and isinstance(written, str) and "$" not in written and not period
    cut = f" {capital(shell_took('$190k'))}" if may_be_cut else ""
    low, high = (
        _sensible(
            float(formulas.a_year(figure.amount * scale, times)),
            figure.plain,
            what,
            written,
            book,
            cut,
        )
        for figure, scale in zip((read.low, read.high), scaled, strict=True)
    )
    return Amount(low, high, _note(read, period, in_thousands=max(scaled) > 1))


def read_period(written: Written, what: str, book: Rulebook) -> Period | None:
    """How often an amount says that it comes; None where it does not. UsageError ``bad_money``."""
    return told(written, what, book).period


def read_interval(written: str, book: Rulebook) -> Period:
    """How often pay comes: hourly, month, per year. UsageError ``bad_money`` for another word."""
    word = folded_amount(written).removeprefix("per ").removeprefix("/")
    periods = amount_words(book).periods
    period = periods.get(word) or periods.get(word.removesuffix("s"))
    if period is None:
        raise bad(f"{quoted(written)} is not a pay period. Say year, month, week or hour.")
    return period


class Sum(NamedTuple):
    """US dollars, zero too; period: how often they come, None where that is not said."""

    amount: float
    period: Period | None

    def by_the_year(self) -> tuple[float, str | None]:
        """What they come to in a year, and how that was reckoned where it had to be."""
        times = self.period.a_year if self.period else 1
        return float(formulas.a_year(self.amount, times)), _reckoned(self.period)


def read_sum(written: Written, what: str, book: Rulebook) -> Sum:
    """An amount of whatever size, a bonus or a grant: 30k, $2,500/month.

    UsageError ``bad_money`` for what is no single amount, negative, absurdly high, or so low that
    thousands were meant; ``other_currency``.
    """
    limits = book.toml(FILE)["sum"]
    amount, plain, period = _single(written, what, book)
    found = Sum(amount, period)
    if found.by_the_year()[0] > limits["most"]:
        raise bad(
            f"{what} {quoted(written)} is above ${limits['most']:,}, more than any job pays. {LIKE}"
        )
    yearly = period is None or period.a_year == 1
    if plain and yearly and 0 < amount < limits["unclear_below"]:
        raise _unclear(amount, what, written)
    return found


def names_base(written: Written) -> bool:
    """Whether an amount says that it is base pay: 200k base."""
    return isinstance(written, str) and "base" in folded_amount(written).split()


def read_money(written: Written, what: str, book: Rulebook) -> float:
    """The same as US dollars, by the year where that is said: a total, a target."""
    return read_sum(written, what, book).by_the_year()[0]


def read_figure(written: Written, what: str, book: Rulebook) -> float:
    """A figure of whatever size: a share's price, what a company is worth.

    UsageError ``bad_money``, also for more than any company is worth.
    """
    amount, _, period = _single(written, what, book)
    most = book.toml(FILE)["sum"]["valuation_most"]
    if period is not None or amount > most:
        raise bad(f"{what} {quoted(written)} is not a figure from 0 to {most:,}. {LIKE}")
    return amount


def untold(written: Written | None, book: Rulebook) -> bool:
    """Whether it says nothing at all, not even that there is none: empty, N/A, unknown."""
    if not isinstance(written, str):
        return written is None
    says_none = folded_amount(written) in book.toml(FILE)["none"]
    return words.is_nothing(written, book) and not says_none


def is_nothing(written: Written, book: Rulebook) -> bool:
    """Whether it says that there is none: ``none``, n/a, an empty text."""
    return isinstance(written, str) and folded_amount(written) in book.toml(FILE)["nothing"]


def read_range(written: Written, what: str, book: Rulebook) -> Amount:
    """Two ends of a year's pay: ``130k-242k``, ``130-242k`` or ``$35-40/hr``.

    UsageError ``bad_range`` when there are not two, or when they are the wrong way round;
    otherwise that of ``read_amount``.
    """
    read = told(written, what, book)
    if not read.is_range:
        raise UsageError(
            "bad_range",
            f"{what} {quoted(written)} is not a range with two ends. Write it like 130k-242k.",
        )
    if not read.low.amount < read.high.amount:
        raise UsageError(
            "bad_range",
            f"{what} {quoted(written)} does not go from low to high. "
            "Write the low end first, like 130k-242k.",
        )
    amount = read_amount(written, book, what=what)
    return amount._replace(note=_reckoned(read.period))


def _single(written: Written, what: str, book: Rulebook) -> tuple[float, bool, Period | None]:
    read = told(written, what, book)
    if read.is_range or read.only:
        raise bad(f"{what} {quoted(written)} is not a single amount of money. {LIKE}")
    return read.low.amount, read.low.plain, read.period


def _reckoned(period: Period | None) -> str | None:
    if period is None or period.a_year == 1:
        return None
    return f"{period.name} x {period.a_year:,}"


def require_dollars(currency: str | None, what: str, book: Rulebook) -> None:
    """UsageError ``other_currency``, which names it, for the word of another currency."""
    word = folded_amount(currency or "")
    words = amount_words(book)
    if word and word not in words.dollars:
        found = words.currency.fullmatch(word)
        named = words.currencies[(found.lastindex or 1) - 1] if found else quoted(currency)
        raise other_currency(f"{what} is in {named}")


def _period(
    read: Told, interval: str | None, what: str, written: Written, book: Rulebook
) -> Period | None:
    if not folded_amount(interval or ""):
        return read.period
    period = read_interval(interval or "", book)
    if read.period not in (None, period):
        raise bad(
            f"{what} {quoted(written)} says {read.period.name}, "
            f"but its pay period says {quoted(interval)}. Make them agree."
        )
    return period


def _sensible(
    a_year: float, plain: bool, what: str, written: Written, book: Rulebook, cut: str
) -> float:
    """The same if a year can pay it; cut: what to add where it is too little."""
    bounds = pay_bounds(book)
    if a_year > bounds["most"]:
        raise bad(
            f"{what} {quoted(written)} would be ${a_year:,.0f} a year, above "
            f"${bounds['most']:,}, more than any base pay. {LIKE}"
        )
    if a_year < bounds["least"]:
        if plain and 0 < a_year < book.toml(FILE)["sum"]["unclear_below"]:
            raise _unclear(a_year, what, written)
        raise bad(
            f"{what} {quoted(written)} would be ${a_year:,.0f} a year, less than a full-time year "
            f"can pay (${bounds['least']:,}). Write it like 190k, or say for how long it is, "
            f"like $95/hour or 16.5k/month.{cut}"
        )
    return a_year


def _unclear(amount: float, what: str, written: Written) -> UsageError:
    return bad(
        f"{what} {quoted(written)} would be ${amount:,.0f}. "
        f"For thousands add a k, such as {amount:g}k."
    )


def _note(read: Told, period: Period | None, *, in_thousands: bool) -> str | None:
    end = {"least": "its low end", "most": "its high end", None: ""}[read.only]
    parts = (
        "a range" if read.is_range else end,
        "in thousands" if in_thousands else "",
        _reckoned(period),
    )
    return ", ".join(part for part in parts if part) or None


def pay_bounds(book: Rulebook) -> dict[str, Any]:
    """What a year of full-time work can pay, US dollars; what a rulebook lacks is the shipped
    one's."""
    return {**Rulebook.shipped().toml(FILE)["pay"], **book.toml(FILE)["pay"]}


def are_thousands(lowest: float, highest: float, book: Rulebook) -> bool:
    """Whether the figures of a column, each without a word beside it, are thousands of dollars: too
    little for a year by themselves, enough as thousands, and not all so small that they may be
    dollars an hour."""
    bounds = pay_bounds(book)
    enough = lowest * _THOUSAND >= bounds["least"] and highest * _THOUSAND <= bounds["most"]
    return bool(enough and bounds["thousands"] <= highest < bounds["least"])
