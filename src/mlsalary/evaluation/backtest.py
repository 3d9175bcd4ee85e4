"""Backtests: what the engine estimates for reported packages, beside what was reported.

Every estimate is ``engine.estimate`` of the report's profile, as a user would get it who told as
much. Needs numpy, and with folds scipy, of the extra ``fit``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlsalary import engine
from mlsalary.errors import UsageError
from mlsalary.evaluation import scores
from mlsalary.evaluation.baselines import baselines
from mlsalary.evaluation.reported import RULES, Report, Reported, undated
from mlsalary.evaluation.scorecard import TERMS, Backtest, Group, Reliability, Scored, Told
from mlsalary.profile import Profile
from mlsalary.results import Notice, Priced
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.model import Model
from mlsalary.spelling import one_of
from mlsalary.vocabulary import vocabulary

_AT = [5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95]
Numbers = NDArray[np.float64]


def backtest(
    reported: Reported,
    book: Rulebook,
    folds: int = 0,
    without: Sequence[str] = (),
    also: Sequence[Reported] = (),
) -> Backtest:
    """Score the estimates of a rulebook on reported pay.

    folds: 0 uses the rulebook's model; k fits k models, each to the other parts of the reports.
    without: terms of ``TERMS`` to take out of each of them. also: further reports to fit each of
    them to; they are not scored. Both need folds. UsageError for folds or terms that make no sense;
    BadDataError when a fold has too few rows to fit.
    """
    settings = book.toml(RULES)["backtest"]
    reports = reported.reports
    removed = _removed(without, folds, len(reports))
    if also and not folds:
        raise UsageError(
            "option_without_effect",
            "--also adds data to fit, and nothing is fitted here. Add --folds 5.",
        )
    beside = [report for file in also for report in file.reports]
    parts = _parts(reports, book, folds, removed, settings["seed"], beside)
    paid = {
        "base": np.array([report.base for report in reports]),
        "total": np.array([math.nan if one.total is None else one.total for one in reports]),
    }
    month = Model.of(book).dollars
    asked = [_asked(one, ALL, removed, month) for one in reports]
    whole = _estimated(asked, parts)
    groups = _groups(reports, book)
    tests = baselines(reports, book)
    cited = [*_cited(asked, book), *(id_ for test in tests for id_ in test.sources)]
    return Backtest(
        dollars=month,
        folds=folds,
        without=tuple(without),
        base=_scored(paid["base"], whole.base, groups, settings),
        total=_scored(paid["total"], whole.total, groups, settings),
        told=tuple(_told(reports, parts, removed, paid, step, month) for step in settings["told"]),
        baselines=tests,
        reliability=_reliability(paid, whole.base, whole.total),
        rejected=reported.counted(),
        sources=sources_of(book, cited),
        warnings=_warnings(reported, paid["total"], book, folds),
    )


# Estimates ---------------------------------------------------------------------------------------


def _removed(without: Sequence[str], folds: int, rows: int) -> frozenset[str]:
    if folds and not 2 <= folds <= rows:
        raise UsageError(
            "bad_folds", f"{folds} folds of {rows} reports make no sense. Use 5, or 0."
        )
    terms = [one_of(UsageError, "bad_term", "term", term, list(TERMS)) for term in without]
    if without and not folds:
        raise UsageError(
            "term_needs_folds", "--without fits the model again, which needs folds. Add --folds 5."
        )
    return frozenset(terms)


ALL = ("years", "level", "place", "degree", "role", "spec", "company")
"""What a report may tell. ``company`` brings its kind; else ``kind`` is that alone, or ``employer``
is what a column says of it."""
Parts = Sequence[tuple[list[int], Rulebook]]


class _Estimated(NamedTuple):
    """p10 to p90 of base and of the total for each report, nan where it was not asked for."""

    base: Numbers
    total: Numbers


def _asked(
    report: Report, told: Collection[str], removed: Container[str], month: str
) -> Profile | None:
    """The report's profile in the money of its month, were this all that it told and these terms
    not known; None where that is neither years nor level. month: where it tells none.
    """
    profile = replace(report.profile, as_of=report.month or month)
    left = {name for name in ALL if name not in told or name in removed}
    changes: dict[str, Any] = {
        name: () if name == "spec" else None
        for name in ("years", "degree", "role", "spec")
        if name in left
    }
    if "level" not in told and (profile.years is not None or "years" not in told):
        changes["level"] = None
    if "place" in left:
        changes |= {"metro": None, "state": None}
    if "company" in left:
        changes["company"] = None
    if "employer" in removed:
        changes |= {"company": None, "employer": None}
    elif not {"company", "kind"} & set(told):
        changes["employer"] = report.employer if "employer" in told else None
    asked = replace(profile, title=None, **changes)
    return None if asked.years is None and asked.level is None else asked


def _estimated(asked: Sequence[Profile | None], parts: Parts) -> _Estimated:
    base, total = np.full((len(asked), 5), math.nan), np.full((len(asked), 5), math.nan)
    for tested, priced_by in parts:
        known: dict[Profile, Priced] = {}
        for row in tested:
            profile = asked[row]
            if profile is None:
                continue
            if profile not in known:
                known[profile] = engine.price(profile, priced_by)
            base[row], total[row] = known[profile].base, known[profile].total
    return _Estimated(base, total)


def _cited(asked: Sequence[Profile | None], book: Rulebook) -> set[str]:
    """The sources behind estimates, each question asked once, however many the years."""
    alike = {replace(profile, years=None if profile.level else 0.0) for profile in asked if profile}
    answers = (engine.estimate(profile, book) for profile in alike)
    return {source.id for answer in answers for source in answer.sources}


def _told(
    reports: Sequence[Report],
    parts: Parts,
    removed: Container[str],
    paid: Mapping[str, Numbers],
    step: Mapping[str, Any],
    month: str,
) -> Told:
    """The scores where no more than a step's fields are told."""
    known = Model.of(parts[0][1]).metros
    asked = [
        _asked(report, step["fields"], removed, month) if _meant(report, step, known) else None
        for report in reports
    ]
    found = _estimated(asked, parts)
    here = ~np.isnan(found.base[:, 0])
    base, total = found.base[here], found.total[here]
    own = {name: pay[here] for name, pay in paid.items()}
    told = ~np.isnan(own["total"])
    return Told(
        step["name"],
        scores.score(own["base"], base),
        scores.score(own["total"][told], total[told]),
        _reliability(own, base, total) if len(base) else (),
    )


def _meant(report: Report, step: Mapping[str, Any], metros: Collection[str]) -> bool:
    """Whether a step is about this report; metros: those that reported pay knows."""
    where = step.get("where")
    if where and (report.place.code in metros) != (where == "hubs"):
        return False
    if step.get("known_level") and report.profile.level is None:
        return False
    if step.get("known_company") and report.profile.company is None:
        return False
    return not step.get("known_ladders") or bool(report.rung and report.profile.company)


def _parts(
    reports: Sequence[Report],
    book: Rulebook,
    folds: int,
    removed: frozenset[str],
    seed: int,
    also: Sequence[Report],
) -> Parts:
    """Rows to test, each with a rulebook whose model has not seen them."""
    if not folds:
        return [(list(range(len(reports))), book)]
    from mlsalary.evaluation.fit.fitting import model_table  # SciPy, 0.3 s

    order = np.random.default_rng(seed).permutation(len(reports)).tolist()
    parts = []
    for fold in range(folds):
        tested = sorted(order[fold::folds])
        rest = [reports[row] for row in sorted(set(order) - set(tested))]
        table = model_table([*rest, *also], book, removed)
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
    settings = book.toml(RULES)["backtest"]
    hubs = {row["id"] for row in book.toml("guide/metros.toml")["row"]}
    keys = {
        "years": [_years_band(one.profile.experience, settings["years"]) for one in reports],
        "level": [one.profile.level or "not given" for one in reports],
        "employer": [one.profile.employer or "unknown" for one in reports],
        "place": [_tier(one, hubs) for one in reports],
        "company": [one.profile.company or "" for one in reports],
        "company level": [_company_level(one.profile) for one in reports],
    }
    order = {
        "years": [band["name"] for band in settings["years"]] + ["level only"],
        "level": [*map(str, vocabulary(book).levels), "not given"],
        "employer": sorted(set(keys["employer"])),
        "place": ["guide's metros", "other metros", "outside metros", "national"],
        "company": _often(keys["company"], settings["least_company"]),
        "company level": _often(keys["company level"], settings["least_company"]),
    }
    return [
        (by, name, [row for row, key in enumerate(keys[by]) if key == name])
        for by in keys
        for name in order[by]
    ]


def _company_level(profile: Profile) -> str:
    company, level = profile.company, profile.level
    return f"{company}, {level}" if company and level else ""


def _often(names: Sequence[str], least: int) -> list[str]:
    """Names with so many reports, the most frequent first."""
    counts = Counter(filter(None, names))
    return sorted(
        (one for one in counts if counts[one] >= least), key=lambda one: (-counts[one], one)
    )


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
    if not folds and reported.digest in Model.of(book).digests:
        notices.append(
            Notice(
                "fitted_to_this",
                "The model was fitted to this same file. --folds 5 scores it on rows that it has "
                "not seen.",
            )
        )
    notices += undated(reported, book)
    if np.isnan(total).all():
        notices.append(Notice("no_totals", "No row has a total, so only base is scored."))
    return tuple(notices)
