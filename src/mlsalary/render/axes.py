"""Axes with round marks, for charts."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from itertools import count

from mlsalary.figures import thousands
from mlsalary.render.page import Axis

_ROUND = (1, 2, 5)
"""Steps that are round, and their tens and hundreds."""


def money_axis(amounts: Collection[float], most: int) -> Axis:
    """Dollars from a round mark below all amounts to one above, with so many marks at most."""
    low, high = min(amounts), max(amounts)
    step = next(each for each in _steps() if _above(high, each) - _below(low, each) < most)
    first, last = _below(low, step), _above(high, step)
    marks = range(first * step, max(last, first + 1) * step + 1, step)
    return Axis(marks[0], marks[-1], [(mark, thousands(mark) if mark else "$0") for mark in marks])


def count_axis(high: int, most: int) -> Axis:
    """A number of rows from none to a round mark above it, with so many marks at most."""
    steps = (10**power * one for power in count() for one in _ROUND)
    step = next(each for each in steps if _above(high, each) < most)
    marks = range(0, max(_above(high, step), 1) * step + 1, step)
    return Axis(0, marks[-1], [(mark, f"{mark:,}") for mark in marks])


def _steps() -> Iterator[int]:
    """In dollars, from what the words of a mark can tell apart."""
    return (1_000 * 10**power * one for power in count() for one in _ROUND)


def _below(amount: float, step: int) -> int:
    return math.floor(amount / step)


def _above(amount: float, step: int) -> int:
    return math.ceil(amount / step)
