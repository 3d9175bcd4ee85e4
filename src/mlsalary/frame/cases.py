"""Rows of a table in memory -> cases: what rows have in common that differ in their years alone.

A file of millions has few of them: each is bound and worked out once, however many rows, pieces and
spellings it stands in.
"""

from __future__ import annotations

from typing import NamedTuple

import narwhals as nw
import polars as pl

from mlsalary.frame.chain import Chain, own
from mlsalary.frame.distinct import Meanings, distinct
from mlsalary.frame.kinds import join_of
from mlsalary.frame.lookup import Lookup
from mlsalary.frame.places import TEXTS as PLACE_TEXTS
from mlsalary.frame.places import PlacesMet
from mlsalary.frame.tables import months
from mlsalary.frame.words import WordsMet
from mlsalary.frame.years import READ, YEARS, YearsMet
from mlsalary.profile import WORD_COLUMNS

MONTH = ("as_of",)
LEVEL = ("level",)
_KEPT = 200_000  # cases: a hundred megabytes
# Bits of a key. There are not more places or months; words are forgotten before they are too many.
_WIDTHS = {"word": 24, "where": 20, "month": 13, "turn": 6, "guessed": 1}


class CaseTerms(NamedTuple):
    """The columns that differ between cases, by case, and what stands in those that do not."""

    columns: pl.DataFrame
    alike: dict[str, pl.Expr]

    @classmethod
    def of(cls, table: pl.DataFrame) -> CaseTerms:
        """The columns of a table apart."""
        alike = {one.name: pl.lit(one[0], one.dtype) for one in table if one.n_unique() == 1}
        return cls(table.drop(alike), alike)


class Cases:
    """The cases of a file, bound as they are met.

    All by their numbers: ``terms``, what ``Chain.paid`` needs, ``sayings``, the columns of
    ``Chain.sayings``, and ``level``, as it is read, empty where none is told. All begin with
    ``mls_``.
    """

    def __init__(self, chain: Chain, places: PlacesMet) -> None:
        self._chain, self._places = chain, places
        self._words = WordsMet(chain.settings)
        self._years = YearsMet(chain.settings.book, self._asked)
        self._forget()

    def _forget(self) -> None:
        self._met = {
            "word": Meanings(WORD_COLUMNS, self._of_words),
            "where": Meanings(PLACE_TEXTS, self._of_places),
            "month": Meanings(MONTH, self._of_months),
        }
        self._known = pl.DataFrame(schema={"key": pl.UInt64, "case": pl.UInt32})
        self._table = self.sayings = self.level = pl.DataFrame()
        self.terms = CaseTerms.of(self._table)

    def of(self, rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """The case of each row, and its years as a number where it tells any."""
        if self._table.height > _KEPT or self._met["word"].table.height > _KEPT:
            self._forget()
        years = self._years.read(rows)
        parts = {name: met.numbers(rows) for name, met in self._met.items()}
        turn = self._turn(years.number, parts["word"])
        parts |= {"turn": turn, "guessed": years.guessed}
        key = pl.zeros(rows.height, dtype=pl.UInt64, eager=True)
        for name, width in _WIDTHS.items():
            key = key * 2**width + parts[name].cast(pl.UInt64)
        case = self._case(key)
        if case.null_count() or not self._table.width:
            _, first = distinct(key.filter(case.is_null()))
            at = case.is_null().arg_true().gather(first)
            self._add(
                key.gather(at),
                {name: part.gather(at) for name, part in parts.items()},
                years.number.gather(at),
            )
            case = self._case(key)
        return case, years.number

    def _case(self, key: pl.Series) -> pl.Series:
        table = key.alias("key").to_frame()
        return table.join(self._known, on="key", how="left", maintain_order="left")["case"]

    def _turn(self, years: pl.Series, word: pl.Series) -> pl.Series:
        """Between which turns years lie, or on which, and whether they are too few or too many for
        the level that the words tell: the same is said of all such years."""
        level, least, most = own(("level", "least", "most"))
        levels = self._chain.tables["level"].polars().select(level, least, most)
        words = self._met["word"].table.select(level)
        beside = words.join(levels, on=level, how="left", maintain_order="left")[word]
        number, turns = pl.col("years"), self._chain.turns
        passed = [number >= turn for turn in turns] + [number > turn for turn in turns]
        apart = pl.when(number < pl.col(least)).then(1).when(number > pl.col(most)).then(2)
        turn = 3 * (1 + pl.sum_horizontal(passed)) + apart.otherwise(0)
        found = pl.when(number.is_null()).then(0).otherwise(turn)
        return beside.with_columns(years=years).select(found).to_series()

    def _add(self, keys: pl.Series, parts: dict[str, pl.Series], years: pl.Series) -> None:
        """New cases: of each its key, the numbers of its parts, and years that stand for all."""
        guessed = pl.when(pl.lit(parts["guessed"])).then(pl.lit("years_read;"))
        told = [met.table[parts[name]] for name, met in self._met.items()]
        bound = pl.concat(told, how="horizontal").with_columns(
            years.alias(YEARS), guessed.otherwise(pl.lit("")).alias(READ)
        )
        frame = nw.from_native(bound.lazy())
        join = join_of(frame)
        frame = self._chain.with_terms(self._chain.with_figures(frame, join), join)
        wanted = own((*self._chain.terms.all, *self._chain.sayings, *LEVEL))
        table = frame.to_native().select(wanted).collect()
        first = self._table.height
        cases = pl.int_range(first, first + table.height, dtype=pl.UInt32, eager=True)
        self._known = pl.concat([self._known, pl.DataFrame({"key": keys, "case": cases})])
        self._table = pl.concat([self._table, table]) if self._table.width else table
        apart = [own(self._chain.sayings), own(LEVEL)]
        self.sayings, self.level = map(self._table.select, apart)
        self.terms = CaseTerms.of(self._table.drop(*apart))

    def _asked(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Texts as they were written -> ours, with what fills in where they say nothing."""
        given = {name: name for name in texts.columns if name}
        native: pl.DataFrame = self._chain.asked(nw.from_native(texts), given).to_native()
        return native

    def _of_words(self, texts: pl.DataFrame) -> pl.DataFrame:
        return _meant(self._words.lookup(self._asked(texts).select(own(WORD_COLUMNS)).rows()))

    def _of_places(self, texts: pl.DataFrame) -> pl.DataFrame:
        return _meant(self._places.lookup(self._asked(texts).select(own(PLACE_TEXTS)).rows()))

    def _of_months(self, texts: pl.DataFrame) -> pl.DataFrame:
        asked = self._asked(texts).select(own(MONTH))
        lookup = months(self._chain.settings.book, filter(None, asked.to_series().unique()))
        keys = list(lookup.keys)
        return asked.join(lookup.polars(), on=keys, how="left", maintain_order="left").drop(keys)


def _meant(lookup: Lookup) -> pl.DataFrame:
    """What stands beside the keys of a table."""
    table: pl.DataFrame = lookup.polars()
    return table.drop(lookup.keys)
