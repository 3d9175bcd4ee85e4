"""Run a script of SQL in a DuckDB database, as a process of its own.

python scripts/bench/in_duckdb.py DATABASE SCRIPT THREADS
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

if __name__ == "__main__":
    database, script, threads = sys.argv[1:]
    with duckdb.connect(database, config={"threads": int(threads)}) as connection:
        connection.execute(Path(script).read_text(encoding="utf-8"))
