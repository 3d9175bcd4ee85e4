"""Tables in memory: what rows have in common is bound once, then every row is priced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import narwhals as nw
import polars as pl

from mlsalary.frame.cases import Cases
from mlsalary.frame.chain import Chain
from mlsalary.frame.distinct import distinct, distinct_below
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.pay import Pays, PaysMet
from mlsalary.frame.places import PlacesMet
from mlsalary.frame.plain_pay import AMOUNT, AMOUNTS, LEFT, UNREAD
from mlsalary.frame.prices import REAL
from mlsalary.frame.pricing import PAY, RANKS, SAID, Columns, ranked, with_codes
from mlsalary.frame.settings import Settings
from mlsalary.profile import COLUMNS

_AT_ONCE = 1 << 18
"""Rows: their columns in between stay within a hundred megabytes."""
_LOOKED_AT, _FEW = 1 << 13, 0.5
"""Rows that stand for all, and the part of all that may differ where pricing each once pays."""
_NONE = -1.0  # years of rows that tell none: their case says so
_POLARS = Columns(pl)


def with_specs_as_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Specializations in lists become one text, with semicolons between."""
    if rows.schema.get("spec") == pl.List(pl.String):
        return rows.with_columns(pl.col("spec").list.join(";"))
    return rows


class _Priced(NamedTuple):
    """What is added to some rows, the tally of it, and what these tell."""

    added: pl.DataFrame
    tally: pl.DataFrame
    told: pl.DataFrame | None


class Pricer:
    """Prices tables of text, piece by piece, and remembers what it has met.

    tally: the columns of ``Chain.sayings`` as they stood in the rows that were priced last, and
    how many ``rows`` those were. told: of each of these rows the ``level`` as it is read, empty for
    none, and the ``years``; None unless it was asked for.
    """

    def __init__(self, settings: Settings, *, tells: bool = False) -> None:
        self.places = PlacesMet(settings)
        self.pays = PaysMet(settings.book)
        self._chain = Chain.of(settings)
        self._cases = Cases(self._chain, self.places)
        self.tally = pl.DataFrame()
        self._tells = tells
        self.told: pl.DataFrame | None = None

    def price(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The columns that are added, in the order of ``rows``, and ``refused``: the code of what
        keeps a row from being priced, else the empty text.

        rows: any of ``profile.COLUMNS``, years as numbers or as text, specializations in
        lists or as text, and any of ``pay.COLUMNS``.
        """
        rows = with_specs_as_text(rows)
        pays = self.pays.read(rows) if not set(AMOUNTS).isdisjoint(rows.columns) else None
        priced = [
            self._priced(rows.slice(first, _AT_ONCE), pays and pays.slice(first, _AT_ONCE))
            for first in range(0, max(rows.height, 1), _AT_ONCE)
        ]
        self.tally = pl.concat(one.tally for one in priced)
        told = [one.told for one in priced if one.told is not None]
        self.told = pl.concat(told) if told else None
        return pl.concat(one.added for one in priced)

    def _priced(self, rows: pl.DataFrame, pays: Pays | None) -> _Priced:
        case, years = self._cases.of(rows)
        paid, said = self._paid(case, years), self._cases.sayings[case]
        ranks: tuple[str, ...] = ()
        if pays is not None:
            ranks = RANKS
            paid = ranked(paid.with_columns(pays.amount.alias(AMOUNT)).lazy(), _POLARS).collect()
        if pays is not None and pays.unread.any():
            said = _with_unread(said, pays.unread)
            tally = said.group_by(said.columns).len("rows")
        else:
            counts = case.value_counts(name="rows")  # of few numbers, not of a text in every row
            tally = self._cases.sayings[counts.to_series()].with_columns(counts["rows"])
        table = self._chain.with_real(pl.concat([paid, said], how="horizontal"), _POLARS)
        real = REAL if self._chain.settings.real else ()
        names = {name: f"{PREFIX}{name}" for name in (*PAY, *SAID, "refused", *ranks, *real)}
        tally = tally.rename(lambda name: name.removeprefix(PREFIX))
        told = self._told(case, years) if self._tells else None
        return _Priced(table.select(**names), tally, told)

    def _told(self, case: pl.Series, years: pl.Series) -> pl.DataFrame:
        level = self._cases.level.to_series()[case]
        return pl.DataFrame([level.alias("level"), years.alias("years")])

    def _paid(self, case: pl.Series, years: pl.Series) -> pl.DataFrame:
        """The percentiles of rows of these cases after these years, priced once for all rows that
        have both in common where these are many."""
        repeated = _repeated(case, years)
        if repeated is not None:
            number, stands = repeated
            return self._each_paid(case.gather(stands), years.gather(stands))[number]
        return self._each_paid(case, years)

    def _each_paid(self, case: pl.Series, years: pl.Series) -> pl.DataFrame:
        columns, alike = self._cases.terms
        rows = columns[case].with_columns(years.alias(f"{PREFIX}number"))
        frame = self._chain.paid(rows.lazy(), _Columns(alike))
        found: pl.DataFrame = frame.select(f"{PREFIX}{name}" for name in PAY).collect()
        return found

    def texts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What the rows say under our names, as text, with what fills in where they say nothing."""
        given = {name: name for name in COLUMNS if name in rows.columns}
        asked: pl.DataFrame = self._chain.asked(nw.from_native(rows), given).to_native()
        return asked.select(
            pl.col(f"{PREFIX}{name}").cast(pl.String).fill_null("").alias(name) for name in COLUMNS
        )


def _repeated(case: pl.Series, years: pl.Series) -> tuple[pl.Series, pl.Series] | None:
    """The number of each row among those that differ in case or years, and where one of each
    stands; None where there may be many of these, by the first rows."""
    if case.head(_LOOKED_AT).n_unique() * years.head(_LOOKED_AT).n_unique() > len(case) * _FEW:
        return None
    number, amounts = distinct(years.fill_null(_NONE))
    most = int(case.max() or 0) + 1  # type: ignore[arg-type]
    return distinct_below(number.cast(pl.UInt64) * most + case, most * len(amounts))


def _with_unread(said: pl.DataFrame, unread: pl.Series) -> pl.DataFrame:
    """Sayings whose warnings say where a pay is not read."""
    left = pl.when(pl.lit(unread)).then(pl.lit(f"{UNREAD};")).otherwise(pl.lit(""))
    frame = nw.from_native(said.with_columns(left.alias(LEFT)))
    warned: pl.DataFrame = with_codes(frame, LEFT).to_native()
    return warned.drop(LEFT)


class _Columns(Columns):
    """The columns of rows; alike: what stands in those that are alike in all."""

    def __init__(self, alike: Mapping[str, pl.Expr]) -> None:
        super().__init__(pl)
        self._alike = alike

    def col(self, name: str) -> pl.Expr:
        """A column, or what stands in all of it."""
        whole = f"{PREFIX}{name}"
        return self._alike.get(whole, pl.col(whole))
