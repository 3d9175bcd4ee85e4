"""A yearly bonus as people write it: 15%, 15% of base, 30k, none."""

from __future__ import annotations

import re
from typing import NamedTuple

from mlsalary.reading.amount_text import Written, bad
from mlsalary.reading.amount_words import FILE, any_of, folded_amount
from mlsalary.reading.amounts import is_nothing, read_sum
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.spelling import quoted


class Bonus(NamedTuple):
    """A share of base, or where ``share`` is None US dollars a year; note: how it was read."""

    share: float | None
    dollars: float
    note: str | None = None


def read_bonus(written: Written, book: Rulebook) -> Bonus:
    """A share of base or US dollars a year. UsageError ``bad_money``, ``other_currency``."""
    _refuse_unclear(written, book)
    if not isinstance(written, str):
        return Bonus(None, *read_sum(written, "The bonus", book).by_the_year())
    if is_nothing(written, book):
        return Bonus(None, 0.0)
    text = folded_amount(written)
    found = _share(book).fullmatch(text)
    if found:
        share = float(found["share"]) / 100
        if share <= book.toml(FILE)["sum"]["bonus_most"]:
            return Bonus(share, 0.0)
    if found or re.search(_percent(book), text):
        most = book.toml(FILE)["sum"]["bonus_most"]
        raise bad(
            f"The bonus {quoted(written)} is not a share of base from 0% to {most * 100:g}%. "
            "Write it like 15%, or in dollars like 30k."
        )
    return Bonus(None, *read_sum(written, "The bonus", book).by_the_year())


def _refuse_unclear(written: Written, book: Rulebook) -> None:
    """A figure alone that may be a share of base, or dollars, or thousands: 0.15, or 15."""
    try:
        figure = float(written)
    except ValueError:
        return
    if 0 < figure <= book.toml(FILE)["sum"]["bonus_most"] * 100:
        share, amount = (figure * 100, "30k") if figure < 1 else (figure, f"{figure:g}k")
        raise bad(
            f"The bonus {quoted(written)} could mean a share of base or dollars. Write "
            f"{share:g}%, or "
            f"an amount like {amount}."
        )


@once_a_book
def _share(book: Rulebook) -> re.Pattern[str]:
    words = book.toml(FILE)["bonus"]
    front, behind = any_of(words["front"]), any_of(words["behind"])
    base = rf"of (?:{any_of(words['whose'])} )?{any_of(words['of'])}"
    return re.compile(
        rf"(?:{front} ?)*(?P<share>\d+(?:\.\d+)?) ?{_percent(book)}(?: ?(?:{behind}|{base}))*",
        re.ASCII,
    )


def _percent(book: Rulebook) -> str:
    return any_of(book.toml(FILE)["bonus"]["percent"])
