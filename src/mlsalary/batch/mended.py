"""A file of rejects that is run again: read without the reasons in front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlsalary.batch.job import Chunk, Reject
from mlsalary.batch.rejects import REASONS

if TYPE_CHECKING:
    import pyarrow as pa


NO_ROW = frozenset(
    (
        *("ragged", "quote_not_closed", "stray_line_end", "bad_cell", "nul_byte", "not_utf8"),
        *("too_long", "not_json", "new_column", "half_character"),
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

    def nothing(self) -> pa.Table:
        """No rows of these columns."""
        return self._own(self._reader.nothing())

    def chunks(self) -> Iterator[Chunk]:
        """The rows; a line that was no row, and stands there as it did, is refused again."""
        for chunk in self._reader.chunks():
            own = self._own(chunk.table)
            still = [at for at in range(own.num_rows) if _is_unmended(chunk.table, own, at)]
            if not still:
                yield chunk._replace(table=own)
                continue
            import pyarrow as pa

            again = [_refused(chunk, at) for at in still]
            kept = sorted(set(range(own.num_rows)) - set(still))
            yield chunk._replace(
                table=own.take(pa.array(kept, pa.int64())),
                lines=[chunk.lines[at] for at in kept],
                broken=sorted([*chunk.broken, *again]),
            )

    @staticmethod
    def _own(table: pa.Table) -> pa.Table:
        return table.select(list(range(len(REASONS), table.num_columns)))


def _is_unmended(table: pa.Table, own: pa.Table, at: int) -> bool:
    """Whether a row is a line that was none, with its text in the first of the columns alone."""
    code = table.column(REASONS.index("code"))[at].as_py()
    if code not in NO_ROW:
        return False
    return not any(own.column(place)[at].as_py() for place in range(1, own.num_columns))


def _refused(chunk: Chunk, at: int) -> Reject:
    _, code, message, text = (chunk.table.column(place)[at].as_py() or "" for place in range(4))
    return Reject(chunk.lines[at], code, message, (text,))
