"""The spread among people, before employer and specialization have their say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mlsalary import rules
from mlsalary.engine.levels import Band
from mlsalary.engine.person import by_level
from mlsalary.profile import Profile
from mlsalary.rulebook.model import Model
from mlsalary.rules.operations import Floats


def base_spreads(
    profile: Profile,
    model: Model,
    ladder: Mapping[str, Band],
    own: Mapping[str, Band],
    code: str | None,
) -> list[float]:
    """The spread of base at each level: the band's own for a given level, else the years'.

    own: the guide's bands of the degree. code: the area's; None leaves out what the area does to
    the spread.
    """
    if profile.level is None:
        return [_of_years(profile, model, "base", code)] * len(ladder)
    return [(own.get(level) or band).spread for level, band in ladder.items()]


def total_spreads(
    profile: Profile, model: Model, levels: Sequence[str], code: str | None
) -> list[float]:
    """The spread of total compensation at each level: a given level's own, else the years'."""
    if profile.level is None:
        return [_of_years(profile, model, "total", code)] * len(levels)
    return by_level(model, "spread.total", levels)


def elsewhere(model: Model, pay: str, code: str) -> float:
    """The factor on the years' spread where reported pay does not tell what the area pays."""
    return 1.0 if model.reports(code) else model.value(f"spread.elsewhere.{pay}")


def _of_years(profile: Profile, model: Model, pay: str, code: str | None) -> float:
    """What lies between the levels' own spreads, each standing at the level's usual years."""
    names = ("spread.years", f"spread.{pay}")
    knots, values = (model.by_rung(name) for name in names)
    core = rules.along(profile.years or 0.0, knots, values, Floats())
    return float(core) * (1.0 if code is None else elsewhere(model, pay, code))
