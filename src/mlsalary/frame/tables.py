"""The look-up tables of a rulebook, every figure and warning in them asked of the engine itself."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, combinations, product
from typing import NamedTuple

from mlsalary.engine.aging import aging_term
from mlsalary.engine.levels import (
    CUTS,
    apart,
    bands,
    degree_bands,
    fitting_years,
    guide_source,
)
from mlsalary.engine.person import degree_logs, degree_term, employer_facts, employer_term
from mlsalary.engine.place import place_rules, place_term
from mlsalary.engine.premium import premium, premium_term
from mlsalary.engine.spread import base_spreads, elsewhere, total_spreads
from mlsalary.engine.term import Term
from mlsalary.errors import UsageError
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.settings import Settings
from mlsalary.profile import Profile
from mlsalary.results import Place
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.rulebook.oews import NATION
from mlsalary.vocabulary import vocabulary

_RUNG = range(len(RUNGS))
SPREAD_OVER = ("middles", "degree", "equity", "bonus", "base_spreads", "total_spreads")
"""The facts that have a value per level."""

NO_END = 1e9  # years, where a level has no most: every engine reads it, as not every one reads inf
BAD_MONTH = "bad_month"
SINCE, UNTIL = 1900, 2099
"""The years whose months a warehouse is told; a single estimate knows no last one."""


class Constants(NamedTuple):
    """What is the same for every row. knots: the years at which the spreads stand; years_most: a
    working life; the rest as the rules name them."""

    slope: float
    cuts: list[float]
    tilt: float
    years_most: float
    knots: list[float]


def constants(book: Rulebook) -> Constants:
    """From the model and the limits of a rulebook."""
    model = Model.of(book)
    return Constants(
        model.value("levels.slope"),
        [model.value(cut) for cut in CUTS],
        model.value("total.place_elasticity"),
        float(book.toml("limits.toml")["years_most"]),
        knots(model),
    )


def knots(model: Model) -> list[float]:
    """The years at which each rung's spread stands."""
    return [float(years) for years in model.by_rung("spread.years")]


def warned(*terms: Term | None) -> str:
    """The codes of the terms' warnings, each with a semicolon behind it."""
    return "".join(f"{notice.code};" for term in terms if term for notice in term.warnings)


def spellings(book: Rulebook, kind: str) -> Lookup:
    """How people write a level, a degree or an employer -> its key; nothing stays nothing."""
    rows = [(spelled, str(word)) for spelled, word in vocabulary(book).spellings[kind].items()]
    return Lookup.of(
        f"{kind}_words", [f"{PREFIX}{kind}_word"], [f"{PREFIX}{kind}"], [("", ""), *rows]
    )


def persons(settings: Settings) -> Lookup:
    """Level, degree and employer -> what the rules are told of them.

    A given level's facts stand on every rung, so that it does not matter how the years would
    share the person out among the rungs, nor between which rungs' years they lie.
    """
    names = [
        *(f"{name}_{rung}" for name in SPREAD_OVER for rung in _RUNG),
        *("employer_log", "narrowing", "least", "most", "apart", "person_warnings"),
    ]
    kinds = ("level", "degree", "employer")
    words = vocabulary(settings.book).words
    known = product(*((None, *words[kind]) for kind in kinds))
    rows = [(*(str(word or "") for word in key), *_person(settings, *key)) for key in known]
    keys = [f"{PREFIX}{kind}" for kind in kinds]
    return Lookup.of("persons", keys, [f"{PREFIX}{name}" for name in names], rows)


def _person(
    settings: Settings, level: str | None, degree: str | None, employer: str | None
) -> list[float | str]:
    book, model = settings.book, Model.of(settings.book)
    ladder, own = bands(book, settings.bls), degree_bands(book, degree, settings.bls)
    levels = tuple(ladder)
    facts = employer_facts(employer, model, levels)
    there = [
        Profile(
            years=years,
            level=level,
            degree=degree,
            employer=employer,
            bls=settings.bls,
        )
        for years in knots(model)
    ]
    rungs = [levels.index(level) if level else rung for rung in _RUNG]
    degrees = degree_logs(degree, model, ladder, own)
    spreads = [
        (
            base_spreads(one, model, ladder, own, None)[rung],
            total_spreads(one, model, levels, None)[rung],
        )
        for one, rung in zip(there, rungs, strict=True)
    ]
    by_rung = {
        "middles": [ladder[levels[rung]].middle_log for rung in rungs],
        "degree": [degrees[rung] for rung in rungs],
        "equity": [facts.equity[rung] for rung in rungs],
        "bonus": [facts.bonus[rung] for rung in rungs],
        "base_spreads": [base for base, _ in spreads],
        "total_spreads": [facts.total_spread * total for _, total in spreads],
    }
    chances = [1.0 if one == (level or levels[0]) else 0.0 for one in levels]
    term = employer_term(there[0], model, facts)
    least, most = fitting_years(book, level)
    return [
        *(float(value) for name in SPREAD_OVER for value in by_rung[name]),
        float(term.log) if term else 0.0,
        float(facts.spread),
        float(least),
        float(min(most, NO_END)),
        f"{apart(there[0], book).code};" if level in RUNGS else "",
        warned(degree_term(there[0], model, chances, ladder, own, guide_source(book)), term),
    ]


def premiums(settings: Settings) -> Lookup:
    """Which specializations, as the sum of 2 ** their place in the vocabulary -> the premium."""
    known = vocabulary(settings.book).words["spec"]
    sets = chain.from_iterable(combinations(known, n) for n in range(len(known) + 1))
    rows = []
    for specs in sets:
        profile = Profile(years=0, spec=specs, premiums=settings.premiums)
        band = premium(profile, settings.book)
        mask = sum(2**place for place, spec in enumerate(known) if spec in specs)
        warnings = warned(premium_term(profile, settings.book, band))
        rows.append((mask, float(band.low), float(band.high), warnings))
    names = [f"{PREFIX}{name}" for name in ("premium_low", "premium_high", "premium_warnings")]
    return Lookup.of("premiums", [f"{PREFIX}specs"], names, rows)


def months(book: Rulebook, asked: Iterable[str] | None = None) -> Lookup:
    """Month, YYYY-MM -> ln of the aging factor. None: every month from ``SINCE`` to ``UNTIL``.

    For a text that is no such month there is no factor, and the warnings hold the error's code.
    """
    if asked is None:
        years = range(SINCE, UNTIL + 1)
        asked = [f"{year}-{month:02}" for year in years for month in range(1, 13)]
    rows: list[tuple[str, float | None, str]] = [("", 0.0, "")]
    for month in asked:
        try:
            term = aging_term(Profile(years=0, as_of=month), book)
        except UsageError as error:
            rows.append((month, None, error.code))
        else:
            rows.append((month, term.log if term else 0.0, warned(term)))
    return Lookup.of(
        "months", [f"{PREFIX}as_of"], [f"{PREFIX}aging", f"{PREFIX}aging_warnings"], rows
    )


class PlaceFacts(NamedTuple):
    """ln of a place's factor, what the place does to the spreads that years give, warnings."""

    place_log: float
    base_elsewhere: float
    total_elsewhere: float
    place_warnings: str


def place_facts(book: Rulebook, place: Place, state: str | None) -> PlaceFacts:
    """Of a place as an estimate names it, and the state that stands in for it."""
    term = place_term(place, state, place_rules(book))
    return PlaceFacts(term.log, *_elsewhere(book, place.code), warned(term))


def nation_stands_in(book: Rulebook) -> PlaceFacts:
    """Of a place of which nothing is known, not even its state: the national mean, not 1."""
    rules = place_rules(book)
    return PlaceFacts(rules.factor(rules.evidence(NATION, None)), *_elsewhere(book, NATION), "")


def _elsewhere(book: Rulebook, code: str) -> tuple[float, float]:
    model = Model.of(book)
    return float(elsewhere(model, "base", code)), float(elsewhere(model, "total", code))
