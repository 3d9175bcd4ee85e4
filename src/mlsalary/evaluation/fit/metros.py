"""What reports say of metros, of kinds of employer within them, and of where the middle is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from mlsalary import rules
from mlsalary.evaluation.fit.columns import Columns, Numbers, Values
from mlsalary.rulebook.model import Model

Row = dict[str, Any]


def left_over(columns: Columns, model: Model) -> Numbers:
    """What the rules leave of ln base: the mean of by years alone and, of those whose level is
    known, by level and years."""
    by_years = np.log(columns.base) - columns.priced(model, columns.place(model))[0]
    by_level = left_at_level(columns, model)
    return np.where(np.isnan(by_level), by_years, (by_years + by_level) / 2)


def left_at_level(columns: Columns, model: Model) -> Numbers:
    """What the rules leave of ln base by level and years, nan where the level is not known."""
    found = np.full(len(columns), math.nan)
    told = columns.level >= 0
    if told.any():
        known = columns.take(told)
        priced = known.priced(model, columns.place(model)[told], by_level=True)
        found[told] = np.log(known.base) - priced[0]
    return found


def pooled(
    columns: Columns, model: Model, settings: Mapping[str, float]
) -> tuple[Values, list[Row]]:
    """Metros with enough reports: the mean they report; all others: one shrunken mean.

    People of one kind of employer are alike in more than their place, so each kind speaks once, the
    more the more of it there are: the mean of the kinds' means, each counted n / (n + pooling).
    Places that are told by their state alone, or not at all, say nothing of a metro.
    """
    place = columns.place(model)
    left = bounded(left_over(columns, model), settings)
    strength, least = model.value("place.pooling"), model.value("place.least_reports")
    rows: list[Row] = []
    others = np.zeros(len(columns), dtype=bool)
    for code, here in by_area(columns).items():
        reports = int(here.sum())
        if not reports or len(code) == len("US"):
            continue
        if reports < least:
            others |= here
            continue
        kinds = [
            here & (columns.employer == kind) for kind in range(len(columns.words["employer"]))
        ]
        told = [(int(kind.sum()), kind) for kind in kinds if kind.any()]
        parts = np.array([n / (n + strength) for n, _ in told])
        means = np.array([left[kind].mean() for _, kind in told])
        counts = float(parts.sum()) * strength
        mean = float(parts @ means / parts.sum())
        rows.append(
            {
                "code": code,
                "reports": reports,
                "counts": counts,
                "log_factor": mean + float(place[here].mean()),
                "error": float(left[here].std(ddof=1) / math.sqrt(counts)),
            }
        )
    mean = float(left[others].mean()) if others.any() else 0.0
    elsewhere = float(rules.pooled(0.0, mean, int(others.sum()), strength))
    return {"place.elsewhere": elsewhere}, rows


def local(columns: Columns, model: Model, settings: Mapping[str, float]) -> list[Row]:
    """Kinds of employer with enough reports in a metro: how far theirs lie from the metro's."""
    left = bounded(left_over(columns, model), settings)
    rows: list[Row] = []
    for code, here in by_area(columns).items():
        if model.reports(code) is None:
            continue
        for kind in filter(None, columns.words["employer"]):
            there = here & columns.of("employer", kind)
            reports = int(there.sum())
            if reports < settings["least_local"]:
                continue
            error = float(left[there].std(ddof=1) / math.sqrt(reports))
            row = {"code": code, "employer": kind, "reports": reports}
            mean = float(left[there].mean())
            rows.append(row | {"log_factor": mean, "error": error})
    return rows


def recentred(columns: Columns, model: Model) -> tuple[Values, list[Row]]:
    """The reference wage at which half of the reports lie above the middle; metros move along."""
    shift = float(np.median(left_over(columns, model)))
    elasticity = model.value("place.elasticity")
    reference = model.value("place.reference") * math.exp(-shift / elasticity)
    codes = dict.fromkeys(code for code, _ in columns.areas)
    rows = [dict(row) for code in sorted(codes) if (row := model.reports(code))]
    moved = [row | {"log_factor": row["log_factor"] + shift} for row in rows]
    return {"place.reference": reference}, moved


def by_area(columns: Columns) -> dict[str, Any]:
    """Which rows are from each area, in the order of their codes."""
    numbers: dict[str, list[int]] = {}
    for number, (code, _) in enumerate(columns.areas):
        numbers.setdefault(code, []).append(number)
    return {code: np.isin(columns.area, some) for code, some in sorted(numbers.items())}


def bounded(left: Numbers, settings: Mapping[str, float]) -> Numbers:
    """What is left, no further from 0 than one report may move the mean of its metro or company."""
    most = settings["residual_most"]
    found: Numbers = np.clip(left, -most, most)
    return found
