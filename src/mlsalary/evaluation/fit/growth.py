"""What reports tell of the series of aging.toml: the months of it that are fitted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlsalary import rules
from mlsalary.engine import money
from mlsalary.evaluation.fit.columns import Columns, Numbers, Values
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.months import AGING, MONTHS, counted

PREFIX = "growth."


def start(
    columns: Columns,
    model: Model,
    series: str,
    settings: Mapping[str, Any],
    fixed: frozenset[str],
) -> Values:
    """The constants of the months of a series that enough of the reports are near to, where a
    search for them begins: whatever the model has, base grew as usual, the rest stood still."""
    if "growth" in fixed:
        return {}
    table = columns.book.toml(AGING)[series]
    months = np.array([counted(row["month"]) for row in table])
    nearest = np.abs(columns.month[:, None] - months).argmin(axis=1)
    told = [one for one in money.points(columns.book, model, series) if one.kind != "fitted"]
    a_month = _usual(told) if series == money.BASE else 0.0
    return {
        f"{PREFIX}{series}.{row['month']}": told[0].log + a_month * int(months[at] - told[0].month)
        for at, row in enumerate(table)
        if row["kind"] == "fitted" and (nearest == at).sum() >= settings["least"]["growth"]
    }


def _usual(told: Sequence[money.Point]) -> float:
    """By how much ln of base grows in a month, over all that BLS tells."""
    return (told[-1].log - told[0].log) / max(1, told[-1].month - told[0].month)


def steps(model: Model, book: Rulebook, settings: Mapping[str, float]) -> Numbers:
    """How far base moves, in each step that is fitted, from what it moved since BLS tells it: in
    the standard deviations that such a step has. Reports alone cannot bridge the months of which
    there are none."""
    series = money.points(book, model, money.BASE)
    usual = _usual([one for one in series if one.kind != "fitted"])
    misses = []
    for before, after in rules.pairs(series):
        if before.kind == "fitted":
            months = after.month - before.month
            apart = after.log - before.log - usual * months
            misses.append(apart / (settings["growth_spread"] * math.sqrt(months / MONTHS)))
    return np.array(misses)


def removed(book: Rulebook) -> Values:
    """No growth but what is published: base as in the first month that BLS tells."""
    table = book.toml(AGING)
    told = next(row["paid"] for row in table[money.BASE] if row["kind"] != "fitted")
    none = {money.BASE: float(np.log(told)), money.BEYOND: 0.0}
    return {
        f"{PREFIX}{series}.{row['month']}": none[series]
        for series in money.SERIES
        for row in table[series]
        if row["kind"] == "fitted"
    }
