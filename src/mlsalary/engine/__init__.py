"""One profile: bind its facts, apply the rules, record the steps."""

from __future__ import annotations

import math

from mlsalary import rules
from mlsalary.engine.crosschecks import crosschecks
from mlsalary.engine.levels import (
    bands,
    degree_bands,
    guide_source,
    level_term,
    release_term,
    shares,
)
from mlsalary.engine.person import (
    Employer,
    degree_logs,
    degree_term,
    employer_facts,
    employer_term,
)
from mlsalary.engine.place import place_rules, place_term
from mlsalary.engine.premium import premium, premium_term
from mlsalary.engine.spread import base_spreads, total_spreads
from mlsalary.engine.term import Term
from mlsalary.engine.total import signing, total_steps
from mlsalary.places.located import NATIONAL, Located
from mlsalary.profile import Profile
from mlsalary.reading.profile import bound
from mlsalary.results import (
    Components,
    Doubt,
    Estimate,
    Explained,
    Middle,
    Notice,
    Range,
    Step,
)
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.model import Model
from mlsalary.rules.facts import Facts
from mlsalary.rules.operations import Floats

_M = Floats()


def estimate(profile: Profile, book: Rulebook | None = None) -> Estimate:
    """The range of base salary and of total compensation for one profile.

    book: the rulebook to price by; None is the shipped one. Raises NotFoundError for a place or
    a release that is not known and UsageError for a profile that cannot be priced.
    """
    return _worked(profile, book or Rulebook.shipped())[0]


def explain(profile: Profile, book: Rulebook | None = None) -> Explained:
    """The same estimate, with what each rule does to the spread among people."""
    from mlsalary.engine.explaining import spread_owners  # only where it is asked for

    book = book or Rulebook.shipped()
    answer, facts = _worked(profile, book)
    return Explained(answer, spread_owners(bound(profile, book), book, answer.place.code, facts))


def _worked(profile: Profile, book: Rulebook) -> tuple[Estimate, Facts]:
    model = Model.of(book)
    profile = bound(profile, book)
    found = _place(profile, book)
    place = found.place
    places = place_rules(book)
    chances = shares(profile, book, model)
    ladder = bands(book, profile.bls)
    own = degree_bands(book, profile.degree, profile.bls)
    employer = _employer(book, profile.employer)
    chosen = premium(profile, book)
    core = base_spreads(profile, model, ladder, own, place.code)
    possible = (
        level_term(profile, book, model, chances, employer.spread * rules.mixed(chances, core)),
        release_term(profile, book, chances),
        place_term(place, found.state, places),
        premium_term(profile, book, chosen),
        degree_term(profile, model, chances, ladder, own, guide_source(book)),
        employer_term(profile, model, employer),
        _aging(profile, book),
    )
    terms = [term for term in possible if term is not None]
    by_rule = {term.rule: term.log for term in terms}
    facts = Facts(
        shares=chances,
        middles=[band.middle_log for band in ladder.values()],
        degree=degree_logs(profile.degree, model, ladder, own),
        equity=employer.equity,
        bonus=employer.bonus,
        base_spreads=core,
        total_spreads=[
            employer.total_spread * each
            for each in total_spreads(profile, model, tuple(ladder), place.code)
        ],
        place=by_rule["place"],
        premium_low=chosen.low,
        premium_high=chosen.high,
        employer=by_rule.get("employer", 0.0),
        aging=by_rule.get("aging", 0.0),
        narrowing=employer.spread,
        tilt=model.value("total.place_elasticity"),
    )
    base_log, base_spread, total_log, total_spread = rules.price(facts, _M)
    base = Range(*rules.percentiles(base_log, base_spread, _M))
    total = Range(*rules.percentiles(total_log, total_spread, _M))
    steps = _steps(terms)
    beyond_base = total_steps(profile, book, model, facts, base.p50)
    checks = tuple(crosschecks(profile, book, found, places, chosen, chances, base))
    cited = [id_ for step in (*steps, *beyond_base) for id_ in step.sources]
    cited += [id_ for check in checks for id_ in check.sources]
    answer = Estimate(
        dollars=profile.as_of or model.dollars,
        profile=_resolved(profile, found),
        place=place,
        levels={level: share for level, share in zip(ladder, chances, strict=True) if share},
        base=base,
        total=total,
        components=_components(profile, book, facts, employer, base.p50, total.p50),
        middle=_middle(terms, base_log),
        steps=steps,
        total_steps=beyond_base,
        crosschecks=checks,
        sources=sources_of(book, cited),
        warnings=_warnings(terms),
    )
    return answer, facts


def _aging(profile: Profile, book: Rulebook) -> Term | None:
    if profile.as_of is None:
        return None
    from mlsalary.engine.aging import aging_term  # 1 ms, seldom asked for

    return aging_term(profile, book)


def _steps(terms: list[Term]) -> tuple[Step, ...]:
    steps, running = [], 0.0
    for number, term in enumerate(terms):
        running += term.log
        steps.append(
            Step(
                rule=term.rule,
                label=term.label,
                factor=math.exp(term.log) if number else 1.0,
                low=math.exp(term.low),
                high=math.exp(term.high),
                base=math.exp(running),
                sources=tuple(dict.fromkeys(term.sources)),
                kind=term.kind,
                note=term.note,
            )
        )
    return tuple(steps)


def _middle(terms: list[Term], base_log: float) -> Middle:
    sds = {name: sd for term in terms for name, sd in term.doubts.items() if sd > 0}
    doubt = float(rules.combined([*sds.values(), 0.0]))
    p50 = math.exp(base_log)
    parts = {
        name: Doubt(sd, p50 * math.expm1(rules.Z90 * sd), (sd / doubt) ** 2)
        for name, sd in sds.items()
    }
    reach = math.exp(rules.Z90 * doubt)
    return Middle(p50 / reach, p50 * reach, parts)


@once_a_book
def _employer(book: Rulebook, employer: str | None) -> Employer:
    return employer_facts(employer, Model.of(book), tuple(bands(book)))


def _components(
    profile: Profile,
    book: Rulebook,
    facts: Facts,
    employer: Employer,
    base: float,
    total: float,
) -> Components:
    shares = rules.beyond_base(facts, _M)
    bonus = base * float(shares[1])
    granted = float(rules.mixed(facts.shares, employer.illiquid))
    return Components(
        base=base,
        equity=total - base - bonus if shares[0] else 0.0,
        bonus=bonus,
        signing=signing(profile, book),
        illiquid=base * granted or None,
    )


def _place(profile: Profile, book: Rulebook) -> Located:
    if not profile.metro and not profile.state:
        return NATIONAL
    return _named_place(book, profile.metro, profile.state)


@once_a_book
def _named_place(book: Rulebook, metro: str | None, state: str | None) -> Located:
    from mlsalary.places.resolve import resolve  # 4 ms, for questions that name a place

    return resolve(metro, state, book)


def _resolved(profile: Profile, place: Located) -> Profile:
    """The profile with the place's own name."""
    from dataclasses import replace

    area = place.kind in ("metro", "nonmetro")
    return replace(profile, metro=place.name if area else None, state=place.state)


def _warnings(terms: list[Term]) -> tuple[Notice, ...]:
    return tuple(notice for term in terms for notice in term.warnings)
