"""What is paid beyond base, and how much of it is bonus."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from mlsalary.engine import money
from mlsalary.evaluation.fit import growth
from mlsalary.evaluation.fit.columns import Columns, Numbers, Values
from mlsalary.evaluation.fit.kinds import fitted_kinds, mixes, named
from mlsalary.evaluation.fit.solving import solved
from mlsalary.rulebook.model import RUNGS, Model


def beyond_base(
    columns: Columns,
    model: Model,
    settings: Mapping[str, Any],
    fixed: frozenset[str],
    near: Mapping[str, float],
) -> tuple[Values, Mapping[str, float]]:
    """Equity and bonus as a share of base: by level in even steps, by kind of employer, role,
    degree and place; and where the search ended, which began ``near``: with it ln of the factor of
    each company by its name, shrunk toward 1."""
    fit, whole = settings["fit"], columns.take(~np.isnan(columns.total))
    known = whole.take(whole.level >= 0)
    pay, own_pay = np.log(whole.total), np.log(known.total)
    weights = fitted_kinds(columns, settings, fixed)
    listed = () if "company" in fixed else whole.words["company"]
    names = [name for name in listed if name and model.company(name)]
    start = _start(whole, weights, fixed) | dict.fromkeys(names, 0.0)
    eras = growth.start(whole, model, money.BEYOND, settings, fixed)
    start |= eras
    start |= {name: near[name] for name in start if name in near}
    place, own_place = whole.place(model), known.place(model)
    rows = {name: model.company(name) or {} for name in names}

    def misses(point: Numbers) -> Numbers:
        of = dict(zip(start, point.tolist(), strict=True))
        beyond = [{**row, "beyond": of[name]} for name, row in rows.items()]
        changed = model.changed(_values(of, weights, model), {"company": beyond} if names else None)
        found = [(pay - whole.priced(changed, place)[2]) / fit["total_scale"]]
        if len(known):
            priced = known.priced(changed, own_place, by_level=True)
            found.append((own_pay - priced[2]) / fit["total_scale"])
        # A company's factor is known as base is: the total follows it the less, the smaller the
        # part of it that is paid beyond base.
        prior = math.sqrt(fit["company_prior"]) * _part_beyond(whole) / fit["total_scale"]
        found.append(prior * np.array([of[name] for name in names]))
        return np.concatenate([*found, np.array([of[era] for era in eras]) / fit["era_spread"]])

    ends = solved(misses, start, len(whole) + len(known))
    return _values(ends, weights, model), ends


def _part_beyond(whole: Columns) -> float:
    """The usual part of the total that is paid beyond base."""
    return float(np.median(1 - whole.base / whole.total))


def _start(whole: Columns, weights: Mapping[str, float], fixed: frozenset[str]) -> dict[str, float]:
    size = math.log(float(np.mean(whole.total / whole.base)) - 1)
    start = {"entry": size}
    if "share" not in fixed:
        start["step"] = size - math.log(len(RUNGS))
    start |= dict.fromkeys([*weights][1:], 0.0)
    if "tilt" not in fixed:
        start["tilt"] = 0.0
    if "degree" not in fixed:
        start["phd"] = 0.0
    if "role" not in fixed:
        start["scientist"] = 0.0
    return start


def _values(point: Mapping[str, float], weights: Mapping[str, float], model: Model) -> Values:
    step = math.exp(point["step"]) if "step" in point else 0.0
    entry = math.exp(point["entry"])
    values = {f"total.share.{level}": entry + step * number for number, level in enumerate(RUNGS)}
    if weights:
        first = next(iter(weights))
        measure = model.value(f"employer.{first}.share")
        shares = {kind: measure * math.exp(point.get(kind, 0.0)) for kind in weights}
        mean = mixes({kind: math.log(share) for kind, share in shares.items()}, weights)
        values |= named("share", shares | {mix: math.exp(log) for mix, log in mean.items()})
    if "tilt" in point:
        values["total.place_elasticity"] = math.exp(point["tilt"])
    if "phd" in point:
        values["total.degree.phd"] = point["phd"]
    if "scientist" in point:
        values["total.role.scientist"] = point["scientist"]
    return values | {name: each for name, each in point.items() if name.startswith(growth.PREFIX)}


def bonus_parts(
    columns: Columns, model: Model, settings: Mapping[str, Any], fixed: frozenset[str]
) -> Values:
    """The bonus in what is paid beyond base, by level and kind; of a mix by what each kind pays
    beyond base."""
    values: Values = {}
    told = ~(np.isnan(columns.bonus) | np.isnan(columns.total))
    weights = fitted_kinds(columns, settings, fixed)
    parts = {kind: _bonus_part(columns, model, settings["fit"], told, kind) for kind in weights}
    paid = {kind: part * model.value(f"employer.{kind}.share") for kind, part in weights.items()}
    for number, level in enumerate(RUNGS):
        own = {kind: float(part[number]) for kind, part in parts.items()}
        values |= named(f"bonus_part.{level}", own | mixes(own, paid))
    return values


def _bonus_part(
    columns: Columns, model: Model, settings: Mapping[str, float], told: Any, kind: str
) -> Numbers:
    rows = columns.take(told & columns.of("employer", kind))
    shares = np.array(rows.shares(model))

    def cut(amounts: Numbers) -> Numbers:
        of_base: Numbers = amounts / rows.base
        held: Numbers = np.minimum(of_base, np.quantile(of_base, settings["bonus_quantile"]))
        return held

    part: Numbers = shares @ cut(rows.bonus) / (shares @ cut(rows.total - rows.base))
    return np.clip(part, 0.0, 1.0)
