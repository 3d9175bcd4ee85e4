"""What finding a place costs, as a multiple of an estimate without one, measured in one run.

    python scripts/bench/places.py [RUNS]

Both are asked in turns, once everything is loaded; medians are compared.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import tables
from measured import PlaceRow

from mlsalary import Profile, Rulebook, estimate
from mlsalary.places.resolve import resolve

TYPED = ["San Jose", "Portland", "Mountain View, CA", "94043", "NYC"]


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(runs: int = 200) -> list[PlaceRow]:
    """Each place, by medians."""
    book, nation, rows = Rulebook.shipped(), Profile(years=5), []
    for typed in TYPED:
        find: Callable[[], object] = partial(resolve, typed, None, book)
        find()  # the first one loads what is looked up
        estimate(nation, book)
        turns = [(seconds(find), seconds(partial(estimate, nation, book))) for _ in range(runs)]
        found, told = (statistics.median(times) for times in zip(*turns, strict=True))
        rows.append(PlaceRow(typed, found, told))
    return rows


if __name__ == "__main__":
    print(tables.places(measure(*map(int, sys.argv[1:]))))
