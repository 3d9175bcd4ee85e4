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
from mlsalary.cli.panels import ENGINE, FILE_FORMAT
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
    real: Annotated[
        bool,
        typer.Option(
            "--real",
            help="Add price_parity and pay at national prices, what it buys before taxes.",
        ),
    ] = False,
    fallback: Annotated[
        str | None,
        typer.Option(
            metavar="AREA",
            help="What replaces an unknown place: state or national. Default: reject the row.",
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
        typer.Option(
            metavar="LIMIT",
            help="Exit with code 4 if more rows are rejected: 5%, or a number of rows.",
        ),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Where rejected rows go; - is stdout. Default: OUT.rejects.csv."
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Also write a report in HTML: counts, places, pay, rejects."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite OUT, its rejects and the report.")
    ] = False,
    round_: Annotated[
        bool,
        typer.Option("--round", help="Whole dollars in Parquet and JSON too, as in CSV and .xlsx."),
    ] = False,
    bls: Release = None,
    bands: Bands = "reported",
    premiums: Premiums = "guide",
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help="Format of IN, if its name does not tell: csv, xlsx, json, jsonl, parquet.",
            rich_help_panel=FILE_FORMAT,
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help="Write OUT as csv, xlsx, json, jsonl or parquet, if its name does not tell.",
            rich_help_panel=FILE_FORMAT,
        ),
    ] = None,
    encoding: Annotated[
        str,
        typer.Option(
            metavar="ENCODING",
            help="Encoding of CSV and JSON: utf-8, cp1252, utf-16.",
            rich_help_panel=FILE_FORMAT,
        ),
    ] = "utf-8",
    delimiter: Annotated[
        str | None,
        typer.Option(
            metavar="DELIMITER",
            help="Of CSV: comma, semicolon, tab, pipe, a character. Default: detected.",
            rich_help_panel=FILE_FORMAT,
        ),
    ] = None,
    skip_lines: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="NUMBER",
            help="Skip this many lines above the header.",
            rich_help_panel=FILE_FORMAT,
        ),
    ] = 0,
    sheet: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Sheet of a workbook. Default: the first that is not hidden.",
            rich_help_panel=FILE_FORMAT,
        ),
    ] = None,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact",
            help="Leave CSV cells that begin with = + - @ as they are. By default, an apostrophe "
            "is put before such a cell unless it is a number: no spreadsheet then runs it.",
            rich_help_panel=FILE_FORMAT,
        ),
    ] = False,
    engine: Annotated[
        str, typer.Option(metavar="ENGINE", help="polars or spark.", rich_help_panel=ENGINE)
    ] = "polars",
    master: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="For Spark: the URL of the master, such as local\\[2] or yarn.",
            rich_help_panel=ENGINE,
        ),
    ] = None,
) -> None:
    """Price a file: copy IN to OUT with an estimate for every row.

    Reads the columns {columns}, or aliases such as YOE and Location. Copies all others unchanged.

    Rows that cannot be priced go to OUT.rejects.csv. Fix them there, then run that file.
    """
    from mlsalary.extras import need_all, need_memory
    from mlsalary.files import workbooks

    limits = book.toml("limits.toml").get("batch") or {}
    need_memory(source, limits.get("memory_bytes_least", 0))
    need_all(
        batch=("polars", "narwhals", "pyarrow"),
        xlsx=workbooks.modules([(source, from_)], (output, to)),
        spark=["pyspark"] if engine.casefold() == "spark" else (),
        html=["matplotlib"] if report is not None else (),
    )
    from mlsalary.batch import Job, run  # Polars, 100 ms
    from mlsalary.batch.outcome import most_rejects, require_priced
    from mlsalary.cli.batch_report import reported
    from mlsalary.cli.progress import shown
    from mlsalary.frame.settings import checked_settings
    from mlsalary.render.batch_summary import batch_summary
    from mlsalary.rulebook.months import today

    if pay is not None and not pay.strip():
        raise UsageError("missing_value", "--pay wants a column name, or pay to find one.")
    require_ending(rejects, "A file of rejects", (".csv", ".tsv", ".txt", ".psv"))
    terminal, most = CURRENT.get(), most_rejects(max_rejects)
    settings = checked_settings(
        book, bls, premiums, fallback, bands=bands, strict=strict, real=real, defaults=defaults
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
        rounds=round_,
        gathers=report is not None,
    )
    with reported(report, job) as write_report:
        with shown(source, terminal.stderr) as progress:
            summary = run(job, progress)
        write_report(summary)
        terminal.stderr.write(batch_summary(summary, output, today(book), settings.defaults))
    require_priced(summary, most)
