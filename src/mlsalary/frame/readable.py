"""Whether a caller's columns can be read; lists of words become one text, as every engine can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from mlsalary.errors import BadDataError
from mlsalary.frame.bind import Frame
from mlsalary.frame.lookup import PREFIX
from mlsalary.spelling import quoted

_LISTED = f"{PREFIX}listed"
_UNREADABLE = (nw.Binary, nw.Duration, nw.Object, nw.Time)


def require_readable(frame: Frame, found: Mapping[str, str], pay: Mapping[str, str]) -> None:
    """BadDataError for a column that holds neither text, numbers nor dates; found: ours -> the
    frame's. Specializations may stand in lists of text."""
    schema = frame.collect_schema()
    lists = {found["spec"]} if "spec" in found else set()
    for name in (*found.values(), *pay.values()):
        kind = schema[name]
        listed = name in lists and kind == nw.List(nw.String)
        if (kind.is_nested() and not listed) or kind in _UNREADABLE:
            raise BadDataError(
                "column_kind",
                f"The column {quoted(name)} holds {kind}: neither text, numbers nor dates. "
                "Turn it into text.",
            )


def with_lists_joined(frame: Frame, found: Mapping[str, str]) -> tuple[Frame, Mapping[str, str]]:
    """The frame and where to find ours in it: specializations in lists stand in a column of text,
    with semicolons between."""
    if "spec" not in found or frame.collect_schema()[found["spec"]] != nw.List:
        return frame, found
    return _with_listed(frame, found["spec"]), {**found, "spec": _LISTED}


def _with_listed(frame: Frame, name: str) -> Frame:
    rows: Any = frame.to_native()
    kind = frame.implementation
    if kind.is_polars():
        import polars as pl

        return nw.from_native(rows.with_columns(pl.col(name).list.join(";").alias(_LISTED)))
    if kind.is_duckdb():
        from duckdb import ColumnExpression, ConstantExpression, FunctionExpression, StarExpression

        words = (ColumnExpression(name), ConstantExpression(";"))
        listed = FunctionExpression("array_to_string", *words).alias(_LISTED)
        return nw.from_native(rows.select(StarExpression(), listed))
    if kind.is_ibis():
        return nw.from_native(rows.mutate(**{_LISTED: rows[name].join(";")}))
    from pyspark.sql import functions

    return nw.from_native(rows.withColumn(_LISTED, functions.array_join(f"`{name}`", ";")))
