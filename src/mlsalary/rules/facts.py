"""What the rules are told of a profile, bound from the rulebook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlsalary.rules.operations import Value


class Facts(NamedTuple):
    """Numbers for one profile, or columns for a table of them.

    A value per level, in the order of ``words.LEVELS`` or of the individual ladder alone:
    shares (P(level)), middles (ln of the band's middle, US dollars a year), degree (ln of its
    factor), equity and bonus (shares of base), base_spreads and total_spreads (standard
    deviations of log pay).

    place, employer, aging: ln of their factors. premium_low, premium_high: the specialization's
    band of factors. narrowing: what knowing the employer does to the spread of base. tilt: the
    elasticity of the shares beyond base to the place's factor.
    """

    shares: Sequence[Value]
    middles: Sequence[Value]
    degree: Sequence[Value]
    equity: Sequence[Value]
    bonus: Sequence[Value]
    base_spreads: Sequence[Value]
    total_spreads: Sequence[Value]
    place: Value
    premium_low: Value
    premium_high: Value
    employer: Value
    aging: Value
    narrowing: Value
    tilt: Value
