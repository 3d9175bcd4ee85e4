"""``mlsalary backtest``: how well the estimates fit reported pay."""

from __future__ import annotations

from typing import Annotated

import typer

from mlsalary.cli.options import prints, takes_rulebook
from mlsalary.cli.pay_file import Pay, takes_pay_file
from mlsalary.evaluation.scorecard import TERMS
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook


@takes_pay_file
@prints("explain", "sources", "chart")
@takes_rulebook
def backtest(
    book: Rulebook,
    pay: Pay,
    folds: Annotated[
        int,
        typer.Option(
            metavar="NUMBER", help="Fit this many models, each scored on rows it has not seen."
        ),
    ] = 0,
    without: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TERM",
            help=f"Remove a term (with --folds): {', '.join(TERMS)}. Repeatable.",
        ),
    ] = None,
) -> Result:
    """Score the estimates on reported pay.

    Gives errors and coverage, those of simpler methods to compare, and those of each group.
    """
    from mlsalary.extras import need  # one line instead of a traceback where the extra is missing

    if folds:
        need("scipy", "fit")
    from mlsalary.evaluation import backtest as scoring

    return scoring.backtest(pay.read(book), book, folds, without or (), pay.read_also(book))
