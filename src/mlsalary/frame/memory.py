"""Tables in memory: priced as Polars, and given back as what they were."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa

from mlsalary.frame.arrow import readable
from mlsalary.frame.readable import require_readable
from mlsalary.frame.rows import PAY_GIVEN, Pricer
from mlsalary.frame.settings import Settings


def in_memory(
    frame: nw.DataFrame[Any], settings: Settings, found: Mapping[str, str], pay: str | None
) -> Any:
    """The caller's table with an estimate on every row; found: ours -> theirs."""
    names = dict.fromkeys([*found.values(), *([pay] if pay else ())])
    ours = {theirs: name for name, theirs in found.items()}
    read = pl.DataFrame([_read(frame[name], ours.get(name, "")).alias(name) for name in names])
    require_readable(nw.from_native(read), found, pay)
    needed = [pl.col(theirs).alias(ours) for ours, theirs in found.items()]
    if pay:
        needed.append(pl.col(pay).alias(PAY_GIVEN))
    added = Pricer(settings).price(read.select(needed)).drop("refused")
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
