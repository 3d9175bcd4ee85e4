"""The script of ``mlsalary sql --dialect spark``, run statement by statement in Spark."""

from __future__ import annotations

import re
from typing import Any

import pytest
from priced_rows import PAY, SAID
from sql_rows import NAMES, assert_priced, script_text, write_csv

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


def test_spark_prices_as_the_single_estimate_does_also_in_a_second_run(
    spark: Any, query: str
) -> None:
    priced = spark.sql(query)
    assert priced.columns == [*NAMES, *PAY, *SAID]
    assert_priced([row.asDict() for row in priced.collect()])


def test_spark_does_not_shuffle_the_table(spark: Any, query: str) -> None:
    plan = spark.sql(query)._jdf.queryExecution().executedPlan().toString()
    assert "FileScan csv" in plan
    assert set(re.findall("[A-Za-z]*Exchange|[A-Za-z]*Join", plan)) == {
        "BroadcastExchange",
        "BroadcastHashJoin",
    }
