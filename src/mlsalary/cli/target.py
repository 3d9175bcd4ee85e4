"""``mlsalary target``: where an amount stands, and what would make it your median."""

from __future__ import annotations

from typing import Annotated

import typer

from mlsalary.cli.options import prints, takes_profile, takes_rulebook
from mlsalary.profile import Profile
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook


@prints("explain", "sources", "real")
@takes_rulebook
@takes_profile
def target(
    profile: Profile,
    book: Rulebook,
    amount: Annotated[
        str, typer.Argument(metavar="AMOUNT", help="Total compensation a year: 300k.")
    ],
    base: Annotated[
        bool,
        typer.Option(
            "--base", help="Take AMOUNT for base, not for the total.", rich_help_panel="Amount"
        ),
    ] = False,
) -> Result:
    """Show where an amount stands, and what would make it your median.

    Each change is tried alone: years, level, place, specialization, degree, employer.
    """
    from mlsalary.decisions import target as targets

    return targets.target(amount, profile, base=base, book=book)
