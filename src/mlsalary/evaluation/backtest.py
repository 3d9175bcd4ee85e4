"""Backtests: what the engine estimates for reported packages, beside what was reported.

Every estimate is ``engine.estimate`` of the report's profile, as a user would get it; company
levels are not looked at. Needs numpy, and with folds scipy, of the extra ``fit``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlsalary import engine
from mlsalary.errors import UsageError
from mlsalary.evaluation import scores
from mlsalary.evaluation.baselines import baselines
from mlsalary.evaluation.reported import RULES, Report, Reported
from mlsalary.evaluation.scorecard import TERMS, Backtest, Group, Reliability, Scored
from mlsalary.places.located import NATIONAL
from mlsalary.profile import Profile
from mlsalary.results import Estimate, Notice
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.model import Model
from mlsalary.spelling import unknown

_AT = [5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95]
Numbers = NDArray[np.float64]


def backtest(
    reported: Reported, book: Rulebook, folds: int = 0, without: Sequence[str] = ()
) -> Backtest:
    """Score the estimates of a rulebook on reported pay.

    folds: 0 uses the rulebook's model; k fits k models, each to the other parts of the reports.
    without: terms of ``TERMS`` to take out of each of them, which needs folds. UsageError for
    folds or terms that make no sense; BadDataError when a fold has too few rows to fit.
    """
    settings = book.toml(RULES)["backtest"]
    removed = _removed(without, folds, len(reported.reports))
    reports = [_less(report, removed) for report in reported.reports]
    base, total, cited = _estimated(reports, book, folds, removed, settings["seed"])
    paid = {
        "base": np.array([report.base for report in reports]),
        "total": np.array([math.nan if one.total is None else one.total for one in reports]),
    }
    groups = _groups(reported.reports, book)
    tests = baselines(reported.reports, book)
    cited += [source for test in tests for source in test.sources]
    return Backtest(
        dollars=Model.of(book).dollars,
        folds=folds,
        without=tuple(without),
        base=_scored(paid["base"], base, groups, settings),
        total=_scored(paid["total"], total, groups, settings),
        baselines=tests,
        reliability=_reliability(paid, base, total),
        rejected=reported.counted(),
        sources=sources_of(book, cited),
        warnings=_warnings(reported, paid["total"], book, folds),
    )


# Estimates ---------------------------------------------------------------------------------------


def _removed(without: Sequence[str], folds: int, rows: int) -> frozenset[str]:
    if folds and not 2 <= folds <= rows:
        raise UsageError(
            "bad_folds", f"{folds} folds of {rows} reports make no sense. Ask for 5, or for 0."
        )
    strange = [term for term in without if term not in TERMS]
    if strange:
        raise unknown(UsageError, "bad_term", "term", strange[0], list(TERMS))
    if without and not folds:
        raise UsageError(
            "term_needs_folds", "Without a term the model is fitted anew: add --folds 5."
        )
    return frozenset(without)


def _less(report: Report, removed: frozenset[str]) -> Report:
    """The report as if it did not tell its place, degree or employer."""
    profile = report.profile
    if "place" in removed:
        profile = replace(profile, metro=None, state=None)
        report = report._replace(place=NATIONAL)
    if "degree" in removed:
        profile = replace(profile, degree=None)
    if "employer" in removed:
        profile = replace(profile, employer=None)
    return report._replace(profile=profile)


def _estimated(
    reports: Sequence[Report], book: Rulebook, folds: int, removed: frozenset[str], seed: int
) -> tuple[Numbers, Numbers, list[str]]:
    """p10 to p90 of base and of the total for each report, and the sources behind them."""
    rows = len(reports)
    base, total, cited = np.empty((rows, 5)), np.empty((rows, 5)), set[str]()
    for tested, priced_by in _parts(reports, book, folds, removed, seed):
        known: dict[Profile, Estimate] = {}
        for row in tested:
            profile = reports[row].profile
            if profile not in known:
                known[profile] = engine.estimate(profile, priced_by)
            base[row], total[row] = known[profile].base, known[profile].total
        cited |= {source.id for answer in known.values() for source in answer.sources}
    return base, total, sorted(cited)


def _parts(
    reports: Sequence[Report], book: Rulebook, folds: int, removed: frozenset[str], seed: int
) -> list[tuple[list[int], Rulebook]]:
    """Rows to test, each with a rulebook whose model has not seen them."""
    if not folds:
        return [(list(range(len(reports))), book)]
    from mlsalary.evaluation.fit.fitting import model_table  # SciPy, 0.3 s

    order = np.random.default_rng(seed).permutation(len(reports)).tolist()
    parts = []
    for fold in range(folds):
        tested = sorted(order[fold::folds])
        rest = sorted(set(order) - set(tested))
        table = model_table([reports[row] for row in rest], book, removed)
        parts.append((tested, book.replaced("model.toml", table)))
    return parts


# Scores ------------------------------------------------------------------------------------------


def _scored(
    pay: Numbers,
    percentiles: Numbers,
    groups: Sequence[tuple[str, str, list[int]]],
    settings: dict[str, Any],
) -> Scored:
    told = ~np.isnan(pay)
    whole = scores.score(pay[told], percentiles[told])
    around = scores.intervals(pay[told], percentiles[told], settings["resamples"], settings["seed"])
    found = []
    for by, name, rows in groups:
        here = [row for row in rows if told[row]]
        if here:
            found.append(Group(by, name, *scores.score(pay[here], percentiles[here])))
    return Scored(*whole, intervals=around, groups=tuple(found))


def _groups(reports: Sequence[Report], book: Rulebook) -> list[tuple[str, str, list[int]]]:
    """Parts of the reports: how they are told apart, the name of the part, its rows."""
    bands = book.toml(RULES)["backtest"]["years"]
    hubs = {row["id"] for row in book.toml("guide/metros.toml")["row"]}
    keys = {
        "years": [_years_band(report.profile.experience, bands) for report in reports],
        "employer": [report.profile.employer or "unknown" for report in reports],
        "place": [_tier(report, hubs) for report in reports],
    }
    order = {
        "years": [band["name"] for band in bands] + ["level only"],
        "employer": sorted(set(keys["employer"])),
        "place": ["guide's metros", "other metros", "outside metros", "national"],
    }
    return [
        (by, name, [row for row, key in enumerate(keys[by]) if key == name])
        for by in keys
        for name in order[by]
    ]


def _years_band(years: float | None, bands: Sequence[dict[str, Any]]) -> str:
    if years is None:
        return "level only"
    for band in bands:
        if years < band.get("below", -math.inf) or years <= band.get("most", -math.inf):
            return str(band["name"])
    return str(bands[-1]["name"])


def _tier(report: Report, hubs: set[str]) -> str:
    if report.place.code in hubs:
        return "guide's metros"
    return {"metro": "other metros", "national": "national"}.get(
        report.place.kind, "outside metros"
    )


def _reliability(
    paid: dict[str, Numbers], base: Numbers, total: Numbers
) -> tuple[Reliability, ...]:
    told = ~np.isnan(paid["total"])
    below = scores.reliability(paid["base"], base, _AT)
    whole: Sequence[float | None] = [None] * len(_AT)
    if told.any():
        whole = scores.reliability(paid["total"][told], total[told], _AT)
    return tuple(Reliability(*each) for each in zip(_AT, below, whole, strict=True))


def _warnings(reported: Reported, total: Numbers, book: Rulebook, folds: int) -> tuple[Notice, ...]:
    notices = list(reported.notices)
    if not folds and Model.of(book).digest == reported.digest:
        notices.append(
            Notice(
                "fitted_to_this",
                "The model was fitted to this very file. --folds 5 scores it on rows that it has "
                "not seen.",
            )
        )
    if "date" not in reported.headers.found:
        notices.append(
            Notice("no_dates", "No column date: pay is taken to be of the newest month.")
        )
    if np.isnan(total).all():
        notices.append(Notice("no_totals", "No row tells a total: base alone is scored."))
    return tuple(notices)
