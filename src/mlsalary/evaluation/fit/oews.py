"""What the rulebook alone says of places: BLS on the guide's scale, and what a stand-in costs."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from mlsalary import rules
from mlsalary.engine.areas import DEVELOPERS, SCIENTISTS, PlaceRules
from mlsalary.evaluation.fit.columns import M, Numbers
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.oews import NATION, Wage, areas, state_code, wages
from mlsalary.rulebook.releases import newest

Found = dict[str, tuple[float, float]]


def scale(book: Rulebook, model: Model) -> Found:
    """``place.bls_scale`` and ``place.bls_slope``, each with its standard error.

    Least squares of the guide's metro wages on the BLS wages of the same metros, in logs.
    """
    places = _bare(book, model)
    rows = book.toml("guide/metros.toml")["row"]
    pairs = [
        (known.bls, math.log(row["mean"]))
        for row in rows
        if (known := places.evidence(row["id"], None)).bls is not None and not known.stand_in
    ]
    above, guide = np.array(pairs).T
    (slope, intercept), covariance = np.polyfit(above, guide, 1, cov=True)
    errors = np.sqrt(np.diag(covariance))
    wage = math.exp(intercept)
    return {
        "place.bls_scale": (wage, float(errors[1]) * wage),
        "place.bls_slope": (float(slope), float(errors[0])),
    }


def stand_ins(book: Rulebook, model: Model) -> dict[str, float]:
    """``doubt.*``: standard deviations of ln factor when something stands in for a metro's wage.

    Measured on the metros in which BLS publishes both occupations, as if it did not.
    """
    places = _bare(book, model)
    prefix = newest(book).prefix
    nation = wages(book, NATION, prefix)
    of_state: list[float] = []
    of_nation: list[float] = []
    of_one: list[float] = []
    for area in areas(book, prefix):
        here = wages(book, area.code, prefix)
        means = [here[each].mean if each in here else None for each in (DEVELOPERS, SCIENTISTS)]
        if area.kind != "metro" or None in means or area.state is None:
            continue
        own = places.evidence(area.code, None).bls
        state = places.evidence(state_code(book, area.state) or NATION, None).bls
        assert own is not None
        of_nation.append(own)
        if state is not None:
            of_state.append(own - state)
        of_one += _by_one(model, [float(mean or 0) for mean in means], nation, own)
    slope = model.value("place.bls_slope") * model.value("place.elasticity")
    return {
        "doubt.state_stands_in": slope * _spread(of_state),
        "doubt.nation_stands_in": slope * _spread(of_nation),
        "doubt.one_occupation": slope * _spread(of_one),
    }


def _by_one(
    model: Model, means: list[float], nation: dict[str, Wage], own: float
) -> Iterator[float]:
    """How far the blend moves when one occupation stands for both, for either one."""
    weight = model.value("place.developers_weight")
    developers, scientists = (float(nation[code].mean or 0) for code in (DEVELOPERS, SCIENTISTS))
    national = rules.blended_log(developers, scientists, weight, M)
    both = (
        (means[0], rules.stand_in(means[0], developers, scientists)),
        (rules.stand_in(means[1], scientists, developers), means[1]),
    )
    for first, second in both:
        yield float(rules.blended_log(first, second, weight, M) - national) - own


def _bare(book: Rulebook, model: Model) -> PlaceRules:
    """Place rules whose BLS wage is ln of the area's over the nation's, on no scale."""
    return PlaceRules(book, model.changed({"place.bls_scale": 1.0, "place.bls_slope": 1.0}, []))


def _spread(distances: list[float]) -> float:
    """The standard deviation around zero: a stand-in is believed to be right on average."""
    values: Numbers = np.array(distances)
    return float(np.sqrt(np.mean(values**2)))
