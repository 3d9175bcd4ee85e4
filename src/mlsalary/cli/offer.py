"""``mlsalary offer``: is it good, and what to ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mlsalary.cli.offer_options import takes_offer
from mlsalary.cli.options import prints, takes_profile, takes_rulebook
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook


@prints
@takes_rulebook
@takes_profile
@takes_offer
def offer(
    profile: Profile,
    book: Rulebook,
    offered: dict[str, Any],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="A .toml or .json file of offers to compare, instead of --base."
        ),
    ] = None,
    posted: Annotated[
        str | None,
        typer.Option(help="A posted range of base instead of an offer: 130k-242k."),
    ] = None,
) -> Result:
    """Judge an offer: the verdict, the years, and what to ask for.

    Or place a posted range (--posted), or compare the offers of a file.
    """
    _one_question(file, posted, offered)
    if posted is not None:
        from mlsalary.decisions.posted import place_posted

        return place_posted(posted, profile, book)
    from mlsalary.decisions.offer import judge_offer
    from mlsalary.decisions.terms import Offer

    if file is None:
        return judge_offer(Offer(profile, **offered), book)
    from mlsalary.decisions.offer_file import read_offers
    from mlsalary.decisions.offers import compare_offers

    offers = read_offers(file, profile, book)
    return judge_offer(offers[0], book) if len(offers) == 1 else compare_offers(offers, book)


def _one_question(file: Path | None, posted: str | None, offered: dict[str, Any]) -> None:
    """Refuse an offer without a base, and two questions at once."""
    if file is None and posted is None and "base" not in offered:
        raise UsageError(
            "no_offer",
            "An offer needs a base. Add --base 190k, or --posted 130k-242k, or name a file.",
        )
    if (file is not None) + (posted is not None) + bool(offered) > 1:
        raise UsageError(
            "two_questions",
            "A file of offers, a posted range and an offer by options exclude each other. "
            "Give one of them.",
        )
