"""Columns of Arrow, whatever their type, as columns that Polars can read.

Polars knows fewer types than Arrow, and some that it does not know end its process's threads: what
is handed to it is told by type here, before it sees it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from mlsalary.errors import BadDataError, MlsalaryError
from mlsalary.spelling import one_line, quoted

_DAY = 86_400
_FIRST, _LAST = -719_162 * _DAY, 2_932_897 * _DAY - 1  # seconds from 1970: the years 1 to 9999
_A_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def rows_of(table: pa.Table, names: Sequence[str], read: Mapping[str, int]) -> pl.DataFrame:
    """Our columns of a table. names: all of its own; read: ours -> the place of theirs."""
    return pl.DataFrame(
        {ours: readable(table.column(at), names[at], ours) for ours, at in read.items()}
    )


def readable(column: pa.ChunkedArray, name: str, ours: str) -> pl.Series:
    """A column that is read: text, numbers, or lists of text for specializations.

    ours: the name that it has among ours. BadDataError for a type that is none of these.
    """
    try:
        return _readable(column, name, ours)
    except MlsalaryError:
        raise
    except pa.ArrowException as error:
        raise unfit(column, name, f"cannot be read: {one_line(error, 120)}") from error


def _readable(column: pa.ChunkedArray, name: str, ours: str) -> pl.Series:
    plain = unwrapped(column)
    kind = plain.type
    if is_plain_cell(kind):
        return of_plain(plain)
    if pa.types.is_decimal(kind):
        return of_plain(plain.cast(pa.string()))
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return of_plain(_time_as_text(plain, months=ours == "as_of"))
    if ours == "spec" and _holds_many(kind):
        words = unwrapped_type(kind.value_type)
        if _is_text(words) or pa.types.is_null(words):
            lists = plain.cast(pa.large_list(pa.large_string()))
            series: pl.Series = pl.from_arrow(lists)  # type: ignore[assignment]
            return series
    raise unfit(column, name, "neither text, numbers nor dates. Turn it into text")


def unfit(column: pa.ChunkedArray, name: str, why: str) -> BadDataError:
    """The error that names a column and its type."""
    kind = one_line(column.type, 100)
    return BadDataError("column_kind", f"The column {quoted(name)} holds {kind}: {why}.")


def unwrapped(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The values themselves of a dictionary, of run ends or of an extension's storage."""
    while True:
        kind = column.type
        if isinstance(kind, pa.BaseExtensionType):
            chunks = [chunk.storage for chunk in column.chunks]
            column = pa.chunked_array(chunks, kind.storage_type)
        elif pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)
        elif pa.types.is_run_end_encoded(kind):
            chunks = [pc.run_end_decode(chunk) for chunk in column.chunks]
            column = pa.chunked_array(chunks, kind.value_type)
        else:
            return column


def unwrapped_type(kind: pa.DataType) -> pa.DataType:
    """The type that ``unwrapped`` leaves."""
    while True:
        if isinstance(kind, pa.BaseExtensionType):
            kind = kind.storage_type
        elif pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
            kind = kind.value_type
        else:
            return kind


def is_plain_cell(kind: pa.DataType) -> bool:
    """Whether it is text, a number, true or false, or nothing, as Polars has them too."""
    return (
        _is_text(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_null(kind)
    )


def of_plain(column: pa.ChunkedArray) -> pl.Series:
    """A column of such cells."""
    if pa.types.is_float16(column.type):
        column = column.cast(pa.float32())
    elif pa.types.is_string_view(column.type):
        column = column.cast(pa.large_string())
    series: pl.Series = pl.from_arrow(column)  # type: ignore[assignment]
    return series


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _holds_many(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind)
        or pa.types.is_large_list(kind)
        or pa.types.is_fixed_size_list(kind)
        or pa.types.is_list_view(kind)
        or pa.types.is_large_list_view(kind)
    )


def in_known_zone(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Points in time in a zone that Polars knows by its name, else in UTC: the same points."""
    zone = column.type.tz
    if zone is None or zone in _zones():
        return column
    return column.cast(pa.timestamp(column.type.unit, "UTC"))


@cache
def _zones() -> frozenset[str]:
    import zoneinfo

    return frozenset(zoneinfo.available_timezones())


def within_years(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """For each date or point in time whether it lies in the years 1 to 9999, which a text can
    hold; null where there is none."""
    kind = column.type
    if pa.types.is_date32(kind):
        numbers, factor = column.cast(pa.int32()).cast(pa.int64()), 1
        first, last = _FIRST // _DAY, _LAST // _DAY
    else:
        factor = 1_000 if pa.types.is_date64(kind) else _A_SECOND[kind.unit]
        numbers = column.cast(pa.int64())
        first, last = _FIRST * factor, (_LAST + 1) * factor - 1
    largest = 2**63 - 1  # nanoseconds reach the year 2262
    low, high = max(first, -largest), min(last, largest)
    return pc.and_(pc.greater_equal(numbers, low), pc.less_equal(numbers, high))


def _time_as_text(column: pa.ChunkedArray, *, months: bool) -> pa.ChunkedArray:
    """Dates as text, or their months; a number where no calendar has such a date."""
    kind = column.type
    numbers = (column.cast(pa.int32()) if pa.types.is_date32(kind) else column).cast(pa.int64())
    inside = within_years(column)
    sound = pc.if_else(inside, column, pa.scalar(None, kind))
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        try:
            text = sound.cast(pa.string())  # as the clocks of the zone showed it
        except pa.ArrowInvalid:  # a zone that nobody knows
            text = sound.cast(pa.timestamp(kind.unit, "UTC")).cast(pa.string())
    else:
        text = sound.cast(pa.string())
    if months:
        text = pc.utf8_slice_codeunits(text, 0, 7)
    return pc.if_else(inside, text, numbers.cast(pa.string()))
