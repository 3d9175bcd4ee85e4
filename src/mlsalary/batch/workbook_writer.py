"""Rows with their estimates -> a workbook, row by row in little memory.

XlsxWriter writes it: its mode of constant memory keeps one row, and no text becomes a formula or a
link. A text that is a plain number and reads back as it stands becomes one, so that a sheet can sum
it: ``150000`` and ``2.5`` do, ``007`` and ``1e5`` stay text.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any

import polars as pl

from mlsalary.batch.passing import cells_of
from mlsalary.errors import BadDataError
from mlsalary.extras import need
from mlsalary.importing.sheet_as_csv import as_text
from mlsalary.spelling import quoted

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_MOST, COLUMNS_MOST, LETTERS_MOST = 1_048_576, 16_384, 32_767
"""Of a sheet and of a cell: Microsoft, "Excel specifications and limits"."""
_DIGITS_MOST = 15
_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")


class _UntilItFails:
    """A stream that takes nothing after it could not be written. XlsxWriter leaves its archive open
    then, and Python closes that later: it would fail again, where nobody can catch it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.failed = False

    def __getattr__(self, name: str) -> Any:
        does = getattr(self._stream, name)
        if not callable(does):
            return does

        def asked(*given: Any) -> Any:
            if self.failed:
                return 0
            try:
                return does(*given)
            except BaseException:
                self.failed = name in ("write", "flush")  # a pipe cannot tell where it is
                raise

        return asked


class WorkbookWriter:
    """One sheet: the names, and a row for each of the rows."""

    touched = 0

    def __init__(self, stream: IO[bytes], names: Sequence[str]) -> None:
        xlsxwriter: Any = need("xlsxwriter", "xlsx")
        if len(names) > COLUMNS_MOST:
            raise BadDataError(
                "too_many_columns",
                f"The output has {len(names):,} columns, and a sheet holds {COLUMNS_MOST:,}. "
                "Write .csv or .parquet.",
            )
        self._names = names
        self._stream = _UntilItFails(stream)
        self._book = xlsxwriter.Workbook(self._stream, {"constant_memory": True})
        self._sheet = self._book.add_worksheet("priced")
        self._row = 0
        self._add(names)

    def write(self, passed: pa.Table, added: pl.DataFrame, raw: Sequence[str] | None) -> None:
        rows = cells_of(passed, self._names, nested=False).hstack(added)
        if self._row + rows.height > ROWS_MOST:
            raise BadDataError(
                "too_many_rows",
                f"A sheet holds {ROWS_MOST - 1:,} rows under its header, and there are more. "
                "Write .csv or .parquet.",
            )
        for row in rows.with_columns(_without_form(rows)).iter_rows():
            self._add(row)

    def _add(self, row: Sequence[Any]) -> None:
        for column, written in enumerate(row):
            cell = _number(written) if self._row else written
            if isinstance(cell, str):
                if len(cell.encode("utf-16-le")) > 2 * LETTERS_MOST:
                    raise self._too_long(column)
                if cell:
                    self._sheet.write_string(self._row, column, cell)
            elif isinstance(cell, bool):
                self._sheet.write_boolean(self._row, column, cell)
            elif cell is not None:
                self._sheet.write_number(self._row, column, cell)
        self._row += 1

    def _too_long(self, column: int) -> BadDataError:
        return BadDataError(
            "cell_too_long",
            f"The column {quoted(self._names[column])} holds a cell of more than "
            f"{LETTERS_MOST:,} letters, which is what a workbook can hold. Write .csv or .parquet.",
        )

    def close(self) -> None:
        self._book.close()
        self._book = None

    def abandon(self) -> None:
        if self._book is not None:
            self._stream.failed = True
            with contextlib.suppress(Exception):  # else it complains when the process ends
                self._book.close()


def _number(cell: Any) -> Any:
    """A text as the number that reads back as this very text, if there is one; else the cell."""
    if isinstance(cell, str) and len(cell) <= _DIGITS_MOST and _NUMBER.fullmatch(cell):
        number = float(cell)
        return number if as_text(number) == cell else cell
    return cell


def _without_form(rows: pl.DataFrame) -> list[pl.Expr]:
    """As text what a workbook has no form for: dates that it does not know, numbers that are none
    or have more digits than it keeps."""
    plain = (pl.Boolean, pl.Int8, pl.Int16, pl.Int32, pl.UInt8, pl.UInt16, pl.UInt32, pl.String)
    return [
        pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name)
        if kind in (pl.Float32, pl.Float64)
        else pl.col(name).cast(pl.String)
        for name, kind in rows.schema.items()
        if kind not in plain
    ]
