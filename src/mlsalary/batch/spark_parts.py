"""A part of Spark's input, priced where it is, by the code that prices a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl
import pyarrow as pa

from mlsalary.batch.digits import as_written
from mlsalary.batch.formats import Format
from mlsalary.batch.job import Chunk, Job, Reject
from mlsalary.batch.limits import limits_of
from mlsalary.batch.mended import Mended, is_of_rejects
from mlsalary.batch.pieces import MixedPayError, Pieces
from mlsalary.batch.spark_lines import LinesReader
from mlsalary.batch.spark_tally import TASK_CARRIES, Done
from mlsalary.frame.columns import Columns
from mlsalary.frame.executing import of_columns, together

if TYPE_CHECKING:
    from mlsalary.batch.readers import Reader

NOT_JSON = ("not_json", "The line is not a JSON object.")


class Layout(NamedTuple):
    """What a source looks like. names: its columns, of CSV those of rejects among them. delimiter,
    heads: of CSV, None of others. broken: whether a last column has the text of what is no row."""

    names: list[str]
    columns: Columns
    delimiter: str | None = None
    heads: frozenset[bytes] = frozenset()
    broken: bool = False


class Asked(NamedTuple):
    """What is asked of each part. tally: where what it came to is told, None for its rejects as
    rows. thousands: whether figures of pay are thousands of dollars; None: as they look."""

    job: Job
    layout: Layout
    writes: Format
    thousands: bool | None
    tally: Any | None = None


class RowsReader:
    """The rows of a part, of whatever types, the text of what is no row in a last column."""

    delimiter, decimal_comma, mended = ",", False, False

    def __init__(self, batches: Iterator[pa.RecordBatch], layout: Layout) -> None:
        self.names, self._batches, self._broken = layout.names, batches, layout.broken
        self.count = 0

    def chunks(self) -> Iterator[Chunk]:
        """The rows in pieces."""
        for table in together(self._batches):
            first, self.count = self.count + 1, self.count + table.num_rows
            lines = range(first, self.count + 1)
            yield self._parted(table, lines) if self._broken else Chunk(table, lines, [])

    def _parted(self, table: pa.Table, lines: range) -> Chunk:
        texts = table.column(len(self.names)).to_pylist()
        rows = table.select(range(len(self.names)))
        broken = [
            Reject(line, *NOT_JSON, (text,))
            for line, text in zip(lines, texts, strict=True)
            if text is not None
        ]
        whole = [text is None for text in texts]
        kept = [line for line, one in zip(lines, whole, strict=True) if one]
        return Chunk(rows.filter(pa.array(whole)), kept, broken)


def priced(asked: Asked, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows that pass, with their estimates; what the part came to goes to the tally."""
    from pyspark import TaskContext

    part = _Part(asked, batches)
    names, refused, mixed = part.pieces.names, _Refused(), False
    try:
        for chunk in part.pieces.chunks():
            piece = part.pieces.priced(chunk)
            added = as_written(piece.added, asked.writes, asked=asked.job.rounds).to_arrow()
            refused.add(piece.refused)
            yield from of_columns([*piece.passed.columns, *added.columns], names)
    except MixedPayError:
        mixed = True
    done = Done(part.count, part.pieces.summary, refused.told, part.runs_on, mixed)
    if asked.tally is not None:
        asked.tally.add({TaskContext.get().partitionId(): done})


def rejected(asked: Asked, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rejects alone, behind the number of their part."""
    from pyspark import TaskContext

    number = TaskContext.get().partitionId()
    part = _Part(asked, batches)
    for chunk in part.pieces.chunks():
        found = part.pieces.priced(chunk).refused
        rows = found.select(pl.lit(number, pl.Int32).alias("part"), pl.all()).to_arrow()
        yield from of_columns(rows.columns, rows.column_names)


class _Part:
    """The pieces of a part. count: how many of its lines were read."""

    def __init__(self, asked: Asked, batches: Iterator[pa.RecordBatch]) -> None:
        job, layout = asked.job, asked.layout
        self._lines: LinesReader | None = None
        self._rows: RowsReader | None = None
        reader: Any
        if layout.delimiter is None:
            reader = self._rows = RowsReader(batches, layout)
        else:
            limits = limits_of(job.settings.book)
            reader = self._lines = LinesReader(
                batches, layout.names, layout.heads, layout.delimiter, job.source, limits
            )
            reader = Mended(reader) if is_of_rejects(reader.names) else reader
        told: Reader = reader
        self.pieces = Pieces(
            job, told, reader.chunks(), asked.writes, asked.thousands, layout.columns
        )

    @property
    def count(self) -> int:
        """Of all lines, those that are no rows among them."""
        reader = self._lines or self._rows
        return reader.count if reader else 0

    @property
    def runs_on(self) -> bool:
        """Whether a quoted cell is open at the end of a line."""
        return bool(self._lines and self._lines.lines.runs_on)


class _Refused:
    """Rejects, as long as they are few enough to be told."""

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] | None = []
        self._size = 0

    def add(self, more: pl.DataFrame) -> None:
        """Take some."""
        self._size += int(more.estimated_size())
        if self._size > TASK_CARRIES:
            self._frames = None
        elif self._frames is not None and more.height:
            self._frames.append(more)

    @property
    def told(self) -> pl.DataFrame | None:
        """All of them, None where they are too many."""
        if self._frames is None:
            return None
        return pl.concat(self._frames) if self._frames else pl.DataFrame()
