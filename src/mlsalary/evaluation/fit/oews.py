"""What the rulebook alone says of places: BLS on the guide's scale, and what a stand-in costs."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from mlsalary import rules
from mlsalary.engine.areas import DEVELOPERS, SCIENTISTS, PlaceRules, territories
from mlsalary.evaluation.fit.columns import M, Numbers
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.oews import NATION, Wage, areas, state_code, wages
from mlsalary.rulebook.releases import newest

Found = dict[str, tuple[float, float]]
_INSIDE = ("metro", "nonmetro")
_TERRITORY = "territory"


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


def uncorrected(model: Model) -> Model:
    """The model without what is measured here of stand-ins, which must not hang on itself."""
    return model.changed({f"place.stand_in.{kind}": 0.0 for kind in (*_INSIDE, _TERRITORY)})


def corrections(book: Rulebook, model: Model) -> Found:
    """``place.stand_in.*``, what a stand-in is wrong by on average, each with its standard error,
    and ``doubt.state_stands_in``, how far it is wrong beyond that.

    Measured on the areas that have a wage, as if they had none: on those with few jobs, since only
    such have none.
    """
    places = PlaceRules(book, model)
    few = model.value("place.few_jobs")
    missed: dict[str, list[float]] = {kind: [] for kind in (*_INSIDE, _TERRITORY)}
    nation = places.prior(places.evidence(NATION, None))
    for area in areas(book, newest(book).prefix):
        own = places.evidence(area.code, area.state)
        if own.stand_in is not None:
            continue
        if area.kind in _INSIDE and places.jobs(area.code) < few:
            state = places.evidence(state_code(book, area.state or "") or NATION, area.state)
            missed[area.kind].append(places.prior(own) - places.prior(state))
        elif area.kind == "state" and area.state in territories(book):
            missed[_TERRITORY].append(places.prior(own) - nation)
    means = {kind: float(np.mean(each)) if each else 0.0 for kind, each in missed.items()}
    left = [miss - means[kind] for kind in _INSIDE for miss in missed[kind]]
    return {
        **{f"place.stand_in.{kind}": (means[kind], _error(each)) for kind, each in missed.items()},
        "doubt.state_stands_in": (_spread(left), 0.0),
    }


def doubts(book: Rulebook, model: Model) -> dict[str, float]:
    """``doubt.*``: standard deviations of ln factor when the nation stands in for a metro's wage,
    or one occupation for both, and of the wage of an occupation with few jobs.

    Measured on areas in which BLS publishes both occupations, as if it did not.
    """
    places = _bare(book, model)
    prefix = newest(book).prefix
    nation = wages(book, NATION, prefix)
    of_nation: list[float] = []
    of_one: list[float] = []
    for area in areas(book, prefix):
        here = wages(book, area.code, prefix)
        means = [here[each].mean if each in here else None for each in (DEVELOPERS, SCIENTISTS)]
        if area.kind != "metro" or None in means or area.state is None:
            continue
        own = places.evidence(area.code, None).bls
        assert own is not None
        of_nation.append(own)
        of_one += _by_one(model, [float(mean or 0) for mean in means], nation, own)
    slope = model.value("place.bls_slope") * model.value("place.elasticity")
    return {
        "doubt.nation_stands_in": slope * _spread(of_nation),
        "doubt.one_occupation": slope * _spread(of_one),
        "doubt.few_jobs": slope * _few_jobs(book, model),
    }


def _few_jobs(book: Rulebook, model: Model) -> float:
    """The standard deviation of ln wage of an occupation that has few jobs in an area.

    The two occupations part further where both have few jobs than where both have many: what is
    more is noise, an equal part of each.
    """
    prefix, most = newest(book).prefix, model.value("place.few_jobs")
    apart: dict[bool, list[float]] = {True: [], False: []}
    for area in areas(book, prefix):
        here = wages(book, area.code, prefix)
        found = [here[each] for each in (DEVELOPERS, SCIENTISTS) if each in here]
        means = [each.mean for each in found if each.mean is not None]
        few = {(each.employment or 0.0) < most for each in found}
        if area.kind in _INSIDE and len(means) == 2 and len(few) == 1:
            apart[few.pop()].append(math.log(means[0] / means[1]))
    if not (apart[True] and apart[False]):
        return 0.0
    return math.sqrt(max(0.0, float(np.var(apart[True]) - np.var(apart[False]))) / 2)


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
    return PlaceRules(
        book, model.changed({"place.bls_scale": 1.0, "place.bls_slope": 1.0}, {"place.metro": []})
    )


def _spread(distances: list[float]) -> float:
    """The standard deviation around zero, of what a stand-in misses by."""
    values: Numbers = np.array(distances)
    return float(np.sqrt(np.mean(values**2))) if distances else 0.0


def _error(distances: list[float]) -> float:
    """The standard error of their mean; 0 where one alone does not tell."""
    return float(np.std(distances, ddof=1)) / math.sqrt(len(distances)) if distances[1:] else 0.0
