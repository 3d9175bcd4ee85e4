"""Which columns of a Parquet file have dictionaries: those whose values repeat."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from mlsalary.frame.arrow import is_plain_cell

_LOOKED_AT = 1 << 16  # rows, which stand for all that follow
_ENOUGH = 1 << 12  # rows; fewer stand for nothing, and every column has a dictionary
_DISTINCT = 0.5  # of the rows: a dictionary of more values saves no room, and takes time


def repeating(table: pa.Table) -> list[str]:
    """The paths in a Parquet file of the columns that have a dictionary, by the first rows."""
    paths = _paths(table.schema)
    if table.num_rows < _ENOUGH:
        return paths
    rows = table.slice(0, _LOOKED_AT)
    distinct = {
        name
        for name, column in zip(rows.column_names, rows.columns, strict=True)
        if _distinct(column) > _DISTINCT * rows.num_rows
    }
    return [path for path in paths if path not in distinct]


def _distinct(column: pa.ChunkedArray) -> int:
    """How many values there are; 0 for what is not compared: lists and the like."""
    try:
        count: int = pc.count_distinct(column, mode="all").as_py()
    except pa.ArrowNotImplementedError:
        return 0
    return count


def _paths(schema: pa.Schema) -> list[str]:
    """Of every column that a Parquet file of this schema has, those within others too."""
    if all(is_plain_cell(field.type) for field in schema):
        return list(schema.names)  # an empty table would load pandas
    empty = pa.BufferOutputStream()
    parquet.write_table(schema.empty_table(), empty)
    columns = parquet.ParquetFile(empty.getvalue()).schema
    return [columns.column(at).path for at in range(len(columns))]
