"""One profile: work through the rules, and say how it came about."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Unpack, overload

from mlsalary import rules
from mlsalary.engine.accuracy import rests_on
from mlsalary.engine.chain import RULES
from mlsalary.engine.crosschecks import crosschecks
from mlsalary.engine.employer import illiquid
from mlsalary.engine.level import chances
from mlsalary.engine.measured import by_measured
from mlsalary.engine.rule import Rival, Rule, Term, Worked
from mlsalary.engine.total import signing, total_steps
from mlsalary.engine.working import Working, work
from mlsalary.profile import Profile, ProfileFields
from mlsalary.reading.given import given
from mlsalary.results import (
    Components,
    Doubt,
    Estimate,
    Explained,
    Middle,
    Priced,
    Read,
    Start,
    Step,
)
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.months import today
from mlsalary.rules.operations import Floats
from mlsalary.sentences import reading as sentences

_M = Floats()


@overload
def estimate(profile: Profile, book: Rulebook | None = None) -> Estimate: ...
@overload
def estimate(*, book: Rulebook | None = None, **fields: Unpack[ProfileFields]) -> Estimate: ...
def estimate(
    profile: Profile | None = None, book: Rulebook | None = None, **fields: Any
) -> Estimate:
    """Price one profile: the range of base salary and of total compensation.

    The profile is a Profile, or its fields by name. Amounts are US dollars a year of the month
    ``answer.dollars``, not rounded. book: the rulebook to price by; None is the shipped one. Each
    step names its sources; ``answer.sources`` has all.

    Raises NotFoundError for a word, place or release that is not known or could mean several,
    UsageError for a profile that cannot be priced, such as one with neither years nor level, and
    BadDataError for a rulebook that cannot be used.

    >>> from mlsalary import Profile, estimate
    >>> answer = estimate(years=5, metro="San Jose", spec="llm")
    >>> answer.base.p25 < answer.base.p50 < answer.total.p50
    True
    >>> answer == estimate(Profile(years=5, metro="San Jose", spec="llm"))
    True
    """
    return told(work(given("estimate", profile, fields), Rulebook.given(book)))


def price(profile: Profile, book: Rulebook | None = None) -> Priced:
    """The same ranges without a word on how they came about, for who asks by the hundred."""
    return priced(work(profile, Rulebook.given(book)))


def explain(profile: Profile, book: Rulebook | None = None) -> Explained:
    """The same estimate, with what each rule does to the spread among people."""
    from mlsalary.engine.explaining import spread_owners  # only where it is asked for

    worked = work(profile, Rulebook.given(book))
    return Explained(told(worked), spread_owners(worked))


def priced(worked: Working) -> Priced:
    """The ranges of a profile that was worked through."""
    case, facts = worked.case, worked.facts
    area = case.found.kind in ("metro", "nonmetro")
    return Priced(
        dollars=case.profile.as_of or today(case.book),
        profile=replace(
            case.profile, metro=case.found.name if area else None, state=case.found.state
        ),
        place=case.found.place,
        levels=chances(case, facts.shares),
        base=worked.base,
        total=worked.total,
    )


def told(worked: Working) -> Estimate:
    """The whole estimate of a profile that was worked through."""
    case, answer, rests = worked.case, priced(worked), rests_on(worked.case)
    terms = _terms(worked)
    said, steps = [term for _, _, term in terms], _steps(terms)
    beyond_base = total_steps(worked, answer.base.p50)
    measured = by_measured(worked)
    checks = tuple(crosschecks(case, answer.base, measured))
    cited = [id_ for step in (*steps, *beyond_base) for id_ in step.sources]
    cited += [id_ for check in checks for id_ in check.sources]
    return Estimate(
        dollars=answer.dollars,
        profile=answer.profile,
        read=(*worked.read.read, *_place_read(worked)),
        place=answer.place,
        levels=answer.levels,
        base=answer.base,
        total=answer.total,
        measured=measured,
        components=_components(worked, answer.base.p50, answer.total.p50),
        middle=_middle(said, worked.base_log, {}),
        total_middle=_middle(said, worked.total_log, _of_total(case.model)),
        steps=steps,
        total_steps=beyond_base,
        crosschecks=checks,
        sources=sources_of(case.book, cited),
        accuracy=rests.accuracy,
        rests_on=rests.said,
        left_out=rests.left_out,
        warnings=(
            *sentences.ignored(worked.read, worked.case.book),
            *(notice for _, _, term in terms for notice in term.warnings),
        ),
    )


def _place_read(worked: Working) -> Iterator[Read]:
    """Where the place was not typed by its own name."""
    typed, found = worked.typed, worked.case.found
    for field, text in (("metro", typed.metro), ("state", typed.state)):
        meant = found.state if field == "state" else found.name
        if text and text != meant:
            whose = field == "metro" or not typed.metro
            yield Read(field, text, meant, found.note if whose else None)


_Spoken = tuple[Rule, float, Term]
"""A rule, ln of its factor and what it says of itself."""


def _terms(worked: Working) -> list[_Spoken]:
    """Of every rule that has a step to show."""
    facts, found = worked.facts, list[_Spoken]()
    spread = float(facts.base_core)
    beside = {"years": facts.beside}
    for rule in RULES:
        part = facts.parts.get(rule.name)
        if part is not None:
            log = float(rules.effect(part, facts.shares) + beside.get(rule.name, 0.0))
            term = rule.term(worked.case, part, Worked(facts.shares, log, spread))
            found += [(rule, log, term)] if term else []
    return found


def _steps(terms: Sequence[_Spoken]) -> tuple[Step, ...]:
    steps, running = list[Step](), 0.0
    for rule, log, term in terms:
        running += log
        steps.append(
            (Step if steps else Start)(
                rule=rule.name,
                label=term.label,
                factor=math.exp(log) if steps else 1.0,
                low=math.exp(term.low),
                high=math.exp(term.high),
                base=math.exp(running),
                sources=tuple(dict.fromkeys(term.sources)),
                kind=term.kind,
                note=term.note,
            )
        )
    return tuple(steps)


def _of_total(model: Model) -> dict[str, float]:
    """What makes total compensation less certain than base."""
    return {"era": model.value("doubt.era_total"), "beyond": model.value("doubt.beyond")}


def _middle(terms: Sequence[Term], middle_log: float, more: Mapping[str, float]) -> Middle:
    """From the lowest to the highest end of the intervals that each source of a rule would give.

    more: doubts beside the terms' own, or in their place.
    """
    told = {name: sd for term in terms for name, sd in term.doubts.items()}
    sds = told | dict(more)
    doubt = float(rules.combined([*sds.values(), 0.0]))
    rivals = [rival for term in terms for rival in term.rivals]
    ends = rules.around(middle_log, doubt, _M)
    for rival in rivals:
        with_own = rules.combined([doubt, *rival.doubts.values()])
        ends += rules.around(middle_log + rival.shift, with_own, _M)
    return Middle(min(ends), max(ends), _parts(sds, rivals, math.exp(middle_log)))


def _parts(sds: Mapping[str, float], rivals: Sequence[Rival], p50: float) -> dict[str, Doubt]:
    """Sources that part count as a standard deviation of half of what parts them."""
    found = dict(sds)
    dollars = {name: rules.in_dollars(p50, sd, _M) for name, sd in sds.items()}
    for name, shift, own in rivals:
        other = rules.with_factor(p50, shift, _M)
        found |= {name: rules.disagreement(0.0, shift, _M), **own}
        dollars[name] = rules.disagreement(p50, other, _M)
        dollars |= {each: rules.in_dollars(other, sd, _M) for each, sd in own.items()}
    whole = rules.combined([*found.values(), 0.0])
    return {
        name: Doubt(sd, dollars[name], rules.share_of(sd, whole))
        for name, sd in found.items()
        if sd > 0
    }


def _components(worked: Working, base: float, total: float) -> Components:
    """What is left of the total goes to the larger part, so that they add up."""
    case, shares = worked.case, worked.facts.shares
    equity, bonus = (base * float(share) for share in rules.beyond_base(worked.facts, _M))
    if equity > bonus:
        equity = total - base - bonus
    elif bonus:
        bonus = total - base - equity
    return Components(
        base=base,
        equity=equity,
        bonus=bonus,
        signing=signing(case.profile, case.book),
        illiquid=base * float(rules.mixed(shares, illiquid(case))) or None,
    )
