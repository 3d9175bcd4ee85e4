"""Rows of any Arrow types as the cells of a file of rejects, which is CSV and is read again."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from typing import Any

import polars as pl
import pyarrow as pa

from mlsalary.batch.passing import as_json, cells_of
from mlsalary.errors import MlsalaryError
from mlsalary.spelling import one_line


def as_written(table: pa.Table, names: Sequence[str]) -> pl.DataFrame:
    """Rows of any types as cells of CSV that can be read again, in columns of text named by their
    place; a cell of no form is its JSON."""
    columns = [
        _as_text(_to_be_read(table.column(place), names[place])).alias(str(place))
        for place in range(table.num_columns)
    ]
    return pl.DataFrame(columns)


def _as_text(cells: pl.Series) -> pl.Series:
    """As a writer of CSV writes them: numbers and times take one line each, and no quotes."""
    if cells.dtype == pl.String:
        return cells
    text = cells.to_frame().write_csv(include_header=False, quote_style="never")
    return pl.Series(text.split("\n")[:-1], dtype=pl.String)


def _to_be_read(column: pa.ChunkedArray, name: str) -> pl.Series:
    try:
        if _is_of_words(column.type):
            return _joined(column)
        return cells_of(pa.table([column], ["0"]), [name], nested=False).to_series()
    except MlsalaryError:
        return pl.Series([_cell_as_json(cell) for cell in column], dtype=pl.String)


def _is_of_words(kind: pa.DataType) -> bool:
    if not (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
        return False
    return kind.value_type in (pa.string(), pa.large_string())


def _joined(lists: pa.ChunkedArray) -> pl.Series:
    """Words in lists as one text, with semicolons between."""
    words: pl.Series = pl.from_arrow(lists)  # type: ignore[assignment]
    return words.list.eval(pl.element().filter(pl.element() != "")).list.join(";")


def _cell_as_json(cell: Any) -> str:
    try:
        return as_json(cell.as_py())
    except (ValueError, OverflowError, TypeError, pa.ArrowException):
        return json.dumps(_as_number(cell))  # a date that Python does not know, say


def _as_number(cell: Any) -> str:
    for kind in (pa.int64(), pa.int32()):
        with contextlib.suppress(ValueError, pa.ArrowException):
            return str(cell.cast(kind).as_py())
    return f"({one_line(cell.type, 100)})"
