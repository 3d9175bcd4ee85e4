"""``mlsalary path``: pay from now on, year by year."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import Annotated, get_args

from mlsalary.cli.options import (
    PROFILE_OPTIONS,
    Verb,
    prints,
    signed,
    takes_profile,
    takes_rulebook,
)
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook
from mlsalary.saved.start import Start


def _hides_level(verb: Verb) -> Verb:
    """Leave --level out of the help: it is taken only to say why a path has none."""
    kind, option = get_args(PROFILE_OPTIONS["level"])
    hidden = copy(option)
    hidden.hidden = True
    return signed(verb, verb, {"level": Annotated[kind, hidden]})


@prints("explain", "sources", "chart", "real")
@_hides_level
@takes_rulebook
@takes_profile
def path(profile: Profile, book: Rulebook, start: Start) -> tuple[Result, Start]:
    """Follow a career: base and total by years of experience.

    Starts at --years, or with none. --explain adds the ladders of levels; --level is refused.
    """
    from mlsalary.decisions import path as paths

    if "level" in start.values:
        profile = replace(profile, level=None)  # saved for other questions, not asked of this one
    if profile.level is not None:
        raise UsageError(
            "option_without_effect",
            "A path follows the years, so --level has no effect. Say how many there are: "
            f"mlsalary path --years 6. For one level: mlsalary estimate --level {profile.level}",
        )
    return paths.path(profile, book), start.only(start.values.keys() - {"level"})
