"""A file of profiles -> the same file with an estimate on every row, piece by piece."""

from __future__ import annotations

import contextlib
import gc
import math
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

from mlsalary.batch.digits import as_written
from mlsalary.batch.failures import failures_explained
from mlsalary.batch.formats import damaged, packed, read_format, written_format
from mlsalary.batch.job import STANDARD, Chunk, Job, Progress, Summary
from mlsalary.batch.pieces import MixedPayError, Pieces
from mlsalary.batch.readers import Reader, reader_of
from mlsalary.batch.rejects import RejectsFile, rejects_path
from mlsalary.batch.writers import writer_of
from mlsalary.errors import BadDataError, UsageError
from mlsalary.files import drafts, explained, require_apart, require_free
from mlsalary.spelling import one_of

__all__ = ["Job", "Summary", "run"]

ENGINES = ("polars", "spark")
_ROWS = 1 << 17


def run(job: Job, progress: Progress = lambda read, rows: None) -> Summary:
    """Price the source into the target. Rows in = rows out + rejects.

    Raises UsageError for a target that may not be written and for columns that cannot be used,
    BadDataError for an input that cannot be read; the target is then as it was.
    """
    gc.enable()  # the command line turns it off for runs of a moment
    if one_of(UsageError, "bad_engine", "engine", job.engine, ENGINES) == "spark":
        from mlsalary.batch.spark import run_spark

        return run_spark(job)
    try:
        return _run(job, progress, thousands=None)
    except MixedPayError:
        _require_again(job.source)
        return _run(job, progress, thousands=False)


def _run(job: Job, progress: Progress, *, thousands: bool | None) -> Summary:
    """thousands: whether figures of pay are thousands of dollars; None: as they all look."""
    began = time.monotonic()
    reads = read_format(job.source, job.read_as, job.delimiter)
    writes = written_format(job.target, job.write_as)
    require_free(job.target, job.source, force=job.force)
    refused = rejects_path(job)
    if refused:
        require_apart(refused, job.target)
        require_free(refused, job.source, force=job.force)
    with failures_explained(job.source), contextlib.ExitStack() as stack:
        reader, read_so_far = reader_of(job, reads, stack)
        pieces = Pieces(job, reader, _chunks(reader, job.source), writes, thousands)
        summary = pieces.summary
        files = stack.enter_context(drafts())
        rejects = RejectsFile(job, files, reader.names, reader.delimiter)
        target = files.open(job.target, replace=job.force)
        stream = stack.enter_context(packed(target, writes))
        writer = writer_of(stream, pieces.names, writes, exact=job.exact)
        stack.callback(writer.abandon)
        pool = stack.enter_context(ThreadPoolExecutor(2))
        with explained(job.target):
            written: Future[object] = pool.submit(list)
            for chunk in _ahead(pool, pieces.chunks(), job.source):
                piece = pieces.priced(chunk)
                rejects.write(piece.refused)
                written.result()
                added = as_written(piece.added, writes, asked=job.rounds)
                written = pool.submit(writer.write, piece.passed, added, piece.lines)
                progress(read_so_far(), summary.rows_in)
            written.result()
            writer.close()
        summary.guarded = writer.touched
        summary.rejects_in = str(rejects.path) if rejects.used else None
        rejects.forget_earlier()
    summary.seconds = time.monotonic() - began
    return summary


def _require_again(source: str) -> None:
    """BadDataError where a source cannot be read a second time."""
    if source == STANDARD or not Path(source).is_file():
        raise BadDataError(
            "pay_mixed",
            "The first pay values look like thousands of dollars, and later ones do not. Read from "
            "a file, which can be read twice.",
        )


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
        yield from _slices(chunk)
    if empty:
        yield Chunk(reader.nothing(), [], [])


def _slices(chunk: Chunk) -> Iterator[Chunk]:
    """A piece in slices of so few rows that all that is made of them stays small."""
    table, lines, broken, raw = chunk
    if table.num_rows <= _ROWS:
        yield chunk
        return
    for first in range(0, table.num_rows, _ROWS):
        end = first + _ROWS
        before = lines[end] if end < table.num_rows else math.inf
        own = [one for one in broken if one.line < before]
        broken = broken[len(own) :]
        yield Chunk(table.slice(first, _ROWS), lines[first:end], own, raw and raw[first:end])
