"""The rows that Spark refused, in their order, with the numbers of their lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import polars as pl

from mlsalary.batch.job import Reject
from mlsalary.batch.reasons import Reasons
from mlsalary.batch.rejects import frame_of
from mlsalary.batch.spark_source import AT, TEXT, WRONG, Source, quoted_name
from mlsalary.profile import COLUMNS

_MESSAGES = {
    "nul_byte": "The line contains a NUL byte. Save the file as plain text.",
    "not_utf8": "The line is not UTF-8. Save the file as UTF-8.",
    "ragged": "The line does not have as many cells as the header.",
    "not_json": "The line is not a JSON object.",
}


AT_ONCE = 100_000
"""Rejects that are held in memory."""


def rejects_of(
    bad: Any, source: Source, found: Mapping[str, str], reasons: Reasons
) -> Iterator[pl.DataFrame]:
    """The refused rows, in order, with the numbers of their lines, as ``frame_of`` has them."""
    rejects = _rejects(bad, source, found, reasons)
    while some := list(islice(rejects, AT_ONCE)):
        yield frame_of(some, len(source.names))


def _rejects(
    bad: Any, source: Source, found: Mapping[str, str], reasons: Reasons
) -> Iterator[Reject]:
    from pyspark.sql import functions

    starts = _starts(source.lines)
    inputs = {ours: f"in_{ours}" for ours in found if ours in COLUMNS}
    columns = [
        functions.trim(functions.col(quoted_name(found[ours])).cast("string")).alias(name)
        for ours, name in inputs.items()
    ]
    kinds = dict(bad.dtypes)
    own = [
        _as_cell(name, kinds[name]).alias(f"own_{place}") for place, name in enumerate(source.names)
    ]
    for row in bad.select(AT, WRONG, TEXT, *columns, *own).toLocalIterator():
        line = starts[row[AT] >> 33] + (row[AT] & (1 << 33) - 1) + 1
        if row[WRONG] is not None:
            yield Reject(line, row[WRONG], _MESSAGES[row[WRONG]], (row[TEXT] or "",))
        else:
            texts = {ours: row[name] or "" for ours, name in inputs.items()}
            cells = tuple(cell or "" for cell in row[-len(own) :])
            yield Reject(line, *reasons.of(texts), cells)


def _as_cell(name: str, kind: str) -> Any:
    """A column as the cells of a file of rejects, to be read again."""
    from pyspark.sql import functions

    column = functions.col(quoted_name(name))
    if kind == "array<string>":
        return functions.array_join(column, ";")
    if kind.startswith(("array", "map", "struct")):
        return functions.to_json(column)
    return column.cast("string")


def _starts(lines: Any) -> dict[int, int]:
    """How many lines stand before each partition's first."""
    from pyspark.sql import functions

    counted = lines.groupBy(functions.shiftright(AT, 33).alias("part")).count().collect()
    starts, before = {}, 0
    for part, count in sorted((row["part"], row["count"]) for row in counted):
        starts[part] = before
        before += count
    return starts
