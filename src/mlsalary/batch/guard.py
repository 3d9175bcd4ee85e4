"""Columns of cells that a spreadsheet would run; only CSV is guarded, and not with ``--exact``."""

from __future__ import annotations

import polars as pl

from mlsalary.files.spreadsheet import HARMLESS, RUNS


def guarded(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows with an apostrophe before what could run, and how many cells that were."""
    kinds = (pl.String, pl.Categorical, pl.Enum)
    texts = [name for name, kind in rows.schema.items() if isinstance(kind, kinds)]
    cells = {name: pl.col(name).cast(pl.String) for name in texts}
    begins = rows.select(cell.str.contains(RUNS).any().alias(name) for name, cell in cells.items())
    suspects = [name for name in texts if begins[name][0]]
    touched = 0
    for name in suspects:
        cell = cells[name]
        runs = cell.str.contains(RUNS) & ~cell.str.contains(HARMLESS)
        touched += rows.select(runs.sum()).item() or 0
        rows = rows.with_columns(pl.when(runs).then(pl.lit("'") + cell).otherwise(cell).alias(name))
    return rows, touched
