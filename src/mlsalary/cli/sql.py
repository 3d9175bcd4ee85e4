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
from mlsalary.cli.panels import OUTPUT
from mlsalary.rulebook import Rulebook


@takes_rulebook
@names_columns
def sql(
    book: Rulebook,
    dialect: Annotated[
        str,
        typer.Option(
            metavar="DIALECT", help="duckdb, spark, bigquery, snowflake, postgres, trino."
        ),
    ],
    table: Annotated[
        str, typer.Option(metavar="TABLE", help="The table to price, such as hr.postings.")
    ],
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMNS", help="The columns it has, such as years,metro,spec. Default: all."
        ),
    ] = None,
    map_: Renamed = None,
    pay: PayColumn = None,
    fallback: Annotated[
        str | None,
        typer.Option(
            metavar="AREA",
            help="What replaces an unknown place: state or national. Default: no amounts.",
        ),
    ] = None,
    bls: Release = None,
    bands: Bands = "reported",
    premiums: Premiums = "guide",
    tables: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            help="Write files here: the look-up tables, load.sql, and the query in price.sql.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    as_: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="FORM",
            help="What reads the tables: query, view, or dbt (a model, with seeds).",
            rich_help_panel=OUTPUT,
        ),
    ] = "query",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to this file; - is stdout. With --tables: the query alone.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Overwrite the files of -o and --tables if they exist.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
) -> None:
    """Print an SQL script that prices a table in your warehouse.

    It makes look-up tables, then a query that returns every row with its estimate. With --tables,
    the look-up tables are files, and the query is short.

    The query reads {columns}. A spec may be several, with semicolons between. All other columns
    pass through.
    """
    require_ending(output, "A script", (".sql", ".txt"))
    from mlsalary import __version__
    from mlsalary.cli.output import emit_script, require_free
    from mlsalary.cli.sql_files import folder_for, write_stored
    from mlsalary.extras import need_all

    require_free(output, force=force)
    folder = folder_for(tables, as_, force=force)
    need_all(sql=("ibis", "sqlglot", "narwhals"))
    from mlsalary.frame.settings import checked_settings
    from mlsalary.profile import COLUMNS

    there = COLUMNS if columns is None else [name.strip() for name in columns.split(",")]
    names = {name: name for name in there} | ours_first(mapped(map_ or []))
    names = {ours: theirs for ours, theirs in names.items() if theirs}  # years= for none
    checked = checked_settings(book, bls, premiums, fallback, bands=bands)
    if tables is not None and folder is not None:
        from mlsalary.sql.stored import stored

        made = stored(dialect, table, checked, folder, as_, names, pay)
        write_stored(made, tables, output, force=force)
        return
    from mlsalary.render.sql_script import sql_script
    from mlsalary.sql import script

    text = sql_script(script(dialect, table, checked, names, pay), __version__)
    emit_script(text, output, force=force)
