"""Tables in memory: the distinct words and places are bound once each, then every row is priced."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from mlsalary.frame.chain import PERSON, Chain, Met, own
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.pay import AMOUNT, AMOUNTS, LEFT, UNREAD, PaysMet
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.pricing import PAY, RANKS, SAID, rank
from mlsalary.frame.settings import Settings
from mlsalary.frame.tables import months
from mlsalary.frame.words import TEXTS as WORD_TEXTS
from mlsalary.frame.words import WordsMet
from mlsalary.frame.years import YEARS, in_words, years_met
from mlsalary.profile import COLUMNS


def with_specs_as_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Specializations in lists become one text, with semicolons between."""
    if rows.schema.get("spec") == pl.List(pl.String):
        return rows.with_columns(pl.col("spec").list.join(";"))
    return rows


class Pricer:
    """Prices tables of text, piece by piece, and remembers the place texts it has met.

    Ten thousand rows may hold a hundred different persons and fifty places: each is bound once,
    each pair of them is priced once, and only then laid beside the rows.
    """

    def __init__(self, settings: Settings) -> None:
        self.places = PlacesMet(settings)
        self.pays = PaysMet(settings.book)
        self._words = WordsMet(settings)
        self._chain = Chain.of(settings)

    def price(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The columns that are added, in the order of ``rows``, and ``refused``: the code of what
        keeps a row from being priced, else the empty text.

        rows: any of ``profile.COLUMNS``, years as numbers or as text, specializations in
        lists or as text, and any of ``pay.COLUMNS``.
        """
        rows = with_specs_as_text(rows)
        person, persons = _numbered(rows, PERSON)
        place, places = _numbered(rows, TEXTS)
        pair, first = _distinct(person * places.height + place)
        facts = [self._persons(persons)[person[first]], self._places(places)[place[first]]]
        frame = nw.from_native(pl.concat(facts, how="horizontal").lazy())
        pay = not set(AMOUNTS).isdisjoint(rows.columns)
        names = [*PAY, *SAID, "refused"]
        wanted = [f"{PREFIX}{name}" for name in names]
        priced: pl.DataFrame
        priced = (
            self._chain.with_estimates(frame, join_of(frame))
            .to_native()
            .select(wanted)
            .collect()[pair]
        )
        if pay:
            names += RANKS
            priced = rank(nw.from_native(self._with_pay(priced, rows))).to_native()
        return priced.select(**{name: f"{PREFIX}{name}" for name in names})

    def texts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What the rows say under our names, as text, with what fills in where they say nothing."""
        given = {name: name for name in COLUMNS if name in rows.columns}
        asked: pl.DataFrame = self._chain.asked(nw.from_native(rows), given).to_native()
        return asked.select(
            pl.col(f"{PREFIX}{name}").cast(pl.String).fill_null("").alias(name) for name in COLUMNS
        )

    def _with_pay(self, priced: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
        read = self.pays.read(rows)
        left = pl.when(pl.lit(read.unread)).then(pl.lit(f"{UNREAD};")).otherwise(pl.lit(""))
        return priced.with_columns(read.amount.alias(AMOUNT), left.alias(LEFT))

    def _persons(self, rows: pl.DataFrame) -> pl.DataFrame:
        given = {name: name for name in PERSON if name in rows.columns}
        frame = self._chain.asked(nw.from_native(rows), given).select(own(PERSON))
        texts = frame.select(own(WORD_TEXTS)).unique()
        told = filter(None, frame[f"{PREFIX}as_of"].unique().to_list())
        book = self._chain.settings.book
        odd = [] if frame.schema[YEARS] != nw.String else frame.filter(in_words())[YEARS].unique()
        met = Met(
            self._words.lookup(texts.rows()),
            months(book, told),
            years_met(odd, book) if len(odd) else None,
        )
        native: pl.DataFrame = self._chain.with_persons(frame, join_of(frame), met).to_native()
        return native

    def _places(self, rows: pl.DataFrame) -> pl.DataFrame:
        given = {name: name for name in TEXTS if name in rows.columns}
        texts = self._chain.asked(nw.from_native(rows), given).select(own(TEXTS))
        met: pl.DataFrame = self.places.lookup(texts.rows()).polars()
        return met


def _numbered(rows: pl.DataFrame, names: Sequence[str]) -> tuple[pl.Series, pl.DataFrame]:
    """The number of each row among the distinct rows of these columns, and those."""
    there = [name for name in names if name in rows.columns]
    number, most = pl.zeros(rows.height, dtype=pl.UInt64, eager=True), 1
    if not there:
        return number, pl.DataFrame({"": [None]})
    for name in there:
        codes, width = _codes(rows[name])
        if most * width > _LARGEST:
            number, first = _distinct(number)
            most = len(first)
        number, most = number * width + codes, most * width
    number, first = _distinct(number)
    return number, rows.select(there)[first]


_LARGEST = 2**63


def _codes(column: pl.Series) -> tuple[pl.Series, int]:
    """The same whole number wherever the column holds the same, and how many there can be."""
    if column.dtype == pl.String:
        codes = column.cast(pl.Categorical).to_physical()
    else:
        codes, _ = _distinct(column)
    most = int(codes.max() or 0) + 1  # type: ignore[arg-type]
    return codes.cast(pl.UInt64).fill_null(most), most + 1


def _distinct(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The number of each value among the distinct ones, and where each of them stands first."""
    table = values.alias("value").to_frame()
    distinct = table.with_row_index("first").unique("value", keep="first", maintain_order=True)
    numbers = distinct.select("value", number=pl.int_range(pl.len(), dtype=pl.UInt64))
    beside = table.join(numbers, on="value", how="left", nulls_equal=True, maintain_order="left")
    return beside["number"], distinct["first"]
