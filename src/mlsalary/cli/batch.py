"""``mlsalary batch``: a file of profiles, priced row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mlsalary.cli.options import (
    Bands,
    PayColumn,
    Premiums,
    Release,
    Renamed,
    mapped,
    names_columns,
    takes_defaults,
    takes_rulebook,
)
from mlsalary.cli.terminal import CURRENT
from mlsalary.errors import UsageError
from mlsalary.rulebook import Rulebook


@takes_rulebook
@takes_defaults
@names_columns
def batch(
    book: Rulebook,
    defaults: dict[str, Any],
    source: Annotated[
        str, typer.Argument(metavar="IN", help="CSV, .xlsx, JSON, JSONL or Parquet; - is stdin.")
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", help="The file to write; - is stdout.", metavar="OUT")
    ],
    map_: Renamed = None,
    pay: PayColumn = None,
    fallback: Annotated[
        str | None,
        typer.Option(
            help="What stands in for an unknown place: state, national. Left out: it is rejected."
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Reject a row with a word that nobody knows. Left out: the word is passed over.",
        ),
    ] = False,
    max_rejects: Annotated[
        str | None,
        typer.Option(help="More rejects than this are an error (code 4): 5%, or a number."),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="Where refused rows go; - is stdout. Left out: OUT.rejects.csv."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite OUT and its rejects.")] = False,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact",
            help="In CSV, leave cells alone that begin with = + - @. Else those that are no "
            "number get an apostrophe, so that no spreadsheet runs them.",
        ),
    ] = False,
    bls: Release = None,
    bands: Bands = "reported",
    premiums: Premiums = "guide",
    from_: Annotated[
        str | None,
        typer.Option("--from", help="csv, xlsx, json, jsonl, parquet, where IN does not tell."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="csv, xlsx, json, jsonl, parquet, where OUT does not tell."),
    ] = None,
    encoding: Annotated[
        str, typer.Option(help="Of CSV and JSON: utf-8, cp1252, utf-16.")
    ] = "utf-8",
    delimiter: Annotated[
        str | None,
        typer.Option(help="Of a CSV file: one sign, comma, semicolon, tab, pipe. Left out: found."),
    ] = None,
    skip_lines: Annotated[
        int, typer.Option(min=0, help="Lines above the header that are passed over.", metavar="N")
    ] = 0,
    sheet: Annotated[
        str | None, typer.Option(help="Of a workbook. Left out: its first.", metavar="NAME")
    ] = None,
    engine: Annotated[str, typer.Option(help="polars, spark.")] = "polars",
    master: Annotated[
        str | None, typer.Option(help="For spark: the master's URL, such as local[2] or yarn.")
    ] = None,
) -> None:
    """Price a file: every row of IN with an estimate, in OUT.

    Columns: {columns}, or an alias such as YOE and Location. All others pass through.

    Rows that cannot be priced go to OUT.rejects.csv: mend them there, and run that file.
    """
    from mlsalary.extras import need, need_memory

    limits = book.toml("limits.toml").get("batch") or {}
    need_memory(source, limits.get("memory_bytes_least", 0))
    for module in ("polars", "narwhals", "pyarrow"):
        need(module, "batch")
    from mlsalary.batch import Job, run  # Polars, 100 ms
    from mlsalary.batch.outcome import most_rejects, require_priced
    from mlsalary.cli.progress import shown
    from mlsalary.frame.settings import checked_settings
    from mlsalary.render.batch_summary import batch_summary
    from mlsalary.rulebook.months import today

    if pay is not None and not pay.strip():
        raise UsageError("column_missing", "--pay wants the name of a column, or pay for any.")
    terminal, most = CURRENT.get(), most_rejects(max_rejects)
    settings = checked_settings(
        book, bls, premiums, fallback, bands=bands, strict=strict, defaults=defaults
    )
    if master is not None and engine != "spark":
        raise UsageError(
            "option_without_effect", "--master is for --engine spark. Leave it out, or add that."
        )
    job = Job(
        source=source,
        target=output,
        settings=settings,
        columns=mapped(map_ or []),
        pay=pay,
        read_as=from_,
        write_as=to,
        rejects=rejects,
        force=force,
        exact=exact,
        engine=engine,
        master=master,
        encoding=encoding,
        delimiter=delimiter,
        skip_lines=skip_lines,
        sheet=sheet,
    )
    with shown(source, terminal.stderr) as progress:
        summary = run(job, progress)
    terminal.stderr.write(batch_summary(summary, output, today(book), settings.defaults))
    require_priced(summary, most)
