"""The script of ``mlsalary sql``: run in DuckDB against the single estimate, parsed for others."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cli_run import run
from priced_rows import PAY, SAID, Scalar, rows

from mlsalary.errors import UsageError
from mlsalary.frame.tables import Settings
from mlsalary.rulebook import Rulebook
from mlsalary.sql import DIALECTS, script, table_parts

for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow", "duckdb"):
    pytest.importorskip(module)

BOOK = Rulebook.shipped()
SCALAR = Scalar()
MADE = rows(400, seed=6, hard=False)


@cache
def script_for(dialect: str) -> str:
    return script(dialect, "postings", Settings(BOOK))


def as_csv(made: list[dict[str, Any]], path: Path) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["own", *made[0]])
        writer.writeheader()
        writer.writerows({"own": f"row {number}"} | row for number, row in enumerate(made))
    return path


def assert_like_single(text: str) -> None:
    """The CSV of the priced table, in any order, against the single estimate."""
    got = {row["own"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(got) == len(MADE)
    for number, row in enumerate(MADE):
        priced, single = got[f"row {number}"], SCALAR.of(row)
        assert "refused" not in single, row
        for name in PAY:
            assert round(float(priced[name])) == round(single[name]), (row, name)
        assert [priced[name] for name in SAID] == [single[name] for name in SAID], row


def test_duckdb_prices_as_the_single_estimate_does(tmp_path: Path) -> None:
    import duckdb

    source, target = as_csv(MADE, tmp_path / "in.csv"), tmp_path / "out.csv"
    before, _, query = script_for("duckdb").rpartition(";\nWITH")
    with duckdb.connect() as database:
        database.execute(
            "CREATE TABLE postings AS SELECT * REPLACE (CAST(NULLIF(years, '') AS DOUBLE) AS years)"
            f" FROM read_csv('{source}', all_varchar = true)"
        )
        database.execute(before)
        database.execute(f"COPY (WITH{query.rstrip().rstrip(';')}) TO '{target}' (HEADER)")
    assert_like_single(target.read_text())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialects_query_parses(dialect: str) -> None:
    import sqlglot

    lookups, _, query = script_for(dialect).rpartition(";\nWITH")
    for statement in (lookups[: lookups.index(";\n")], "WITH" + query):
        assert sqlglot.parse_one(statement, read=dialect)


@pytest.mark.parametrize("table", ["a; DROP TABLE b", 'a"b', "", "a..b", "a.b.c.d", "a b", "a\n"])
def test_what_is_no_name_is_refused(table: str) -> None:
    with pytest.raises(UsageError, match="no table name"):
        table_parts(table)


def test_the_command_refuses_what_it_does_not_know() -> None:
    assert run("sql", "--dialect", "mysql", "--table", "t", "--json").code == 2
    wrong = run("sql", "--dialect", "duckdb", "--table", "t", "--columns", "years,shoe")
    assert (wrong.code, wrong.out) == (2, "")
    assert "shoe" in wrong.err
