"""Spark's session, and paths of any file system that Hadoop knows."""

from __future__ import annotations

import contextlib
import sys
import uuid
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from mlsalary.errors import BadDataError, UsageError
from mlsalary.spelling import quoted

CONFIG = {
    # The size of a batch is else added up after each of its rows, for a fourteenth of the time;
    # batches end after ten thousand rows anyway.
    "spark.sql.execution.arrow.maxBytesPerBatch": 2**31 - 1,
}
"""What a session of our own is told."""


@contextlib.contextmanager
def session(master: str | None) -> Iterator[Any]:
    """The session under way, else one of our own: on ``master``, on what spark-submit says, or on
    this machine. UsageError where there is no Java."""
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    builder = SparkSession.builder.appName("mlsalary")
    for name, value in CONFIG.items():
        builder = builder.config(name, value)
    builder = builder.config("spark.ui.showConsoleProgress", sys.stderr.isatty())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # of pandas, which is not used here
            spark = (builder.master(master) if master else builder).getOrCreate()
    except PySparkRuntimeError as error:
        if master:
            raise UsageError(
                "spark_failed",
                f"Spark did not start on --master {quoted(master)}. Check its name, and that Java "
                "17 or newer is installed.",
            ) from error
        raise UsageError(
            "java_missing",
            "Spark needs Java 17 or newer and found none. Install a runtime, or set JAVA_HOME.",
        ) from error
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


class Files:
    """What must be asked of a file system before and after Spark writes to it."""

    def __init__(self, spark: Any) -> None:
        self._spark = spark
        self._jvm = spark.sparkContext._jvm
        self._conf = spark.sparkContext._jsc.hadoopConfiguration()

    def _of(self, path: str) -> tuple[Any, Any]:
        found = self._jvm.org.apache.hadoop.fs.Path(path)
        system = found.getFileSystem(self._conf)
        return system, system.makeQualified(found)

    @contextlib.contextmanager
    def setting(self, told: Mapping[str, str]) -> Iterator[None]:
        """The session with other settings."""
        before = {name: self._spark.conf.get(name) for name in told}
        try:
            for name, value in told.items():
                self._spark.conf.set(name, value)
            yield
        finally:
            for name, value in before.items():
                self._spark.conf.set(name, value)

    def require_there(self, path: str) -> None:
        """BadDataError when nothing is there; a path may be a pattern."""
        system, found = self._of(path)
        matches = system.globStatus(found)
        if matches is None or not len(matches):
            raise BadDataError("file_not_found", f"There is no file or folder {path}.")

    def require_free(self, path: str, source: str, *, force: bool) -> None:
        """UsageError unless the path may be written to and is not the input."""
        system, found = self._of(path)
        if found.equals(self._of(source)[1]):
            raise UsageError("own_input", f"{path} is the input itself. Name another folder.")
        if system.exists(found) and not force:
            raise UsageError(
                "file_exists", f"{path} already exists. Name another folder, or add --force."
            )

    def require_apart(self, rejects: str, target: str) -> None:
        """UsageError when both are one folder."""
        if self._of(rejects)[1].equals(self._of(target)[1]):
            raise UsageError(
                "own_output", f"{rejects} is the output itself. Name another --rejects."
            )

    def remove(self, path: str) -> None:
        """Take away a file or a folder, if it is there."""
        system, found = self._of(path)
        system.delete(found, True)

    @contextlib.contextmanager
    def open(self, folder: str) -> Iterator[Any]:
        """A stream of Java's, to a file of CSV in the folder."""
        system, found = self._of(f"{folder}/part-00000.csv")
        stream = system.create(found)
        try:
            yield stream
        finally:
            stream.close()

    @contextlib.contextmanager
    def replacing(self, path: str, *, force: bool) -> Iterator[str]:
        """A folder to write to that becomes ``path`` when all went well."""
        system, found = self._of(path)
        name = f".{found.getName()}.{uuid.uuid4().hex[:8]}.part"
        partial = self._jvm.org.apache.hadoop.fs.Path(found.getParent(), name)
        try:
            yield partial.toString()
        except BaseException:
            system.delete(partial, True)
            raise
        if force and system.exists(found):
            system.delete(found, True)
        if not system.rename(partial, found):
            system.delete(partial, True)
            raise BadDataError("cannot_write", f"{path} cannot be written. Choose another folder.")
