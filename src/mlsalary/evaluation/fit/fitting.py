"""Fits the constants of data/model.toml to reported pay.

The stages stand in ``fit.stages``. Standard errors are the standard deviations over bootstrap
samples of the reports; everything is deterministic, down to the bytes of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlsalary import rules
from mlsalary.engine.bands import bands
from mlsalary.errors import NotFoundError
from mlsalary.evaluation.fit import oews, stages, writing
from mlsalary.evaluation.fit.columns import Columns, columns
from mlsalary.evaluation.fit.needs import kept, needs
from mlsalary.evaluation.fit.result import Fitted, Row
from mlsalary.evaluation.reported import RULES, Report, Reported
from mlsalary.results import Notice
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.model import FILE, RUNGS, Model
from mlsalary.spelling import quoted

OWN = "own-reported-pay"
# What it means to take a term out, where that is a constant's value.
_REMOVED = {
    "level": {"levels.slope": 0.0},
    "guide": {"place.guide_weight": 0.0},
    "bls": {"place.guide_weight": 1.0},
    "tilt": {"total.place_elasticity": 0.0},
}


def fit(reported: Reported, book: Rulebook, source: str | None = None) -> Fitted:
    """The model of ``book`` with constants fitted to the reports; judgements are carried over.

    source: the id in sources.toml that the constants cite. None: what the book's model cites when
    it was fitted to the same file, else ``own-reported-pay``. BadDataError when there are too few
    rows; NotFoundError for a source that is not known.
    """
    model = Model.of(book)
    settings = book.toml(RULES)
    cited = _cited(book, model, reported, source)
    given = columns(reported.reports, book)
    found = needs(given, settings["least"])
    lost = len(reported.reports) - len(given)
    fixed = kept(found, _areas(given), settings["least"]["areas"], lost)
    scale = oews.scale(book, model)
    start = model.changed({name: value for name, (value, _) in scale.items()})
    whole = stages.fitted(given, start, settings["fit"], fixed)
    samples = _resampled(given, start, settings["fit"], fixed)
    values = whole.values | {name: value for name, (value, _) in scale.items()}
    values |= oews.stand_ins(book, whole.model)
    if "levels" not in fixed:
        values |= _level_doubts(given, whole.model, samples)
    errors = {name: float(np.std([each.values[name] for each in samples])) for name in whole.values}
    errors |= {name: error for name, (_, error) in scale.items()}
    months = sorted(one.month for one in reported.reports if one.month)
    head = writing.Head(
        dollars=str(book.toml("aging.toml")["base"]),
        sources=cited,
        rows={need.group: need.usable for need in found},
        start=months[0] if months else "",
        end=months[-1] if months else "",
        digest=reported.digest,
        kept=tuple(sorted(fixed)),
    )
    table = writing.filled(book.toml(FILE), values, errors, whole.metros, head)
    return Fitted(
        reports=len(given),
        start=head.start or None,
        end=head.end or None,
        rows=tuple(Row(*each) for each in writing.constants(table)),
        needs=tuple(found),
        rejected=reported.counted(),
        sources=sources_of(book, cited),
        warnings=tuple(_warnings(fixed, reported, cited)),
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
    found = needs(given, settings["least"])
    fixed = kept(found, _areas(given), settings["least"]["areas"]) | without
    removed = {name: value for term in without for name, value in _REMOVED.get(term, {}).items()}
    scale = {name: value for name, (value, _) in oews.scale(book, Model.of(book)).items()}
    start = Model.of(book).changed(scale | removed)
    whole = stages.fitted(given, start, settings["fit"], fixed)
    head = writing.Head.of(book.toml(FILE))._replace(kept=tuple(sorted(fixed)))
    return writing.filled(book.toml(FILE), scale | removed | whole.values, {}, whole.metros, head)


def _resampled(
    given: Columns, start: Model, settings: dict[str, Any], fixed: frozenset[str]
) -> list[stages.Fit]:
    random = np.random.default_rng(settings["seed"])
    rows = len(given)
    return [
        stages.fitted(given.take(random.integers(0, rows, rows)), start, settings, fixed)
        for _ in range(settings["resamples"])
    ]


def _level_doubts(given: Columns, model: Model, samples: Sequence[stages.Fit]) -> dict[str, float]:
    """``doubt.level``: the standard error of the middle that the years give, over the reports.
    ``doubt.band``: half of what parts the guide's band and reported pay at a known level."""
    ladder = bands(given.book)
    middles = [ladder[level].middle_log for level in RUNGS]
    curves = np.array([rules.mixed(given.shares(each.model), middles) for each in samples])
    doubts = {"doubt.level": float(np.sqrt(np.mean(curves.var(axis=0))))}
    place = given.place(model)
    for number, level in enumerate(RUNGS):
        here = given.rung == number
        if not here.any():
            continue
        known = given.take(here)
        certain = [np.full(len(known), float(k == number)) for k in range(len(RUNGS))]
        left = np.log(known.base) - known.priced(model, place[here], certain)[0]
        doubts[f"doubt.band.{level}"] = abs(float(np.median(left))) / 2
    return doubts


def _areas(given: Columns) -> int:
    """How many metros and counties the reports come from."""
    codes = {given.areas[number][0] for number in set(given.area.tolist())}
    return sum(len(code) != len("US") for code in codes)


def _cited(book: Rulebook, model: Model, reported: Reported, source: str | None) -> tuple[str, ...]:
    if source is None:
        same = model.digest == reported.digest
        return model.sources if same else (OWN,)
    if source not in book.sources:
        raise NotFoundError(
            "source_not_found",
            f"There is no source {quoted(source)} in sources.toml. Add it there, or leave it out.",
            [id_ for id_, row in book.sources.items() if row["kind"] == "reported"],
        )
    return (source,)


def _warnings(fixed: frozenset[str], reported: Reported, cited: tuple[str, ...]) -> list[Notice]:
    said = {
        "levels": "No row tells a level that ladders.toml knows (columns company and "
        "company_level, or level)",
        "place": "No row tells a place",
        "degree": "No row is from somebody with a PhD",
        "employer": "The rows are not from both big-tech and tech employers",
        "total": "No row tells a total",
        "bonus": "No row tells a bonus",
    }
    notices = [
        *reported.notices,
        *(
            Notice(f"{group}_kept", f"{reason}: these constants stay as they were.")
            for group, reason in said.items()
            if group in fixed
        ),
    ]
    if "date" not in reported.headers.found:
        notices.append(
            Notice("no_dates", "No column date: pay is taken to be of the newest month.")
        )
    return notices
