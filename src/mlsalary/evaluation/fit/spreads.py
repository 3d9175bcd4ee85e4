"""The last stage of a fit: spreads, by how many reports they hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit

from mlsalary import rules
from mlsalary.engine.employed import MIXES
from mlsalary.evaluation.fit.columns import Columns, M, Numbers, Values
from mlsalary.evaluation.fit.kinds import fitted_kinds, named
from mlsalary.evaluation.fit.mixes import told_alike
from mlsalary.rulebook.model import RUNGS, UNKNOWN, Model

# A spread is told by how many residuals it holds: within Z75 of it a half, within Z90 four fifths;
# on one side of the middle by how many it leaves below its end: three quarters, nine tenths.
_HELD = ((rules.Z75, 0.5), (rules.Z90, 0.8))
_ONE_SIDE = ((rules.Z75, 0.75), (rules.Z90, 0.9))
_SKEW_MOST = 2.0
_NEAR_ONE = -3.0  # where the search for a factor of at least one begins: ln of what it is above one
_MOST = 1 / rules.Z90  # what widens faster than this lowers p10
_OUTSIDE = "enterprise"


class _Left(NamedTuple):
    """Of some rows, what the rules leave of ln base and ln total, in size; how far ln base has
    climbed with the years; ln(total / base); how far ln total lies above the rules'. nan where no
    total is told."""

    base: Numbers
    total: Numbers
    climbed: Numbers
    ratio: Numbers
    above: Numbers


def spreads(
    columns: Columns, model: Model, settings: Mapping[str, Any], fixed: frozenset[str]
) -> Values:
    """Spreads with years alone, by kind of employer, and where years stand beside a level."""
    fit, margin = settings["fit"], settings["fit"]["spread_margin"]
    kinds = [*fitted_kinds(columns, settings, fixed)]
    left = _left(columns, model, by_level=False)
    values = _by_years(columns, model, left, fit, kinds, fixed)
    widened = {name: values[name] * margin for name in ("spread.start", "spread.rise")}
    values |= {name: min(value, _MOST) for name, value in widened.items()}
    values |= _beyond(columns, model.changed(values), left, fit, kinds, fixed)
    if "total" not in fixed:
        values |= _skewed(columns, model.changed(values), left, fit)
    if "levels" not in fixed and (columns.level >= 0).any():
        known = columns.take(columns.level >= 0)
        values |= _beside(known, model.changed(values), fit, fixed)
    return values


def _left(columns: Columns, model: Model, *, by_level: bool) -> _Left:
    facts = columns.facts(model, columns.place(model), by_level=by_level)
    base, _, total, _ = rules.price(facts, M)
    off, above = np.log(columns.base) - base, np.log(columns.total) - total
    climbed = rules.climbed(facts.parts, facts.shares)
    return _Left(np.abs(off), np.abs(above), climbed, total - base, above)


def _by_years(
    columns: Columns,
    model: Model,
    left: _Left,
    fit: Mapping[str, Any],
    kinds: list[str],
    fixed: frozenset[str],
) -> Values:
    """The spread of base that years give, and its factor by kind of employer and outside the
    pooled metros; one kind is the measure."""
    usual = math.log(float(np.median(left.base)) / rules.Z75)
    start = {"start": usual, "rise": -3.0}
    inside = [kind for kind in kinds if kind != _OUTSIDE]
    start |= dict.fromkeys([kind for kind in kinds if kind != (inside or kinds)[-1]], 0.0)
    lone = np.array([model.reports(code) is None for code, _ in columns.areas])[columns.area]
    if not {"place", "pooling"} & fixed and fit["least_elsewhere"] <= lone.sum() < len(columns):
        start["far"] = _NEAR_ONE
    names, sizes = list(start), left.base * _margins(columns, fit)

    def constants(point: Numbers) -> Values:
        of = dict(zip(names, point.tolist(), strict=True))
        values = {"spread.start": math.exp(of["start"]), "spread.rise": _MOST * expit(of["rise"])}
        values |= named("spread", {kind: math.exp(of.get(kind, 0.0)) for kind in kinds})
        return values | ({"spread.elsewhere": 1 + math.exp(of["far"])} if "far" in of else {})

    def loss(point: Numbers) -> float:
        changed = model.changed(constants(point))
        return _pinball(sizes, _base(columns, changed, left), fit["pinball_smooth"])

    return constants(minimize(loss, list(start.values()), method="BFGS", jac="3-point").x)


def _base(columns: Columns, model: Model, left: _Left) -> Numbers:
    """The spread of base with years alone, by the rules."""
    start, rise = model.value("spread.start"), model.value("spread.rise")
    core = rules.years_spread(left.climbed, start, rise) * columns.elsewhere(model)
    found: Numbers = core * _of_employer(columns, model, "spread")
    return found


def _of_employer(columns: Columns, model: Model, constant: str) -> Numbers:
    kinds = [kind or UNKNOWN for kind in columns.words["employer"]]
    values = [model.value(f"employer.{kind}.{constant}") for kind in kinds]
    return np.array(values)[columns.employer]


def _beyond(
    columns: Columns,
    model: Model,
    left: _Left,
    fit: Mapping[str, Any],
    kinds: list[str],
    fixed: frozenset[str],
) -> Values:
    """By how much the total spreads wider than base, of each kind of employer."""
    if "total" in fixed:
        return {}
    base = _base(columns, model, left)
    found = {}
    for kind in kinds:
        here = columns.of("employer", kind) & ~np.isnan(left.total)
        sizes = left.total[here] * _margin(kind, fit)
        found[kind] = _wider(sizes, base[here], left.ratio[here], fit)
    return named("beyond_spread", found)


def _margin(kind: str | None, fit: Mapping[str, Any]) -> float:
    """By how much pay is taken to lie further off than it does, of the kind of employer whose
    reports come from few of its many companies."""
    return float(fit["cluster_margin"]) if kind == _OUTSIDE else 1.0


def _margins(columns: Columns, fit: Mapping[str, Any]) -> Numbers:
    """The same for each row."""
    by_kind = np.array([_margin(kind, fit) for kind in columns.words["employer"]])
    found: Numbers = by_kind[columns.employer]
    return found


def _skewed(columns: Columns, model: Model, left: _Left, fit: Mapping[str, Any]) -> Values:
    """The factors on the total's spread below and above its middle."""
    told = ~np.isnan(left.total)
    beyond = _of_employer(columns, model, "beyond_spread")
    spread = rules.total_spread(_base(columns, model, left), beyond, left.ratio)[told]
    found = {}
    for name, way, most in (("total_below", -1, 1.0), ("total_above", 1, _SKEW_MOST)):
        off = way * left.above[told]

        def loss(factor: float, off: Numbers = off) -> float:
            return _pinball(off, factor * spread, fit["pinball_smooth"], _ONE_SIDE)

        found[f"spread.{name}"] = _best(loss, 1 / _SKEW_MOST, most)
    return found


def _wider(sizes: Numbers, base: Numbers, ratio: Numbers, fit: Mapping[str, Any]) -> float:
    def loss(beyond: float) -> float:
        return _pinball(sizes, rules.total_spread(base, beyond, ratio), fit["pinball_smooth"])

    return _best(loss, 0.0, _MOST)


def spreads_of_mixes(
    columns: Columns, model: Model, settings: Mapping[str, Any], kinds: list[str]
) -> Values:
    """The same for who tells a mix of kinds, or nothing: never narrower than for one who tells."""
    fit = settings["fit"]
    values: Values = {}
    for mix, hidden in told_alike(columns, kinds):
        left = _left(hidden, model, by_level=False)
        plain = model.changed(named("spread", {mix: 1.0}))
        core = _base(hidden, plain, left)
        own, fitted = _factor(left.base, core, fit), model.changed(values)
        inside = [kind for kind in MIXES.get(mix, (mix,)) if kind in kinds]
        found = max(own, *(fitted.value(f"employer.{kind}.spread") for kind in inside), 0.0)
        values |= named("spread", {mix: found})
        told = ~np.isnan(left.total)
        if told.any():
            wider = _wider(left.total[told], (core * found)[told], left.ratio[told], fit)
            values |= named("beyond_spread", {mix: wider})
    return values


def _beside(known: Columns, model: Model, fit: Mapping[str, Any], fixed: frozenset[str]) -> Values:
    """The spread of base at each level where years stand beside it, and what the total spreads
    wider there of what it does with years alone."""
    left = _left(known, model, by_level=True)
    employer, values = _of_employer(known, model, "spread"), Values()
    for number, level in enumerate(RUNGS):
        here = known.level == number
        if not here.any():
            continue

        def loss(spread: float, here: Any = here) -> float:
            return _pinball(left.base[here], spread * employer[here], fit["pinball_smooth"])

        values[f"spread.beside.{level}"] = _best(loss, 0.01, 1.0) * fit["spread_margin"]
    told = ~np.isnan(left.total)
    if "total" in fixed or not told.any():
        return values
    changed = model.changed(values)
    of_level = np.array([changed.value(f"spread.beside.{level}") for level in RUNGS])
    base = (of_level[known.level] * employer)[told]
    beyond = _of_employer(known, model, "beyond_spread")[told]
    sizes = (left.total * _margins(known, fit))[told]

    def wider(part: float) -> float:
        spread = rules.total_spread(base, part * beyond, left.ratio[told])
        return _pinball(sizes, spread, fit["pinball_smooth"])

    return values | {"spread.beyond_beside": _best(wider, 0.0, 1.0)}


def _factor(sizes: Numbers, core: Numbers, fit: Mapping[str, Any]) -> float:
    """The factor on spreads at which they hold as many residuals as they should."""
    usual = float(np.median(sizes / core)) / rules.Z75
    return _best(lambda by: _pinball(sizes, core * by, fit["pinball_smooth"]), usual / 2, usual * 2)


def _best(loss: Callable[[float], float], low: float, high: float) -> float:
    found = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-8})
    return float(found.x)


def _pinball(
    sizes: Numbers, spread: Numbers, smooth: float, held_by: Sequence[tuple[float, float]] = _HELD
) -> float:
    """How badly a spread holds the parts that it should, times the rows.

    The loss has its kink rounded over ``smooth``, so that it has one lowest point that every
    machine's arithmetic finds.
    """
    losses = [
        held * off + smooth * np.logaddexp(0.0, -off / smooth)
        for off, held in ((sizes - z * spread, held) for z, held in held_by)
    ]
    return float(np.sum(losses))
