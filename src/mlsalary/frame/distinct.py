"""The distinct rows of a table, numbered; and what stands in them, found once for a whole file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

_LARGEST = 2**63
_PLACES = 2**20  # four megabytes
_TEXTS_KEPT = 200_000
"""Distinct rows of text that are remembered: some fifty megabytes."""


class Meanings:
    """Rows of text -> the number of what they mean, the same in every piece of a file.

    names: the columns that are read, where they are there. facts: texts as they were written, each
    row distinct -> what they mean, row by row. ``table`` holds the meanings by their numbers.
    """

    def __init__(self, names: Sequence[str], facts: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        self._names, self._facts = names, facts
        self._numbers: dict[tuple[object, ...], int] = {}
        self._known: pl.DataFrame | None = None
        self.table = pl.DataFrame()

    def numbers(self, rows: pl.DataFrame) -> pl.Series:
        """The number of each row's meaning."""
        texts = rows.select(
            as_text(rows[name], name) for name in self._names if name in rows.columns
        )
        if not texts.width:
            texts = pl.DataFrame({"": [None]}, schema={"": pl.String})
            return self._of(texts).new_from_index(0, rows.height)
        number, first = numbered(texts)
        return self._of(texts[first]).gather(number)

    def _of(self, texts: pl.DataFrame) -> pl.Series:
        """Of distinct texts."""
        same = self._known is not None and self._known.columns[:-1] == texts.columns
        if self._known is None or not same or self._known.height > _TEXTS_KEPT:
            self._known = texts.clear().with_columns(number=pl.lit(None, pl.UInt32))
        known = self._found(texts)
        new = texts.filter(known.is_null())
        if self.table.width and not new.height:
            return known
        self._known = pl.concat([self._known, new.with_columns(number=self._met(new))])
        return self._found(texts)

    def _found(self, texts: pl.DataFrame) -> pl.Series:
        assert self._known is not None
        beside = texts.join(
            self._known, on=texts.columns, how="left", nulls_equal=True, maintain_order="left"
        )
        return beside["number"]

    def _met(self, texts: pl.DataFrame) -> pl.Series:
        """The numbers of what was not met before; ``table`` grows by what is new."""
        facts, before = self._facts(texts), len(self._numbers)
        numbers = [self._numbers.setdefault(row, len(self._numbers)) for row in facts.rows()]
        found = pl.Series(numbers, dtype=pl.UInt32)
        new = facts.filter(found >= before).filter(
            found.filter(found >= before).is_first_distinct()
        )
        self.table = pl.concat([self.table, new]) if self.table.width else new
        return found


def as_text(column: pl.Series, name: str) -> pl.Series:
    """A column as text; no number is nothing, and a day of ``as_of`` its month."""
    if column.dtype == pl.String:
        return column
    if column.dtype.is_float():
        column = column.fill_nan(None)
    text = column.cast(pl.String)
    return text.str.slice(0, 7) if name == "as_of" and column.dtype.is_temporal() else text


def numbered(rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """The number of each row of text among the distinct ones, and where one of each stands."""
    number, most = pl.zeros(rows.height, dtype=pl.UInt64, eager=True), 1
    for column in rows:
        codes, width = _codes(column)
        if most * width > _LARGEST:
            number, first = distinct(number)
            most = len(first)
        number, most = number * width + codes, most * width
    return distinct_below(number, most)


def _codes(column: pl.Series) -> tuple[pl.Series, int]:
    """The same whole number wherever the column holds the same, and how many there can be."""
    codes = column.cast(pl.Categorical).to_physical()
    most = int(codes.max() or 0) + 1  # type: ignore[arg-type]
    return codes.cast(pl.UInt64).fill_null(most), most + 1


def distinct_below(values: pl.Series, most: int) -> tuple[pl.Series, pl.Series]:
    """``distinct`` of whole numbers below ``most``: five times as fast where these are few, by a
    place for each."""
    if most > _PLACES:
        return distinct(values)
    at = pl.Series([None], dtype=pl.UInt32).new_from_index(0, most)
    at.scatter(values, pl.int_range(len(values), dtype=pl.UInt32, eager=True))
    numbers = at.is_not_null().cum_sum() - 1
    return numbers.cast(pl.UInt32).gather(values), at.drop_nulls()


def distinct(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The number of each value among the distinct ones, and where one of each stands."""
    table = values.alias("value").to_frame()
    found = table.with_row_index("first").unique("value", keep="first", maintain_order=True)
    numbers = found.select("value", number=pl.int_range(pl.len(), dtype=pl.UInt32))
    beside = table.join(numbers, on="value", how="left", maintain_order="left")
    return beside["number"], found["first"]
