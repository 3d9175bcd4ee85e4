"""Predictors that need no model, for comparison: what BLS or the guide alone would answer."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mlsalary import rules
from mlsalary.engine.areas import DEVELOPERS, SCIENTISTS, place_rules
from mlsalary.engine.bands import bands
from mlsalary.engine.crosschecks import guide_level
from mlsalary.engine.money import aged
from mlsalary.evaluation import scores
from mlsalary.evaluation.reported import Report
from mlsalary.evaluation.scorecard import Baseline, Error
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import guide_rows
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.oews import NATION, state_code, wages
from mlsalary.rulebook.releases import newest
from mlsalary.rules.operations import Floats

_M = Floats()


def baselines(reports: Sequence[Report], book: Rulebook) -> tuple[Baseline, ...]:
    """National BLS median, the guide read literally, Local BLS median."""
    release = newest(book)
    nation = _then(reports, [_median(book, [NATION])] * len(reports), book)
    literal = _then(reports, [_literal(report, book) for report in reports], book)
    here = _then(reports, [_median(book, _chain(report, book)) for report in reports], book)
    equity = next(row for row in guide_rows(book, "compensation") if row["id"] == "equity-public")
    whole = math.exp(rules.middle_log(1 + equity["low"], 1 + equity["high"], _M))
    return (
        Baseline(
            "National BLS median",
            _error(reports, nation),
            None,
            (release.source,),
            "Data scientists.",
        ),
        Baseline(
            "Guide read literally",
            _error(reports, literal),
            _total_error(reports, [amount * whole for amount in literal]),
            tuple(dict.fromkeys((str(equity["source"]), release.source))),
            "Band by years x local wage / national mean; total with the midpoint of the "
            "guide's equity at public technology companies.",
        ),
        Baseline(
            "Local BLS median",
            _error(reports, here),
            None,
            (release.source,),
            "Data scientists; the state or the nation where an area has none.",
        ),
    )


def _error(reports: Sequence[Report], amounts: Sequence[float]) -> Error:
    pay = np.array([report.base for report in reports])
    return Error(len(pay), *scores.ape(pay, np.array(amounts)))


def _then(reports: Sequence[Report], amounts: Sequence[float], book: Rulebook) -> list[float]:
    """Amounts of the newest release in the money of each report's month."""
    model = Model.of(book)
    moves = [aged(book, model, report.month or model.dollars).log for report in reports]
    return [
        rules.with_factor(amount, move, _M) for amount, move in zip(amounts, moves, strict=True)
    ]


def _total_error(reports: Sequence[Report], amounts: Sequence[float]) -> Error | None:
    told = [
        (report.total, amount)
        for report, amount in zip(reports, amounts, strict=True)
        if report.total is not None
    ]
    if not told:
        return None
    pay, estimate = np.array(told).T
    return Error(len(told), *scores.ape(pay, estimate))


def _chain(report: Report, book: Rulebook) -> list[str]:
    state = state_code(book, report.place.state) if report.place.state else None
    return [report.place.code, *([state] if state else []), NATION]


def _median(book: Rulebook, codes: Sequence[str]) -> float:
    """The median wage of data scientists in the first of these areas that has one."""
    prefix = newest(book).prefix
    found = (wages(book, code, prefix).get(SCIENTISTS) for code in codes)
    return next(wage.p50 for wage in found if wage is not None and wage.p50 is not None)


def _literal(report: Report, book: Rulebook) -> float:
    """The band of the level, or of the years, times the guide's wage here over the nation's."""
    level = report.profile.level or guide_level(book, report.profile.experience or 0.0)
    places = place_rules(book)
    wage = next(
        (one for code in _chain(report, book)[:-1] if (one := places.guide_wage(code)) is not None),
        None,
    )
    national = _national_mean(book)
    place = 0.0 if wage is None else float(rules.place_log(wage, national, 1))
    return math.exp(bands(book)[level].middle_log + place)


def _national_mean(book: Rulebook) -> float:
    """ln of the two occupations' national mean wages, blended as places' are."""
    nation = wages(book, NATION, newest(book).prefix)
    developers, scientists = (float(nation[code].mean or 0) for code in (DEVELOPERS, SCIENTISTS))
    weight = Model.of(book).value("place.developers_weight")
    return float(rules.blended_log(developers, scientists, weight, _M))
