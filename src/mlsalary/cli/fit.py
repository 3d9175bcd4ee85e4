"""``mlsalary fit``: the constants of the rules, from reported pay."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlsalary.cli.endings import require_ending
from mlsalary.cli.options import Force, takes_rulebook
from mlsalary.cli.panels import OUTPUT
from mlsalary.cli.pay_file import Pay, takes_pay_file
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import printable


@takes_pay_file
@takes_rulebook
def fit(
    book: Rulebook,
    pay: Pay,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write model.toml here. Default, or -: stdout.",
        ),
    ] = None,
    force: Force = False,
    cites: Annotated[
        list[str] | None,
        typer.Option(
            "--source",
            metavar="SOURCE",
            help="Source that the constants cite: an id in sources.toml. Repeatable.",
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="Of the summary: table, plain, json, jsonl, csv, markdown.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    json: Annotated[
        bool,
        typer.Option("--json", help="Short for --format json.", rich_help_panel=OUTPUT),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="List each constant in the summary.", rich_help_panel=OUTPUT
        ),
    ] = False,
    sources: Annotated[
        bool,
        typer.Option("--sources", help="List the sources in the summary.", rich_help_panel=OUTPUT),
    ] = False,
) -> None:
    """Fit the constants of the estimates to reported pay.

    Writes them as model.toml: put that in a folder, and use it with --data FOLDER.
    """
    from mlsalary.cli.output import Wanted, a_file, emit, emit_script, require_free
    from mlsalary.cli.terminal import CURRENT
    from mlsalary.extras import need
    from mlsalary.render.view import View

    need("scipy", "fit")
    from mlsalary.evaluation.fit.fitting import fit as fitted

    terminal = CURRENT.get()
    output = a_file(output)
    require_ending(output, "A model", (".toml",))
    wanted = Wanted(format_, json, None, None, View(explain, sources), verb="fit")
    wanted.check()  # half a minute later is too late to be told
    require_free(output, pay.files, force=force)
    answer = fitted(pay.read(book), book, cites or (), pay.read_also(book))
    if output is None and format_ is None and not json:
        emit_script(answer.text, None)
        for notice in answer.warnings:
            terminal.stderr.write(f"{printable(notice.message)}\n")
        return
    if output is not None:
        emit_script(answer.text, output, force=force)
    emit(answer, wanted)
