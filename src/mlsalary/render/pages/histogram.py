"""How many rows have which pay, as an outline of bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mlsalary.figures import thousands
from mlsalary.render.axes import count_axis, money_axis
from mlsalary.render.page import Axis, Chart, Point, Series, Stroke
from mlsalary.render.pages.charting import MARKS

_PARTS = 8
"""Bars between two marks of the axis."""
_NEARLY_ALL, _MUCH = 0.95, 1.5
Amounts = Sequence[tuple[int, int]]
"""Dollars, the least first, and how many rows have each."""


def histogram(amounts: Mapping[str, Amounts], medians: Mapping[str, float], most: float) -> Chart:
    """Base and total, the median of each marked. most: dollars up to which is drawn, so that a few
    rows do not take the room of all others."""
    every = [amount for each in amounts.values() for amount, _ in each if amount <= most]
    across = money_axis([*every, *medians.values()], 9)
    bars = {name: _bars(each, across) for name, each in amounts.items()}
    up = count_axis(max(rows for each in bars.values() for rows in each.values()), 7)
    return Chart(
        "Rows by estimated pay",
        across,
        replace(up, name="Rows"),
        [_series(name, each, medians[name]) for name, each in bars.items()],
        lines=11,
    )


def _series(name: str, bars: Mapping[float, int], median: float) -> Series:
    at = Point(median, _height(bars, median))
    words = f"{name}, median {thousands(median)}"
    return Series(words, MARKS[name], [at], [Stroke(list(_outline(bars)))])


def drawn_up_to(amounts: Amounts) -> int:
    """Dollars below which nearly all rows lie, or all, where that takes not much more room."""
    rows, passed = sum(count for _, count in amounts), 0
    highest = amounts[-1][0]
    for amount, count in amounts:
        passed += count
        if passed >= _NEARLY_ALL * rows:
            return highest if highest <= _MUCH * amount else amount
    return highest


def _bars(amounts: Amounts, axis: Axis) -> dict[float, int]:
    """By where each bar begins, how many rows lie in it; none is drawn beyond the axis."""
    (first, _), (second, _) = axis.ticks[:2]
    step = (second - first) / _PARTS
    number = round((axis.high - axis.low) / step)
    bars = {axis.low + place * step: 0 for place in range(number)}
    starts = list(bars)
    for amount, rows in amounts:
        place = int((amount - axis.low) // step)
        if place < number or amount == axis.high:
            bars[starts[min(place, number - 1)]] += rows
    return bars


def _height(bars: Mapping[float, int], amount: float) -> int:
    """Of the bar in which an amount lies."""
    return bars[max(start for start in bars if start <= amount)]


def _outline(bars: Mapping[float, int]) -> Iterator[Point]:
    """The tops of the bars from left to right, and the steps between, down to the floor."""
    starts = list(bars)
    step = starts[1] - starts[0]
    yield Point(starts[0], 0)
    for start, rows in bars.items():
        yield Point(start, rows)
        yield Point(start + step, rows)
    yield Point(starts[-1] + step, 0)
