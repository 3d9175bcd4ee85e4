"""The words around an amount, from data/amounts.toml, as patterns of folded text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mlsalary.rulebook import Rulebook, once_a_book

FILE = "amounts.toml"
_DASHES = str.maketrans("‐‑‒–—−", "------")
_NUMBER = r"(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(?P<part>\d+))?"


class Period(NamedTuple):
    """How often an amount comes in a year of full-time work."""

    name: str
    a_year: float


class AmountWords(NamedTuple):
    """What may stand around an amount.

    number: one amount with its unit. front, behind: one thing before and after it, whose named
    groups say which. periods: a word, such as hourly, -> its period. currency: another currency,
    whose group says which of currencies.
    """

    number: re.Pattern[str]
    units: Mapping[str, float]
    front: re.Pattern[str]
    behind: re.Pattern[str]
    periods: Mapping[str, Period]
    dollars: frozenset[str]
    currency: re.Pattern[str]
    currencies: tuple[str, ...]


@once_a_book
def amount_words(book: Rulebook) -> AmountWords:
    """The words of a rulebook."""
    table = book.toml(FILE)
    dollars, units, ends, aside = (table[name] for name in ("dollars", "units", "ends", "aside"))
    periods = {
        word: Period(row["name"], row["a_year"])
        for row in table["period"]
        for word in (*row["behind"], *row["alone"])
    }
    each = any_of(word for row in table["period"] for word in row["behind"])
    alone = any_of(word for row in table["period"] for word in row["alone"])
    per = rf"(?:/ ?|(?<![a-z])(?:per|an?|each|every) )(?P<each>{each})|(?<![a-z])(?P<alone>{alone})"
    behind = (
        rf"(?P<least>{any_of(ends['least_behind'])})|(?P<most>{any_of(ends['most_behind'])})"
        rf"|{per}|(?P<aside>{any_of(aside['behind'])}|\([^()\d]*\))"
    )
    front = (
        rf"(?P<least>{any_of(ends['least_front'])})|(?P<most>{any_of(ends['most_front'])})"
        rf"|(?P<aside>{any_of(aside['front'])})"
    )
    # 150kUSD: what stands around a number may touch it.
    sign, unit = (any_of(words, touching=True) for words in (dollars, units))
    return AmountWords(
        re.compile(
            rf"(?:{sign} ?)?{_NUMBER}(?: ?(?P<unit>{unit}))?(?: ?{sign})?",
            re.ASCII,
        ),
        units,
        re.compile(rf"(?:{front}) ?"),
        re.compile(rf" ?(?:{behind})\.?$"),
        periods,
        frozenset(dollars),
        re.compile("|".join(f"({any_of(words)})" for words in table["currencies"].values())),
        tuple(table["currencies"]),
    )


def folded_amount(written: str) -> str:
    """One spelling of dollars, digits, spaces and dashes, whatever keyboard they come from."""
    text = unicodedata.normalize("NFKC", written).translate(_DASHES).casefold()
    return " ".join(text.split())


def any_of(words: Iterable[str], *, touching: bool = False) -> str:
    """A pattern of these words, the longest first, none a part of a longer word unless
    ``touching``."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    made = re.escape if touching else _apart
    return "(?:" + "|".join(made(word) for word in longest_first) + ")"


def _apart(word: str) -> str:
    before = r"(?<![a-z])" if word[:1].isalpha() else ""
    behind = r"(?![a-z])" if word[-1:].isalpha() else ""
    return before + re.escape(word) + behind
