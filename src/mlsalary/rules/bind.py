"""From what every rule says to what is priced: the one way for a profile and for a table of them.

Arithmetic only: no figure stands here and nothing is looked up. Every argument is a float, or a
column of floats; ``m`` brings exp, log and where for the one or the other.
"""

from __future__ import annotations

from mlsalary.rules.facts import Facts, told
from mlsalary.rules.middles import level_shares
from mlsalary.rules.operations import product_of
from mlsalary.rules.spread import core_spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlsalary.rules.facts import Curve, Part
    from mlsalary.rules.operations import Maths, Value


def gather(
    parts: Mapping[str, Part],
    curve: Curve,
    years: Value,
    years_tell: Value,
    m: Maths,
    shares: Sequence[Value] | None = None,
) -> Facts:
    """The facts of these parts at these years.

    years_tell: whether only the years tell the level, so that factors of years count. shares:
    P(level) where something else tells it.
    """
    found = level_shares(years, curve.slope, curve.cuts, m) if shares is None else shares
    base, total = (
        core_spread(years, curve.knots, values, product_of(factors), years_tell, m)
        for (values,), factors in (
            (told(parts, "base_knots"), told(parts, "base_of_years")),
            (told(parts, "total_knots"), told(parts, "total_of_years")),
        )
    )
    return Facts(found, base, total, parts)
