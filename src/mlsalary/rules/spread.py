"""The spread among people, and where an amount stands in it.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other.
"""

from __future__ import annotations

from mlsalary.rules.facts import Skew

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

EVEN = Skew(1.0, 1.0)


def band_spread(low: Value, high: Value, m: Maths) -> Value:
    """The spread of which low and high are the 25th and the 75th percentile."""
    return (m.log(high) - m.log(low)) / (2 * Z75)


def years_spread(climbed: Value, start: Value, rise: Value) -> Value:
    """The spread that years give: wider the more ln of base has climbed since they began.

    With a rise below 1 / Z90 no percentile falls while the middle rises.
    """
    return start + rise * climbed


def widened(core: Value, widens: Sequence[Value], together: Value = 0.0) -> Value:
    """A spread that a premium's own band widens.

    together: the correlation of the two. At 1 spreads add up, so that a band's ends take the ends
    of a premium; at 0 their squares do.
    """
    for more in widens:
        core = (core * core + 2 * together * core * more + more * more) ** 0.5
    return core


def total_spread(base: Value, beyond: Value, ratio_log: Value) -> Value:
    """The spread of the total: wider than that of base the more is paid beyond it.

    beyond: by how much for each that ln(total / base) is; up to 1 / Z90 base stays at or below the
    total from p10 to p90.
    """
    return base + beyond * ratio_log


def percentiles(middle: Value, spread: Value, m: Maths, skew: Skew = EVEN) -> list[Value]:
    """p10, p25, p50, p75 and p90 of a log-normal distribution with ln p50 = ``middle``, in two
    pieces where it is skewed."""
    below, above = spread * skew.below, spread * skew.above
    ends = ((-Z90, below), (-Z75, below), (0, above), (Z75, above), (Z90, above))
    return [m.exp(middle + z * side) for z, side in ends]


def percentile_rank(pay: Value, low: Value, middle: Value, high: Value, m: Maths) -> Value:
    """Where ``pay`` stands, 0 to 100, among people of whom these are p25, p50 and p75."""
    return rank_of(spreads_above(pay, low, middle, high, m), m)


def spreads_above(pay: Value, low: Value, middle: Value, high: Value, m: Maths) -> Value:
    """How many spreads ``pay`` lies above the middle, each side by its own: p25, p50 and p75."""
    side = m.where(pay < middle, m.log(middle) - m.log(low), m.log(high) - m.log(middle))
    return Z75 * (m.log(pay) - m.log(middle)) / side


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
