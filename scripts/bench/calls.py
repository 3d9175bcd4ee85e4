"""What one call in Python takes once everything is loaded: python scripts/bench/calls.py [RUNS]

The calls take turns, with other years each time; medians count.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import tables
from measured import CallRow

from mlsalary import Profile, Rulebook, estimate
from mlsalary.engine import price

BOOK = Rulebook.shipped()
CALLS: dict[str, Callable[[float], object]] = {
    "`estimate`, years alone": lambda years: estimate(Profile(years=years), BOOK),
    "`estimate`, years, metro, spec": lambda years: estimate(_person(years), BOOK),
    "the ranges alone (`engine.price`)": lambda years: price(_person(years), BOOK),
}


def _person(years: float) -> Profile:
    return Profile(years=years, metro="San Jose", spec="llm")


def measure(runs: int = 300) -> list[CallRow]:
    """Each call, by medians."""
    taken: dict[str, list[float]] = {name: [] for name in CALLS}
    for call in CALLS.values():
        call(1)  # loads what is looked up
    for run in range(runs):
        for name, call in CALLS.items():
            began = time.perf_counter()
            call(run * 30 / runs)
            taken[name].append(time.perf_counter() - began)
    return [CallRow(name, statistics.median(times)) for name, times in taken.items()]


if __name__ == "__main__":
    print(tables.calls(measure(*map(int, sys.argv[1:]))))
