"""Look-up tables kept in files: what puts them into a schema of our own, in each dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from mlsalary.frame.lookup import Lookup
from mlsalary.sql.ddl import SCHEMA, columns, creation, lasting, sql

BUCKET = "YOUR-BUCKET/mlsalary"
"""Stands for the place in a cloud to which the files are copied."""
_STAGE = f"{SCHEMA}.mlsalary_files"
_BEFORE_SNOWFLAKE = "mlsalary_schema_before"


def file_name(lookup: Lookup, dialect: str) -> str:
    """The file of a look-up, within the folder of all of them."""
    if dialect == "trino":  # where a table is a folder
        return f"{lookup.name}/{lookup.name}.parquet"
    return f"{lookup.name}.{'csv' if dialect == 'postgres' else 'parquet'}"


def loading(lookups: Iterable[Lookup], dialect: str, folder: Path) -> Iterator[str]:
    """The statements, without semicolons. A second run replaces the tables of the first one.

    folder: the full path of where the files are.
    """
    before, load, after = _LOADING[dialect]
    yield from before
    for lookup in lookups:
        yield from load(lookup, (PurePosixPath(folder.as_posix()) / file_name(lookup, dialect)))
    yield from after


_Load = Callable[[Lookup, PurePosixPath], Iterator[str]]
_SCHEMA = f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"


def _duckdb(lookup: Lookup, file: PurePosixPath) -> Iterator[str]:
    table = _table(lookup, "duckdb")
    yield f"CREATE OR REPLACE TABLE {table} AS FROM read_parquet({_text(file, 'duckdb')})"


def _postgres(lookup: Lookup, file: PurePosixPath) -> Iterator[str]:
    """A view may read the table already, so it is not dropped."""
    table = _table(lookup, "postgres")
    names = ", ".join(sql(column.this, "postgres") for column in columns(lookup))
    yield creation(lasting(lookup.name), lookup, "postgres", kept=True)
    yield f"TRUNCATE {table}"
    yield f"\\copy {table} ({names}) FROM {_text(file, 'postgres')} WITH (FORMAT csv, HEADER)"
    yield f"ANALYZE {table}"


def _spark(lookup: Lookup, file: PurePosixPath) -> Iterator[str]:
    """The table is the file, wherever it is: dropping the one does not delete the other."""
    table, there = _table(lookup, "spark"), _text(f"file:{file}", "spark")
    yield f"DROP TABLE IF EXISTS {table}"
    yield f"CREATE TABLE {table} USING parquet LOCATION {there}"


def _bigquery(lookup: Lookup, file: PurePosixPath) -> Iterator[str]:
    typed = ", ".join(sql(column, "bigquery") for column in columns(lookup))
    yield (
        f"LOAD DATA OVERWRITE {_table(lookup, 'bigquery')} ({typed})\n"
        f"FROM FILES (format = 'PARQUET', uris = ['gs://{BUCKET}/{file.name}'])"
    )


def _snowflake(lookup: Lookup, file: PurePosixPath) -> Iterator[str]:
    there = _text(f"file://{file}", "snowflake")
    yield f"PUT {there} @{_STAGE} AUTO_COMPRESS = FALSE OVERWRITE = TRUE"
    yield creation(lasting(lookup.name), lookup, "snowflake")
    yield (
        f"COPY INTO {_table(lookup, 'snowflake')} FROM @{_STAGE} FILES = ('{file.name}')\n"
        "FILE_FORMAT = (TYPE = PARQUET) MATCH_BY_COLUMN_NAME = CASE_SENSITIVE"
    )


def _trino(lookup: Lookup, file: PurePosixPath) -> Iterator[str]:
    table = _table(lookup, "trino")
    typed = ", ".join(sql(column, "trino") for column in columns(lookup))
    yield f"DROP TABLE IF EXISTS {table}"
    yield (
        f"CREATE TABLE {table} ({typed})\n"
        f"WITH (external_location = 's3://{BUCKET}/{file.parent.name}/', format = 'PARQUET')"
    )


_LOADING: dict[str, tuple[list[str], _Load, list[str]]] = {
    "duckdb": ([_SCHEMA], _duckdb, []),
    "postgres": (["BEGIN", _SCHEMA], _postgres, ["COMMIT"]),
    "spark": ([_SCHEMA], _spark, []),
    "bigquery": ([_SCHEMA], _bigquery, []),
    "snowflake": (
        [  # a session of Snowflake moves into a schema that it makes
            f"SET {_BEFORE_SNOWFLAKE} = '\"' || COALESCE(CURRENT_SCHEMA(), 'PUBLIC') || '\"'",
            _SCHEMA,
            f"USE SCHEMA IDENTIFIER(${_BEFORE_SNOWFLAKE})",
            f"CREATE OR REPLACE TEMPORARY STAGE {_STAGE} FILE_FORMAT = (TYPE = PARQUET)",
        ],
        _snowflake,
        [],
    ),
    "trino": ([_SCHEMA], _trino, []),
}
"""What comes before the tables, what loads one of them, what comes after them."""


def _table(lookup: Lookup, dialect: str) -> str:
    return sql(lasting(lookup.name), dialect)


def _text(text: object, dialect: str) -> str:
    from sqlglot import exp

    return sql(exp.Literal.string(str(text)), dialect)
