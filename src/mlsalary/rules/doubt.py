"""The uncertainty of a middle.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other. Every doubt is a
standard deviation of ln p50.
"""

from __future__ import annotations

from mlsalary.rules.spread import Z90

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlsalary.rules.operations import Maths, Value


def combined(parts: Sequence[Value]) -> Value:
    """Independent standard deviations as one."""
    return sum(part * part for part in parts) ** 0.5


def disagreement(first_log: Value, second_log: Value, m: Maths) -> Value:
    """Two sources of one figure as a standard deviation: half of what parts them."""
    apart = first_log - second_log
    return m.where(apart < 0, -apart, apart) / 2


def relative_error(error: Value, value: Value) -> Value:
    """The standard error of a figure as one of its ln."""
    return error / value


def sampling_doubt(wage_error: Value, elasticity: Value, weight: Value) -> Value:
    """What the sampling error of a wage's ln does to a place's factor, ``weight`` on that wage."""
    return weight * elasticity * wage_error


def line_doubt(
    prior_log: Value, elasticity: Value, error: Value, reference_error: Value, weight: Value
) -> Value:
    """What the standard errors of elasticity and of ln reference do to a place's factor.

    prior_log: ln of the factor that the line gives, elasticity x (ln wage - ln reference).
    """
    distance = prior_log / elasticity
    return weight * combined((distance * error, elasticity * reference_error))


def counted(doubt: Value, weight: Value) -> Value:
    """The doubt of one of several sources that counts ``weight``."""
    return weight * doubt


def around(middle_log: Value, doubt: Value, m: Maths) -> list[Value]:
    """Both ends of the 80% interval around a middle, which is given as its ln."""
    return [m.exp(log) for log in around_log(middle_log, doubt)]


def around_log(middle_log: Value, doubt: Value) -> list[Value]:
    """Both ends of the 80% interval around a middle, all as ln."""
    return [middle_log - Z90 * doubt, middle_log + Z90 * doubt]


def in_dollars(middle: Value, doubt: Value, m: Maths) -> Value:
    """Half the 80% interval that a doubt alone would give, US dollars."""
    return middle * (m.exp(Z90 * doubt) - 1)


def share_of(part: Value, whole: Value) -> Value:
    """The part of the whole variance that one standard deviation owns, 0 to 1."""
    return (part / whole) ** 2
