"""The stages of a fit, each from a model to the values that it changes.

1. Levels and base together, by maximum likelihood: the level each reported rung has after its
   years (ordered logit) and base pay, robustly (Huber's loss), without pooling.
2. Metros pooled with the elasticity frozen: fitted together, the pooled residuals would eat it.
3. The reference wage, so that the middle of the residuals is zero.
4. What is paid beyond base, base frozen; then how much of it is bonus.
5. Spreads, by the pinball loss of the residuals' size at the half and the four fifths.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import least_squares, minimize
from scipy.special import huber

from mlsalary import rules
from mlsalary.engine.level import CUTS
from mlsalary.evaluation.fit.columns import KINDS, Columns, Numbers, Values
from mlsalary.evaluation.fit.spreads import spreads
from mlsalary.rulebook.model import RUNGS, Model


class Fit(NamedTuple):
    """A fitted model, with the values that were fitted and the pooled metros."""

    model: Model
    values: Values
    metros: list[dict[str, Any]]


def fitted(
    columns: Columns, model: Model, settings: Mapping[str, float], fixed: frozenset[str]
) -> Fit:
    """The constants that the reports give, by the stages in order.

    settings: the table ``fit`` of reported.toml. fixed: groups that stay as they are in the
    model: those of ``needs``, and level, pooling, tilt and share, terms that a backtest takes out.
    """
    unpooled: Values = {} if "place" in fixed else {"place.elsewhere": 0.0}
    start = model.changed(unpooled, None if "place" in fixed else [])
    base = levels_and_base(columns, start, settings, fixed)
    model = start.changed(base)
    pooled, metros = unpooled, list[dict[str, Any]]()
    if not {"place", "pooling"} & fixed:
        pooled, metros = pool(columns, model, settings)
    found = base | pooled
    if "place" not in fixed:
        model, centred, metros = recentred(columns, start.changed(found, metros or None), metros)
        found |= centred
    model = start.changed(found, metros or None)
    if "total" not in fixed:
        found |= beyond_base(columns, model, settings, fixed)
        model = start.changed(found, metros or None)
        if "bonus" not in fixed:
            found |= bonus_parts(columns, model, settings, fixed)
            model = start.changed(found, metros or None)
    found |= spreads(columns, model, settings, fixed)
    return Fit(start.changed(found, metros or None), found, metros)


# Levels and base ---------------------------------------------------------------------------------


def levels_and_base(
    columns: Columns, model: Model, settings: Mapping[str, float], fixed: frozenset[str]
) -> Values:
    """The level curve, the reference, the elasticity, the PhD and the employer, together."""
    wage = columns.wage(model)
    pay = np.log(columns.base)
    told = columns.rung >= 0
    tellers, rungs = columns.take(told), columns.rung[told]
    names, start = _base_start(columns, wage, fixed)
    if not names:
        return {}
    weight = big_share(columns) if "employer" not in fixed else 0.0

    def loss(point: Numbers) -> float:
        changed = model.changed(_base_values(dict(zip(names, point.tolist(), strict=True)), weight))
        log_base = columns.priced(changed, _prior(changed, wage))[0]
        misses = huber(1.0, (pay - log_base) / settings["pay_scale"]).sum()
        if "levels" not in fixed:
            chances = np.array(tellers.shares(changed))
            misses -= np.log(chances[rungs, np.arange(len(rungs))] + 1e-12).sum()
        return float(misses)

    best = minimize(loss, start, method="BFGS", jac="3-point").x
    return _base_values(dict(zip(names, best.tolist(), strict=True)), weight)


def _base_start(
    columns: Columns, wage: Numbers, fixed: frozenset[str]
) -> tuple[list[str], list[float]]:
    """Free coordinates and where to start: the rungs' own shares, no effect of anything else."""
    start: dict[str, float] = {}
    if "levels" not in fixed:
        told = columns.rung >= 0
        below = [float(np.mean(columns.rung[told] <= k)) for k in range(len(CUTS))]
        slope = 0.0 if "level" in fixed else 1.0
        reached = slope * math.log1p(float(np.median(columns.years[told])))
        cuts = [math.log(share / (1 - share)) + reached for share in below]
        start |= {"cut": cuts[0]} | ({"slope": math.log(slope)} if slope else {})
        start |= {f"step{k}": math.log(b - a) for k, (a, b) in enumerate(rules.pairs(cuts))}
    if "place" not in fixed:
        start |= {"reference": float(np.nanmean(wage)), "elasticity": 0.0}
    if "degree" not in fixed:
        start["phd"] = 0.0
    if "employer" not in fixed:
        start["gap"] = 0.0
    return list(start), list(start.values())


def _base_values(point: Mapping[str, float], big: float) -> Values:
    """Constants of the model from free coordinates: cuts ascend, slopes are above zero."""
    values: Values = {}
    if "cut" in point:
        cut = point["cut"]
        if "slope" in point:
            values["levels.slope"] = math.exp(point["slope"])
        for number, name in enumerate(CUTS):
            cut += math.exp(point[f"step{number - 1}"]) if number else 0.0
            values[name] = cut
    if "reference" in point:
        values["place.reference"] = math.exp(point["reference"])
        values["place.elasticity"] = math.exp(point["elasticity"])
    if "phd" in point:
        phd = max(0.0, point["phd"])  # below it years could lower the pay of a PhD
        values |= {f"degree.phd.{level}": phd for level in RUNGS[1:]}
    if "gap" in point:
        values["employer.big-tech.base"] = (1 - big) * point["gap"]
        values["employer.tech.base"] = -big * point["gap"]
    return values


def _prior(model: Model, wage: Numbers) -> Numbers:
    """ln of the place's factor without pooling."""
    reference = math.log(model.value("place.reference"))
    logs = rules.place_log(wage, reference, model.value("place.elasticity"))
    return np.where(np.isnan(wage), 0.0, logs)


def big_share(columns: Columns) -> float:
    """The part of big technology companies in the reports that tell one of the two kinds."""
    big, other = (int(columns.of_employer(kind).sum()) for kind in KINDS)
    return big / (big + other)


# Place -------------------------------------------------------------------------------------------


def pool(
    columns: Columns, model: Model, settings: Mapping[str, float]
) -> tuple[Values, list[dict[str, Any]]]:
    """Metros with enough reports: the mean they report; all others: one shrunken mean.

    Places that are told by their state alone, or not at all, say nothing of a metro.
    """
    place = columns.place(model)
    left = np.log(columns.base) - columns.priced(model, place)[0]
    most = settings["residual_most"]
    left = np.clip(left, -most, most)
    strength = model.value("place.pooling")
    least = model.value("place.least_reports")
    metros: list[dict[str, Any]] = []
    others = np.zeros(len(columns), dtype=bool)
    by_code: dict[str, list[int]] = {}
    for number, (code, _) in enumerate(columns.areas):
        by_code.setdefault(code, []).append(number)
    for code, numbers in sorted(by_code.items()):
        here = np.isin(columns.area, numbers)
        reports = int(here.sum())
        if len(code) == len("US") or not reports:
            continue
        if reports < least:
            others |= here
            continue
        reported = float(left[here].mean() + place[here].mean())
        error = float(left[here].std(ddof=1) / math.sqrt(reports))
        metros.append({"code": code, "reports": reports, "log_factor": reported, "error": error})
    mean = float(left[others].mean()) if others.any() else 0.0
    elsewhere = float(rules.pooled(0.0, mean, int(others.sum()), strength))
    return {"place.elsewhere": elsewhere}, metros


def recentred(
    columns: Columns, model: Model, metros: list[dict[str, Any]]
) -> tuple[Model, Values, list[dict[str, Any]]]:
    """The reference wage at which half of the reports lie above the middle; metros move along."""
    left = np.log(columns.base) - columns.priced(model, columns.place(model))[0]
    shift = float(np.median(left))
    elasticity = model.value("place.elasticity")
    reference = model.value("place.reference") * math.exp(-shift / elasticity)
    moved = [row | {"log_factor": row["log_factor"] + shift} for row in metros]
    values = {"place.reference": reference}
    return model.changed(values, moved), values, moved


# Beyond base -------------------------------------------------------------------------------------


def beyond_base(
    columns: Columns, model: Model, settings: Mapping[str, float], fixed: frozenset[str]
) -> Values:
    """Equity and bonus as a share of base: by level in even steps, by employer, by place."""
    whole = columns.take(~np.isnan(columns.total))
    place = whole.place(model)
    pay = np.log(whole.total)
    size = math.log(float(np.mean(whole.total / whole.base)) - 1)
    start = {"entry": size}
    if "share" not in fixed:
        start["step"] = size - math.log(len(RUNGS))
    if "employer" not in fixed:
        start["tech"] = 0.0
    if "tilt" not in fixed:
        start["tilt"] = 0.0
    names = list(start)
    weight = big_share(columns) if "tech" in start else 0.0

    def misses(point: Numbers) -> Numbers:
        changed = model.changed(
            _share_values(dict(zip(names, point.tolist(), strict=True)), weight)
        )
        left: Numbers = pay - whole.priced(changed, place)[2]
        return left

    best = least_squares(
        misses, list(start.values()), jac="3-point", loss="huber", f_scale=settings["total_scale"]
    ).x
    return _share_values(dict(zip(names, best.tolist(), strict=True)), weight)


def _share_values(point: Mapping[str, float], big: float) -> Values:
    step = math.exp(point["step"]) if "step" in point else 0.0
    entry = math.exp(point["entry"])
    values = {f"total.share.{level}": entry + step * number for number, level in enumerate(RUNGS)}
    if "tech" in point:
        tech = math.exp(point["tech"])
        values["employer.big-tech.share"] = 1.0
        values["employer.tech.share"] = tech
        values["employer.unknown.share"] = float(rules.weighted(1.0, tech, big))
    if "tilt" in point:
        values["total.place_elasticity"] = math.exp(point["tilt"])
    return values


def bonus_parts(
    columns: Columns, model: Model, settings: Mapping[str, float], fixed: frozenset[str]
) -> Values:
    """The bonus in what is paid beyond base, by level and employer; unknown is their mix."""
    if "employer" in fixed:
        return {}
    values: Values = {}
    told = ~(np.isnan(columns.bonus) | np.isnan(columns.total))
    parts = {kind: _bonus_part(columns, model, settings, told, kind) for kind in KINDS}
    big, tech = (parts[kind] for kind in KINDS)
    share = big_share(columns)
    ratio = model.value("employer.tech.share")
    of_big = share / (share + (1 - share) * ratio)
    for number, level in enumerate(RUNGS):
        for kind in KINDS:
            values[f"employer.{kind}.bonus_part.{level}"] = float(parts[kind][number])
        mix = rules.weighted(big[number], tech[number], of_big)
        values[f"employer.unknown.bonus_part.{level}"] = float(mix)
    return values


def _bonus_part(
    columns: Columns, model: Model, settings: Mapping[str, float], told: Any, kind: str
) -> Numbers:
    rows = columns.take(told & columns.of_employer(kind))
    shares = np.array(rows.shares(model))

    def cut(amounts: Numbers) -> Numbers:
        of_base: Numbers = amounts / rows.base
        held: Numbers = np.minimum(of_base, np.quantile(of_base, settings["bonus_quantile"]))
        return held

    part: Numbers = shares @ cut(rows.bonus) / (shares @ cut(rows.total - rows.base))
    return np.clip(part, 0.0, 1.0)
