"""``mlsalary path``: pay from now on, year by year."""

from __future__ import annotations

from mlsalary.cli.options import prints, takes_profile, takes_rulebook
from mlsalary.profile import Profile
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook


@prints
@takes_rulebook
@takes_profile
def path(profile: Profile, book: Rulebook) -> Result:
    """Follow a career: base and total by years, P(level), and the ladders beyond."""
    from mlsalary.decisions import path as paths

    return paths.path(profile, book)
