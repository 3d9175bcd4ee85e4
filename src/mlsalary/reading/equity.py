"""A grant as people write it: 400k/4y, 400k RSU over 48 months, 120k a year, 0.1%."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from mlsalary.errors import UsageError
from mlsalary.reading.amount_text import Written
from mlsalary.reading.amount_words import FILE, any_of, folded_amount
from mlsalary.reading.amounts import is_nothing, read_figure, read_sum
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.spelling import quoted

LIKE = "Write it like 480000/4y."
_MONTHS_A_YEAR = 12


class Equity(NamedTuple):
    """What was told of a grant.

    amount: US dollars, of the whole grant or, where it is ``yearly``, of each year; or with
    ``percent`` so many per cent of the company. years: None where they are not said. note: how
    the amount was read.
    """

    amount: float
    yearly: bool = False
    percent: bool = False
    years: int | None = None
    note: str | None = None


def read_equity(written: Written, years_most: int, book: Rulebook) -> Equity:
    """A grant. UsageError ``bad_grant``; ``bad_money`` and ``other_currency`` of its amount."""
    words = _words(book)
    if not isinstance(written, str):
        return Equity(read_sum(written, "The grant", book).amount)
    if is_nothing(written, book):
        return Equity(0.0)
    text = folded_amount(written).rstrip(".")
    if words.shares.search(text):
        raise UsageError(
            "bad_grant",
            f"The grant {quoted(written)} is in shares, and does not say what one is worth. "
            "Add --price 18, and --strike 4 for options.",
        )
    text = " ".join(words.stock.sub(" ", text).split())
    amount, years = text, None
    if over := words.over.fullmatch(text):
        amount, years = over["amount"], _years(over, years_most, words)
    if share := words.share.fullmatch(amount):
        return _part(float(share["share"]), years, written)
    read = read_sum(amount, "The grant", book)
    a_year, note = read.by_the_year()
    return Equity(a_year, yearly=read.period is not None, years=years, note=note)


class Counted(NamedTuple):
    """A grant that is counted: so many shares, or with ``percent`` a part of the company.

    text: without the words for them. options: whether those say options. time: over which it is
    earned, as it is said.
    """

    text: str
    percent: bool
    options: bool
    time: str | None


def counted(written: Written, book: Rulebook) -> Counted | None:
    """What "12000 options over 4 years" or "0.2% options" tells; None for any other text."""
    words = _words(book)
    text = folded_amount(str(written)).rstrip(".")
    bare = " ".join(words.stock.sub(" ", words.shares.sub(" ", text)).split())
    if not words.shares.search(text) or not bare:
        return None
    over = words.over.fullmatch(bare)
    amount, time = (over["amount"], over["time"]) if over and over["count"] else (bare, None)
    percent = words.share.fullmatch(amount) is not None
    return Counted(amount, percent, words.options.search(text) is not None, time)


def in_parts(written: Written, book: Rulebook) -> tuple[Written, bool]:
    """An amount, and whether it comes in parts: ``50k over 2 years``, ``50k/2y``."""
    over = _words(book).over.fullmatch(folded_amount(str(written)).rstrip("."))
    if over is None or not over["count"]:
        return written, False
    return over["amount"], True


def read_count(written: Written, book: Rulebook) -> float:
    """How many shares: 12,000, 12k, "12000 options". UsageError ``bad_money``."""
    if isinstance(written, str):
        words = _words(book)
        counted = words.stock.sub(" ", words.shares.sub(" ", folded_amount(written)))
        written = " ".join(counted.split())
    return read_figure(written, "The number of shares", book)


class _Words(NamedTuple):
    stock: re.Pattern[str]
    shares: re.Pattern[str]
    options: re.Pattern[str]
    over: re.Pattern[str]
    share: re.Pattern[str]
    years: frozenset[str]
    months: frozenset[str]


@once_a_book
def _words(book: Rulebook) -> _Words:
    words: dict[str, Any] = book.toml(FILE)["equity"]
    percent = any_of(book.toml(FILE)["bonus"]["percent"])
    return _Words(
        re.compile(any_of(words["stock"])),
        re.compile(any_of([*words["shares"], *words["options"]])),
        re.compile(any_of(words["options"])),
        # 120k/yr is by the year; a length of time begins with a figure, or is nothing at all.
        re.compile(
            rf"(?P<amount>.*?) ?{any_of(words['over'])} ?(?P<time>(?P<count>\d[\d.]*) ?"
            r"(?P<unit>[a-z]*)|)",
            re.ASCII,
        ),
        re.compile(rf"(?P<share>\d+(?:\.\d+)?) ?{percent}", re.ASCII),
        frozenset(words["years"]),
        frozenset(words["months"]),
    )


def _years(over: re.Match[str], most: int, words: _Words) -> int:
    count, unit = over["count"] or "", over["unit"] or ""
    whole = int(count) if re.fullmatch(r"\d{1,3}", count, re.ASCII) else 0
    if unit in words.months and whole % _MONTHS_A_YEAR == 0:
        whole //= _MONTHS_A_YEAR
    elif unit not in words.years:
        whole = 0
    if not 1 <= whole <= most:
        raise UsageError(
            "bad_grant",
            f"A grant is earned over 1 to {most} whole years, not {quoted(over['time'])}. {LIKE}",
        )
    return whole


def _part(percent: float, years: int | None, written: str) -> Equity:
    if not 0 < percent <= 100:
        raise UsageError(
            "bad_grant",
            f"The grant {quoted(written)} is not a percentage of a company. Write it like 0.1%.",
        )
    return Equity(percent, percent=True, years=years)
