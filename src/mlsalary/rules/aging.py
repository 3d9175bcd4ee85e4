"""Pay of one month in the money of another.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlsalary.rules.operations import Maths, Value


def between_log(before: Value, after: Value, part: Value) -> Value:
    """ln of a series between two months of which it is known, ``part`` of the way: straight."""
    return (1 - part) * before + part * after


def grown_log(last: Value, growth: Value, years: Value, m: Maths) -> Value:
    """ln of a series so many years after the last month of which it is known.

    growth: the factor of a year.
    """
    return last + years * m.log(growth)


def aging_doubt(a_year: Value, years: Value) -> Value:
    """The standard deviation that so many years of carrying on bring, the same for each."""
    return a_year * years
