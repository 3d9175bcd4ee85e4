"""One Spark session for all tests that ask for it: a Java machine takes seconds to start."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Generator
from typing import Any

import pytest

CONFIG = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.autoBroadcastJoinThreshold": "-1",  # nothing is broadcast unasked
    "spark.python.sql.dataFrameDebugging.enabled": "false",  # half the time to build a question
    "spark.driver.memory": "2g",  # one JVM for every test of a run: questions stay in its caches
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Generator[Any]:
    """A session on this machine, which ``mlsalary batch --engine spark`` takes for its own."""
    pytest.importorskip("pyspark")
    if not shutil.which("java") and "JAVA_HOME" not in os.environ:
        pytest.skip("Java is not installed")
    from pyspark.sql import SparkSession

    from mlsalary.batch.spark_files import CONFIG as OURS

    warehouse = {"spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse"))}
    if "COVERAGE_PROCESS_CONFIG" in os.environ:
        warehouse["spark.python.worker.reuse"] = "false"  # a worker that is killed tells nothing
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        builder = SparkSession.builder.master("local[2]")
        session = builder.config(map={**CONFIG, **OURS, **warehouse}).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()
