"""``mlsalary fit``: the constants of the rules, from reported pay."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
        typer.Option("-o", "--output", help="Write model.toml here. Left out, or -: to stdout."),
    ] = None,
    cites: Annotated[
        list[str] | None,
        typer.Option(
            "--source", help="What the constants cite: an id of sources.toml. Repeatable."
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", help="Of the summary: table, plain, json, jsonl, csv, markdown."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Fit model.toml to reported pay; put it into a folder and use it with --data FOLDER.

    Reads whatever batch reads; columns are found by their names, or named with --map.
    """
    from mlsalary.cli.output import a_file, chosen_format, emit, emit_script
    from mlsalary.cli.terminal import CURRENT
    from mlsalary.extras import need

    need("scipy", "fit")
    from mlsalary.evaluation.fit.fitting import fit as fitted

    terminal = CURRENT.get()
    output = a_file(output)
    chosen_format(format_, json, None, terminal)  # half a minute later is too late to be told
    answer = fitted(pay.read(book), book, cites or (), pay.read_also(book))
    if output is None and format_ is None and not json:
        emit_script(answer.text, None)
        for notice in answer.warnings:
            terminal.stderr.write(f"{printable(notice.message)}\n")
        return
    if output is not None:
        emit_script(answer.text, output)
    emit(answer, format_, json, None)
