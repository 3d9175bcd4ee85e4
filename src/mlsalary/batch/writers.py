"""Rows with their estimates -> CSV or Parquet; JSON and workbooks have modules of their own."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Any, Protocol

import polars as pl

from mlsalary.batch.formats import Format
from mlsalary.batch.guard import guarded
from mlsalary.batch.json_writers import JsonlWriter, JsonWriter
from mlsalary.batch.passing import cells_of
from mlsalary.errors import BadDataError
from mlsalary.files import spreadsheet
from mlsalary.frame.arrow import unfit
from mlsalary.spelling import one_line

if TYPE_CHECKING:
    import pyarrow as pa


COMMA = ","


class Writer(Protocol):
    """Takes rows piece by piece. ``touched``: cells that were kept from becoming formulas."""

    touched: int

    def write(self, passed: pa.Table, added: pl.DataFrame, raw: Sequence[str] | None) -> None:
        """The columns that pass through, those that are added, and JSON lines to be written on."""

    def close(self) -> None:
        """Write what is left."""

    def abandon(self) -> None:
        """Let go of a stream that nobody will read; nothing after ``close``."""


class CsvWriter:
    """CSV with line feeds; a cell is quoted where it must be."""

    def __init__(
        self, stream: IO[bytes], names: Sequence[str], how: Format, *, exact: bool
    ) -> None:
        self.touched = 0
        self._delimiter, self._exact = how.delimiter or COMMA, exact
        self._stream = stream
        self._names = names
        heads = names if exact else [spreadsheet.guarded(name) for name in names]
        self.touched += sum(head != name for head, name in zip(heads, names, strict=True))
        stream.write(spreadsheet.csv_lines([heads], self._delimiter).encode())

    def write(self, passed: pa.Table, added: pl.DataFrame, raw: Sequence[str] | None) -> None:
        rows = cells_of(passed, self._names, nested=False)
        if not self._exact:
            rows, touched = guarded(rows)
            self.touched += touched
        said = added.with_columns(pl.col(pl.String).replace("", None))  # else quoted: ""
        text = io.BytesIO()
        rows.hstack(said).write_csv(text, include_header=False, separator=self._delimiter)
        self._stream.write(text.getvalue())

    def close(self) -> None:
        """Nothing is held back."""

    def abandon(self) -> None:
        """Nothing is held."""


class ParquetWriter:
    """Parquet, packed with zstd; columns that pass through keep their types."""

    touched = 0

    def __init__(self, stream: IO[bytes], names: Sequence[str]) -> None:
        self._stream, self._names = stream, names
        self._writer: Any = None

    def write(self, passed: pa.Table, added: pl.DataFrame, raw: Sequence[str] | None) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        from mlsalary.batch.dictionaries import repeating

        more = added.to_arrow(compat_level=pl.CompatLevel.oldest())
        columns = [*passed.columns, *more.columns]
        kinds = [*passed.schema, *more.schema]
        schema = pa.schema(
            [field.with_name(name) for field, name in zip(kinds, self._names, strict=True)],
            passed.schema.metadata,
        )
        try:
            rows = pa.table(columns, schema=schema)
            if self._writer is None:
                self._writer = parquet.ParquetWriter(
                    self._stream, schema, compression="zstd", use_dictionary=repeating(rows)
                )
            self._writer.write_table(rows)
        except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
            raise _not_for_parquet(passed, self._names, error) from error

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def abandon(self) -> None:
        with contextlib.suppress(OSError):
            self.close()  # else PyArrow does so when the stream is gone, and complains


def writer_of(stream: IO[bytes], names: Sequence[str], how: Format, *, exact: bool) -> Writer:
    """The writer of a format, for columns of these names."""
    if how.name == "csv":
        return CsvWriter(stream, names, how, exact=exact)
    if how.name == "xlsx":
        from mlsalary.batch.workbook_writer import WorkbookWriter

        return WorkbookWriter(stream, names)
    kinds: dict[str, Callable[..., Writer]] = {
        "json": JsonWriter,
        "jsonl": JsonlWriter,
        "parquet": ParquetWriter,
    }
    return kinds[how.name](stream, names)


def _not_for_parquet(passed: pa.Table, names: Sequence[str], error: Exception) -> BadDataError:
    """The error that names the column which cannot be written."""
    import pyarrow as pa
    from pyarrow import parquet

    why = f"Parquet cannot hold it ({one_line(error, 120).rstrip('.')})"
    for name, column in zip(names, passed.columns, strict=False):
        try:
            parquet.write_table(pa.table([column], names=["0"]), io.BytesIO())
        except pa.ArrowException:
            return unfit(column, name, why)
    return BadDataError("cannot_write", f"The rows cannot be written: {why}.")
