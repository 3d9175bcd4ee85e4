"""Which rule owns how much of the spread among people, in dollars."""

from __future__ import annotations

from itertools import pairwise

from mlsalary import rules
from mlsalary.engine.working import Working
from mlsalary.results import Range, SpreadPart
from mlsalary.rules.facts import OF_SPREAD, Facts
from mlsalary.rules.operations import Floats

_M = Floats()


def spread_owners(worked: Working) -> tuple[SpreadPart, ...]:
    """The middle half's width that level or years give, then what each further rule adds to it.

    The rules are applied one after the other around the same middle, so the parts add up.
    """
    first, *others = worked.facts.parts
    bare = {
        name: part._replace(**dict.fromkeys(OF_SPREAD)) if name in others else part
        for name, part in worked.facts.parts.items()
    }
    profile = worked.case.profile
    stages = [(first if profile.level else "years", bare)]
    for name in others:
        stages.append((name, stages[-1][1] | {name: worked.facts.parts[name]}))
    widths = [(name, *_widths(worked.facts_of(parts), worked)) for name, parts in stages]
    found = [SpreadPart(*widths[0])]
    found += [
        SpreadPart(rule, wider - before, whole - earlier)
        for (_, before, earlier), (rule, wider, whole) in pairwise(widths)
        if wider != before or whole != earlier
    ]
    return tuple(found)


def _widths(facts: Facts, worked: Working) -> tuple[float, float]:
    """p75 less p25 of base and of the total, by these facts' spreads around the same middles."""
    _, base_spread, _, total_spread = rules.price(facts, _M)
    base = Range(*rules.percentiles(worked.base_log, base_spread, _M))
    total = worked.total_range(total_spread)
    return base.p75 - base.p25, total.p75 - total.p25
