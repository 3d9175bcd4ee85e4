"""A query whose look-up tables are files beside it, and what loads them where the query runs."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlsalary.errors import UsageError
from mlsalary.spelling import one_of
from mlsalary.sql import FORMS, Script, table_parts, understood

if TYPE_CHECKING:
    from mlsalary.frame.lookup import Lookup
    from mlsalary.frame.settings import Settings

_VIEW_SCHEMA = ("bigquery", "snowflake")
"""Where a view looks for a table without a schema in a schema of its own."""

_CARRIAGE_RETURN = "' || CHR(13) || '"
"""For one within a text: dbt, Git and editors take it for the end of a line."""


class Stored(NamedTuple):
    """asked: the question, its statements: what loads the files, and the query, view or model.

    form: one of ``FORMS``. name: what the view or the model is called. files: their names within
    the folder and what is in them. lookups: how many tables there are.
    """

    asked: Script
    form: str
    name: str
    files: Mapping[str, bytes]
    lookups: int


def stored(
    dialect: str,
    table: str,
    settings: Settings,
    folder: Path,
    form: str = "query",
    columns: Mapping[str, str] | None = None,
    pay: str | None = None,
) -> Stored:
    """The look-up tables as files for ``folder``, a full path, and the query that reads them from
    a schema of our own; the other arguments and errors as of ``sql.script``.

    UsageError for a form that is not known, and for a table that it cannot name.
    """
    form = one_of(UsageError, "bad_form", "form", form, FORMS)
    asked, chain = understood(dialect, table, settings, columns, pay)
    parts, lookups = table_parts(table), chain.foreseen
    name = f"{'_'.join(parts).replace('-', '_').lower()}_priced"
    if form == "view" and len(parts) == 1 and asked.dialect in _VIEW_SCHEMA:
        raise UsageError(
            "bad_table",
            f"A view in {asked.dialect} looks for {table} in its own schema. Give the table with "
            f"its schema, such as --table hr.{table}.",
        )
    from mlsalary.sql import dbt
    from mlsalary.sql.ddl import NAMED, SCHEMA, lasting
    from mlsalary.sql.loading import file_name, loading
    from mlsalary.sql.query import plain, query

    is_model = form == "dbt"
    if is_model:
        dbt.require_no_jinja([*asked.columns.values(), pay or ""])
    text = query(
        asked.dialect,
        dbt.caller(parts) if is_model else plain(asked.dialect, parts),
        chain,
        asked.columns,
        pay,
        named=dbt.seeds(lookups) if is_model else lasting,
        unpack=False,
    ).replace("\r", _CARRIAGE_RETURN)
    if is_model:
        files = {
            f"seeds/{dbt.seed_name(one)}.csv": _csv(dbt.seed(it)) for one, it in lookups.items()
        }
        files["seeds/mlsalary_seeds.yml"] = dbt.properties(lookups.values(), asked.dialect).encode()
        return Stored(asked._replace(query=text), form, f"{NAMED}{name}", files, len(lookups))
    if form == "view":
        text = f"CREATE OR REPLACE VIEW {SCHEMA}.{name} AS\n{text}"
    files = {
        file_name(one, asked.dialect): _content(one, asked.dialect) for one in lookups.values()
    }
    loads = list(loading(lookups.values(), asked.dialect, folder))
    return Stored(asked._replace(lookups=loads, query=text), form, name, files, len(lookups))


def _content(lookup: Lookup, dialect: str) -> bytes:
    return _csv(lookup) if dialect == "postgres" else _parquet(lookup)


def _csv(lookup: Lookup) -> bytes:
    """Text in quotes, the empty one too: without them an empty cell is no value."""
    return str(lookup.polars().write_csv(quote_style="non_numeric")).encode()


def _parquet(lookup: Lookup) -> bytes:
    file = io.BytesIO()
    lookup.polars().write_parquet(file, compression="snappy")  # which all of them read
    return file.getvalue()
