"""A file of rejects that is run again: read without the reasons in front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlsalary.batch.job import Chunk
from mlsalary.batch.rejects import REASONS

if TYPE_CHECKING:
    import pyarrow as pa


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
        """The rows."""
        for chunk in self._reader.chunks():
            yield chunk._replace(table=self._own(chunk.table))

    @staticmethod
    def _own(table: pa.Table) -> pa.Table:
        return table.select(list(range(len(REASONS), table.num_columns)))
