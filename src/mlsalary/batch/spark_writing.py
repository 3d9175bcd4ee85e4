"""Spark's rows as files of a folder, in the formats that it writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from mlsalary.batch.formats import Format
from mlsalary.batch.job import Job, Summary
from mlsalary.batch.rejects import encoded, header, lines_of
from mlsalary.batch.spark_files import Files
from mlsalary.batch.spark_source import csv_options, quoted_name
from mlsalary.batch.writers import COMMA
from mlsalary.files.spreadsheet import HARMLESS, RUNS, guarded


def write(rows: Any, path: str, how: Format, texts: Iterable[str], *, exact: bool) -> None:
    """Write rows to a folder. texts: the columns whose cells a spreadsheet might run; exact: leave
    these alone."""
    writer = (rows if exact or how.name != "csv" else _guarded(rows, texts)).write.mode("append")
    if how.packed:
        writer = writer.option("compression", how.packed)
    if how.name == "csv":
        writer.options(**csv_options(how.delimiter or COMMA), header=True, emptyValue="").csv(path)
    elif how.name == "jsonl":
        writer.option("ignoreNullFields", False).json(path)
    else:
        writer.parquet(path)


def write_rejects(
    rejects: Iterable[pl.DataFrame] | None,
    summary: Summary,
    files: Files,
    job: Job,
    path: str,
    names: Sequence[str],
    delimiter: str,
) -> None:
    """Write and count the rejects, as ``frame_of`` has them; None: there are none, and those of an
    earlier run go."""
    if rejects is None:
        if job.force:
            files.remove(path)
        return
    with files.replacing(path, force=job.force) as folder, files.open(folder) as stream:
        stream.write(bytearray(encoded([header(names)], delimiter, exact=job.exact)))
        for some in rejects:
            summary.rejects.update(some["code"].to_list())
            stream.write(bytearray(lines_of(some, delimiter, exact=job.exact)))
    summary.rejects_in = path


def _guarded(rows: Any, names: Iterable[str]) -> Any:
    """As guard.py guards cells; the names of columns stand in the first line."""
    from pyspark.sql import functions

    kinds = dict(rows.dtypes)
    for name in names:
        if kinds[name] == "string":
            cell = functions.col(quoted_name(name))
            runs = cell.rlike(RUNS) & ~cell.rlike(HARMLESS)
            safe = functions.concat(functions.lit("'"), cell)
            rows = rows.withColumn(name, functions.when(runs, safe).otherwise(cell))
    return rows.toDF(*(guarded(name) for name in rows.columns))
