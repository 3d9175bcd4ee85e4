"""A file of profiles -> the same file with an estimate on every row, piece by piece."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import compress
from typing import TYPE_CHECKING

import polars as pl

from mlsalary.batch.decimals import with_points
from mlsalary.batch.failures import failures_explained
from mlsalary.batch.formats import Format, damaged, packed, read_format, written_format
from mlsalary.batch.job import STANDARD, Chunk, Job, Progress, Reject, Summary
from mlsalary.batch.passing import kept_rows
from mlsalary.batch.readers import Reader, reader_of
from mlsalary.batch.reasons import Reasons
from mlsalary.batch.reject_cells import as_written
from mlsalary.batch.rejects import RejectsFile, rejects_path
from mlsalary.batch.writers import writer_of
from mlsalary.errors import BadDataError, UsageError
from mlsalary.files import drafts, explained, require_apart, require_free
from mlsalary.frame.arrow import readable
from mlsalary.frame.native import found_columns
from mlsalary.frame.pricing import PAY, RANKS, SAID
from mlsalary.frame.rows import PAY_GIVEN, Pricer, with_specs_as_text
from mlsalary.spelling import quoted, unknown

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Job", "Summary", "run"]

ENGINES = ("polars", "spark")


def run(job: Job, progress: Progress = lambda read, rows: None) -> Summary:
    """Price the source into the target. Rows in = rows out + rejects.

    Raises UsageError for a target that may not be written and for columns that cannot be used,
    BadDataError for an input that cannot be read; the target is then as it was.
    """
    gc.enable()  # the command line turns it off for runs of a moment
    if job.engine not in ENGINES:
        raise unknown(UsageError, "bad_engine", "engine", job.engine, ENGINES)
    if job.engine == "spark":
        from mlsalary.batch.spark import run_spark

        return run_spark(job)
    began = time.monotonic()
    reads = read_format(job.source, job.read_as, job.delimiter)
    writes = written_format(job.target, job.write_as)
    require_free(job.target, job.source, force=job.force)
    refused = rejects_path(job)
    if refused:
        require_apart(refused, job.target)
        require_free(refused, job.source, force=job.force)
    summary = Summary()
    with failures_explained(job.source), contextlib.ExitStack() as stack:
        reader, read_so_far = reader_of(job, reads, stack)
        pieces = _Pieces(job, reader, writes, summary)
        files = stack.enter_context(drafts())
        rejects = RejectsFile(job, files, reader.names, reader.delimiter)
        target = files.open(job.target, replace=job.force)
        stream = stack.enter_context(packed(target, writes))
        writer = writer_of(stream, pieces.names, writes, exact=job.exact)
        stack.callback(writer.abandon)
        pool = stack.enter_context(ThreadPoolExecutor(2))
        with explained(job.target):
            written: Future[object] = pool.submit(list)
            for chunk in _ahead(pool, _chunks(reader, job.source), job.source):
                passed, added, broken = pieces.priced(chunk)
                rejects.write(broken)
                lines = _kept(chunk, passed, pieces.kept)
                written.result()
                written = pool.submit(writer.write, passed, added, lines)
                progress(read_so_far(), summary.rows_in)
            written.result()
            writer.close()
        summary.guarded = writer.touched
        summary.rejects_in = str(rejects.path) if rejects.used else None
        rejects.forget_earlier()
    summary.seconds = time.monotonic() - began
    return summary


def _ahead(pool: Executor, chunks: Iterator[Chunk], source: str) -> Iterator[Chunk]:
    """The same pieces, the next one read while one is priced; but a wait for standard input must
    end with Ctrl-C, which no thread hears."""
    if source == STANDARD:
        yield from chunks
        return
    coming = pool.submit(next, chunks, None)
    while (chunk := coming.result()) is not None:
        coming = pool.submit(next, chunks, None)
        yield chunk


def _chunks(reader: Reader, source: str) -> Iterator[Chunk]:
    """The reader's pieces, at least one; BadDataError when the source breaks off."""
    pieces, empty = reader.chunks(), True
    while True:
        try:
            chunk = next(pieces, None)
        except OSError as error:
            raise damaged(source, error) from error
        if chunk is None:
            break
        empty = False
        yield chunk
    if empty:
        yield Chunk(reader.nothing(), [], [])


class _Pieces:
    """Prices the pieces of one file and counts what becomes of the rows."""

    def __init__(self, job: Job, reader: Reader, writes: Format, summary: Summary) -> None:
        names = reader.names
        self._summary, self._decimal_comma = summary, reader.decimal_comma
        self._pricer = Pricer(job.settings)
        self._reasons = Reasons(job.settings, self._pricer.places)
        found = found_columns(names, job.columns, job.pay)
        if job.pay:
            found[PAY_GIVEN] = job.pay
        _require_single(names, list(names) if writes.name != "csv" else list(found.values()), job)
        self._columns = {ours: names.index(theirs) for ours, theirs in found.items()}
        self.names = [*names, *PAY, *SAID, *(RANKS if job.pay else ())]
        self.kept: pl.Series = pl.Series(dtype=pl.Boolean)

    def priced(self, chunk: Chunk) -> tuple[pa.Table, pl.DataFrame, list[Reject]]:
        """The rows that pass through, what is added to each, and the rows that are refused."""
        rows = pl.DataFrame(
            {
                ours: readable(chunk.table.column(at), self.names[at], ours)
                for ours, at in self._columns.items()
            }
        )
        rows = with_specs_as_text(with_points(rows) if self._decimal_comma else rows)
        added = self._pricer.price(rows)
        self.kept = added["refused"] == ""
        passed, broken = chunk.table, list(chunk.broken)
        if not self.kept.all():
            broken += self._refused(chunk, rows.filter(~self.kept), added)
            broken.sort()
            passed = kept_rows(passed, self.kept.to_arrow())
            added = added.filter(self.kept)
        self._count(chunk, added, broken)
        return passed, added.drop("refused"), broken

    def _refused(self, chunk: Chunk, rows: pl.DataFrame, added: pl.DataFrame) -> list[Reject]:
        texts = rows.select(pl.all().cast(pl.String).str.strip_chars().fill_null("")).to_dicts()
        places = (added["refused"] != "").arg_true()
        cells = as_written(kept_rows(chunk.table, (~self.kept).to_arrow()), self.names)
        return [
            Reject(chunk.lines[at], *self._reasons.of(row), own)
            for at, row, own in zip(places, texts, cells, strict=True)
        ]

    def _count(self, chunk: Chunk, added: pl.DataFrame, broken: list[Reject]) -> None:
        summary = self._summary
        summary.rows_in += chunk.table.num_rows + len(chunk.broken)
        summary.rows_out += added.height
        summary.rejects.update(one.code for one in broken)
        summary.matches.update(dict(added["place_match"].value_counts().iter_rows()))


def _kept(chunk: Chunk, passed: pa.Table, kept: pl.Series) -> Sequence[str] | None:
    """The lines of JSON of the rows that pass."""
    if chunk.raw is None or passed.num_rows == len(chunk.raw):
        return chunk.raw
    return list(compress(chunk.raw, kept))


def _require_single(names: Sequence[str], needed: Sequence[str], job: Job) -> None:
    """BadDataError when one of these columns stands there twice."""
    twice = next((name for name in needed if names.count(name) > 1), None)
    if twice is not None:
        raise BadDataError(
            "duplicate_column",
            f"{job.source} has the column {quoted(twice)} more than once. Rename one of them.",
        )
