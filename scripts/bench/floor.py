"""The floor under a file: what the machine needs if pricing costs no more than ten columns of exp.

    python scripts/bench/floor.py IN OUT

Polars scans the file with the types it finds, adds ten columns of exp of a line in log1p(years),
and writes all of them. Either file is CSV, JSON lines or Parquet, by its ending.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

SCAN: dict[str, Callable[[str], pl.LazyFrame]] = {
    ".csv": pl.scan_csv,
    ".jsonl": pl.scan_ndjson,
    ".parquet": pl.scan_parquet,
}
SINK: dict[str, Callable[[pl.LazyFrame, str], Any]] = {
    ".csv": pl.LazyFrame.sink_csv,
    ".jsonl": pl.LazyFrame.sink_ndjson,
    ".parquet": pl.LazyFrame.sink_parquet,
}


def main(source: str, target: str) -> None:
    """Reads, computes and writes."""
    years = pl.col("years").cast(pl.Float64).log1p()
    ten = [(years * (place + 1) / 10 + place).exp().alias(f"x{place}") for place in range(10)]
    rows = SCAN[Path(source).suffix](source).with_columns(*ten)
    SINK[Path(target).suffix](rows, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
