"""``mlsalary sql``: a script that prices a warehouse's table where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlsalary.cli.options import takes_rulebook
from mlsalary.rulebook import Rulebook


@takes_rulebook
def sql(
    book: Rulebook,
    dialect: Annotated[
        str, typer.Option(help="duckdb, spark, bigquery, snowflake, postgres, trino.")
    ],
    table: Annotated[str, typer.Option(help="The table to price, such as hr.postings.")],
    columns: Annotated[
        str | None,
        typer.Option(help="Which known columns it has: years,metro,spec. Left out: all."),
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write here.")] = None,
) -> None:
    """Print one SQL script: the look-up tables with their values, then the query."""
    from mlsalary.cli.output import write_whole
    from mlsalary.cli.terminal import CURRENT
    from mlsalary.extras import need

    for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow"):
        need(module, "sql")
    from mlsalary.frame import COLUMNS
    from mlsalary.frame.tables import Settings
    from mlsalary.sql import script

    asked = COLUMNS if columns is None else [name.strip() for name in columns.split(",")]
    text = script(dialect, table, Settings(book), asked)
    if output is None:
        CURRENT.get().stdout.write(text)
    else:
        write_whole(output, text)
