"""Which columns of a Parquet file have dictionaries: those whose values repeat."""

from __future__ import annotations

import io
from typing import Any

import pytest

from mlsalary.batch.formats import Format
from mlsalary.batch.writers import writer_of

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

MANY, FEW = 8_192, 7


def written(passed: Any, added: Any, pieces: int = 1) -> Any:
    """The Parquet file of some equal pieces."""
    stream = io.BytesIO()
    names = [*passed.column_names, *added.columns]
    writer = writer_of(stream, names, Format("parquet", None, None), exact=False)
    for _ in range(pieces):
        writer.write(passed, added, None)
    writer.close()
    return parquet.ParquetFile(stream)


def table(rows: int) -> tuple[Any, Any]:
    """Columns of which each value stands once, and of which few stand again and again."""
    passed = pa.table(
        {
            "id": [str(row) for row in range(rows)],
            "a.note": [f"note {row % FEW}" for row in range(rows)],
            "lists": [[row, row] for row in range(rows)],
            "a": [{"note": row % FEW} for row in range(rows)],
            "code": pa.array([str(row) for row in range(rows)]).dictionary_encode(),
        }
    )
    added = pl.DataFrame(
        {"pay": [row + 0.5 for row in range(rows)], "round": [row % FEW for row in range(rows)]}
    )
    return passed, added


def with_dictionary(file: Any, group: int = 0) -> set[str]:
    """The paths of the columns that have one."""
    told = file.metadata.row_group(group)
    columns = [told.column(at) for at in range(told.num_columns)]
    return {column.path_in_schema for column in columns if column.has_dictionary_page}


def test_distinct_values_have_no_dictionary() -> None:
    passed, added = table(MANY)
    file = written(passed, added, pieces=2)
    repeated = {"a.note", "round"}
    not_compared = {"lists.list.element", "code"}  # lists, and what is a dictionary as it comes
    for group in range(2):
        assert with_dictionary(file, group) == repeated | not_compared
    read = file.read()
    assert read.schema.names == [*passed.column_names, *added.columns]
    assert read.schema.types[:5] == passed.schema.types
    assert read.slice(MANY).to_pydict() == {**passed.to_pydict(), **added.to_dict(as_series=False)}


def test_few_rows_stand_for_no_file() -> None:
    file = written(*table(100))
    assert {"id", "pay", "a.note", "round"} <= with_dictionary(file)
