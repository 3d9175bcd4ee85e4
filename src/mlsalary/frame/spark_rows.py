"""A table of Spark's, priced by its executors: as a table in memory is, and lazily."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mlsalary.frame.columns import Columns
from mlsalary.frame.executing import of_columns, together
from mlsalary.frame.executors import mapped
from mlsalary.frame.settings import Settings
from mlsalary.spelling import quoted

if TYPE_CHECKING:
    import pyarrow as pa


def priced(rows: Any, settings: Settings, columns: Columns) -> Any:
    """Spark's rows with an estimate on each."""
    names = list(rows.columns)
    read = {ours: names.index(theirs) for ours, theirs in columns.read.items()}
    schema = with_added(rows.schema, columns.added)
    return mapped(rows, schema, priced_batches, settings, names, read, columns.each)


def with_added(schema: Any, added: tuple[str, ...], *, whole: bool = False) -> Any:
    """Spark's schema with the columns of an estimate. whole: dollars are whole numbers."""
    from pyspark.sql.types import DoubleType, LongType, StringType, StructField, StructType

    from mlsalary.frame.prices import REAL_PAY
    from mlsalary.frame.pricing import PAY, SAID

    dollars = LongType() if whole else DoubleType()
    kinds = dict.fromkeys((*PAY, *REAL_PAY), dollars) | dict.fromkeys(SAID, StringType())
    fields = [StructField(name, kinds.get(name, DoubleType())) for name in added]
    return StructType([*schema.fields, *fields])


def unfit_for_arrow(schema: Any) -> str | None:
    """What Arrow has no type for in a schema of Spark's, None where it has all."""
    from pyspark.errors import PySparkException
    from pyspark.sql.pandas.types import to_arrow_type

    for field in schema.fields:
        try:
            to_arrow_type(field.dataType)
        except (PySparkException, TypeError, ValueError):
            kind = field.dataType.simpleString()
            return f"the column {quoted(field.name)} holds {kind}, which Arrow has not"
    return None


def priced_batches(
    settings: Settings,
    names: list[str],
    read: Mapping[str, int],
    each: str,
    batches: Iterator[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    """Batches with the columns of an estimate. read: ours -> their place."""
    from mlsalary.frame.arrow import rows_of
    from mlsalary.frame.rows import Pricer

    pricer = Pricer(settings)
    pricer.pays.each = each
    for table in together(batches):
        added = pricer.price(rows_of(table, names, read)).drop("refused").to_arrow()
        columns, all_names = [*table.columns, *added.columns], [*names, *added.column_names]
        yield from of_columns(columns, all_names)
