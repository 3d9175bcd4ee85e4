"""CSV: RFC 4180 quoting, line ends as the platform's tools expect them, numbers not rounded."""

from __future__ import annotations

from mlsalary.results import Result
from mlsalary.spreadsheet import csv_lines, guarded


def write(result: Result) -> str:
    """A header and one line a row; an empty cell is a figure that is not known."""
    rows = result.records()
    heads = [[guarded(name) for name in rows[0]]] if rows else []
    return csv_lines([*heads, *([_safe(cell) for cell in row.values()] for row in rows)])


def _safe(cell: object) -> object:
    """Text as no spreadsheet runs it; figures as they are."""
    return guarded(cell) if isinstance(cell, str) else cell
