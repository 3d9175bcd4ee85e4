"""Tables in memory: priced as Polars, and given back as what they were."""

from __future__ import annotations

import contextlib
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa

from mlsalary.frame.arrow import readable
from mlsalary.frame.columns import Columns
from mlsalary.frame.readable import require_readable
from mlsalary.frame.rows import Pricer
from mlsalary.frame.settings import Settings


def in_memory(frame: nw.DataFrame[Any], settings: Settings, columns: Columns) -> Any:
    """The caller's table with an estimate on every row."""
    ours = {theirs: name for name, theirs in columns.read.items()}
    read = pl.DataFrame([_read(frame[name], ours[name]).alias(name) for name in ours])
    require_readable(nw.from_native(read), columns.found, columns.pay)
    rows = read.select(pl.col(theirs).alias(name) for name, theirs in columns.read.items())
    pricer = Pricer(settings)
    pricer.pays.each = columns.each
    if columns.pay:
        pricer.pays.thousands = bool(pricer.pays.are_thousands(rows))
    added = pricer.price(rows).drop("refused")
    native = frame.to_native()
    if frame.implementation.is_polars():
        return native.with_columns(added)
    if frame.implementation.is_pyarrow():
        for name, column in zip(added.columns, added.to_arrow().columns, strict=True):
            native = native.append_column(name, column)
        return native
    beside = added.to_pandas()
    return native.assign(**{name: beside[name].array for name in beside})


def _read(column: nw.Series[Any], ours: str) -> pl.Series:
    """As Polars holds it; what only pandas holds, such as numbers beside text, as text."""
    if column.implementation.is_pyarrow():
        return readable(column.to_native(), column.name, ours)
    if not column.implementation.is_pandas() or column.dtype not in (nw.Object, nw.Unknown):
        return column.to_polars()
    if column.dtype == nw.Object:
        with contextlib.suppress(pa.ArrowException, OverflowError):
            return column.to_polars()
    text: nw.Series[Any] = nw.from_native(column.to_native().astype("string"), series_only=True)
    return text.to_polars()
