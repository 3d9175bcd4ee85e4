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
    band's middle, US dollars a year. a_log_year, at_usual: where years stand beside a level, ln of
    the factor that one more in ln(1 + years) brings, and what it would be at the level's usual
    years, from which it counts.
    spread: of base where the level alone is told, that of its band; band_factor: on this.
    spread_beside: of base where years stand beside a level; base_factor: on this, and on the spread
    where only the years tell the level; base_of_years: on the latter alone. widens: the spread of
    its own band, which adds to whichever counts. equity, bonus: shares of base in a normal year.
    beyond: ln of its factor on these. cash: the part of the equity that is paid as a bonus.
    beyond_spread: by how much total compensation spreads wider than base, for each that
    ln(total / base) is; beyond_beside: a factor on this where years stand beside a level.
    """

    log: Value = None
    by_level: Sequence[Value] | None = None
    a_log_year: Value = None
    at_usual: Value = None
    spread: Sequence[Value] | None = None
    spread_beside: Sequence[Value] | None = None
    band_factor: Value = None
    base_of_years: Value = None
    base_factor: Value = None
    widens: Value = None
    equity: Sequence[Value] | None = None
    bonus: Sequence[Value] | None = None
    beyond: Value = None
    cash: Value = None
    beyond_spread: Value = None
    beyond_beside: Value = None


BY_LEVEL = frozenset(("by_level", "spread", "spread_beside", "equity", "bonus"))
FACTORS = frozenset(("band_factor", "base_of_years", "base_factor", "beyond_beside"))
OF_SPREAD = (
    "band_factor", "base_of_years", "base_factor", "widens", "beyond_spread", "beyond_beside"
)  # fmt: skip
"""What a rule does to the spread of what other rules give."""


class Curve(NamedTuple):
    """How years lead to levels and to the spread of base.

    slope, cuts: an ordered logit in ln(1 + years), lowest cut first. start: the spread of those who
    begin. rise: how much wider it is for each that ln of base has risen since.
    """

    slope: Value
    cuts: Sequence[Value]
    start: Value
    rise: Value


class Skew(NamedTuple):
    """Factors on a spread below the middle and above it."""

    below: Value
    above: Value


class Told(NamedTuple):
    """What a profile tells of experience. years: 0 where none are told. alone: whether the years
    alone tell the level. beside: whether they stand beside one."""

    years: Value
    alone: Value
    beside: Value


class Facts(NamedTuple):
    """What is priced.

    shares: P(level). parts: of every rule by its name, in their order. beside: ln of the factor of
    years that stand beside a level. base_core: the spread of base that level or years give.
    beyond: by how much the total spreads wider, as ``Part.beyond_spread``. together: how far what
    widens a spread goes along with it: 1 where a level alone is told, so that the guide's bands are
    read end by end, else 0, since reports hold specialists already.
    """

    shares: Sequence[Value]
    parts: Mapping[str, Part]
    beside: Value
    base_core: Value
    beyond: Value
    together: Value


def told(parts: Mapping[str, Part], piece: str) -> list[Value]:
    """A piece of every rule that has something to say of it."""
    return [value for part in parts.values() if (value := getattr(part, piece)) is not None]
