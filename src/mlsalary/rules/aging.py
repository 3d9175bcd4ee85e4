"""Pay of one month in the money of another.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlsalary.rules.operations import Maths, Value


def aged_log(index: Value, m: Maths) -> Value:
    """ln of what a dollar of the base month is in another month.

    index: what a dollar of that month is worth in the base month's money.
    """
    return -m.log(index)


def aged_between_log(before: Value, after: Value, part: Value, m: Maths) -> Value:
    """The same between two months whose index is known, ``part`` of the way: straight in logs."""
    return -((1 - part) * m.log(before) + part * m.log(after))


def aged_beyond_log(last: Value, growth: Value, years: Value, m: Maths) -> Value:
    """The same so many years after the last month whose index is known.

    growth: the factor of a year.
    """
    return years * m.log(growth) - m.log(last)


def aging_doubt(a_year: Value, years: Value) -> Value:
    """The standard deviation that so many years of carrying on bring, the same for each."""
    return a_year * years
