"""The page of all that one run measured: docs/performance.md."""

from __future__ import annotations

import tables
from measured import Results

PAGE = """# Performance

`make bench` measures all of this in one run on one machine and writes this page. Ratios carry over
to other machines better than seconds. [scale.md](scale.md) says what carries many rows.

{missed}

{machine}

## Files

`mlsalary batch`, including the start of its process, compared with a floor: Polars scans the same
file with the types it finds, adds ten columns of exp of a line in log1p(years), and writes all
columns (`scripts/bench/floor.py`). Both read and write the formats of their row, CSV and Parquet
if it names none. They take turns, and medians count; peak memory is the highest of all turns. The
bound is on the share of the floor, or, for a file with refusals, on its share of the speed of the
same file without them. Bounds are for two million rows; with fewer, the start weighs more.

{files}

## Growth

CSV to Parquet, each file once. All years are distinct, except where columns pass through. Multiples
are of the first file of each kind.

{growth}

## Frames

`estimate_frame`, in processor seconds for a million rows: the first call of a process, which loads
what it needs, and the second. A lazy table is collected. Multiples are of the first line's first
call.

{frames}

Other ways to a figure for each row, for the same years, places and specializations. A prediction
of the regressor is one figure; an estimate is ten percentiles, the place and warnings.

{loops}

## One estimate

In Python, once everything is loaded:

{calls}

Finding a place, compared with an estimate without one:

{places}

The command line, compared with `python -c pass`, which takes {bare:.0f} ms:

{starts}

## Spark

`mlsalary batch --engine spark` on two cores of this machine, in processor seconds: for ten rows,
which is its start, and for a million rows beyond that. Multiples are of `mlsalary batch` without
Spark, its start included, for a million rows of the same file. The rows are of ten thousand
different people.

{spark}

## SQL

The scripts of `mlsalary sql` in databases, in processor seconds for a million rows, everything
included but loading the table. PostgreSQL uses one processor, so DuckDB does too. Multiples are of
DuckDB.

{warehouses}

What a script for a table with all columns takes to write, start of the process included:

{scripts}
"""


def page(results: Results) -> str:
    """All of one run."""
    text = PAGE.format(
        missed=tables.missed(results.missed),
        machine=tables.table(["", "this run"], results.machine.items(), left=2),
        files=tables.files(results.files),
        growth=tables.growth(results.growth),
        frames=tables.frame_table(results.frames),
        loops=tables.loops(results.loops, results.frames),
        calls=tables.calls(results.calls),
        places=tables.places(results.places),
        starts=tables.starts(results.starts),
        spark=tables.spark(results.spark),
        warehouses=tables.warehouses(results.warehouses),
        scripts=tables.scripts(results.scripts),
        bare=results.starts[0].bare * 1000,
    )
    return f"{text}\n## A million rows compared\n\n{results.million}\n" if results.million else text
