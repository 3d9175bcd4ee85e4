"""The stages of a fit, each from a model to the values that it changes.

1. Levels and base together: the level each reported rung has after its years (ordered logit), and
   base pay twice, by the years alone and, of those whose level is known, by level and years; with
   them how base moved before BLS tells it.
2. Metros pooled with the elasticity frozen: fitted together, the pooled residuals would eat it;
   then kinds of employer within them.
3. Companies, beside their kinds, by level.
4. The reference wage, so that the middle of the residuals is zero.
5. What is paid beyond base and how that moved, base frozen; then how much of it is bonus.
6. Spreads, by the pinball loss of the residuals' size at the half and the four fifths.
7. Employers of whom less is told: mixes of kinds, and words that people use more loosely.

Companies are learned from all reports, all else from those of machine learning.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from mlsalary import rules
from mlsalary.engine import money
from mlsalary.engine.employed import LISTED
from mlsalary.engine.level import CUTS
from mlsalary.evaluation.fit import companies, growth, metros
from mlsalary.evaluation.fit.beyond import beyond_base, bonus_parts
from mlsalary.evaluation.fit.columns import Columns, Numbers, Values
from mlsalary.evaluation.fit.kinds import base_of_kinds, fitted_kinds
from mlsalary.evaluation.fit.mixes import loose_words
from mlsalary.evaluation.fit.solving import solved
from mlsalary.evaluation.fit.spreads import spreads, spreads_of_mixes
from mlsalary.rulebook.model import RUNGS, Model, Rows

_HELD = ("beside", "phd_entry", "phd")  # at 0 or more, so that pay never falls with them


class Fit(NamedTuple):
    """A fitted model, with the values that were fitted and the rows of places and companies.

    ends: where the searches of base and of what is paid beyond it ended.
    """

    model: Model
    values: Values
    rows: Rows
    ends: Mapping[str, Mapping[str, float]]


def fitted(
    columns: Columns,
    model: Model,
    settings: Mapping[str, Any],
    fixed: frozenset[str],
    near: Fit | None = None,
) -> Fit:
    """The constants that the reports give, by the stages in order.

    settings: of reported.toml. fixed: groups that stay as they are in the model: those of
    ``needs``, and the terms of ``scorecard.TERMS`` that a backtest takes out. near: a fit to much
    the same reports, where the searches begin.
    """
    begin = near.ends if near else {}
    fit, ours = settings["fit"], columns.take(columns.ml)
    rows: dict[str, Any] = {} if "company" in fixed else {"company": []}
    rows |= {} if "place" in fixed else {"place.metro": [], "place.employer": []}
    found: Values = {} if "place" in fixed else {"place.elsewhere": 0.0}
    kinds = [*fitted_kinds(ours, settings, fixed)]
    found |= {f"employer.{kind}.listed.{name}": 0.0 for kind in kinds for name in LISTED}
    start = model.changed(found, rows)
    base, ends = levels_and_base(ours, start, settings, fixed, begin.get("base", {}))
    found |= base
    kept = {"base": ends}
    model = start.changed(found)
    if not {"place", "pooling"} & fixed:
        pooled, rows["place.metro"] = metros.pooled(ours, model, fit)
        found |= pooled
        model = start.changed(found, rows)
        if not {"employer", "local"} & fixed:
            rows["place.employer"] = metros.local(ours, model, fit)
            model = start.changed(found, rows)
    if "company" not in fixed:
        rows["company"] = companies.base(columns, model, fit)
        model = start.changed(found, rows)
    if "place" not in fixed:
        centred, rows["place.metro"] = metros.recentred(ours, model)
        found |= centred
        model = start.changed(found, rows)
    if "total" not in fixed:
        beyond, kept["beyond"] = beyond_base(ours, model, settings, fixed, begin.get("beyond", {}))
        found |= beyond
        if "company" not in fixed:
            rows["company"] = companies.with_beyond(rows["company"], kept["beyond"])
        model = start.changed(found, rows)
        if "bonus" not in fixed:
            found |= bonus_parts(ours, model, settings, fixed)
            model = start.changed(found, rows)
    found |= spreads(ours, model, settings, fixed)
    if kinds:
        found |= loose_words(ours, start.changed(found, rows), kinds)
        found |= spreads_of_mixes(ours, start.changed(found, rows), settings, kinds)
    return Fit(start.changed(found, rows), found, rows, kept)


# Levels and base ---------------------------------------------------------------------------------


def levels_and_base(
    columns: Columns,
    model: Model,
    settings: Mapping[str, Any],
    fixed: frozenset[str],
    near: Mapping[str, float],
) -> tuple[Values, Mapping[str, float]]:
    """The level curve, what is reported at each level, the reference, the elasticity, degrees,
    roles and kinds of employer, together; and where the search ended, which began ``near``."""
    fit = settings["fit"]
    wage, pay = columns.wage(model), np.log(columns.base)
    at_level = columns.level >= 0
    tellers, known = columns.take(columns.rung >= 0), columns.take(at_level)
    by_level = "levels" not in fixed and bool(at_level.any())
    usual = _usual(known) if by_level else {}
    start = _start(columns, wage, settings, fixed, by_level=by_level)
    if not start:
        return usual, {}
    moves = growth.start(columns, model, money.BASE, settings, fixed)
    start |= moves
    start |= {name: near[name] for name in start if name in near}
    names = list(start)
    weights = fitted_kinds(columns, settings, fixed)

    def misses(point: Numbers) -> Numbers:
        of = dict(zip(names, point.tolist(), strict=True))
        changed = model.changed(usual | _values(of, weights))
        place = _prior(changed, wage)
        found = [(pay - columns.priced(changed, place)[0]) / fit["pay_scale"]]
        if by_level:
            priced = known.priced(changed, place[at_level], by_level=True)
            found.append((pay[at_level] - priced[0]) / fit["pay_scale"])
        if "levels" not in fixed:
            chances = np.array(tellers.shares(changed))[tellers.rung, np.arange(len(tellers))]
            found.append(np.sqrt(-2 * np.log(np.minimum(chances + 1e-12, 1.0))))
        of_prior = math.sqrt(fit["level_prior"]) / fit["pay_scale"]
        found.append(of_prior * np.array([of[name] for name in names if name in RUNGS]))
        if moves:
            found.append(growth.steps(changed, columns.book, fit))
        return np.concatenate(found)

    rows = len(columns) + (int(at_level.sum()) if by_level else 0)
    ends = solved(misses, start, rows, _HELD)
    return usual | _values(ends, weights), ends


def _usual(known: Columns) -> Values:
    """The years that are usual at each level: where ln(1 + years) is its mean, later never less."""
    found, before = {}, -1.0
    for number, level in enumerate(RUNGS):
        here = known.years[known.level == number]
        mean = float(np.mean(np.log1p(here))) if len(here) else before
        before = max(mean, before + 1e-3)
        found[f"levels.beside.usual.{level}"] = math.expm1(before)
    return found


def _start(
    columns: Columns,
    wage: Numbers,
    settings: Mapping[str, Any],
    fixed: frozenset[str],
    *,
    by_level: bool,
) -> dict[str, float]:
    """Free coordinates and where to start: the rungs' own shares, no effect of anything else."""
    start: dict[str, float] = {}
    if "levels" not in fixed:
        told = columns.rung >= 0
        met = np.bincount(columns.rung[told], minlength=len(RUNGS)) + 1  # else one could have none
        below = (np.cumsum(met) / met.sum())[:-1].tolist()
        slope = 0.0 if "level" in fixed else 1.0
        reached = slope * math.log1p(float(np.median(columns.years[told])))
        cuts = [math.log(share / (1 - share)) + reached for share in below]
        start |= {"cut": cuts[0]} | ({"slope": math.log(slope)} if slope else {})
        start |= {f"step{k}": math.log(b - a) for k, (a, b) in enumerate(rules.pairs(cuts))}
        if by_level and "reported" not in fixed:
            start |= dict.fromkeys(RUNGS, 0.0)
        if by_level and "beside" not in fixed:
            start["beside"] = 0.05
    if "place" not in fixed:
        start |= {"reference": float(np.nanmean(wage)), "elasticity": 0.0}
    if "degree" not in fixed:
        start |= {"phd_entry": 0.1, "phd": 0.05, "bachelors": 0.0}
    if "role" not in fixed:
        start["scientist"] = 0.0
    start |= dict.fromkeys([*fitted_kinds(columns, settings, fixed)][1:], 0.0)
    return start


def _values(point: Mapping[str, float], weights: Mapping[str, float]) -> Values:
    """Constants of the model from free coordinates: cuts ascend, slopes are above zero."""
    values: Values = {}
    if "cut" in point:
        cut = point["cut"]
        if "slope" in point:
            values["levels.slope"] = math.exp(point["slope"])
        for number, name in enumerate(CUTS):
            cut += math.exp(point[f"step{number - 1}"]) if number else 0.0
            values[name] = cut
    values |= {f"levels.reported.{level}": point[level] for level in RUNGS if level in point}
    if "beside" in point:
        values["levels.beside.slope"] = point["beside"]
    if "reference" in point:
        values["place.reference"] = math.exp(point["reference"])
        values["place.elasticity"] = math.exp(point["elasticity"])
    if "phd" in point:
        values |= {f"degree.phd.{level}": point["phd"] for level in RUNGS[1:]}
        values["degree.phd.entry"] = point["phd_entry"]
        values["degree.bachelors"] = point["bachelors"]
    if "scientist" in point:
        values["role.scientist"] = point["scientist"]
    values |= {name: each for name, each in point.items() if name.startswith(growth.PREFIX)}
    return values | base_of_kinds(point, weights)


def _prior(model: Model, wage: Numbers) -> Numbers:
    """ln of the place's factor without pooling."""
    reference = math.log(model.value("place.reference"))
    logs = rules.place_log(wage, reference, model.value("place.elasticity"))
    return np.where(np.isnan(wage), 0.0, logs)
