"""The pieces of one file, priced, and what becomes of their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, compress
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from mlsalary.batch.decimals import with_points
from mlsalary.batch.formats import Format
from mlsalary.batch.gathered import Gathered
from mlsalary.batch.job import UNREAD_SHOWN, Chunk, Job, Summary
from mlsalary.batch.passing import kept_rows
from mlsalary.batch.readers import Reader
from mlsalary.batch.reasons import Reasons
from mlsalary.batch.reject_cells import as_written
from mlsalary.batch.rejects import REASONS, frame_of
from mlsalary.errors import BadDataError, NotFoundError
from mlsalary.frame.arrow import rows_of
from mlsalary.frame.columns import Columns, columns_of, holding
from mlsalary.frame.pay import Pays
from mlsalary.frame.prices import CODES
from mlsalary.frame.rows import Pricer, with_specs_as_text
from mlsalary.spelling import one_line, quoted

if TYPE_CHECKING:
    import pyarrow as pa

_CELL = 40


class MixedPayError(Exception):
    """Pay that looked like thousands of dollars, and does not further on."""


class Piece(NamedTuple):
    """The rows that pass through, what is added to each, their lines of JSON where they were such,
    and what is refused, as ``rejects.frame_of`` has it."""

    passed: pa.Table
    added: pl.DataFrame
    lines: Sequence[str] | None
    refused: pl.DataFrame


class Pieces:
    """Prices the pieces of a reader and counts what becomes of the rows.

    thousands: whether figures of pay are thousands of dollars; None: as those of the first piece
    look, and MixedPayError where one further on does not. columns: what is read from which, None
    for what the names and the first piece tell.
    """

    def __init__(
        self,
        job: Job,
        reader: Reader,
        pieces: Iterator[Chunk],
        writes: Format,
        thousands: bool | None,
        columns: Columns | None = None,
    ) -> None:
        names = reader.names
        self._read_ahead: list[Chunk] = []
        self._pieces = pieces
        self._names, self._decimal_comma = names, reader.decimal_comma
        self._pricer = Pricer(job.settings, tells=job.gathers)
        self._reasons = Reasons(job.settings, self._pricer.places)
        book = job.settings.book
        if columns is None:
            holds = holding(self._first_values, book)
            try:
                columns = columns_of(names, job.columns, job.pay, job.settings, holds)
            except (BadDataError, NotFoundError) as error:
                said = f"{error.message}{reader.beside}"
                raise type(error)(error.code, said, error.suggestions) from None
        self._pricer.pays.each = columns.each
        needed = list(names) if writes.name != "csv" else list(columns.read.values())
        _require_single(names, needed, job)
        self._columns = {ours: names.index(theirs) for ours, theirs in columns.read.items()}
        self._thousands, self._pays = thousands, bool(columns.pay)
        self.names = [*names, *columns.added]
        gathered = Gathered() if job.gathers else None
        self.summary = Summary(columns=columns, mended=reader.mended, gathered=gathered)
        self._shown = [(ours, self._columns[ours]) for ours in columns.found]

    def chunks(self) -> Iterator[Chunk]:
        """All the pieces, those that were looked at before among them."""
        return chain(self._read_ahead, self._pieces)

    def priced(self, chunk: Chunk) -> Piece:
        """A piece with what is added to its rows."""
        rows = rows_of(chunk.table, self.names, self._columns)
        rows = with_specs_as_text(with_points(rows) if self._decimal_comma else rows)
        if self._pays:
            self._settle_thousands(rows)
        added = self._pricer.price(rows)
        kept = added["refused"] == ""
        passed, refused = chunk.table, frame_of(chunk.broken, len(self._names))
        if not kept.all():
            more = self._refused(chunk, rows, added["refused"])
            refused = pl.concat([refused, more]).sort(REASONS)
            passed, added = kept_rows(passed, kept.to_arrow()), added.filter(kept)
        self._count(chunk, added, refused)
        if self.summary.gathered:
            self._gather(self.summary.gathered, chunk, kept, added, refused)
        if self._pricer.pays.last:
            self._count_pays(self._pricer.pays.last)
        return Piece(passed, added.drop("refused"), _lines(chunk, passed, kept), refused)

    def _first_values(self, theirs: str) -> list[object]:
        """What stands in a column of the first piece."""
        if not self._read_ahead:
            self._read_ahead += [piece for piece in [next(self._pieces, None)] if piece]
        at = self._names.index(theirs)
        columns = [piece.table.column(at) for piece in self._read_ahead]
        return [value for column in columns for value in column.unique().to_pylist()]

    def _settle_thousands(self, rows: pl.DataFrame) -> None:
        pays = self._pricer.pays
        looks_so = None if self._thousands is False else pays.are_thousands(rows)
        if looks_so is None:
            return
        if self._thousands and not looks_so:
            raise MixedPayError
        self._thousands = pays.thousands = looks_so

    def _refused(self, chunk: Chunk, rows: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
        refused = codes != ""
        lines = pl.Series("line", chunk.lines, pl.Int64).filter(refused).to_frame()
        reasons = self._reasons.of_rows(
            rows.filter(refused), codes.filter(refused), self._pricer.texts
        )
        cells = as_written(kept_rows(chunk.table, refused.to_arrow()), self._names)
        return pl.concat([lines, reasons, cells], how="horizontal")

    def _count(self, chunk: Chunk, added: pl.DataFrame, refused: pl.DataFrame) -> None:
        summary = self.summary
        summary.rows_in += chunk.table.num_rows + len(chunk.broken)
        summary.rows_out += added.height
        codes = refused.group_by("code", maintain_order=True).len()
        summary.rejects.update(dict(codes.iter_rows()))
        tally = self._pricer.tally.filter(pl.col("refused") == "")
        for match, codes, rows in tally.select("place_match", "warnings", "rows").iter_rows():
            summary.matches[match] += rows
            summary.warned.update(dict.fromkeys(filter(None, codes.split(";")), rows))
        summary.prices = Counter({code: summary.warned[code] for code in CODES})

    def _gather(
        self,
        gathered: Gathered,
        chunk: Chunk,
        kept: pl.Series,
        added: pl.DataFrame,
        refused: pl.DataFrame,
    ) -> None:
        assert self._pricer.told is not None
        lines = pl.Series(chunk.lines, dtype=pl.Int64).filter(kept)
        pays = self._pricer.pays.last
        pay = pays.amount.filter(kept) if pays else None
        gathered.add(self._pricer.told.filter(kept), added, lines, pay)
        gathered.refuse(refused, self._shown)

    def _count_pays(self, read: Pays) -> None:
        summary = self.summary
        summary.thousands = self._pricer.pays.thousands
        summary.pays += read.amount.count()
        unread = read.said.filter(read.unread)
        summary.pays_unread += unread.len()
        for text in unread.unique(maintain_order=True)[:UNREAD_SHOWN]:
            if len(summary.unread) < UNREAD_SHOWN:
                summary.unread.append(one_line(text, _CELL))


def _lines(chunk: Chunk, passed: pa.Table, kept: pl.Series) -> Sequence[str] | None:
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
