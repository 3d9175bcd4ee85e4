"""How cost grows with rows, distinct people, distinct places and columns passed through.

    python scripts/bench/growth.py --rows 200000 --turns 1

Rows are a half, one, two and a half and five times as many as asked, so by default one to ten
million; the other files have half of them.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import tables
from measured import GrowthRow
from processes import BATCH, cost, middle, options, say, script

TIMES_ROWS = (0.5, 1, 2.5, 5)


class Series(NamedTuple):
    """Files of one kind with more and more of something."""

    of: str
    made: str
    counts: tuple[int, ...]


SERIES = (
    Series("distinct people", "people", (10, 100, 1_000, 10_000, 100_000)),
    Series("distinct places", "places", (10, 100, 1_000, 10_000, 40_000)),
    Series("columns passed through", "wide", (5, 20, 100)),
)


def measure(rows: int, turns: int) -> list[GrowthRow]:
    """Each file in turn: medians of so many runs."""
    found = []
    for times in TIMES_ROWS:
        count = round(rows * times)
        found.append(_priced("rows", "years", count, count, turns))
    for series in SERIES:
        for count in series.counts:
            found.append(_priced(series.of, series.made, count, rows // 2, turns))
    return found


def _priced(of: str, made: str, count: int, rows: int, turns: int) -> GrowthRow:
    say(f"growth: {count:,} {of}")
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.parquet"
        cost(script("made_files.py", made, rows, source, *([] if of == "rows" else [count])))
        command = [*BATCH, str(source), "-o", str(target), "--force"]
        return GrowthRow(of, count, rows, middle([cost(command) for _ in range(turns)]))


if __name__ == "__main__":
    asked = options(__doc__).parse_args()
    print(tables.growth(measure(asked.rows, asked.turns)))
