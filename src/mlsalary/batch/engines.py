"""What prices a piece of a file: Polars, or DuckDB over the same piece."""

from __future__ import annotations

from typing import Protocol

import narwhals as nw
import polars as pl

from mlsalary.errors import UsageError
from mlsalary.extras import need
from mlsalary.frame.bind import ASKED, asked, bind_words, bind_years
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.pricing import PAY, RANKS, SAID, price, rank
from mlsalary.frame.rows import PAY_GIVEN, Pricer, word_tables
from mlsalary.frame.settings import Settings
from mlsalary.frame.tables import constants, months

ENGINES = ("polars", "duckdb", "spark")


class PiecePricer(Protocol):
    """See ``frame.rows.Pricer``."""

    places: PlacesMet

    def price(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The columns that are added, and ``refused``."""


def pricer_of(engine: str, settings: Settings) -> PiecePricer:
    """The pricer of an engine's name; UsageError when there is none."""
    if engine == "polars":
        return Pricer(settings)
    if engine == "duckdb":
        return DuckPricer(settings)
    raise UsageError("bad_engine", f'There is no engine "{engine}". Known: {", ".join(ENGINES)}.')


class DuckPricer:
    """The same look-ups and the same rules, joined and computed by DuckDB."""

    def __init__(self, settings: Settings) -> None:
        self.places = PlacesMet(settings)
        self._settings = settings
        self._tables = word_tables(settings)
        self._constants = constants(settings.book)
        self._connection = need("duckdb", "duckdb").connect()

    def price(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The columns that are added, in the order of ``rows``, and ``refused``."""
        given = {name: name for name in ASKED if name in rows.columns}
        pay = PAY_GIVEN if PAY_GIVEN in rows.columns else None
        self._connection.register("piece", rows.with_row_index(f"{PREFIX}row").to_arrow())
        frame = asked(nw.from_native(self._connection.table("piece")), given)
        join = join_of(frame)
        keys = [f"{PREFIX}{name}" for name in TEXTS]
        met = frame.select(*keys).unique().collect(backend="polars").rows()
        month = f"{PREFIX}as_of"
        asked_months = frame.select(month).unique().collect(backend="polars")[month].to_list()
        tables = self._tables | {"months": months(self._settings.book, filter(None, asked_months))}
        frame = join(bind_words(frame, tables, join), self.places.lookup(met))
        frame = price(bind_years(frame, self._constants.years_most), self._constants)
        if pay:
            frame = rank(frame, pay)
        names = [*PAY, *SAID, *(RANKS if pay else ()), "refused"]
        priced = frame.sort(f"{PREFIX}row").select(
            *(nw.col(f"{PREFIX}{name}").alias(name) for name in names)
        )
        answer: pl.DataFrame = priced.collect(backend="polars").to_native()
        return answer
