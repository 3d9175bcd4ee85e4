"""Rows that Spark's executors price themselves, in one pass over the input.

Lines of CSV are handed to them as bytes and read as those of any other file. What each part came to
comes back with its end, its rejects too where they are few.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import narwhals as nw
import polars as pl

from mlsalary.batch.csv_reader import CsvReader
from mlsalary.batch.digits import whole_dollars
from mlsalary.batch.formats import Format
from mlsalary.batch.gathered import Gathered
from mlsalary.batch.job import Job, Summary
from mlsalary.batch.limits import limits_of
from mlsalary.batch.mended import Mended, is_of_rejects
from mlsalary.batch.rejects import REASONS
from mlsalary.batch.spark_files import Files
from mlsalary.batch.spark_parts import Asked, Layout, priced, rejected
from mlsalary.batch.spark_rejects import AT_ONCE
from mlsalary.batch.spark_source import TEXT, Table, cannot_read, quoted_name, require_once
from mlsalary.batch.spark_tally import Tallies, Tally
from mlsalary.batch.spark_writing import write, write_rejects
from mlsalary.batch.writers import COMMA
from mlsalary.errors import UsageError
from mlsalary.frame.columns import columns_of, holding
from mlsalary.frame.executors import last_line, mapped
from mlsalary.frame.readable import require_readable
from mlsalary.frame.spark_rows import with_added

_LOOKED_AT = 1_000  # rows, or lines
_NO_LIMIT = str(1 << 44)  # bytes; Spark adds up one such for each file
_ONE_TASK_A_FILE = {
    "spark.sql.files.maxPartitionBytes": _NO_LIMIT,
    "spark.sql.files.openCostInBytes": _NO_LIMIT,
}


class Handed(NamedTuple):
    """What is handed to the executors. rows: of Spark's. schema: of the caller's columns. mended:
    whether they are a file of rejects."""

    rows: Any
    schema: Any
    layout: Layout
    mended: bool = False


class _Way(NamedTuple):
    """How it is done: thousands as ``Asked`` has it, and whether each file is read by one task."""

    thousands: bool | None = None
    one_task_a_file: bool = False


class _AgainError(Exception):
    """It is to be done in another way: what was written does not count."""

    def __init__(self, way: _Way) -> None:
        super().__init__()
        self.way = way


def lines_of(spark: Any, job: Job, how: Format) -> Handed:
    """A source of CSV; BadDataError for a header that cannot be read."""
    from pyspark.sql.types import StringType, StructField, StructType

    lines = _bytes(spark, job, "\n")
    head = [bytes(row[0]) for row in lines.take(_LOOKED_AT)]
    if head and b"\r" in head[0].rstrip(b"\r"):  # as old Macintoshes end them
        lines = _bytes(spark, job, "\r")
        head = [bytes(row[0]) for row in lines.take(_LOOKED_AT)]
    text, limits = b"\n".join(head), limits_of(job.settings.book)
    reader: Any = CsvReader(io.BytesIO(text), how.delimiter, "utf-8", job.source, limits)
    above = {line for line in head[: reader.lines_read] if line.strip()}
    names, delimiter = reader.names, reader.delimiter
    mended = is_of_rejects(names)
    reader = Mended(reader) if mended else reader
    require_once(reader.names, job)
    first = [chunk.table for chunk in reader.chunks()]

    def values(theirs: str) -> Iterator[object]:
        at = reader.names.index(theirs)
        return (value for table in first for value in table.column(at).to_pylist())

    holds = holding(values, job.settings.book)
    columns = columns_of(reader.names, job.columns, job.pay, job.settings, holds, folds=True)
    schema = StructType([StructField(name, StringType()) for name in reader.names])
    heads = frozenset(above | {line.removeprefix(b"\xef\xbb\xbf") for line in above})
    return Handed(lines, schema, Layout(names, columns, delimiter, heads), mended)


def _bytes(spark: Any, job: Job, end: str) -> Any:
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions

    try:
        lines = spark.read.option("lineSep", end).text(job.source)
    except AnalysisException as error:
        raise cannot_read(job, error) from error
    return lines.select(functions.col("value").cast("binary"))


def rows_of(table: Table, job: Job) -> Handed:
    """A source of JSON or of Parquet; BadDataError for a column that is read and cannot be."""
    from pyspark.sql.types import StructType

    names = table.names
    first: list[Any] = []

    def values(theirs: str) -> Iterator[object]:
        if not first:
            first.append(table.rows.limit(_LOOKED_AT).collect())
        at = table.rows.columns.index(theirs)
        return (row[at] for row in first[0])

    holds = holding(values, job.settings.book)
    columns = columns_of(names, job.columns, job.pay, job.settings, holds, folds=True)
    require_readable(nw.from_native(table.rows), columns.found, columns.pay)
    fields = {field.name: field for field in table.rows.schema.fields}
    schema = StructType([fields[name] for name in names])
    order = [*names, *([TEXT] if table.broken else [])]
    rows = table.rows.select(*(quoted_name(name) for name in order))
    return Handed(rows, schema, Layout(names, columns, broken=table.broken))


def priced_by_executors(
    handed: Handed, files: Files, job: Job, writes: Format, refused: str
) -> Summary:
    """What ``run_spark`` does, by executors that have mlsalary."""
    way = _Way()
    while True:
        settings = _ONE_TASK_A_FILE if way.one_task_a_file else {}
        try:
            with files.setting(settings):
                return _priced(handed, files, job, writes, refused, way)
        except _AgainError as again:
            way = again.way


def _priced(
    handed: Handed, files: Files, job: Job, writes: Format, refused: str, way: _Way
) -> Summary:
    layout = handed.layout
    names = [field.name for field in handed.schema.fields]
    asked = Asked(job, layout, writes, way.thousands)
    tally = handed.rows.sparkSession.sparkContext.accumulator({}, Tallies())
    whole = whole_dollars(writes, asked=job.rounds)
    schema = with_added(handed.schema, layout.columns.added, whole=whole)
    made = mapped(handed.rows, schema, priced, asked._replace(tally=tally))
    with files.replacing(job.target, force=job.force) as partial:
        try:
            write(made, partial, writes, names, exact=job.exact)
        except Exception as error:
            raise _failed(job, error) from error
        told: Tally = tally.value
        _require_settled(told, way)
    summary = Summary(columns=layout.columns, mended=handed.mended)
    for done in told.values():
        summary.add(done.summary)
    summary.gathered = _gathered(told)
    rejects = None
    if sum(summary.rejects.values()):
        summary.rejects.clear()
        rejects = _rejects(told, handed, asked, names)
    write_rejects(rejects, summary, files, job, refused, names, layout.delimiter or COMMA)
    return summary


def _require_settled(told: Tally, way: _Way) -> None:
    """Raises _AgainError where the parts do not go together, or one goes on in the next."""
    looks = {done.summary.thousands for done in told.values() if done.summary.pays}
    if way.thousands is None and (len(looks) > 1 or any(done.mixed for done in told.values())):
        raise _AgainError(way._replace(thousands=False))
    run_on = any(done.runs_on for done in told.values())
    if run_on and len(told) > 1 and not way.one_task_a_file:
        raise _AgainError(way._replace(one_task_a_file=True))


def _starts(told: Tally) -> dict[int, int]:
    """How many lines stand before each part."""
    starts, before = {}, 0
    for part, done in sorted(told.items()):
        starts[part] = before
        before += done.lines
    return starts


def _gathered(told: Tally) -> Gathered | None:
    """What the parts gathered for a report, with the numbers of their lines."""
    whole, starts = Gathered(), _starts(told)
    for part, done in sorted(told.items()):
        if done.summary.gathered is None:
            return None
        whole.join(done.summary.gathered.moved(starts[part]))
    return whole


def _rejects(told: Tally, handed: Handed, asked: Asked, names: list[str]) -> Iterator[pl.DataFrame]:
    """The rejects in the order of the input, with the numbers of their lines: as the parts told
    them, or, where these are too many, in a pass of their own."""
    numbered: Iterable[tuple[int, pl.DataFrame]]
    starts = _starts(told)
    if all(done.refused is not None for done in told.values()):
        frames = [(part, done.refused) for part, done in sorted(told.items())]
        numbered = ((part, frame) for part, frame in frames if frame is not None and frame.height)
    else:
        numbered = _read_again(handed, asked, names)
    for part, frame in numbered:
        yield frame.with_columns(pl.col("line") + starts[part])


def _read_again(
    handed: Handed, asked: Asked, names: list[str]
) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rejects as rows of Spark's, some at a time, by the number of their part."""
    own = [str(place) for place in range(len(names))]
    texts = [*REASONS[1:], *own]
    schema = ", ".join(["part int", "line long", *(f"`{name}` string" for name in texts)])
    made = mapped(handed.rows, schema, rejected, asked)
    rows = map(tuple, made.toLocalIterator())
    while some := list(islice(rows, AT_ONCE)):
        frame = pl.DataFrame(some, ["part", "line", *texts], orient="row")
        for (part,), found in frame.group_by("part", maintain_order=True):
            yield int(str(part)), found.drop("part")


def _failed(job: Job, error: Exception) -> Exception:
    """The error of Spark in a sentence."""
    return UsageError("spark_failed", f"{job.source}: Spark stopped. It says: {last_line(error)}")
