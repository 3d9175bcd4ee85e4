"""The reader of a source: what its name says, unless its first bytes say better."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from mlsalary.batch.contents import MAYBE_WORKBOOK, kind_of
from mlsalary.batch.csv_reader import CsvReader
from mlsalary.batch.encodings import LONGEST_PATH, UTF8
from mlsalary.batch.formats import Format, damaged, opened, require_named, unpacked
from mlsalary.batch.job import STANDARD, Chunk, Job
from mlsalary.batch.jsonl_reader import JsonlReader
from mlsalary.batch.limits import limits_of
from mlsalary.batch.mended import Mended, is_of_rejects
from mlsalary.batch.parquet_reader import ParquetReader
from mlsalary.batch.peeking import peeked
from mlsalary.batch.workbook_reader import WorkbookReader
from mlsalary.errors import BadDataError, UsageError
from mlsalary.importing.apart import Room
from mlsalary.spelling import one_line

if TYPE_CHECKING:
    import pyarrow as pa


class Reader(Protocol):
    """names: of the columns. delimiter: for the rejects. decimal_comma: whether ``2,5`` is a
    number. mended: whether it is a file of rejects, whose reasons are left out. beside: what to
    say of where else the columns may be, empty where there is nothing else."""

    names: list[str]
    mended: bool
    beside: str

    @property
    def delimiter(self) -> str: ...
    @property
    def decimal_comma(self) -> bool: ...

    def nothing(self) -> pa.Table:
        """No rows of these columns."""

    def chunks(self) -> Iterator[Chunk]:
        """The rows in pieces."""


ReadSoFar = Callable[[], int]
_TEXT = ("csv", "json", "jsonl")
_WHAT = {
    "csv": "CSV", "xlsx": "a workbook", "json": "JSON", "jsonl": "JSON lines", "parquet": "Parquet"
}  # fmt: skip


def reader_of(
    job: Job, how: Format, stack: contextlib.ExitStack, stream: IO[bytes] | None = None
) -> tuple[Reader, ReadSoFar]:
    """The reader of a source, and how many of its bytes were read so far; stream: these bytes,
    where they are open already."""
    if stream is None:
        stream = opened(job.source)
        if job.source != STANDARD:
            stack.enter_context(stream)
    try:
        head, whole = peeked(stream)
        if head.startswith(MAYBE_WORKBOOK):
            whole = _with_a_descriptor(whole, stream, stack)
        kind = kind_of(head, whole, _name(job))
        if kind or head.isascii():
            how = how._replace(packed=None)  # whatever its name says
        how = _as_it_is(job, how, kind)
        if how.packed:
            whole = unpacked(whole, how)
            head, whole = peeked(whole)
            how = _unpacked_as_it_is(job, how, head)
        _require_effect(job, how)
        return _made(job, how, whole, stream, stack)
    except OSError as error:
        raise damaged(job.source, error) from error


def _made(
    job: Job, how: Format, whole: IO[bytes], stream: IO[bytes], stack: contextlib.ExitStack
) -> tuple[Reader, ReadSoFar]:
    limits = limits_of(job.settings.book)
    if how.name == "parquet":
        require_named(how.name, job.source)
        table = ParquetReader(job.source, limits)
        size = Path(job.source).stat().st_size
        return table, lambda: size * table.read // max(table.rows, 1)
    if how.name == "xlsx":
        told = job.settings.book.toml("limits.toml")["imports"]
        room = Room(*(told[f"{name}_most"] for name in Room._fields))
        book = WorkbookReader(whole, _name(job), limits, room, job.sheet, job.skip_lines)
        stack.callback(book.close)
        return _mended(book), lambda: 0
    if how.name in ("json", "jsonl"):
        return JsonlReader(whole, job.encoding, job.source, limits), _position(stream)
    rows = CsvReader(whole, how.delimiter, job.encoding, job.source, limits, job.skip_lines)
    return _mended(rows), _position(stream)


def _mended(reader: CsvReader | WorkbookReader) -> Reader:
    return Mended(reader) if is_of_rejects(reader.names) else reader


def _as_it_is(job: Job, how: Format, kind: str | None) -> Format:
    """The format that a file of this ``kind`` has, where its name says another.

    BadDataError where ``--from`` says another, and for what cannot be read where it lies.
    """
    if kind in ("gzip", "zstd"):
        return how._replace(packed=kind)
    if kind == how.name or (
        kind == "json" and (how.name == "jsonl" or (job.read_as or "").casefold() == "csv")
    ):
        return how
    if kind is None and how.name != "xlsx":
        return how
    kind = kind or "csv"
    if job.read_as:
        raise BadDataError("cannot_read", f"{_name(job)} is {_WHAT[kind]}. Leave out --from.")
    if how.packed and kind not in _TEXT:
        raise BadDataError("cannot_read", f"{_name(job)} holds {_WHAT[kind]}. Unpack it first.")
    return how._replace(name=kind)


def _unpacked_as_it_is(job: Job, how: Format, head: bytes) -> Format:
    kind = kind_of(head, None, _name(job))
    if kind in ("gzip", "zstd"):
        raise BadDataError("cannot_read", f"{_name(job)} is compressed twice. Unpack it once.")
    return _as_it_is(job, how, kind)


def _require_effect(job: Job, how: Format) -> None:
    """UsageError for an option that means nothing to what is read."""
    idle = {
        "--delimiter": job.delimiter is not None and how.name != "csv",
        "--skip-lines": job.skip_lines and how.name not in ("csv", "xlsx"),
        "--sheet": job.sheet is not None and how.name != "xlsx",
        "--encoding": job.encoding.lower() not in UTF8 and how.name not in _TEXT,
    }
    for option, is_idle in idle.items():
        if is_idle:
            raise UsageError(
                "option_without_effect",
                f"{option} has no effect on {_name(job)}, which is {_WHAT[how.name]}. Leave it "
                "out.",
            )


def _with_a_descriptor(
    whole: IO[bytes], stream: IO[bytes], stack: contextlib.ExitStack
) -> IO[bytes]:
    """The same as a file that can be looked into, and handed to another process."""
    if stream.seekable():
        return stream
    kept = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
    shutil.copyfileobj(whole, kept)
    kept.seek(0)
    return kept


def _position(stream: IO[bytes]) -> ReadSoFar:
    return stream.tell if stream.seekable() else lambda: 0


def _name(job: Job) -> str:
    return "Standard input" if job.source == STANDARD else one_line(job.source, LONGEST_PATH)
