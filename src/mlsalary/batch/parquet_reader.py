"""Parquet in pieces, its columns of whatever types they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlsalary.batch.formats import damaged
from mlsalary.batch.job import Chunk

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 1 << 17


class ParquetReader:
    """The columns and the rows of a Parquet file; BadDataError when it is none."""

    def __init__(self, path: str) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        self._path = path
        try:
            self._file = parquet.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise damaged(path, error) from error
        self.schema: pa.Schema = self._file.schema_arrow
        self.names: list[str] = self.schema.names
        self.rows: int = self._file.metadata.num_rows
        self.read = 0

    def chunks(self) -> Iterator[Chunk]:
        """The rows, a hundred thousand at a time, numbered from 1."""
        import pyarrow as pa

        try:
            for batch in self._file.iter_batches(ROWS):
                table = pa.Table.from_batches([batch])
                numbers = range(self.read + 1, self.read + table.num_rows + 1)
                self.read += table.num_rows
                yield Chunk(table, numbers, _Text(table), [])
        except pa.ArrowException as error:
            raise damaged(self._path, error) from error


class _Text:
    """A row as a line of JSON."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __call__(self, at: int) -> str:
        row: dict[str, Any] = self._table.slice(at, 1).to_pylist()[0]
        return json.dumps(row, ensure_ascii=False, default=str)
