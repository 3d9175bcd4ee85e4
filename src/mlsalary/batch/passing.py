"""Columns of any Arrow type that pass through to CSV or JSON lines, which know few types.

What has no form there becomes text: bytes as text with ``\\xff`` for what is none, lists,
structures and maps as JSON, times and spans as ISO 8601, decimals with all their digits. A value
that has no such form, say a date in the year 20000, is refused with the name of its column.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from mlsalary.errors import MlsalaryError
from mlsalary.frame.arrow import (
    in_known_zone,
    is_plain_cell,
    of_plain,
    unfit,
    unwrapped,
    within_years,
)
from mlsalary.spelling import one_line


def cells_of(table: pa.Table, names: Sequence[str], *, nested: bool) -> pl.DataFrame:
    """The table for a writer of text, its columns named by their place.

    names: of the columns, for errors. nested: whether the writer can write lists and structures.
    """
    columns = [
        _cells(table.column(place), names[place], nested=nested).alias(str(place))
        for place in range(table.num_columns)
    ]
    return pl.DataFrame(columns)


def _cells(column: pa.ChunkedArray, name: str, *, nested: bool) -> pl.Series:
    try:
        if _is_uuid(column.type):
            return _by_value(column)
        plain = unwrapped(column)
        kind = plain.type
        if is_plain_cell(kind):
            return of_plain(plain)
        if pa.types.is_decimal(kind):
            return of_plain(plain.cast(pa.string()))
        if pa.types.is_temporal(kind):
            return _times(plain, name)
        if nested and _is_plain_nested(kind):
            series: pl.Series = pl.from_arrow(plain)  # type: ignore[assignment]
            return series
        return _by_value(plain)
    except (MlsalaryError, MemoryError):
        raise
    except Exception as error:  # some value that neither library can hold
        why = one_line(error, 120).rstrip(".")
        raise unfit(column, name, f"a value that cannot be written as text ({why})") from error


def _is_uuid(kind: pa.DataType) -> bool:
    return isinstance(kind, pa.BaseExtensionType) and kind.extension_name == "arrow.uuid"


def _is_plain_nested(kind: pa.DataType) -> bool:
    """Whether Polars writes it as JSON."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _is_plain_nested(kind.value_type)
    if pa.types.is_struct(kind):
        fields = list(kind)
        return (
            bool(fields)
            and len({field.name for field in fields}) == len(fields)
            and all(_is_plain_nested(field.type) for field in fields)
        )
    return is_plain_cell(kind) and not pa.types.is_float16(kind)


def _times(column: pa.ChunkedArray, name: str) -> pl.Series:
    kind = column.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        if not pc.all(within_years(column)).as_py() and pc.any(column.is_valid()).as_py():
            raise unfit(column, name, "a time outside the years 1 to 9999. Turn it into text")
        times: pl.Series = pl.from_arrow(
            in_known_zone(column) if pa.types.is_timestamp(kind) else column
        )  # type: ignore[assignment]
        return times
    if pa.types.is_duration(kind):
        if kind.unit == "s":
            column = column.cast(pa.duration("ms"))  # an error where they do not fit
        spans: pl.Series = pl.from_arrow(column)  # type: ignore[assignment]
        return spans.dt.to_string("iso")
    if pa.types.is_time(kind):
        return of_plain(column.cast(pa.string()))
    return _by_value(column)


def _by_value(column: pa.ChunkedArray) -> pl.Series:
    return pl.Series([_as_text(value) for value in column.to_pylist()], dtype=pl.String)


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return as_json(value) if isinstance(value, list | dict | tuple) else str(_sound(value))


def as_json(value: Any) -> str:
    """A value of Arrow as JSON."""
    return json.dumps(_sound(value), ensure_ascii=False, default=str)


def _sound(value: Any) -> Any:
    """The same in what JSON knows."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(_sound(key)): _sound(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(each) for each in value]
    return value


def kept_rows(table: pa.Table, kept: pa.Array) -> pa.Table:
    """The rows for which ``kept`` holds, of columns of any type."""
    try:
        return table.filter(kept)
    except pa.ArrowNotImplementedError:  # a type that has no filter yet can be cut into slices
        marks = [False, *kept.to_pylist(), False]
        turns = [at for at, (one, other) in enumerate(pairwise(marks)) if one != other]
        pieces = [
            table.slice(begin, end - begin)
            for begin, end in zip(turns[::2], turns[1::2], strict=True)
        ]
        return _copied(pa.concat_tables(pieces)) if pieces else table.slice(0, 0)


def _copied(table: pa.Table) -> pa.Table:
    """The same without slices, which not every type can be written from."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return pa.ipc.open_stream(sink.getvalue()).read_all()
