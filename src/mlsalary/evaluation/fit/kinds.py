"""The kinds of employer that a fit tells apart, and those that are mixes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlsalary.engine.employed import MIXES
from mlsalary.evaluation.fit.columns import KINDS, Columns, Values
from mlsalary.rulebook.model import UNKNOWN


def fitted_kinds(
    columns: Columns, settings: Mapping[str, Any], fixed: frozenset[str]
) -> dict[str, float]:
    """The kinds with enough reports, two or more, each with its part of these reports."""
    if "employer" in fixed:
        return {}
    counts = {kind: int(columns.of("employer", kind).sum()) for kind in KINDS}
    enough = {kind: n for kind, n in counts.items() if n >= settings["least"]["employer"]}
    whole = sum(enough.values())
    return {kind: n / whole for kind, n in enough.items()} if len(enough) > 1 else {}


def base_of_kinds(point: Mapping[str, float], weights: Mapping[str, float]) -> Values:
    """ln of the factors of the kinds on base from what parts each from the first: their mean is 0,
    which is that of an employer of whom nothing is known."""
    if not weights:
        return {}
    apart = {kind: point.get(kind, 0.0) for kind in weights}
    mean = sum(weights[kind] * apart[kind] for kind in weights)
    values = {kind: apart[kind] - mean for kind in weights}
    return named("base", values | mixes(values, weights))


def mixes(values: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """The mean of what a mix is made of, where all of it was fitted and it was not itself."""
    found = {}
    for mix, kinds in MIXES.items():
        parts = weights if mix == UNKNOWN else {kind: weights.get(kind, 0.0) for kind in kinds}
        if mix not in values and parts and all(parts.values()):
            whole = sum(parts.values())
            found[mix] = sum(part * values[kind] for kind, part in parts.items()) / whole
    return found


def named(constant: str, values: Mapping[str, float]) -> Values:
    """Constants of the model, one a kind of employer; what is unknown has no factor on base."""
    return {
        f"employer.{kind}.{constant}": value
        for kind, value in values.items()
        if (kind, constant) != (UNKNOWN, "base")
    }
