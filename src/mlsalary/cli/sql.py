"""``mlsalary sql``: a script that prices a warehouse's table where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    ours_first,
    takes_rulebook,
)
from mlsalary.rulebook import Rulebook


@takes_rulebook
@names_columns
def sql(
    book: Rulebook,
    dialect: Annotated[
        str, typer.Option(help="duckdb, spark, bigquery, snowflake, postgres, trino.")
    ],
    table: Annotated[str, typer.Option(help="The table to price, such as hr.postings.")],
    columns: Annotated[
        str | None,
        typer.Option(help="The columns it has, such as years,metro,spec. Default: all."),
    ] = None,
    map_: Renamed = None,
    pay: PayColumn = None,
    fallback: Annotated[
        str | None,
        typer.Option(
            help="What replaces an unknown place: state or national. Default: no amounts."
        ),
    ] = None,
    bls: Release = None,
    bands: Bands = "reported",
    premiums: Premiums = "guide",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write to this file; - is stdout.")
    ] = None,
) -> None:
    """Print one SQL script: look-up tables with their values, then the query.

    The query returns every row of your table with its estimate. It reads {columns}; spec may
    hold several, separated by semicolons. All other columns pass through.
    """
    require_ending(output, "A script", (".sql", ".txt"))
    from mlsalary import __version__
    from mlsalary.cli.output import emit_script
    from mlsalary.extras import need

    for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow"):
        need(module, "sql")
    from mlsalary.frame.settings import checked_settings
    from mlsalary.profile import COLUMNS
    from mlsalary.render.sql_script import sql_script
    from mlsalary.sql import script

    there = COLUMNS if columns is None else [name.strip() for name in columns.split(",")]
    names = {name: name for name in there} | ours_first(mapped(map_ or []))
    names = {ours: theirs for ours, theirs in names.items() if theirs}  # years= for none
    checked = checked_settings(book, bls, premiums, fallback, bands=bands)
    text = sql_script(script(dialect, table, checked, names, pay), __version__)
    emit_script(text, output)
