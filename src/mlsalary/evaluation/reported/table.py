"""A file of reported pay -> the texts of its columns under our names."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, NamedTuple

import polars as pl

from mlsalary.batch.decimals import with_points
from mlsalary.batch.failures import failures_explained
from mlsalary.batch.formats import damaged, opened, read_format
from mlsalary.batch.job import STANDARD, Chunk, Job
from mlsalary.batch.readers import Reader, reader_of
from mlsalary.errors import BadDataError, MlsalaryError
from mlsalary.evaluation.reported import PayFile, Reject
from mlsalary.evaluation.reported.columns import pay_columns
from mlsalary.frame.arrow import readable
from mlsalary.frame.settings import Settings
from mlsalary.places.resolve import resolve
from mlsalary.reading.headers import Headers
from mlsalary.reading.words import is_nothing
from mlsalary.rulebook import Rulebook

_STATES = 60
"""More different texts than this are no states."""
_AS_PROFILE = {"date": "as_of"}
"""What a thing of ours is called in a table of profiles, where that matters to how it is read."""


class PayTable(NamedTuple):
    """Texts under our names, "" where nothing is said; the number of each row's line; the lines
    that are no rows."""

    name: str
    digest: str
    headers: Headers
    texts: pl.DataFrame
    lines: list[int]
    broken: list[Reject]

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row with its line."""
        return zip(self.lines, self.texts.iter_rows(named=True), strict=True)


def pay_table(file: PayFile, book: Rulebook) -> PayTable:
    """The whole of a file; BadDataError and UsageError as ``batch`` has them for what it reads."""
    job = Job(
        source=file.source,
        target=STANDARD,
        settings=Settings(book),
        columns=file.columns,
        read_as=file.read_as,
        encoding=file.encoding,
        delimiter=file.delimiter,
        skip_lines=file.skip_lines,
        sheet=file.sheet,
    )
    name = "Standard input" if file.source == STANDARD else file.source
    how = read_format(file.source, file.read_as, file.delimiter)
    try:
        with failures_explained(name), contextlib.ExitStack() as stack:
            stream, digest = _summed(file.source, stack)
            reader, _ = reader_of(job, how, stack, stream)
            chunks = list(reader.chunks())
    except OSError as error:
        raise damaged(name, error) from error
    columns = _Columns(reader, chunks, book)
    headers = pay_columns(reader.names, name, file.columns, book, columns.hold)
    broken = [Reject(one.line, one.code, one.message) for chunk in chunks for one in chunk.broken]
    return PayTable(
        name=name,
        digest=digest,
        headers=headers,
        texts=columns.texts(headers.found),
        lines=[line for chunk in chunks for line in chunk.lines],
        broken=broken,
    )


def _summed(source: str, stack: contextlib.ExitStack) -> tuple[IO[bytes], str]:
    """The bytes of a source, and their SHA-256; what cannot be read twice is kept."""
    stream = opened(source)
    if source != STANDARD:
        stack.enter_context(stream)
    if not stream.seekable():
        kept = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        shutil.copyfileobj(stream, kept)
        kept.seek(0)
        stream = kept
    begins = stream.tell()
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    stream.seek(begins)
    return stream, digest


class _Columns:
    """The columns of what was read, as text."""

    def __init__(self, reader: Reader, chunks: list[Chunk], book: Rulebook) -> None:
        self._reader, self._book = reader, book
        self._tables = [chunk.table for chunk in chunks] or [reader.nothing()]

    def texts(self, found: Mapping[str, str]) -> pl.DataFrame:
        """Those that were found, under our names."""
        rows = pl.DataFrame({ours: self._column(theirs, ours) for ours, theirs in found.items()})
        return with_points(rows) if self._reader.decimal_comma else rows

    def hold(self, theirs: str, ours: str) -> bool:
        """Whether all that a column says can be read as ours: states."""
        try:
            told = self._column(theirs, ours).unique().to_list()
        except BadDataError:  # neither text, numbers nor dates
            return False
        states = [text for text in told if text and not is_nothing(text, self._book)]
        return 0 < len(states) <= _STATES and all(map(self._is_state, states))

    def _is_state(self, text: str) -> bool:
        try:
            return resolve(None, text, self._book).kind == "state"
        except MlsalaryError:
            return False

    def _column(self, theirs: str, ours: str) -> pl.Series:
        at, ours = self._reader.names.index(theirs), _AS_PROFILE.get(ours, ours)
        pieces = [readable(table.column(at), theirs, ours) for table in self._tables]
        column = pl.concat([piece.cast(pl.String) for piece in pieces])
        return column.str.strip_chars().fill_null("")
