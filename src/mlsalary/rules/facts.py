"""What the formulas are told of a profile, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mlsalary.rules.operations import Value


class Part(NamedTuple):
    """What one rule tells the formulas: numbers for one profile, or columns for a table of them.

    What the rule has nothing to say of is None. ``BY_LEVEL`` names what has a value for each level
    of the individual ladder, lowest first.

    log, by_level: ln of its factor on base, at all levels and by level; of the first rule ln of a
    band's middle, US dollars a year. base_factor, total_factor: on the spread of base and of the
    total. base_of_years, total_of_years: likewise where only the years tell the level. widens: what
    it adds to both spreads. base_knots, total_knots: the spreads at the knots of ``Curve``. equity,
    bonus: shares of base in a normal year. beyond: ln of its factor on these.
    """

    log: Value = None
    by_level: Sequence[Value] | None = None
    base_factor: Value = None
    total_factor: Value = None
    base_of_years: Value = None
    total_of_years: Value = None
    widens: Value = None
    base_knots: Sequence[Value] | None = None
    total_knots: Sequence[Value] | None = None
    equity: Sequence[Value] | None = None
    bonus: Sequence[Value] | None = None
    beyond: Value = None


BY_LEVEL = frozenset(("by_level", "base_knots", "total_knots", "equity", "bonus"))
FACTORS = frozenset(("base_factor", "total_factor", "base_of_years", "total_of_years"))
OF_SPREAD = ("base_factor", "total_factor", "base_of_years", "total_of_years", "widens")
"""What a rule does to the spread of what other rules give."""


class Curve(NamedTuple):
    """How years lead to levels and spreads: an ordered logit in ln(1 + years), lowest cut first,
    and the years at which the spreads stand."""

    slope: Value
    cuts: Sequence[Value]
    knots: Sequence[Value]


class Facts(NamedTuple):
    """What is priced.

    shares: P(level). base_core, total_core: the spreads that level or years give, before the rules'
    own factors. parts: of every rule by its name, in their order.
    """

    shares: Sequence[Value]
    base_core: Value
    total_core: Value
    parts: Mapping[str, Part]


def told(parts: Mapping[str, Part], piece: str) -> list[Value]:
    """A piece of every rule that has something to say of it."""
    return [value for part in parts.values() if (value := getattr(part, piece)) is not None]
