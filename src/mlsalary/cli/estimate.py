"""``mlsalary estimate``: the range for one profile."""

from __future__ import annotations

from mlsalary.cli.options import prints, takes_profile, takes_rulebook
from mlsalary.profile import Profile
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook


@prints("explain", "sources", "chart")
@takes_rulebook
@takes_profile
def estimate(
    profile: Profile,
    book: Rulebook,
    explain: bool,
) -> Result:
    """Estimate base salary and total compensation for one profile."""
    from mlsalary import engine

    return engine.explain(profile, book) if explain else engine.estimate(profile, book)
