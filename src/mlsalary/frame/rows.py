"""Tables in memory: the distinct words and places are bound once each, then every row is priced."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from mlsalary.frame.bind import ASKED, WORDS, asked, bind_words, bind_years
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.pricing import PAY, RANKS, SAID, SPREAD, price, rank
from mlsalary.frame.tables import Settings, constants, months, persons, premiums, spellings

PAY_GIVEN = "pay"


def word_tables(settings: Settings) -> dict[str, Lookup]:
    """The tables of ``bind_words``, but for the months."""
    tables = [spellings(kind) for kind in ("level", "degree", "employer")]
    return {table.name: table for table in (*tables, persons(settings), premiums(settings))}


class Pricer:
    """Prices tables of text, piece by piece, and remembers the place texts it has met.

    Ten thousand rows may hold a hundred different persons and fifty places: each is bound once,
    each pair of them is priced once, and only then laid beside the rows.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.places = PlacesMet(settings)
        self._tables = word_tables(settings)
        self._constants = constants(settings.book)

    def price(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The columns that are added, in the order of ``rows``, and ``refused``: the code of what
        keeps a row from being priced, else the empty text.

        rows: any of the columns of ``ASKED``, years as numbers or as text, and ``pay``.
        """
        persons, person = _distinct(rows, ("years", *WORDS))
        places, place = _distinct(rows, TEXTS)
        here = pl.DataFrame({"person": person, "place": place})
        pairs = here.unique()
        facts = [self._persons(persons)[pairs["person"]], self._places(places)[pairs["place"]]]
        frame = nw.from_native(pl.concat([pairs, *facts], how="horizontal").lazy())
        priced = price(frame, self._constants).to_native()
        pay = PAY_GIVEN in rows.columns
        names = [*PAY, *SAID, "refused"]
        also = SPREAD if pay else ()
        priced = priced.select("person", "place", *(f"{PREFIX}{one}" for one in (*names, *also)))
        keys = ["person", "place"]
        beside = here.lazy().join(priced, on=keys, how="left", maintain_order="left")
        if pay:
            names += RANKS
            given = nw.from_native(beside.with_columns(rows[PAY_GIVEN]))
            beside = rank(given, PAY_GIVEN).to_native()
        return beside.select(**{name: f"{PREFIX}{name}" for name in names}).collect()

    def _persons(self, rows: pl.DataFrame) -> pl.DataFrame:
        given = {name: name for name in ASKED if name in rows.columns}
        kept = [f"{PREFIX}{name}" for name in ("years", *WORDS)]
        frame = asked(nw.from_native(rows), given).select(kept)
        month = f"{PREFIX}as_of"
        met = months(self.settings.book, filter(None, frame[month].unique().to_list()))
        tables = self._tables | {met.name: met}
        bound = bind_words(frame, tables, join_of(frame))
        native: pl.DataFrame = bind_years(bound, self._constants.years_most).to_native()
        return native

    def _places(self, rows: pl.DataFrame) -> pl.DataFrame:
        given = {name: name for name in TEXTS if name in rows.columns}
        texts = asked(nw.from_native(rows), given).select(f"{PREFIX}{name}" for name in TEXTS)
        native: pl.DataFrame = pl.from_arrow(self.places.lookup(texts.rows()).arrow())  # type: ignore[assignment]
        return native


def _distinct(rows: pl.DataFrame, names: Sequence[str]) -> tuple[pl.DataFrame, pl.Series]:
    """The distinct rows of these columns, and which of them each row is."""
    there = [name for name in names if name in rows.columns]
    if not there:
        return pl.DataFrame({"": [None]}), pl.zeros(rows.height, dtype=pl.UInt32, eager=True)
    distinct = rows.select(there).unique(maintain_order=True).with_row_index("mls_number")
    numbered = rows.select(there).join(
        distinct, on=there, how="left", nulls_equal=True, maintain_order="left"
    )
    return distinct.drop("mls_number"), numbered["mls_number"]
