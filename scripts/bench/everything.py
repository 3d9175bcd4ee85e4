"""Measure everything in one run and write docs/performance.md.

    python scripts/bench/everything.py --rows 200000 --turns 1 -o page.md

--million also prices a million rows by Spark and compares each with the single estimate, which
takes long. A bound that is missed is marked on the page and said at the end; the run does not fail.
"""

from __future__ import annotations

from pathlib import Path

import calls
import files
import frames
import growth
import machine
import places
import report
import spark_files
import startup
import tables
import warehouses
from measured import CallRow, PlaceRow, Results, StartRow
from processes import options, say

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def main() -> None:
    """Writes the page, and prints which bounds were missed."""
    parser = options(__doc__)
    parser.add_argument("--million", action="store_true", help="Compare a million rows as well.")
    parser.add_argument("-o", "--output", type=Path, default=PAGE)
    asked = parser.parse_args()
    results = measure(asked.rows, asked.turns, million=asked.million)
    asked.output.write_text(report.page(results), encoding="utf-8")
    print(f"Wrote {asked.output}.\n{tables.missed(results.missed)}")


def measure(rows: int, turns: int, *, million: bool) -> Results:
    """One run of everything."""
    results = Results(
        machine.described(),
        files.measure(rows, turns),
        growth.measure(rows, 1),  # by processor seconds, which vary little
        frames.measure(rows, turns),
        frames.measure_loops(rows),
        *_small(),
        spark_files.measure(round(rows * 2.5), 1),  # likewise
        warehouses.measure(rows, 1),
        warehouses.measure_scripts(turns),
    )
    return results._replace(million=_million()) if million else results


def _small() -> tuple[list[CallRow], list[PlaceRow], list[StartRow]]:
    say("one estimate, places and start-up")
    return calls.measure(), places.measure(), startup.measure()


def _million() -> str:
    say("a million rows by Spark, each compared with the single estimate")
    import million  # PySpark

    return million.compare(1_000_000)


if __name__ == "__main__":
    main()
