"""One script that prices a warehouse's table: look-up tables with their values, then the query."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mlsalary.errors import UsageError
from mlsalary.extras import need
from mlsalary.frame import COLUMNS

if TYPE_CHECKING:
    from mlsalary.frame.tables import Settings

DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "postgres", "trino")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}", re.ASCII)
_MOST_PARTS = 3  # catalogue, schema, table


def script(dialect: str, table: str, settings: Settings, columns: Sequence[str] = COLUMNS) -> str:
    """The SQL script for ``table``, which has these of the known ``columns``; others pass through.

    UsageError for a dialect or a column that is not known, or a table that is no plain name.
    """
    if dialect not in DIALECTS:
        raise UsageError(
            "bad_dialect", f'There is no dialect "{dialect}". Known: {", ".join(DIALECTS)}.'
        )
    parts = table_parts(table)
    for name in columns:
        if name not in COLUMNS:
            raise UsageError(
                "unknown_column", f'"{name}" is no column of ours. Known: {", ".join(COLUMNS)}.'
            )
    if not {"years", "level"} & set(columns):
        raise UsageError("column_missing", "An estimate needs a column years or level.")
    for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow"):
        need(module, "sql")
    from mlsalary.frame.native import spelled_tables
    from mlsalary.sql.ddl import creations
    from mlsalary.sql.query import query

    tables = spelled_tables(settings)
    asked = [name for name in COLUMNS if name in columns]
    statements = [
        *(one for lookup in tables.values() for one in creations(lookup, dialect)),
        query(dialect, parts, settings, asked, tables),
    ]
    return "".join(f"{statement};\n" for statement in statements)


def table_parts(table: str) -> list[str]:
    """``schema.table`` as its names; UsageError for anything but plain names."""
    parts = table.split(".")
    if len(parts) > _MOST_PARTS or not all(_NAME.fullmatch(part) for part in parts):
        raise UsageError(
            "bad_table",
            f"{table[:60]!r} is no table name. Give letters, digits and underscores, with a schema "
            "before a dot where there is one, such as hr.postings.",
        )
    return parts
