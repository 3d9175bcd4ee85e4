"""One script that prices a warehouse's table: look-up tables with their values, then the query."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mlsalary.errors import UsageError
from mlsalary.extras import need_all
from mlsalary.profile import COLUMNS
from mlsalary.spelling import one_of, quoted

if TYPE_CHECKING:
    from mlsalary.frame.chain import Chain
    from mlsalary.frame.settings import Settings

DIALECTS = ("duckdb", "spark", "bigquery", "snowflake", "postgres", "trino")
LASTING = ("trino",)
"""Without anything temporary: the look-up tables stay, in a schema of our own."""
FORMS = ("query", "view", "dbt")
"""What stands beside look-up tables in files: a SELECT, a view, or a model of dbt with seeds."""

_SESSION = {"postgres": ("SET jit = off",)}  # it takes longer to compile the query than to run it

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,62}", re.ASCII)  # BigQuery's projects have hyphens
_MOST_PARTS = 3  # catalogue, schema, table


class Script(NamedTuple):
    """The statements, without semicolons, and what they were asked for.

    columns: ours -> the table's; dollars: whose money without ``as_of``, and release: the newest
    of BLS, both YYYY-MM.
    """

    dialect: str
    table: str
    columns: Mapping[str, str]
    pay: str | None
    settings: Settings
    dollars: str
    release: str
    lookups: Sequence[str] = ()
    query: str = ""

    @property
    def lasting(self) -> bool:
        """Whether the look-up tables outlive the session."""
        return self.dialect in LASTING


def script(
    dialect: str,
    table: str,
    settings: Settings,
    columns: Mapping[str, str] | None = None,
    pay: str | None = None,
) -> Script:
    """The SQL script for ``table``.

    columns: ours -> the table's, for every known column that the table has; None: all, under our
    names. The table's other columns pass through. pay: a column of US dollars a year; the script
    adds where it stands. The warehouse folds plain names as it always does; a name in double quotes
    is taken to the letter.

    UsageError for a dialect or a column that is not known, or a table that is no plain name.
    """
    asked, chain = understood(dialect, table, settings, columns, pay)
    from mlsalary.sql.ddl import SCHEMA, creations, home
    from mlsalary.sql.packs import stored
    from mlsalary.sql.query import plain, query

    dialect, named = asked.dialect, home(asked.dialect)
    tables = stored(chain.foreseen, settings.book)
    schema = [f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"] if dialect in LASTING else []
    caller = plain(dialect, table_parts(table))
    return asked._replace(
        lookups=[
            *_SESSION.get(dialect, ()),
            *schema,
            *(one for each in tables for one in creations(each, dialect)),
        ],
        query=query(dialect, caller, chain, asked.columns, pay, named=named, unpack=True),
    )


def understood(
    dialect: str,
    table: str,
    settings: Settings,
    columns: Mapping[str, str] | None,
    pay: str | None,
) -> tuple[Script, Chain]:
    """What a script is asked for, without its statements, and what it is compiled from; errors as
    of ``script``."""
    dialect = one_of(UsageError, "bad_dialect", "dialect", dialect, DIALECTS)
    table_parts(table)
    columns = {name: name for name in COLUMNS} if columns is None else columns
    _require_columns(columns, pay)
    need_all(sql=("ibis", "sqlglot", "narwhals"))
    from mlsalary.frame.chain import Chain
    from mlsalary.rulebook.months import today
    from mlsalary.rulebook.releases import newest

    month, release = today(settings.book), newest(settings.book).month
    asked = Script(dialect, table, columns, pay, settings, month, release)
    return asked, Chain.of(settings)


def table_parts(table: str) -> list[str]:
    """``schema.table`` as its names; UsageError for anything but plain names."""
    parts = table.split(".")
    if len(parts) > _MOST_PARTS or not all(_NAME.fullmatch(part) for part in parts):
        raise UsageError(
            "bad_table",
            f"{quoted(table)} is not a table name. Give letters, digits, underscores and hyphens, "
            "with a schema before a dot where there is one, such as hr.postings.",
        )
    return parts


def _require_columns(columns: Mapping[str, str], pay: str | None) -> None:
    for ours in columns:
        if ours not in COLUMNS:
            raise UsageError(
                "unknown_column",
                f"{quoted(ours)} is not one of our columns. Known: {', '.join(COLUMNS)}.",
            )
    for theirs in (*columns.values(), *(() if pay is None else (pay,))):
        if not theirs.strip('"') or not theirs.isprintable():
            raise UsageError(
                "bad_column",
                f"{quoted(theirs)} is not the name of a column. Give one that the table has.",
            )
    if not {"years", "level", "company_level", "title"} & set(columns):
        raise UsageError(
            "years_or_level",
            "An estimate needs a column years, level or title. Say which one it is, such as "
            "--map years=YOE.",
        )
