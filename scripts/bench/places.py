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

from mlsalary import Profile, Rulebook, estimate
from mlsalary.places.resolve import resolve

TYPED = ["San Jose", "Portland", "Mountain View, CA", "94043", "NYC"]


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Print each place's milliseconds and its multiple."""
    book, nation = Rulebook.shipped(), Profile(years=5)
    for typed in TYPED:
        find: Callable[[], object] = partial(resolve, typed, None, book)
        find()  # the first one loads what is looked up
        estimate(nation, book)
        turns = [(seconds(find), seconds(partial(estimate, nation, book))) for _ in range(runs)]
        found, told = (statistics.median(times) for times in zip(*turns, strict=True))
        print(f"{typed:20} {found * 1000:6.2f} ms   {found / told:5.2f}x an estimate")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
