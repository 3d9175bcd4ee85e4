"""``mlsalary path``: pay from now on, year by year."""

from __future__ import annotations

from mlsalary.cli.options import prints, takes_profile, takes_rulebook
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook


@prints("explain", "sources")
@takes_rulebook
@takes_profile
def path(profile: Profile, book: Rulebook) -> Result:
    """Follow a career: base and total by years of experience; --explain adds the ladders."""
    from mlsalary.decisions import path as paths

    if profile.level is not None:
        raise UsageError(
            "option_without_effect",
            "A path follows the years, so --level has no effect. Say how many there are: "
            f"mlsalary path --years 6. For one level: mlsalary estimate --level {profile.level}",
        )
    return paths.path(profile, book)
