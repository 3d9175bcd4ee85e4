"""CSV: RFC 4180 quoting, line ends as the platform's tools expect them, dollars whole."""

from __future__ import annotations

from mlsalary.files.spreadsheet import csv_lines, guarded
from mlsalary.render.rounding import in_whole_dollars, short
from mlsalary.results import Result, Scalar


def write(result: Result) -> str:
    """A header and one line a row; an empty cell is a figure that is not known."""
    return csv_lines(cells(result))


def cells(result: Result) -> list[list[Scalar]]:
    """The names, then the rows: text as no spreadsheet runs it, dollars whole, other figures
    short."""
    rows = in_whole_dollars(result).records()
    heads: list[list[Scalar]] = [[_safe(name) for name in rows[0]]] if rows else []
    return [*heads, *([_safe(cell) for cell in row.values()] for row in rows)]


def _safe(cell: Scalar) -> Scalar:
    return guarded(cell) if isinstance(cell, str) else short(cell)
