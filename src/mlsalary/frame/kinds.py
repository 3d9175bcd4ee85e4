"""A look-up table beside a frame, in the way of each engine that Narwhals speaks to."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from mlsalary.errors import UsageError
from mlsalary.frame.bind import Frame, Join
from mlsalary.frame.lookup import Lookup


def join_of(frame: Frame) -> Join:
    """How look-ups are joined to this frame; UsageError for an engine that is not known."""
    kind = nw.from_native(frame.to_native()).implementation
    ways: dict[nw.Implementation, Join] = {
        nw.Implementation.POLARS: _polars,
        nw.Implementation.DUCKDB: _duckdb,
        nw.Implementation.PYSPARK: _Spark(),
        nw.Implementation.PYSPARK_CONNECT: _Spark(),
        nw.Implementation.IBIS: _ibis,
    }
    if kind not in ways:
        raise UsageError(
            "frame_kind",
            f"A {kind.value} table cannot be priced. Give a pandas, Polars, PyArrow, DuckDB, "
            "PySpark or Ibis table.",
        )
    return ways[kind]


def _polars(frame: Frame, lookup: Lookup) -> Frame:
    import polars as pl

    rows, table = frame.to_native(), lookup.polars()
    beside = table.lazy() if isinstance(rows, pl.LazyFrame) else table
    joined = rows.join(beside, on=list(lookup.keys), how="left", maintain_order="left")
    return nw.from_native(joined)


def _duckdb(frame: Frame, lookup: Lookup) -> Frame:
    # A relation hides its connection, and a join wants both sides in one: a query on the relation
    # runs in its connection, and finds the Arrow table by its name here.
    rows, mls_lookup = frame.to_native(), lookup.arrow()  # noqa: F841  # read by its name
    beside = rows.query("mls_rows", "SELECT * FROM mls_lookup")
    return frame.join(nw.from_native(beside), on=list(lookup.keys), how="left")


class _Spark:
    """Joins that are broadcast: else Spark would shuffle the rows to meet a table of kilobytes.

    A look-up is sent once, however often it is joined.
    """

    def __init__(self) -> None:
        self._sent: dict[str, Any] = {}

    def __call__(self, frame: Frame, lookup: Lookup) -> Frame:
        from pyspark.sql import functions

        rows = frame.to_native()
        if lookup.name not in self._sent:
            columns = [f"{name} {_SPARK[kind]}" for name, kind in lookup.types.items()]
            beside = rows.sparkSession.createDataFrame(lookup.rows, ", ".join(columns))
            self._sent[lookup.name] = functions.broadcast(beside)
        return nw.from_native(rows.join(self._sent[lookup.name], list(lookup.keys), "left"))


_SPARK = {"text": "string", "integer": "bigint", "number": "double"}


def _ibis(frame: Frame, lookup: Lookup) -> Frame:
    import ibis

    beside: Any = ibis.memtable(lookup.arrow())
    return frame.join(nw.from_native(beside), on=list(lookup.keys), how="left")
