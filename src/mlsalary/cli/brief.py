"""``mlsalary brief``: one page to take to a negotiation."""

from __future__ import annotations

from typing import Any

from mlsalary.cli.offer_options import takes_offer
from mlsalary.cli.options import prints, takes_profile, takes_rulebook
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook


@prints("explain", "sources", usual="markdown")
@takes_rulebook
@takes_profile
@takes_offer
def brief(profile: Profile, book: Rulebook, offered: dict[str, Any]) -> Result:
    """Write one page for a negotiation.

    Without an offer, the page says what the job pays. In a pipe, it is Markdown.
    """
    from mlsalary.decisions.brief import brief
    from mlsalary.decisions.terms import Offer

    if offered and "base" not in offered:
        raise UsageError("no_offer", "An offer needs a base. Add --base 190k.")
    return brief(profile, Offer(profile, **offered) if offered else None, book)
