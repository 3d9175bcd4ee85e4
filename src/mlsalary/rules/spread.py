"""The spread among people, and where an amount stands in it.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other.
"""

from __future__ import annotations

from mlsalary.rules.operations import pairs, pairs_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlsalary.rules.operations import Maths, Value

# Quantiles of the standard normal distribution, and the terms of its distribution function after
# Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17 (error below 7.5e-8).
Z75 = 0.6744897501960817
Z90 = 1.2815515655446004
NORMAL_SCALE = 0.3989422804014327
NORMAL_RATE = 0.2316419
NORMAL_END = 5.2  # beyond it less is left than the error of the terms
NORMAL_TERMS = (0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429)


def band_spread(low: Value, high: Value, m: Maths) -> Value:
    """The spread of which low and high are the 25th and the 75th percentile."""
    return (m.log(high) - m.log(low)) / (2 * Z75)


def along(at: Value, knots: Sequence[Value], values: Sequence[Value], m: Maths) -> Value:
    """A value that runs straight from knot to knot and flat beyond the ends; knots ascend."""
    value = values[0]
    for (start, end), (first, last) in pairs_of(pairs(knots), pairs(values)):
        part = (at - start) / (end - start)
        part = m.where(part < 0, 0 * part, m.where(part > 1, 0 * part + 1, part))
        value = value + (last - first) * part
    return value


def core_spread(
    years: Value,
    knots: Sequence[Value],
    values: Sequence[Value],
    of_years: Value,
    years_tell: Value,
    m: Maths,
) -> Value:
    """The spread that level or years give, before the rules' own factors.

    It runs along the knots of years; where only the years tell the level, ``of_years`` counts too.
    """
    return along(years, knots, values, m) * m.where(years_tell, of_years, 1.0)


def widened(core: Value, factors: Sequence[Value], widens: Sequence[Value]) -> Value:
    """A spread after the rules: what is known of the person narrows it, a premium's own band
    widens it."""
    for factor in factors:
        core = core * factor
    for more in widens:
        core = core + more
    return core


def total_spread(wanted: Value, base: Value, ratio_log: Value, m: Maths) -> Value:
    """The spread of the total, held so that base <= total at p10 and at p90."""
    room = ratio_log / Z90
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
    near = m.where(size > NORMAL_END, 0 * size, size)
    beyond = m.where(size > NORMAL_END, 0 * size, NORMAL_SCALE * m.exp(-near * near / 2) * tail)
    return 100 * m.where(z < 0, beyond, 1 - beyond)
