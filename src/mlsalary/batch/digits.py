"""How many digits of an estimate are written: whole dollars, and percentiles to a tenth, for people
and their spreadsheets; every digit for programs, unless whole dollars are asked for.

Halves go to the even neighbor, as on every page.
"""

from __future__ import annotations

import polars as pl

from mlsalary.batch.formats import Format
from mlsalary.frame.prices import REAL_PAY
from mlsalary.frame.pricing import PAY, RANKS

RANK_DECIMALS = 1
_FOR_PEOPLE = ("csv", "xlsx")


def whole_dollars(how: Format, *, asked: bool) -> bool:
    """Whether dollars are written as whole ones."""
    return asked or how.name in _FOR_PEOPLE


def short_ranks(how: Format) -> bool:
    """Whether percentiles are written to a tenth."""
    return how.name in _FOR_PEOPLE


def as_written(added: pl.DataFrame, how: Format, *, asked: bool) -> pl.DataFrame:
    """The columns of an estimate with the digits that are written. asked: ``--round``."""
    columns = []
    if whole_dollars(how, asked=asked):
        dollars = (*PAY, *(name for name in REAL_PAY if name in added.columns))
        columns += [pl.col(n).round(mode="half_to_even").cast(pl.Int64) for n in dollars]
    if short_ranks(how):
        ranks = [name for name in RANKS if name in added.columns]
        columns += [pl.col(n).round(RANK_DECIMALS, mode="half_to_even") for n in ranks]
    return added.with_columns(columns)
