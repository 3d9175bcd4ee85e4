"""A file or a folder of any Hadoop file system, priced by Spark where it lies.

The rows are never shuffled. Executors that have mlsalary price them themselves; else Spark's own
operators do.
"""

from __future__ import annotations

import time
from typing import Any

from mlsalary.batch.formats import Format, read_format, written_format
from mlsalary.batch.job import STANDARD, Job, Summary
from mlsalary.batch.spark_executors import lines_of, priced_by_executors, rows_of
from mlsalary.batch.spark_files import Files, session
from mlsalary.batch.spark_operators import priced_by_operators
from mlsalary.batch.spark_source import csv_of, source_of, table_of
from mlsalary.errors import UsageError
from mlsalary.extras import need
from mlsalary.frame.executors import by_operators, unable
from mlsalary.frame.spark_rows import unfit_for_arrow


def run_spark(job: Job) -> Summary:
    """``batch.run`` by Spark: the target and the rejects are folders of parts.

    UsageError where Java or PySpark is missing, and for standard input and output.
    """
    need("pyspark", "spark")
    if STANDARD in (job.source, job.target, str(job.rejects)):
        raise UsageError(
            "bad_engine", "Spark reads and writes files, not standard input and output."
        )
    if job.encoding.lower() not in ("utf-8", "utf8"):
        raise UsageError(
            "bad_encoding",
            "Spark reads only UTF-8. Save the file as UTF-8, or use --engine polars.",
        )
    began = time.monotonic()
    if job.skip_lines or job.sheet is not None:
        raise UsageError(
            "bad_engine", "Spark skips no lines and reads no workbooks. Use --engine polars."
        )
    reads = read_format(job.source, job.read_as, job.delimiter)
    writes = written_format(job.target, job.write_as)
    for name, how in ((job.source, reads), (job.target, writes)):
        if how.name == "xlsx" or (how.name == "json" and how is writes):
            raise UsageError(
                "bad_engine",
                f"{name}: Spark reads and writes .csv, .jsonl and .parquet. Use --engine polars.",
            )
    with session(job.master) as spark:
        files = Files(spark)
        refused = str(job.rejects or f"{job.target}.rejects.csv")
        files.require_apart(refused, job.target)
        for path in (job.target, refused):
            files.require_free(path, job.source, force=job.force)
        summary = _priced(spark, files, job, reads, writes, refused)
    summary.seconds = time.monotonic() - began
    return summary


def _priced(
    spark: Any, files: Files, job: Job, reads: Format, writes: Format, refused: str
) -> Summary:
    files.require_there(job.source)
    table = None if reads.name == "csv" else table_of(spark, job, reads)
    reason = unable(spark) or (table and unfit_for_arrow(table.rows.schema))
    if not reason:
        source = lines_of(spark, job, reads) if table is None else rows_of(table, job)
        return priced_by_executors(source, files, job, writes, refused)
    if job.gathers:
        raise UsageError(
            "bad_engine",
            f"--report needs Spark's executors to price the rows, and they cannot: {reason}. Use "
            "--engine polars, or leave --report out.",
        )
    told = csv_of(spark, job, reads) if table is None else source_of(table)
    summary = priced_by_operators(told, files, job, writes, refused)
    summary.aside = by_operators(reason)
    return summary
