"""A file of rejects that is run again: read without the reasons in front."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import TYPE_CHECKING, Any

from mlsalary.batch.job import Chunk, Reject
from mlsalary.batch.rejects import REASONS

if TYPE_CHECKING:
    import pyarrow as pa


NO_ROW = frozenset(
    (
        *("ragged", "quote_not_closed", "stray_line_end", "bad_cell", "nul_byte", "not_utf8"),
        *("too_long", "not_json", "new_column", "half_character", "key_twice"),
    )
)
"""The codes of what is no row: its text stands in the first of the input's columns."""


def is_of_rejects(names: list[str]) -> bool:
    """Whether the columns are those of a file of rejects."""
    return tuple(names[: len(REASONS)]) == REASONS and len(names) > len(REASONS)


class Mended:
    """The same rows without the first three columns; the numbers of lines are the file's own."""

    mended = True

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self.names: list[str] = reader.names[len(REASONS) :]
        self.delimiter: str = reader.delimiter
        self.decimal_comma: bool = reader.decimal_comma
        self.beside: str = reader.beside

    def nothing(self) -> pa.Table:
        """No rows of these columns."""
        return self._own(self._reader.nothing())

    def chunks(self) -> Iterator[Chunk]:
        """The rows; a line that was no row, and stands there as it did, is refused again."""
        for chunk in self._reader.chunks():
            own = self._own(chunk.table)
            mended = _mended(chunk.table, own)
            again = [_refused(chunk, at) for at, row in enumerate(mended) if not row]
            if not again:
                yield chunk._replace(table=own)
                continue
            yield chunk._replace(
                table=own.filter(mended),
                lines=list(compress(chunk.lines, mended)),
                broken=sorted([*chunk.broken, *again]),
            )

    @staticmethod
    def _own(table: pa.Table) -> pa.Table:
        return table.select(list(range(len(REASONS), table.num_columns)))


def _mended(table: pa.Table, own: pa.Table) -> list[bool]:
    """Whether each row is more than a line that was none, with its text in the first of the columns
    alone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    codes = table.column(REASONS.index("code"))
    unmended = pc.is_in(codes, value_set=pa.array(sorted(NO_ROW), codes.type))
    for column in own.columns[1:]:
        unmended = pc.and_(unmended, pc.equal(pc.fill_null(column, ""), ""))
    return [not one for one in unmended.to_pylist()]


def _refused(chunk: Chunk, at: int) -> Reject:
    _, code, message, text = (chunk.table.column(place)[at].as_py() or "" for place in range(4))
    return Reject(chunk.lines[at], code, message, (text,))
