"""``mlsalary fit``: the constants of the rules, from reported pay."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlsalary.cli.endings import require_ending
from mlsalary.cli.options import takes_rulebook
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
        typer.Option("-o", "--output", help="Write model.toml here. Default, or -: stdout."),
    ] = None,
    cites: Annotated[
        list[str] | None,
        typer.Option(
            "--source", help="Source that the constants cite: an id in sources.toml. Repeatable."
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", help="Format of the summary: table, plain, json, jsonl, csv, markdown."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="List each constant in the summary.")
    ] = False,
    sources: Annotated[
        bool, typer.Option("--sources", help="List the sources in the summary.")
    ] = False,
) -> None:
    """Fit model.toml to reported pay. Put it in a folder and use it with --data FOLDER.

    Reads whatever batch reads. Columns are found by name, or given with --map.
    """
    from mlsalary.cli.output import Wanted, a_file, emit, emit_script
    from mlsalary.cli.terminal import CURRENT
    from mlsalary.extras import need
    from mlsalary.render.view import View

    need("scipy", "fit")
    from mlsalary.evaluation.fit.fitting import fit as fitted

    terminal = CURRENT.get()
    output = a_file(output)
    require_ending(output, "A model", (".toml",))
    wanted = Wanted(format_, json, None, None, View(explain, sources))
    wanted.check()  # half a minute later is too late to be told
    answer = fitted(pay.read(book), book, cites or (), pay.read_also(book))
    if output is None and format_ is None and not json:
        emit_script(answer.text, None)
        for notice in answer.warnings:
            terminal.stderr.write(f"{printable(notice.message)}\n")
        return
    if output is not None:
        emit_script(answer.text, output)
    emit(answer, wanted)
