"""The money of a month: from that of the constants to any other, along two dated series.

They stand in data/aging.toml, base and what is paid beyond it as a share of base; what was fitted
of them in data/model.toml.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from mlsalary import rules
from mlsalary.engine.rule import weakest
from mlsalary.results import Evidence
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.months import AGING, counted, require_covered, years_between
from mlsalary.rules.operations import Floats

SERIES = BASE, BEYOND = "base", "beyond"
_M = Floats()


class Aged(NamedTuple):
    """ln of what a dollar of the constants' month is in another month: of base, and of the share
    of it that is paid beyond.

    ahead: years after the last row of base; doubt: standard deviation of its log. kind, sources: of
    base.
    """

    log: float
    beyond: float
    kind: Evidence
    sources: tuple[str, ...]
    ahead: float = 0.0
    doubt: float = 0.0


class Point(NamedTuple):
    """A month of a series, counted from year 0; ln of what stood there, its evidence and its
    standard error."""

    month: int
    log: float
    kind: Evidence
    sources: tuple[str, ...]
    error: float = 0.0


def points(book: Rulebook, model: Model, series: str) -> list[Point]:
    """The rows of a series, by the constants of a model."""
    found = []
    for row in book.toml(AGING)[series]:
        month = row["month"]
        if row["kind"] == "fitted":
            constant = model.constant(f"growth.{series}.{month}")
            told = constant.value, constant.kind, model.cited(constant), constant.error
        else:
            told = math.log(row["paid"]), row["kind"], tuple(row["sources"]), 0.0
        found.append(Point(counted(month), *told))
    return found


def aged(book: Rulebook, model: Model, month: str) -> Aged:
    """From the constants' month to ``month``, YYYY-MM; UsageError before the series begin, and too
    far ahead of today."""
    require_covered(book, month)
    at = counted(month)
    beyond = _at(points(book, model, BEYOND), at)
    base, ahead = _base(book, model, at)
    carried = float(rules.aging_doubt(book.toml(AGING)["doubt"], ahead))
    doubt = float(rules.combined([base.error, carried]))
    return Aged(base.log, beyond.log, base.kind, base.sources, ahead, doubt)


def grown(book: Rulebook, model: Model, first: str, last: str) -> float:
    """ln of how much base grew from one month to another, whichever they are."""
    then, now = (_base(book, model, counted(month))[0].log for month in (first, last))
    return now - then


def _base(book: Rulebook, model: Model, month: int) -> tuple[Point, float]:
    """Base in a month, and the years by which it is carried on."""
    table, series = book.toml(AGING), points(book, model, BASE)
    known = _at(series, month)
    ahead = max(0.0, years_between(series[-1].month, month))
    if not ahead:
        return known, ahead
    log = float(rules.grown_log(known.log, table["growth"], ahead, _M))
    return Point(month, log, table["growth_kind"], tuple(table["growth_sources"])), ahead


def _at(series: list[Point], month: int) -> Point:
    """A series in a month; before its first row and after its last it stands still."""
    after = next((at for at, point in enumerate(series) if month <= point.month), len(series) - 1)
    last = series[after]
    if after == 0 or month >= last.month:
        return last
    first = series[after - 1]
    part = (month - first.month) / (last.month - first.month)
    return Point(
        month,
        float(rules.between_log(first.log, last.log, part)),
        weakest((first.kind, last.kind)),
        tuple(dict.fromkeys((*first.sources, *last.sources))),
        float(rules.between_log(first.error, last.error, part)),
    )
