"""The last stage of a fit: spreads, by how many reports they hold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from mlsalary import rules
from mlsalary.engine.level import curve
from mlsalary.evaluation.fit.columns import KINDS, Columns, M, Numbers, Values
from mlsalary.rulebook.model import RUNGS, Model

# A spread is told by how many residuals it holds: within Z75 of it a half, within Z90 four fifths.
_HELD = ((rules.Z75, 0.5), (rules.Z90, 0.8))
_NEAR_ONE = -3.0  # where the search for a factor of at least one begins: ln of what it is above one


def spreads(
    columns: Columns, model: Model, settings: Mapping[str, float], fixed: frozenset[str]
) -> Values:
    """Spreads at the levels' usual years and by employer, of base and of the total.

    Other technology companies are the measure; where nothing is known of the employer the spread
    is never less than where something is.
    """
    place = columns.place(model)
    base, _, total, _ = columns.priced(model, place)
    left = {"base": np.log(columns.base) - base, "total": np.log(columns.total) - total}
    hidden = columns.without_employer().priced(model, place)
    unknown = {"base": np.log(columns.base) - hidden[0], "total": np.log(columns.total) - hidden[2]}
    values: Values = {}
    for pay, name in (("base", "spread"), ("total", "total_spread")):
        if pay == "total" and "total" in fixed:
            continue
        found, core = _spread(columns, model, np.abs(left[pay]), pay, name, settings, fixed)
        values |= found
        if "employer" not in fixed:
            big = found[f"employer.big-tech.{name}"]
            wider = _factor(np.abs(unknown[pay]), core, settings["pinball_smooth"])
            values[f"employer.unknown.{name}"] = max(1.0, big, wider)
    return values


def _spread(
    columns: Columns,
    model: Model,
    sizes: Numbers,
    pay: str,
    name: str,
    settings: Mapping[str, float],
    fixed: frozenset[str],
) -> tuple[Values, Numbers]:
    """The constants of one kind of pay, and the spread of each report were it of ``tech``.

    sizes: of the residuals, nan where there is none. name: of the factor by employer.
    """
    known = ~np.isnan(sizes)
    rows, sizes = columns.take(known), sizes[known]
    by_employer = np.array(
        [model.value(f"employer.{k or 'unknown'}.{name}") for k in rows.employers]
    )
    given = by_employer[rows.employer]
    far = rows.elsewhere(model, pay)
    lone = np.array([model.reports(code) is None for code, _ in rows.areas])[rows.area]
    usual = math.log(float(np.median(sizes)) / rules.Z75)
    start = dict.fromkeys(RUNGS, usual)
    if "employer" not in fixed:
        of_kinds = np.isin(rows.employer, [rows.employers.index(kind) for kind in KINDS])
        given = np.where(of_kinds, 1.0, given)
        start["big"] = 0.0
    if not {"place", "pooling"} & fixed and settings["least_elsewhere"] <= lone.sum() < len(rows):
        far = np.ones(len(rows))
        start["far"] = _NEAR_ONE
    names = list(start)

    def constants(point: Numbers) -> Values:
        of = dict(zip(names, point.tolist(), strict=True))
        values = {f"spread.{pay}.{level}": math.exp(of[level]) for level in RUNGS}
        if "big" in of:
            values |= {f"employer.big-tech.{name}": math.exp(of["big"])}
        if "far" in of:
            values[f"spread.elsewhere.{pay}"] = 1.0 + math.exp(of["far"])
        return values

    def loss(point: Numbers) -> float:
        values = constants(point)
        big = values.get(f"employer.big-tech.{name}")
        employer = given if big is None else np.where(rows.of_employer(KINDS[0]), big, given)
        place = far * np.where(lone, values.get(f"spread.elsewhere.{pay}", 1.0), 1.0)
        core = _core(rows, model, [values[f"spread.{pay}.{level}"] for level in RUNGS], place)
        return _pinball(sizes, rules.widened(core, [employer], ()), settings["pinball_smooth"])

    values = constants(minimize(loss, list(start.values()), method="BFGS", jac="3-point").x)
    for level in RUNGS:
        values[f"spread.{pay}.{level}"] *= settings["spread_margin"]
    if "big" in start:
        values[f"employer.tech.{name}"] = 1.0
    knots = [values[f"spread.{pay}.{level}"] for level in RUNGS]
    everywhere = columns.elsewhere(model.changed(values), pay)
    return values, _core(columns, model, knots, everywhere)


def _core(columns: Columns, model: Model, values: Sequence[float], place: Numbers) -> Numbers:
    knots = curve(model).knots
    found: Numbers = rules.core_spread(columns.years, knots, values, place, True, M)
    return found


def _factor(sizes: Numbers, core: Numbers, smooth: float) -> float:
    """The factor on spreads at which they hold as many residuals as they should."""
    known = ~np.isnan(sizes)
    sizes, core = sizes[known], core[known]
    usual = float(np.median(sizes / core)) / rules.Z75
    found = minimize_scalar(
        lambda factor: _pinball(sizes, core * factor, smooth),
        bounds=(usual / 2, usual * 2),
        method="bounded",
        options={"xatol": 1e-8},
    )
    return float(found.x)


def _pinball(sizes: Numbers, spread: Numbers, smooth: float) -> float:
    """How badly a spread holds the halves and the four fifths that it should, times the rows.

    The loss has its kink rounded over ``smooth``, so that it has one lowest point that every
    machine's arithmetic finds.
    """
    losses = [
        held * off + smooth * np.logaddexp(0.0, -off / smooth)
        for off, held in ((sizes - z * spread, held) for z, held in _HELD)
    ]
    return float(np.sum(losses))
