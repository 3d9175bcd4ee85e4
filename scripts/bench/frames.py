"""What ``estimate_frame`` costs, by library and kind, and what other ways to the same rows cost.

    python scripts/bench/frames.py --rows 200000 --turns 1

Frames have half as many rows as asked, so by default a million. Each is priced in a process of its
own, twice; medians of the turns count.
"""

from __future__ import annotations

import statistics

import tables
from frame_calls import LIBRARIES
from loops import LOOPS
from measured import FrameRow, LoopRow
from processes import options, say, script, told

KINDS = {"years": "all years distinct", "few": "few distinct rows"}
BOUNDS = {("Polars", "years"): 1.5}


def measure(rows: int, turns: int) -> list[FrameRow]:
    """Every library with every kind."""
    found = []
    for kind, name in KINDS.items():
        for library in LIBRARIES:
            say(f"frames: {library}, {name}")
            command = script("frame_calls.py", library, kind, rows // 2)
            calls = zip(*(told(command) for _ in range(turns)), strict=True)
            first, second = map(statistics.median, calls)
            most = BOUNDS.get((library, kind))
            found.append(FrameRow(library, name, rows // 2, first, second, most))
    return found


def measure_loops(rows: int) -> list[LoopRow]:
    """Other ways, each in a process of its own and on no more rows than it needs to be known."""
    found = []
    for name, loop in LOOPS.items():
        say(f"frames: {name}")
        count = min(rows // 2, loop.rows)
        found.append(LoopRow(name, count, told(script("loops.py", name, count))))
    return found


if __name__ == "__main__":
    asked = options(__doc__).parse_args()
    print(tables.frames(measure(asked.rows, asked.turns), measure_loops(asked.rows)))
