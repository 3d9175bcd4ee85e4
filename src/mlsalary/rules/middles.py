"""The middle of base and of total compensation, rule by rule.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other.
Money is US dollars a year; what ends in ``_log`` is a natural logarithm.
"""

from __future__ import annotations

from mlsalary.rules.facts import told
from mlsalary.rules.operations import pairs, pairs_of, sum_of
from mlsalary.rules.spread import total_spread, widened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlsalary.rules.facts import Facts, Part
    from mlsalary.rules.operations import Maths, Value


def level_shares(years: Value, slope: Value, cuts: Sequence[Value], m: Maths) -> list[Value]:
    """P(level) on the individual ladder, lowest first: an ordered logit in ln(1 + years)."""
    reached = slope * m.log(years + 1)
    below = [1 / (1 + m.exp(reached - cut)) for cut in cuts]
    return [below[0], *(high - low for low, high in pairs(below)), 1 - below[-1]]


def mixed(shares: Sequence[Value], values: Sequence[Value]) -> Value:
    """The mean of a value over levels, weighted by their probabilities."""
    total = shares[0] * values[0]
    for share, value in pairs_of(shares[1:], values[1:]):
        total = total + share * value
    return total


def middle_log(low: Value, high: Value, m: Maths) -> Value:
    """ln of the geometric middle of a band, sqrt(low x high)."""
    return (m.log(low) + m.log(high)) / 2


def pegged(end: Value, peg_then: Value, peg_now: Value) -> Value:
    """The end of a band, moved as its peg moved between two releases."""
    return end * peg_now / peg_then


def blended_log(developers: Value, scientists: Value, weight: Value, m: Maths) -> Value:
    """ln of the weighted geometric mean of the two occupations' mean wages."""
    return weight * m.log(developers) + (1 - weight) * m.log(scientists)


def stand_in(other: Value, national_other: Value, national_missing: Value) -> Value:
    """The wage of an occupation that is not published, from the other's in the same place."""
    return other * national_missing / national_other


def on_guide_scale_log(above_nation: Value, scale_log: Value, slope: Value) -> Value:
    """ln of a BLS wage as the guide would state it.

    above_nation: ln of the BLS wage over the nation's. scale_log: ln of the nation's wage on the
    guide's scale. slope: how far the guide's wages part where BLS wages part by one.
    """
    return scale_log + slope * above_nation


def place_log(wage_log: Value, reference_log: Value, elasticity: Value) -> Value:
    """ln of (area wage / reference wage) ^ elasticity."""
    return elasticity * (wage_log - reference_log)


def weighted(first: Value, second: Value, weight: Value) -> Value:
    """Two sources of one figure, ``weight`` on the first."""
    return weight * first + (1 - weight) * second


def pooled(prior: Value, reported: Value, reports: Value, strength: Value) -> Value:
    """A prior updated by the mean of reports, shrunk toward it: ``strength`` counts as reports."""
    return (reports * reported + strength * prior) / (reports + strength)


def drawn_log(own: Value, low: Value, mean: Value, high: Value, m: Maths) -> Value:
    """A figure drawn between the lowest and the highest of several, ``mean`` being theirs.

    It moves from the mean toward ``own`` by gap x room / (gap + room), where gap is what parts the
    two and room what parts the mean from the end on that side. It rises with each of the four, and
    is ``own`` nearly where there is room for that, the mean where there is none.
    """
    gap = own - mean
    size = m.where(gap < 0, -gap, gap)
    room = m.where(gap < 0, mean - low, high - mean)
    return mean + gap * room / (size + m.where(room > 0, room, 1.0))


def premium_of_band(
    low: Value, high: Value, typical_low: Value, typical_high: Value
) -> list[Value]:
    """A band in dollars as factors on the middle of the generalist's typical base."""
    generalist = (typical_low * typical_high) ** 0.5
    return [low / generalist, high / generalist]


def effect(part: Part, shares: Sequence[Value]) -> Value:
    """ln of one rule's factor: what it is at all levels, and at each by its probability."""
    found = [] if part.by_level is None else [mixed(shares, part.by_level)]
    return sum_of([*found, *([] if part.log is None else [part.log])])


def climbed(parts: Mapping[str, Part], shares: Sequence[Value]) -> Value:
    """By how much ln of base has risen above that of the lowest level."""
    ladders = told(parts, "by_level")
    return sum_of([mixed(shares, values) - values[0] for values in ladders])


def beside_log(parts: Mapping[str, Part], years: Value, m: Maths) -> Value:
    """ln of the factor of years that stand beside a level: none where they are its usual ones."""
    slope, at_usual = sum_of(told(parts, "a_log_year")), sum_of(told(parts, "at_usual"))
    return slope * m.log(years + 1) - at_usual


def bonus_of(beyond: Value, part: Value) -> Value:
    """The bonus in what is paid beyond base, both as shares of base."""
    return beyond * part


def equity_of(beyond: Value, part: Value) -> Value:
    """The equity in what is paid beyond base: what is not bonus."""
    return beyond * (1 - part)


def tilt_log(place: Value, elasticity: Value) -> Value:
    """ln of the factor on the shares beyond base, which follow the place more than base does."""
    return elasticity * place


def with_factor(share: Value, factor_log: Value, m: Maths) -> Value:
    """An amount or a share times a factor, which is given as its ln."""
    return share * m.exp(factor_log)


def ratio(equity: Value, bonus: Value) -> Value:
    """Total compensation of a normal year over base."""
    return 1 + equity + bonus


def beyond_base(facts: Facts, m: Maths) -> tuple[Value, Value]:
    """Equity and bonus of a normal year, as shares of base."""
    more, cash = sum_of(told(facts.parts, "beyond")), sum_of(told(facts.parts, "cash"))
    equity, bonus = (
        with_factor(sum_of([mixed(facts.shares, levels) for levels in given]), more, m)
        for given in (told(facts.parts, "equity"), told(facts.parts, "bonus"))
    )
    return equity_of(equity, cash), bonus + bonus_of(equity, cash)


def price(facts: Facts, m: Maths) -> tuple[Value, Value, Value, Value]:
    """ln p50 and spread of base, ln p50 and spread of the total."""
    parts = facts.parts
    base = sum_of([effect(part, facts.shares) for part in parts.values()]) + facts.beside
    spread = widened(facts.base_core, told(parts, "widens"), facts.together)
    ratio_log = m.log(ratio(*beyond_base(facts, m)))
    return base, spread, base + ratio_log, total_spread(spread, facts.beyond, ratio_log)
