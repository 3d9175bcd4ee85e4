"""Fits the constants of data/model.toml to reported pay.

The stages stand in ``fit.stages``. Standard errors are the standard deviations over bootstrap
samples of companies, each with all of its reports, since people at one company are paid alike;
everything is deterministic, down to the bytes of the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlsalary import rules
from mlsalary.engine.bands import bands
from mlsalary.errors import NotFoundError
from mlsalary.evaluation.fit import companies, growth, oews, stages, writing
from mlsalary.evaluation.fit.columns import Columns, columns
from mlsalary.evaluation.fit.needs import kept, needs
from mlsalary.evaluation.fit.result import Fitted, Row
from mlsalary.evaluation.reported import RULES, Report, Reported, counted, undated
from mlsalary.results import Notice
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.model import FILE, RUNGS, Model, Rows
from mlsalary.rulebook.months import AGING
from mlsalary.spelling import quoted

OWN = "own-reported-pay"
# What it means to take a term out, where that is a constant's value.
_REMOVED: dict[str, Mapping[str, float]] = {
    "level": {"levels.slope": 0.0},
    "reported": {f"levels.reported.{level}": 0.0 for level in RUNGS},
    "beside": {"levels.beside.slope": 0.0},
    "guide": {"place.guide_weight": 0.0},
    "bls": {"place.guide_weight": 1.0},
    "tilt": {"total.place_elasticity": 0.0},
}


def fit(
    reported: Reported,
    book: Rulebook,
    sources: Sequence[str] = (),
    also: Sequence[Reported] = (),
) -> Fitted:
    """The model of ``book`` with constants fitted to the reports; judgements are carried over.

    sources: the ids in sources.toml that the constants cite. None: what the book's model cites when
    it was fitted to the same files, else ``own-reported-pay``. also: further files, fitted to
    together with the first. BadDataError when there are too few rows; NotFoundError for a source
    that is not known.
    """
    model, files = Model.of(book), (reported, *also)
    settings = book.toml(RULES)
    digests = tuple(file.digest for file in files)
    cited = _cited(book, model, digests, sources)
    reports = [one for file in files for one in file.reports]
    given = columns(reports, book)
    found = needs(given, settings)
    fixed = kept(found, _areas(given), settings["least"]["areas"], len(reports) - len(given))
    scale = oews.scale(book, model)
    start = oews.uncorrected(model.changed({name: value for name, (value, _) in scale.items()}))
    whole = stages.fitted(given, start, settings, fixed)
    samples = _resampled(given, start, settings, fixed, whole)
    measured = scale | oews.corrections(book, whole.model)
    values = whole.values | {name: value for name, (value, _) in measured.items()}
    values |= oews.doubts(book, whole.model)
    if "levels" not in fixed:
        values["doubt.level"] = _level_doubt(given, samples)
    if "total" not in fixed:
        values["doubt.beyond"] = _beyond_doubt(given, samples)
    errors = {name: _error(name, samples) for name in whole.values}
    errors |= {name: error for name, (_, error) in measured.items()}
    months = sorted(one.month for one in reports if one.month)
    head = writing.Head(
        dollars=str(book.toml(AGING)["dollars"]),
        sources=cited,
        rows={need.group: need.usable for need in found},
        start=months[0] if months else "",
        end=months[-1] if months else "",
        digests=digests,
        kept=tuple(sorted(fixed)),
    )
    table = writing.filled(book.toml(FILE), values, errors, _rows(whole, given), head)
    return Fitted(
        reports=len(given),
        start=head.start or None,
        end=head.end or None,
        rows=tuple(Row(*each) for each in writing.constants(table)),
        needs=tuple(found),
        rejected=counted(tuple(each for file in files for each in file.rejects)),
        sources=sources_of(book, cited),
        warnings=tuple(_warnings(fixed, reported, book)),
        text=writing.text(book.path(FILE).read_text(encoding="utf-8"), table),
    )


def model_table(
    reports: Sequence[Report], book: Rulebook, without: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The table of model.toml fitted to some reports, without standard errors: for backtests.

    without: terms taken out, of ``scorecard.TERMS``. BadDataError when there are too few rows.
    """
    settings = book.toml(RULES)
    given = columns(reports, book)
    found = needs(given, settings)
    fixed = kept(found, _areas(given), settings["least"]["areas"]) | without
    removed = {name: value for term in without for name, value in _REMOVED.get(term, {}).items()}
    removed |= growth.removed(book) if "growth" in without else {}
    scale = {name: value for name, (value, _) in oews.scale(book, Model.of(book)).items()}
    rows: Rows = {"company": []} if "company" in without else {}
    start = oews.uncorrected(Model.of(book).changed(scale | removed, rows))
    whole = stages.fitted(given, start, settings, fixed)
    head = writing.Head.of(book.toml(FILE))._replace(kept=tuple(sorted(fixed)))
    values, rows = scale | removed | whole.values, {**rows, **_rows(whole, given)}
    return writing.filled(book.toml(FILE), values, {}, rows, head)


def _rows(whole: stages.Fit, given: Columns) -> Rows:
    """The rows of a fit as they are written."""
    held = {"company": companies.held(whole.model, given)} if "company" in whole.rows else {}
    return {**whole.rows, **held}


def _resampled(
    given: Columns,
    start: Model,
    settings: dict[str, Any],
    fixed: frozenset[str],
    near: stages.Fit,
) -> list[stages.Fit]:
    random = np.random.default_rng(settings["fit"]["seed"])
    of_owner = [np.flatnonzero(given.owner == owner) for owner in range(given.owner.max() + 1)]
    samples = list[stages.Fit]()
    while len(samples) < settings["fit"]["resamples"]:
        drawn = random.integers(0, len(of_owner), len(of_owner))
        sample = given.take(np.concatenate([of_owner[owner] for owner in drawn]))
        if _can_be_fitted(sample, settings, fixed):
            samples.append(stages.fitted(sample, start, settings, fixed, near))
    return samples


def _can_be_fitted(sample: Columns, settings: Mapping[str, Any], fixed: frozenset[str]) -> bool:
    """Whether a sample of companies tells what is fitted: without the largest it may not."""
    return not any(need.lacking for need in needs(sample, settings) if need.group not in fixed)


def _error(name: str, samples: Sequence[stages.Fit]) -> float:
    """The standard error of a constant over the samples that tell it: one without a kind of
    employer says nothing of it."""
    told = [each.values[name] for each in samples if name in each.values]
    return float(np.std(told)) if told else 0.0


def _level_doubt(given: Columns, samples: Sequence[stages.Fit]) -> float:
    """``doubt.level``: the standard error of the middle that the years give, over the reports."""
    ladder = [bands(given.book)[level].middle_log for level in RUNGS]
    curves = []
    for one in samples:
        reported = one.model.by_rung("levels.reported")
        middles = [guide + log for guide, log in zip(ladder, reported, strict=True)]
        curves.append(rules.mixed(given.shares(one.model), middles))
    return float(np.sqrt(np.mean(np.array(curves).var(axis=0))))


def _beyond_doubt(given: Columns, samples: Sequence[stages.Fit]) -> float:
    """``doubt.beyond``: the standard error of ln(total / base), of whom no employer is told."""
    untold, place = given.as_employer(None), np.zeros(len(given))
    ratios = []
    for one in samples:
        base, _, total, _ = untold.priced(one.model, place)
        ratios.append(total - base)
    return float(np.sqrt(np.mean(np.array(ratios).var(axis=0))))


def _areas(given: Columns) -> int:
    """How many metros and counties the reports come from."""
    codes = {given.areas[number][0] for number in set(given.area.tolist())}
    return sum(len(code) != len("US") for code in codes)


def _cited(
    book: Rulebook, model: Model, digests: Sequence[str], sources: Sequence[str]
) -> tuple[str, ...]:
    if not sources:
        return model.sources if model.digests == digests else (OWN,)
    for source in sources:
        if source not in book.sources:
            raise NotFoundError(
                "source_not_found",
                f"There is no source {quoted(source)} in sources.toml. Add it there, or leave it "
                "out.",
                [id_ for id_, row in book.sources.items() if row["kind"] == "reported"],
            )
    return tuple(sources)


def _warnings(fixed: frozenset[str], reported: Reported, book: Rulebook) -> list[Notice]:
    said = {
        "levels": "No row has a level that ladders.toml knows (columns company and "
        "company_level, or level)",
        "place": "No row has a place",
        "degree": "No row is from a person with a PhD",
        "role": "The rows are not from both engineers and scientists",
        "employer": "The rows are not from two kinds of employer",
        "company": "No company has enough rows",
        "total": "No row has a total",
        "bonus": "No row has a bonus",
    }
    notices = [
        *reported.notices,
        *(
            Notice(f"{group}_kept", f"{reason}, so these constants stay as they were.")
            for group, reason in said.items()
            if group in fixed
        ),
    ]
    notices += undated(reported, book)
    return notices
