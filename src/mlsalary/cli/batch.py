"""``mlsalary batch``: a file of profiles, priced row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mlsalary.cli.endings import require_ending
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
            help="What replaces an unknown place: state or national. Default: reject the row."
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Reject rows with an unknown word. Default: ignore the word and warn.",
        ),
    ] = False,
    max_rejects: Annotated[
        str | None,
        typer.Option(help="Exit with code 4 if more rows are rejected: 5%, or a number of rows."),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="Where rejected rows go; - is stdout. Default: OUT.rejects.csv."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite OUT and its rejects.")] = False,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact",
            help="Leave CSV cells that begin with = + - @ as they are. By default, those that are "
            "not numbers get an apostrophe, so that no spreadsheet runs them.",
        ),
    ] = False,
    bls: Release = None,
    bands: Bands = "reported",
    premiums: Premiums = "guide",
    from_: Annotated[
        str | None,
        typer.Option("--from", help="Format of IN, if its name does not tell: csv, xlsx, jsonl …"),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="Format of OUT, if its name does not tell: csv, xlsx, jsonl …"),
    ] = None,
    encoding: Annotated[
        str, typer.Option(help="Encoding of CSV and JSON: utf-8, cp1252, utf-16.")
    ] = "utf-8",
    delimiter: Annotated[
        str | None,
        typer.Option(help="Of CSV: comma, semicolon, tab, pipe, a character. Default: detected."),
    ] = None,
    skip_lines: Annotated[
        int, typer.Option(min=0, help="Skip this many lines above the header.", metavar="N")
    ] = 0,
    sheet: Annotated[
        str | None, typer.Option(help="Sheet of a workbook. Default: the first.", metavar="NAME")
    ] = None,
    engine: Annotated[str, typer.Option(help="polars or spark.")] = "polars",
    master: Annotated[
        str | None, typer.Option(help="For Spark: the URL of the master, such as local[2] or yarn.")
    ] = None,
) -> None:
    """Price a file: copy IN to OUT with an estimate for every row.

    Reads the columns {columns}, or aliases such as YOE and Location. Copies all others unchanged.

    Rows that cannot be priced go to OUT.rejects.csv. Fix them there, then run that file.
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
        raise UsageError("missing_value", "--pay wants a column name, or pay to find one.")
    require_ending(rejects, "A file of rejects", (".csv", ".tsv", ".txt", ".psv"))
    terminal, most = CURRENT.get(), most_rejects(max_rejects)
    settings = checked_settings(
        book, bls, premiums, fallback, bands=bands, strict=strict, defaults=defaults
    )
    if master is not None and engine.casefold() != "spark":
        raise UsageError(
            "option_without_effect", "--master needs --engine spark. Add that, or leave it out."
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
