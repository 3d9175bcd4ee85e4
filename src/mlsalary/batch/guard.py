"""Cells that a spreadsheet would run.

A cell of text that passes through and begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
return gets an apostrophe in front, unless it is a plain number or a lone sign: spreadsheets take
the rest for formulas, whoever wrote them. Only CSV is guarded; ``--exact`` leaves every cell alone.
"""

from __future__ import annotations

import polars as pl

BEGINNINGS = ["=", "+", "-", "@", "\t", "\r"]
HARMLESS = r"^[+-]?(\d[\d,]*\.?\d*([eE][+-]?\d+)?%?|\.\d+%?|-*)$"


def guarded(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows with an apostrophe before what could run, and how many cells that were."""
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    begins = rows.select(
        pl.col(name).str.head(1).is_in(BEGINNINGS).any().alias(name) for name in texts
    )
    suspects = [name for name in texts if begins[name][0]]
    touched = 0
    for name in suspects:
        cell = pl.col(name)
        runs = cell.str.head(1).is_in(BEGINNINGS) & ~cell.str.contains(HARMLESS)
        touched += rows.select(runs.sum()).item() or 0
        rows = rows.with_columns(pl.when(runs).then(pl.lit("'") + cell).otherwise(cell).alias(name))
    return rows, touched
