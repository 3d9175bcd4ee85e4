"""Pay of one place at the prices of another.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats. A parity is a price level of which 100 is the nation's.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlsalary.rules.operations import Value


def at_national_prices(pay: Value, parity: Value) -> Value:
    """What the same goods and services cost at the nation's prices that ``pay`` buys in a place."""
    return pay * 100 / parity


def differs(part: Value, whole: Value, share: Value) -> Value:
    """Whether the parity of a part lies further than this share of the whole's from it."""
    return (part > (1 + share) * whole) | (part < (1 - share) * whole)
