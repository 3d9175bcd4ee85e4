"""Decimal commas of the files that have them, as points, for the columns that are read."""

from __future__ import annotations

import polars as pl

_BEHIND = {"years": r"\d+"}
_BEHIND_OTHERS = r"\d{1,2}|\d{4,}"


def comma_in(ours: str) -> str:
    """The expression for what stands before and behind the decimal comma of a cell of our column,
    as the engines of Rust and Java read it alike. Three digits behind a comma are thousands in
    every column but years: nobody worked 2,500 of those."""
    return rf"^(\s*\d+),((?:{_BEHIND.get(ours, _BEHIND_OTHERS)})\s*)$"


def with_points(rows: pl.DataFrame) -> pl.DataFrame:
    """``2,5`` as ``2.5``, in columns under our names."""
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    return rows.with_columns(pl.col(n).str.replace(comma_in(n), "${1}.${2}") for n in texts)
