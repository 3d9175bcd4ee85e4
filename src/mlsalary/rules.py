"""The formulas: arithmetic only.

No figure stands here and nothing is looked up. Every argument is a float, or a column of floats;
``m`` brings exp, log and where for the one or the other, so this text prices one profile and a
table of them alike. Money is US dollars a year. What ends in ``_log`` is a natural logarithm; a
*spread* is the standard deviation of log pay among people who share the profile.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from mlsalary.facts import Facts
    from mlsalary.maths import Maths, Value

# Quantiles of the standard normal distribution, and the terms of its distribution function after
# Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17 (error below 7.5e-8).
Z75 = 0.6744897501960817
Z90 = 1.2815515655446004
NORMAL_SCALE = 0.3989422804014327
NORMAL_RATE = 0.2316419
NORMAL_END = 37.0  # nothing lies beyond it, and a database stops at an exp() that gives out
NORMAL_TERMS = (0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429)


# Level -------------------------------------------------------------------------------------------


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


def band_spread(low: Value, high: Value, m: Maths) -> Value:
    """The spread of which low and high are the 25th and the 75th percentile."""
    return (m.log(high) - m.log(low)) / (2 * Z75)


def pegged(end: Value, peg_then: Value, peg_now: Value) -> Value:
    """The end of a band, moved as its peg moved between two releases."""
    return end * peg_now / peg_then


# Place -------------------------------------------------------------------------------------------


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


# Specialization ----------------------------------------------------------------------------------


def premium_of_band(
    low: Value, high: Value, typical_low: Value, typical_high: Value
) -> list[Value]:
    """A band in dollars as factors on the middle of the generalist's typical base."""
    generalist = (typical_low * typical_high) ** 0.5
    return [low / generalist, high / generalist]


# Pay ---------------------------------------------------------------------------------------------


def base_log(
    generalist: Value, place: Value, premium: Value, degree: Value, employer: Value, aging: Value
) -> Value:
    """ln of the p50 of base: one term a rule."""
    return generalist + place + premium + degree + employer + aging


def bonus_of(beyond: Value, part: Value) -> Value:
    """The bonus in what is paid beyond base, both as shares of base."""
    return beyond * part


def equity_of(beyond: Value, part: Value) -> Value:
    """The equity in what is paid beyond base: what is not bonus."""
    return beyond * (1 - part)


def tilted(share: Value, place: Value, elasticity: Value, m: Maths) -> Value:
    """A share of base where pay beyond base follows the place more than base itself does."""
    return share * m.exp(elasticity * place)


def ratio(equity: Value, bonus: Value) -> Value:
    """Total compensation of a normal year over base."""
    return 1 + equity + bonus


def along(at: Value, knots: Sequence[Value], values: Sequence[Value], m: Maths) -> Value:
    """A value that runs straight from knot to knot and flat beyond the ends; knots ascend."""
    value = values[0]
    for (start, end), (first, last) in pairs_of(pairs(knots), pairs(values)):
        part = (at - start) / (end - start)
        part = m.where(part < 0, 0 * part, m.where(part > 1, 0 * part + 1, part))
        value = value + (last - first) * part
    return value


def base_spread(core: Value, narrowing: Value, premium_spread: Value) -> Value:
    """The spread of base: what is known of the person narrows it, a premium's own band widens."""
    return core * narrowing + premium_spread


def total_spread(
    core: Value, premium_spread: Value, base: Value, ratio_log: Value, m: Maths
) -> Value:
    """The spread of the total, held so that base <= total at p10 and at p90."""
    room = ratio_log / Z90
    wanted = core + premium_spread
    wanted = m.where(wanted > base + room, base + room, wanted)
    return m.where(wanted < base - room, base - room, wanted)


def percentiles(middle: Value, spread: Value, m: Maths) -> list[Value]:
    """p10, p25, p50, p75 and p90 of a log-normal distribution with ln p50 = ``middle``."""
    return [m.exp(middle + z * spread) for z in (-Z90, -Z75, 0, Z75, Z90)]


def percentile_rank(pay: Value, middle: Value, spread: Value, m: Maths) -> Value:
    """Where ``pay`` stands in that distribution, 0 to 100."""
    return rank_of(spreads_above(pay, middle, spread, m), m)


def spreads_above(pay: Value, middle: Value, spread: Value, m: Maths) -> Value:
    """How many spreads ``pay`` lies above the middle, which is given as its ln."""
    return (m.log(pay) - middle) / spread


def rank_of(z: Value, m: Maths) -> Value:
    """Which part of a normal distribution lies below z standard deviations, in per cent."""
    size = m.where(z < 0, -z, z)
    step = 1 / (1 + NORMAL_RATE * size)
    tail = 0 * z
    for term in reversed(NORMAL_TERMS):
        tail = (tail + term) * step
    near = m.where(size > NORMAL_END, 0 * z, size)
    beyond = m.where(size > NORMAL_END, 0 * z, NORMAL_SCALE * m.exp(-near * near / 2) * tail)
    return 100 * m.where(z < 0, beyond, 1 - beyond)


# Doubt -------------------------------------------------------------------------------------------


def combined(parts: Sequence[Value]) -> Value:
    """Independent standard deviations as one."""
    return sum(part * part for part in parts) ** 0.5


def disagreement(first_log: Value, second_log: Value, m: Maths) -> Value:
    """Two sources of one figure as a standard deviation: half of what parts them."""
    apart = first_log - second_log
    return m.where(apart < 0, -apart, apart) / 2


# Decisions ---------------------------------------------------------------------------------------


def vested(grant: Value, percent: Value) -> Value:
    """What a year's part of a vesting schedule is worth."""
    return grant * percent / 100


def normal_equity(grant: Value, years: Value) -> Value:
    """A grant's average year."""
    return grant / years


def bonus_paid(base: Value, share: Value) -> Value:
    """A bonus stated as a share of base."""
    return base * share


def paid(base: Value, equity: Value, bonus: Value, signing: Value) -> Value:
    """A year's pay from its parts."""
    return base + equity + bonus + signing


def missing(wanted: Value, have: Value, m: Maths) -> Value:
    """What is missing to an amount, nothing when it is reached."""
    return m.where(have < wanted, wanted - have, 0 * have)


def base_for(more: Value, bonus_share: Value) -> Value:
    """The rise of base that brings so much more a year, when the bonus rises with it."""
    return more / (1 + bonus_share)


def grant_for(more: Value, years: Value) -> Value:
    """The rise of a grant that brings so much more in its average year."""
    return more * years


def a_month(a_year: Value) -> Value:
    """A year's pay by the month."""
    return a_year / 12


def growth(later: Value, earlier: Value) -> Value:
    """By which share the one exceeds the other."""
    return later / earlier - 1


def range_width(low: Value, high: Value) -> Value:
    """The width of a salary range over its middle."""
    return (high - low) / ((high + low) / 2)


def way_through(pay: Value, low: Value, high: Value) -> Value:
    """How far through a range an amount lies, in per cent: 0 at its low end, 100 at its high."""
    return 100 * (pay - low) / (high - low)


# The whole ---------------------------------------------------------------------------------------


def beyond_base(facts: Facts, m: Maths) -> tuple[Value, Value]:
    """Equity and bonus of a normal year, as shares of base."""
    equity = tilted(mixed(facts.shares, facts.equity), facts.place, facts.tilt, m)
    bonus = tilted(mixed(facts.shares, facts.bonus), facts.place, facts.tilt, m)
    return equity, bonus


def price(facts: Facts, m: Maths) -> tuple[Value, Value, Value, Value]:
    """ln p50 and spread of base, ln p50 and spread of the total."""
    premium = middle_log(facts.premium_low, facts.premium_high, m)
    premium_spread = band_spread(facts.premium_low, facts.premium_high, m)
    base = base_log(
        mixed(facts.shares, facts.middles),
        facts.place,
        premium,
        mixed(facts.shares, facts.degree),
        facts.employer,
        facts.aging,
    )
    spread = base_spread(mixed(facts.shares, facts.base_spreads), facts.narrowing, premium_spread)
    equity, bonus = beyond_base(facts, m)
    ratio_log = m.log(ratio(equity, bonus))
    total = total_spread(
        mixed(facts.shares, facts.total_spreads), premium_spread, spread, ratio_log, m
    )
    return base, spread, base + ratio_log, total


def pairs(values: Sequence[Value]) -> list[tuple[Value, Value]]:
    """Each value with the next."""
    return pairs_of(values, values[1:])


def pairs_of(first: Sequence[Any], second: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Two sequences side by side, as long as the shorter."""
    return list(zip(first, second, strict=False))
