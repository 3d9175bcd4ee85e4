"""The spread among people, before employer and specialization have their say."""

from __future__ import annotations

from mlsalary import rules
from mlsalary.engine.levels import ALL, Band
from mlsalary.engine.person import by_level
from mlsalary.profile import Profile
from mlsalary.rulebook.model import Model
from mlsalary.rules.operations import Floats
from mlsalary.vocabulary import INDIVIDUAL_LADDER


def base_spreads(
    profile: Profile, model: Model, ladder: dict[str, Band], code: str | None
) -> list[float]:
    """The spread of base at each level: the band's own for a given level, else the years'.

    code: the area's; None leaves out what the area does to the spread.
    """
    if profile.level is None:
        return [_of_years(profile, model, "base", code)] * len(ALL)
    spreads = [ladder[level].spread for level in ALL]
    if profile.degree == "phd":
        spreads[0] = ladder["entry-phd"].spread
    return spreads


def total_spreads(profile: Profile, model: Model, code: str | None) -> list[float]:
    """The spread of total compensation at each level: a given level's own, else the years'."""
    if profile.level is None:
        return [_of_years(profile, model, "total", code)] * len(ALL)
    return by_level(model, "spread.total")


def elsewhere(model: Model, pay: str, code: str) -> float:
    """The factor on the years' spread where reported pay does not tell what the area pays."""
    return 1.0 if model.reports(code) else model.value(f"spread.elsewhere.{pay}")


def _of_years(profile: Profile, model: Model, pay: str, code: str | None) -> float:
    """What lies between the levels' own spreads, each standing at the level's usual years."""
    names = ("spread.years", f"spread.{pay}")
    knots, values = (model.by_level(name, INDIVIDUAL_LADDER) for name in names)
    core = rules.along(profile.years or 0.0, knots, values, Floats())
    return float(core) * (1.0 if code is None else elsewhere(model, pay, code))
