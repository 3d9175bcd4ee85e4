"""The script of ``mlsalary sql --dialect spark``, run statement by statement in Spark."""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import Any

import pytest
from priced_rows import PAY, SAID
from sql_rows import NAMES, assert_priced, script_text, statements, write_csv, write_tables

for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow"):
    pytest.importorskip(module)


@pytest.fixture(scope="module")
def query(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The last statement, with the look-ups that it reads and the table at hand. The others have
    run twice, as in a session where the script runs again."""
    source = write_csv(tmp_path_factory.mktemp("spark") / "in.csv")
    types = ", ".join(f"{name} {'DOUBLE' if name == 'years' else 'STRING'}" for name in NAMES)
    spark.sql(
        f"CREATE OR REPLACE TEMPORARY VIEW postings ({types}) USING csv OPTIONS (path '{source}', "
        "header 'true', escape '\"', nanValue 'nan', positiveInf 'inf')"
    )
    *lookups, query = script_text("spark").rstrip().removesuffix(";").split(";\n")
    for statement in lookups * 2:
        spark.sql(statement)
    return query


@pytest.mark.thorough("test_operators_accept_and_refuse_what_the_other_engine_does")
def test_spark_prices_as_the_single_estimate_does_also_in_a_second_run(
    spark: Any, query: str
) -> None:
    priced = spark.sql(query)
    assert priced.columns == [*NAMES, *PAY, *SAID]
    assert_priced([row.asDict() for row in priced.collect()])


@pytest.mark.thorough("test_operators_accept_and_refuse_what_the_other_engine_does")
def test_spark_leaves_a_table_of_somebody_else_alone_under_a_name_of_ours(
    spark: Any, query: str
) -> None:
    spark.sql("DROP TABLE IF EXISTS default.mlsalary_areas")
    spark.sql("CREATE TABLE default.mlsalary_areas USING parquet AS SELECT 7 AS own")
    try:
        for statement in script_text("spark").split(";\n")[:-2] * 2:
            spark.sql(statement)
        assert_priced([row.asDict() for row in spark.sql(query).collect()])
        assert [row.own for row in spark.table("default.mlsalary_areas").collect()] == [7]
    finally:
        spark.sql("DROP TABLE default.mlsalary_areas")


@pytest.fixture(scope="module")
def view(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """A view of the rows with their estimates, made twice from files; whose it is reads a table of
    its own under the name of a look-up."""
    folder = tmp_path_factory.mktemp("spark files") / "it's a folder"
    source = write_csv(folder.parent / "in.csv")
    types = ", ".join(f"{name} {'DOUBLE' if name == 'years' else 'STRING'}" for name in NAMES)
    spark.sql("CREATE DATABASE theirs")
    spark.sql(
        f"CREATE TABLE theirs.postings ({types}) USING csv OPTIONS (path '{source}', "
        "header 'true', escape '\"', nanValue 'nan', positiveInf 'inf')"
    )
    spark.sql("CREATE TABLE theirs.areas USING parquet AS SELECT 7 AS own")
    made = write_tables(folder, "spark", "view", "theirs.postings")
    for _ in range(2):
        for name in ("load.sql", "price.sql"):
            for statement in statements(folder / name):
                spark.sql(statement)
    yield f"mlsalary_tables.{made.name}"
    assert [row.own for row in spark.table("theirs.areas").collect()] == [7]
    spark.sql("DROP DATABASE theirs CASCADE")
    spark.sql("DROP DATABASE mlsalary_tables CASCADE")
    assert (folder / "areas.parquet").is_file()  # dropped tables leave the files


@pytest.mark.thorough("test_operators_accept_and_refuse_what_the_other_engine_does")
def test_a_view_in_spark_prices_as_the_single_estimate_does(spark: Any, view: str) -> None:
    priced = spark.table(view)
    assert priced.columns == [*NAMES, *PAY, *SAID]
    assert_priced([row.asDict() for row in priced.collect()])


@pytest.mark.thorough("test_operators_accept_and_refuse_what_the_other_engine_does")
@pytest.mark.parametrize("form", ["script", "view"])
def test_spark_does_not_shuffle_the_table(
    spark: Any, form: str, request: pytest.FixtureRequest
) -> None:
    if form == "script":
        priced = spark.sql(request.getfixturevalue("query"))
    else:
        priced = spark.table(request.getfixturevalue("view"))
    plan = priced._jdf.queryExecution().executedPlan().toString()
    assert "FileScan csv" in plan
    assert set(re.findall("[A-Za-z]*Exchange|[A-Za-z]*Join", plan)) == {
        "BroadcastExchange",
        "BroadcastHashJoin",
    }
