"""Two calls of ``estimate_frame`` on one frame: processor seconds of each, as a list of JSON.

    python scripts/bench/frame_calls.py LIBRARY KIND ROWS

LIBRARY is one of LIBRARIES. A lazy table is collected, as a caller would.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import made_files
import polars as pl

from mlsalary import estimate_frame


def _duckdb(made: pl.DataFrame) -> Any:
    import duckdb

    return duckdb.connect().from_arrow(made.to_arrow())


LIBRARIES: dict[str, Callable[[Any], Any]] = {
    "Polars": lambda made: made,
    "Polars, lazy": lambda made: made.lazy(),
    "pandas": lambda made: made.to_pandas(),
    "PyArrow": lambda made: made.to_arrow(),
    "DuckDB": _duckdb,
}
COLLECT: dict[str, Callable[[Any], object]] = {
    "Polars, lazy": lambda priced: priced.collect(),
    "DuckDB": lambda priced: priced.to_arrow_table(),
}


def main(library: str, kind: str, rows: int) -> list[float]:
    """Processor seconds of the first call, which loads what it needs, and of the second."""
    frame = LIBRARIES[library](made_files.table(kind, rows))
    collect: Callable[[Any], object] = COLLECT.get(library, lambda priced: priced)
    found = []
    for _ in range(2):
        began = time.process_time()
        collect(estimate_frame(frame))
        found.append(time.process_time() - began)
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
