"""The files of ``mlsalary sql --tables``: what loads the look-ups, and the query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from mlsalary.render.sql_script import KEEPING, SLOW_JIT, commented, ended, heading
from mlsalary.spelling import printable

if TYPE_CHECKING:
    from mlsalary.sql.stored import Stored

_NEVER_RUN = (
    "Parsed only, never run: nobody has tried this in {dialect}. Compare a few rows with mlsalary "
    "estimate before you rely on them."
)
_TRIED = ("duckdb", "postgres", "spark")


def load_text(stored: Stored, version: str, folder: Path) -> str:
    """load.sql: statements that put the files of ``folder`` into tables."""
    dialect = stored.asked.dialect
    sentences = [
        f"Loads the look-up tables of mlsalary {version} into the schema mlsalary_tables, which is "
        f"made for them alone, in the SQL of {dialect}. Run again, it replaces them.",
        *_untried(dialect),
        "To do:",
    ]
    comments = commented(sentences)
    steps = "".join(f"--   {line}\n" for line in _STEPS[dialect](quote(str(folder)), stored))
    return f"{comments}{steps}\n{ended(stored.asked.lookups)}"


def query_text(stored: Stored, version: str) -> str:
    """price.sql, or the model: the query, and above it what it reads and adds."""
    dialect = stored.asked.dialect
    sentences = [
        *heading(stored.asked, version),
        *_untried(dialect),
        *_READING[stored.form](stored),
    ]
    if dialect == "postgres":
        sentences.append(f"Run SET jit = off; first: {SLOW_JIT}")
    comments = commented(sentences)
    end = "" if stored.form == "dbt" else ";"
    return f"{comments}\n{stored.asked.query}{end}\n"


def written(stored: Stored, folder: str, query: str) -> str:
    """What a command says once the files are there."""
    size = sum(map(len, stored.files.values())) / 1e6
    if stored.form == "dbt":
        told = f"{stored.lookups} seeds ({size:.1f} MB) and the model {query}. Next: dbt seed, then"
        return f"Wrote to {printable(folder)}: {told} dbt run.\n"
    told = f"{stored.lookups} look-up tables ({size:.1f} MB), load.sql and {query}"
    return f"Wrote to {printable(folder)}: {told}. Next: run load.sql, then {query}.\n"


def _untried(dialect: str) -> Iterator[str]:
    if dialect not in _TRIED:
        yield _NEVER_RUN.format(dialect=dialect)


def _duckdb(folder: str, stored: Stored) -> Iterator[str]:
    yield "duckdb people.db < load.sql (people.db: your database)"


def _postgres(folder: str, stored: Stored) -> Iterator[str]:
    yield "psql -v ON_ERROR_STOP=1 -f load.sql"
    yield "It takes psql, whose \\copy reads the files on your own machine. All of it, or nothing."
    yield "If a newer mlsalary has other columns, first DROP SCHEMA mlsalary_tables CASCADE, which"
    yield "drops our views too, and every view that reads them."


def _spark(folder: str, stored: Stored) -> Iterator[str]:
    yield "spark-sql -f load.sql, or statement by statement in a session"
    yield "On a cluster, first copy the files to where all workers read, such as s3://bucket,"
    yield "and put that in place of file: and the folder below. The tables read them: keep them."


def _bigquery(folder: str, stored: Stored) -> Iterator[str]:
    yield "1. Put your own bucket in place of YOUR-BUCKET, here and below."
    yield f"2. gcloud storage cp {folder}/*.parquet gs://YOUR-BUCKET/mlsalary/"
    yield "3. bq query --use_legacy_sql=false < load.sql"
    yield "Or, without a bucket, after bq mk mlsalary_tables, for each of the files:"
    yield "   bq load --replace --source_format=PARQUET mlsalary_tables.NAME NAME.parquet"
    yield "The dataset must be in the same location as your table."


def _snowflake(folder: str, stored: Stored) -> Iterator[str]:
    yield "snow sql -f load.sql, or snowsql -f load.sql: PUT needs one of them, not the website."


def _trino(folder: str, stored: Stored) -> Iterator[str]:
    yield "1. Put your own bucket in place of YOUR-BUCKET, here and below."
    yield f"2. aws s3 cp --recursive {folder} s3://YOUR-BUCKET/mlsalary/"
    yield "3. trino --catalog HIVE -f load.sql, where HIVE is a catalog of the hive connector"
    yield "For a catalog of another connector, take the one script that mlsalary sql prints without"
    yield "--tables: it brings the values itself."


_STEPS = {
    "duckdb": _duckdb,
    "postgres": _postgres,
    "spark": _spark,
    "bigquery": _bigquery,
    "snowflake": _snowflake,
    "trino": _trino,
}


def _of_query(stored: Stored) -> Iterator[str]:
    yield "It reads the look-up tables in the schema mlsalary_tables: run load.sql first."
    yield KEEPING


def _of_view(stored: Stored) -> Iterator[str]:
    yield (
        f"It makes the view mlsalary_tables.{stored.name}, and replaces the one of a run before. "
        "The view reads the look-up tables in the same schema: run load.sql first."
    )
    if stored.asked.dialect == "postgres":
        yield (
            "If your table has other columns than when the view was made, drop the view first: "
            f"DROP VIEW mlsalary_tables.{stored.name}."
        )


def _of_dbt(stored: Stored) -> Iterator[str]:
    yield (
        "A model of dbt. It reads the seeds mlsalary_*, which dbt seed loads, and your table as a "
        "source of the project if it has a schema, else as a model or seed of that name."
    )


_READING = {"query": _of_query, "view": _of_view, "dbt": _of_dbt}
