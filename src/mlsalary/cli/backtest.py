"""``mlsalary backtest``: how well the estimates fit reported pay."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlsalary.cli.endings import require_ending
from mlsalary.cli.options import prints, takes_rulebook
from mlsalary.cli.pay_file import Pay, takes_pay_file
from mlsalary.evaluation.scorecard import TERMS
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook


@takes_pay_file
@prints("explain", "sources")
@takes_rulebook
def backtest(
    book: Rulebook,
    pay: Pay,
    folds: Annotated[
        int, typer.Option(help="Fit this many models, each scored on rows it has not seen.")
    ] = 0,
    without: Annotated[
        list[str] | None,
        typer.Option(help=f"Remove a term (with --folds): {', '.join(TERMS)}. Repeatable."),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Write a chart of how reliable the percentiles are, as SVG.")
    ] = None,
) -> Result:
    """Score the estimates on reported pay: errors, coverage, and simpler methods to compare.

    Reads whatever batch reads. Columns are found by name, or given with --map.
    """
    from mlsalary.extras import need  # one line instead of a traceback where the extra is missing

    if folds:
        need("scipy", "fit")
    if plot:
        require_ending(plot, "The plot", (".svg",))
        need("matplotlib", "fit")
    from mlsalary.evaluation import backtest as scoring

    answer = scoring.backtest(pay.read(book), book, folds, without or (), pay.read_also(book))
    if plot:
        from mlsalary.cli.output import emit_script
        from mlsalary.render import reliability_plot

        emit_script(reliability_plot.svg(answer), plot)
    return answer
