"""Parquet in pieces, its columns of whatever types they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsalary.batch.formats import damaged
from mlsalary.batch.job import Chunk
from mlsalary.batch.limits import Limits
from mlsalary.errors import BadDataError

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 1 << 16
_BYTES = 1 << 23  # of the rows that are handled at once, as the file counts them
_BUFFER = 1 << 16  # bytes of each column: without, whole groups of rows are held as they are packed


class ParquetReader:
    """The columns and the rows of a Parquet file; BadDataError when it is none."""

    delimiter = ","
    decimal_comma = False
    mended = False
    beside = ""

    def __init__(self, path: str, limits: Limits) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        self._path = path
        try:
            self._file = parquet.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER)
            self.schema: pa.Schema = self._file.schema_arrow
            self.names: list[str] = self.schema.names
        except (pa.ArrowException, OSError, ValueError) as error:
            raise damaged(path, error) from error
        if len(self.names) > limits.columns:
            raise BadDataError(
                "too_many_columns",
                f"{path} has {len(self.names):,} columns; at most {limits.columns:,} can be read. "
                "Remove some.",
            )
        self.rows: int = self._file.metadata.num_rows
        self.read = 0

    def nothing(self) -> pa.Table:
        """No rows of these columns."""
        return self.schema.empty_table()

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some ten thousand at a time, numbered from 1."""
        import pyarrow as pa

        try:
            for batch in self._file.iter_batches(self._rows_at_once(), use_threads=False):
                table = pa.Table.from_batches([batch])
                table.validate(full=True)  # Polars trusts that text is UTF-8
                numbers = range(self.read + 1, self.read + table.num_rows + 1)
                self.read += table.num_rows
                yield Chunk(table, numbers, [])
        except (pa.ArrowException, OSError, ValueError) as error:
            raise damaged(self._path, error) from error
        if self.read != self.rows:
            raise damaged(
                self._path, ValueError(f"it holds {self.read:,} of the {self.rows:,} rows it names")
            )

    def _rows_at_once(self) -> int:
        told = self._file.metadata
        size: int = sum(told.row_group(at).total_byte_size for at in range(told.num_row_groups))
        return max(1, min(ROWS, _BYTES * max(self.rows, 1) // max(size, 1)))
