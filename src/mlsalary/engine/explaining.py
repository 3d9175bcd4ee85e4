"""Which rule owns how much of the spread among people, in dollars."""

from __future__ import annotations

from itertools import pairwise

from mlsalary import rules
from mlsalary.engine.levels import bands, degree_bands
from mlsalary.engine.person import employer_facts
from mlsalary.engine.spread import base_spreads, total_spreads
from mlsalary.profile import Profile
from mlsalary.results import SpreadPart
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.rules.facts import Facts
from mlsalary.rules.operations import Floats

_M = Floats()


def spread_owners(
    profile: Profile, book: Rulebook, code: str, facts: Facts
) -> tuple[SpreadPart, ...]:
    """The middle half's width that level or years give, then what each further rule adds to it.

    The rules are applied one after the other around the same middle, so the parts add up.
    code: the area's.
    """
    model, ladder = Model.of(book), bands(book, profile.bls)
    own, levels = degree_bands(book, profile.degree, profile.bls), tuple(ladder)
    wide = employer_facts(profile.employer, model, levels).total_spread
    here = total_spreads(profile, model, levels, code)
    bare = facts._replace(
        narrowing=1.0,
        premium_low=1.0,
        premium_high=1.0,
        base_spreads=base_spreads(profile, model, ladder, own, None),
        total_spreads=total_spreads(profile, model, levels, None),
    )
    placed = bare._replace(base_spreads=facts.base_spreads, total_spreads=here)
    employed = placed._replace(
        narrowing=facts.narrowing, total_spreads=[wide * each for each in here]
    )
    stages = [
        ("level" if profile.level else "years", bare),
        ("place", placed),
        ("employer", employed),
        ("specialization", facts),
    ]
    base, _, total, _ = rules.price(facts, _M)
    widths = [(rule, *_widths(told, base, total)) for rule, told in stages]
    parts = [SpreadPart(*widths[0])]
    parts += [
        SpreadPart(rule, wider - before, whole - earlier)
        for (_, before, earlier), (rule, wider, whole) in pairwise(widths)
        if wider != before or whole != earlier
    ]
    return tuple(parts)


def _widths(facts: Facts, base: float, total: float) -> tuple[float, float]:
    """p75 less p25 of base and of the total, by these facts' spreads around the given middles."""
    _, base_spread, _, total_spread = rules.price(facts, _M)
    ranges = (
        rules.percentiles(middle, spread, _M)
        for middle, spread in ((base, base_spread), (total, total_spread))
    )
    first, second = (float(pay[3] - pay[1]) for pay in ranges)
    return first, second
