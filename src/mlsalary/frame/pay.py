"""Pay that stands in a table: read as people write it, US dollars a year."""

from __future__ import annotations

from typing import Any, NamedTuple

import narwhals as nw
import polars as pl

from mlsalary.errors import UsageError
from mlsalary.frame.plain_pay import COLUMNS, or_nothing, plain_number
from mlsalary.reading.amounts import (
    are_thousands,
    pay_bounds,
    read_amount,
    read_interval,
    require_dollars,
)
from mlsalary.rulebook import Rulebook
from mlsalary.vocabulary import vocabulary

_KEPT_MOST = 100_000
_THOUSAND = 1_000
_NO_END = ("", "0", "0.0", "0.00")


class Pays(NamedTuple):
    """Of each row: amount, US dollars a year, null where there is none; unread, whether there is
    a pay that is not read; said, what stands there."""

    amount: pl.Series
    unread: pl.Series
    said: pl.Series

    def slice(self, first: int, rows: int) -> Pays:
        """Of some of the rows."""
        return Pays(*(column.slice(first, rows) for column in self))


class PaysMet:
    """Reads pay piece by piece, each distinct text once.

    thousands: figures that stand alone are thousands of dollars. each: how often pay comes where a
    row does not say. last: what was read last.
    """

    def __init__(self, book: Rulebook, *, thousands: bool = False) -> None:
        self.book, self.thousands, self.each = book, thousands, ""
        self.last: Pays | None = None
        self._met: dict[tuple[str, ...], float | None] = {}
        bounds = pay_bounds(book)
        self._least, self._most = bounds["least"], bounds["most"]
        self._widest = bounds["widest"]
        self._nothing = sorted(vocabulary(book).nothing)

    def read(self, rows: pl.DataFrame) -> Pays:
        """The pay of each row. rows: any of ``COLUMNS``."""
        table = self._table(rows)
        high = pl.col("high").fill_null(pl.col("low"))
        middle = (pl.col("low").fill_null(pl.col("high")) + high) / 2 * pl.col("times")
        scaled = pl.when(self._alone(middle)).then(middle * _THOUSAND).otherwise(middle)
        table = table.with_columns(amount=scaled if self.thousands else middle)
        sound = pl.col("amount").is_between(self._least, self._most) & pl.col("plain")
        sound &= (pl.col("high") / pl.col("low")).is_between(1, self._widest).fill_null(value=True)
        table = table.with_columns(amount=pl.when(sound).then("amount"))
        table = self._with_words(table)
        unread = table["told"] & table["amount"].is_null()
        self.last = Pays(table["amount"], unread, table["said"])
        return self.last

    def are_thousands(self, rows: pl.DataFrame) -> bool | None:
        """Whether every pay in these rows is a figure alone, and together they are thousands of
        dollars; None where there is no pay."""
        table = self._table(rows).filter("told")
        if not table.height:
            return None
        if not table.select((pl.col("plain") & (pl.col("times") == 1)).all()).item():
            return False
        low = table.select(pl.min_horizontal("low", "high").min()).item()
        high = table.select(pl.max_horizontal("low", "high").max()).item()
        return are_thousands(low or 0.0, high or 0.0, self.book)

    def _alone(self, amount: pl.Expr) -> pl.Expr:
        """Whether a figure is too little for a year by itself, and not as thousands."""
        sound: pl.Expr = (amount * _THOUSAND).is_between(self._least, self._most)
        low: pl.Expr = amount < self._least
        return sound & low

    def _table(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The ends as numbers where they are plain, what was told as text, and how often it comes
        a year, null where it is in another money."""
        texts = {name: _text(rows, name, self._nothing) for name in COLUMNS}
        texts["interval"] = texts["interval"].replace("", self.each)
        first = "pay" if "pay" in rows.columns else "pay_min"
        frame: Any = nw.from_native(pl.DataFrame(texts))
        ends = {"low": first, "high": "pay_max"}
        numbers = {name: plain_number(nw.col(column)) for name, column in ends.items()}
        table: pl.DataFrame = frame.with_columns(**numbers).to_native()
        if "pay_max" in rows.columns:  # an end of zero is none
            table = table.with_columns(pl.col("low", "high").replace(0.0, None))
        told = (pl.col(first) != "") | (pl.col("pay_max") != "")
        plain = [
            pl.col(end).is_not_null() | pl.col(name).is_in(_NO_END) for end, name in ends.items()
        ]
        said = pl.concat_str([pl.col(first), pl.col("pay_max")], separator=" - ")
        said = pl.when(pl.col("pay_max") == "").then(first).otherwise(said)
        beside = pl.concat_str([pl.col("interval"), pl.col("currency")], separator=" ")
        alone = pl.concat_str([said, beside], separator=" ").str.strip_chars()
        pairs = table.select("interval", "currency").unique().rows()
        times = pl.DataFrame(
            [(*pair, self._times(*pair)) for pair in pairs],
            schema={"interval": pl.String, "currency": pl.String, "times": pl.Float64},
            orient="row",
        )
        table = table.with_columns(told=told, said=alone, plain=pl.all_horizontal(plain))
        return table.join(times, on=["interval", "currency"], how="left", maintain_order="left")

    def _times(self, interval: str, currency: str) -> float | None:
        try:
            require_dollars(currency, "Pay", self.book)
            return read_interval(interval, self.book).a_year if interval else 1.0
        except UsageError:
            return None

    def _with_words(self, table: pl.DataFrame) -> pl.DataFrame:
        """The amounts of what is more than figures, too."""
        keys = ["pay", "pay_min", "pay_max", "interval", "currency"]
        odd = table.filter(pl.col("told") & ~pl.col("plain")).select(keys).unique()
        if not odd.height:
            return table
        met = pl.DataFrame(
            [(*key, self._of(key)) for key in odd.rows()],
            schema=dict.fromkeys(keys, pl.String) | {"met": pl.Float64},
            orient="row",
        )
        beside = table.join(met, on=keys, how="left", maintain_order="left")
        return beside.with_columns(amount=pl.col("amount").fill_null(pl.col("met")))

    def _of(self, key: tuple[str, ...]) -> float | None:
        if key not in self._met:
            if len(self._met) >= _KEPT_MOST:
                self._met.clear()
            self._met[key] = self._read(*key)
        return self._met[key]

    def _read(self, pay: str, low: str, high: str, interval: str, currency: str) -> float | None:
        ends = [text for text in (pay or low, high) if text]
        beside = {"interval": interval, "currency": currency, "thousands": self.thousands}
        try:
            read = [read_amount(text, self.book, **beside).middle for text in ends]  # type: ignore[arg-type]
        except UsageError:
            return None
        return sum(read) / len(read)


def _text(rows: pl.DataFrame, name: str, nothing: list[str]) -> pl.Series:
    """A column as stripped text; nothing is the empty text."""
    if name not in rows.columns:
        return pl.Series(name, [""]).new_from_index(0, rows.height)
    column = rows[name]
    if column.dtype.is_float():
        column = column.fill_nan(None)
    text = column.cast(pl.String).str.strip_chars().fill_null("")
    digits = any(
        map(str.isdecimal, "".join(nothing))
    )  # in no word, so that few texts are looked at
    silent = (text if digits else text.filter(~text.str.contains("[0-9]"))).unique()
    frame: Any = nw.from_native(silent.to_frame())
    said: pl.Series = frame.select(or_nothing(nw.col(name), nothing).alias(name)).to_native()[name]
    unsaid = silent.filter(said == "")
    return text.set(text.is_in(unsaid.implode()), "") if len(unsaid.filter(unsaid != "")) else text
