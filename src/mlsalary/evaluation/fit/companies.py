"""What reports say of single companies, beside their kinds of employer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from mlsalary import rules
from mlsalary.engine.case import Case
from mlsalary.engine.working import facts_of
from mlsalary.evaluation.fit import metros
from mlsalary.evaluation.fit.columns import Columns, Numbers
from mlsalary.profile import Profile
from mlsalary.reading.companies import read_company
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.rulebook.months import MONTHS
from mlsalary.rules.operations import Floats
from mlsalary.vocabulary import vocabulary

_M = Floats()
_TAILS = (-rules.Z90, 0.0, rules.Z90)
_DIGITS = 2  # whole per cents
Row = Mapping[str, Any]


def base(columns: Columns, model: Model, settings: Mapping[str, float]) -> list[Row]:
    """Companies with enough reports: ln of their factor at each level, shrunk toward their own
    mean, and that toward their kind's.

    What parts the levels of a company is told by level alone: of like years those who have come
    further are paid more anywhere. Reports of other work than machine learning count too, less what
    parts that work from it.
    """
    left, at_level = (
        metros.bounded(_alike(found, columns), settings)
        for found in (metros.left_over(columns, model), metros.left_at_level(columns, model))
    )
    rows: list[Row] = []
    for name in filter(None, columns.words["company"]):
        here = columns.of("company", name)
        reports = int(here.sum())
        if reports < settings["least_company"]:
            continue
        whole = float(rules.pooled(0.0, left[here].mean(), reports, settings["company_prior"]))
        usual, logs = _mean(at_level[here & (columns.level >= 0)]), []
        for rung in range(len(RUNGS)):
            there = here & (columns.level == rung)
            apart = _mean(at_level[there]) - usual if there.any() else 0.0
            own = rules.pooled(0.0, apart, int(there.sum()), settings["rung_prior"])
            logs.append(whole + float(own))
        error = float(left[here].std(ddof=1)) / math.sqrt(reports + settings["company_prior"])
        rows.append(
            {
                "name": name,
                "reports": reports,
                "base": dict(zip(RUNGS, logs, strict=True)),
                "error": error,
                "beyond": 0.0,
            }
        )
    return rows


def with_beyond(rows: Sequence[Row], beyond: Mapping[str, float]) -> list[Row]:
    """The same with ln of their factor on what is paid beyond base."""
    return [{**row, "beyond": beyond.get(row["name"], 0.0)} for row in rows]


def held(model: Model, columns: Columns) -> list[Row]:
    """The companies of a model with whole per cents, so that by it no level of one pays less than
    the level before."""
    found = list[Row]()
    for row in model.own:
        logs = _rising([*row["base"].values()], _steps(row["name"], model, columns))
        base = dict(zip(RUNGS, logs, strict=True))
        error = round(row["error"], _DIGITS + 1)
        found.append({**row, "base": base, "error": error, "beyond": _whole(row["beyond"])})
    return found


def _alike(left: Numbers, columns: Columns) -> Numbers:
    """What is left, less the median of the like where the work is not machine learning: of that
    role in that year."""
    found = left.copy()
    others, years = ~columns.ml, columns.month // MONTHS
    for role in np.unique(columns.role[others]):
        for year in np.unique(years[others]):
            like = others & (columns.role == role) & (years == year)
            told = like & ~np.isnan(left)
            if told.any():
                found[like] -= np.median(left[told])
    return found


def _rising(logs: Sequence[float], steps: Sequence[float]) -> list[float]:
    """The same to whole per cents, held so that no percentile of a level of the company is below
    that of the level before, when without the company they are these steps apart."""
    found, whole = [_whole(logs[0])], 10**_DIGITS
    for log, step in zip(logs[1:], steps, strict=True):
        most = math.floor(max(0.0, step) * whole) / whole
        found.append(_whole(max(_whole(log), found[-1] - most)))
    return found


def _steps(name: str, model: Model, columns: Columns) -> list[float]:
    """From each level to the next: by how much ln base rises for the company's kind of employer,
    at the percentile, degree and kind of bands where it does least, years or not."""
    book, words = columns.book, vocabulary(columns.book).words
    company = read_company(name, book)
    kind = company.employer if company else None
    ways = []
    for bands, degree, years in product(words["bands"], (None, *words["degree"]), (None, 0.0)):
        told = Profile(years=years, degree=degree, employer=kind, bands=bands)
        cases = [Case(replace(told, level=level), book, model) for level in RUNGS]
        priced = [rules.price(facts_of(case), _M) for case in cases]
        ways += [[base + z * spread for base, spread, *_ in priced] for z in _TAILS]
    steps: list[float] = np.diff(np.array(ways), axis=1).min(axis=0).tolist()
    return steps


def _mean(left: Numbers) -> float:
    return float(left.mean()) if len(left) else 0.0


def _whole(log: float) -> float:
    return round(log, _DIGITS) + 0.0
