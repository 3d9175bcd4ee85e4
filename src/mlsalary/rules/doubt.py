"""The uncertainty of a middle.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other.
"""

from __future__ import annotations

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
