"""Pay that every engine can read: figures, in US dollars a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.text import folded, stripped
from mlsalary.reading.amount_words import amount_words
from mlsalary.reading.amounts import pay_bounds, read_interval
from mlsalary.rulebook import Rulebook
from mlsalary.vocabulary import vocabulary

COLUMNS = ("pay", "pay_min", "pay_max", "interval", "currency")
"""What a table may say of pay: one amount or two ends, for how long, in which money."""
AMOUNTS = COLUMNS[:3]
AMOUNT, LEFT = f"{PREFIX}pay_amount", f"{PREFIX}pay_left"
"""The pay of a row, US dollars a year, null where there is none; a code where it is not read."""
UNREAD = "pay_not_read"

# Dollars of which there is one reading: 150.000 might be thousands of them.
_PLAIN = "^[$]? ?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]{1,2})?$|^[0-9]{4,99}[.][0-9]{1,99}$"


def plain_number(text: nw.Expr) -> Any:
    """Stripped text as dollars where it can be nothing else, null where not."""
    plain = nw.when(text.str.contains(_PLAIN)).then(text).otherwise(nw.lit(None, nw.String))
    return plain.str.replace_all("[$, ]", "").cast(nw.Float64)


def or_nothing(column: nw.Expr, nothing: list[str]) -> nw.Expr:
    """Stripped text, the empty one where it says nothing."""
    text = stripped(column)
    return nw.when(folded(text).is_in(nothing)).then(nw.lit("")).otherwise(text)


def plain_pay(frame: Any, found: Mapping[str, str], book: Rulebook, each: str = "") -> Any:
    """The frame with ``AMOUNT`` and ``LEFT`` by what every engine can read: figures, in dollars a
    year. found: ours of ``COLUMNS`` -> the frame's; each: how often it comes, a year if empty."""
    words, nothing = amount_words(book), sorted(vocabulary(book).nothing)
    yearly = [word for word, period in words.periods.items() if period.a_year == 1]
    schema = frame.collect_schema()
    texts = {
        name: or_nothing(_finite(nw.col(found[name]), schema[found[name]]), nothing)
        for name in COLUMNS
        if name in found
    }
    ends = [texts[name] for name in AMOUNTS if name in texts]
    numbers = [plain_number(text) for text in ends]
    low, high = numbers[0], numbers[-1]
    told = ends[0] != ""
    plain = ~low.is_null() | (ends[0] == "")
    for text, number in zip(ends[1:], numbers[1:], strict=True):
        told, plain = told | (text != ""), plain & (~number.is_null() | (text == ""))
    middle = (nw.coalesce(low, high) + nw.coalesce(high, low)) / 2
    for name, known in (("interval", yearly), ("currency", sorted(words.dollars))):
        if name in texts:
            plain = plain & texts[name].str.to_lowercase().is_in(["", *known])
    bounds = pay_bounds(book)
    middle = middle * (read_interval(each, book).a_year if each else 1.0)
    sound = plain & (middle >= bounds["least"]) & (middle <= bounds["most"])
    frame = frame.with_columns(**{AMOUNT: nw.when(sound).then(middle), f"{PREFIX}pay_told": told})
    unread = nw.col(f"{PREFIX}pay_told") & nw.col(AMOUNT).is_null()
    left = nw.when(unread).then(nw.lit(f"{UNREAD};")).otherwise(nw.lit(""))
    return frame.with_columns(**{LEFT: left}).drop(f"{PREFIX}pay_told")


def _finite(column: nw.Expr, kind: Any) -> nw.Expr:
    return nw.when(~column.is_nan()).then(column) if kind.is_float() else column
