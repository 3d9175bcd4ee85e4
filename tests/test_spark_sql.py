"""The script of ``mlsalary sql --dialect spark``, run whole by ``spark-sql -f`` on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from priced_rows import PAY, SAID
from sql_rows import MADE, NAMES, assert_priced, script_text, write_csv

for module in ("ibis", "sqlglot", "narwhals", "polars", "pyarrow"):
    pytest.importorskip(module)

_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # half the time, for a process this short


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of two runs in one session: the plan of the query, then its rows."""
    pyspark = find_spec("pyspark")  # not imported: it warns of pandas, and is run elsewhere
    if pyspark is None or not pyspark.submodule_search_locations:
        pytest.skip("PySpark is not installed")
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is not installed")
    home, folder = Path(pyspark.submodule_search_locations[0]), tmp_path_factory.mktemp("spark")
    source = write_csv(folder / "in.csv")
    types = ", ".join(f"{name} {'DOUBLE' if name == 'years' else 'STRING'}" for name in NAMES)
    text = script_text("spark")
    assert text.count("\nWITH ") == 1
    path = folder / "twice.sql"
    path.write_text(
        f"CREATE TEMPORARY VIEW postings ({types}) USING csv OPTIONS (path '{source}', "
        "header 'true', escape '\"', nanValue 'nan', positiveInf 'inf');\n"
        + text.replace("\nWITH ", "\nEXPLAIN WITH ")
        + text,
        encoding="utf-8",
    )
    settings = {
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.autoBroadcastJoinThreshold": "-1",  # nothing is broadcast unasked
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    options = [word for pair in settings.items() for word in ("--conf", "=".join(pair))]
    command = [str(home / "bin" / "spark-sql"), "--master", "local[2]", *options]
    done = subprocess.run(
        [*command, "--driver-java-options", _JAVA, "-f", str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=os.environ | {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


def test_spark_prices_as_the_single_estimate_does_also_in_a_second_run(printed: list[str]) -> None:
    cells = (line.split("\t") for line in printed[-len(MADE) :])
    names = [*NAMES, *PAY, *SAID]
    none = {"NULL": ""}
    assert_priced(
        [dict(zip(names, (none.get(cell, cell) for cell in row), strict=True)) for row in cells]
    )


def test_spark_does_not_shuffle_the_table(printed: list[str]) -> None:
    plan = "\n".join(printed[: -len(MADE)])
    assert "Scan csv" in plan
    assert set(re.findall("[A-Za-z]*Exchange|[A-Za-z]*Join", plan)) == {
        "BroadcastExchange",
        "BroadcastHashJoin",
    }
