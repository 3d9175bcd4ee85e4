"""Charts as lines of signs; alone here is the library that draws on a grid of dots.

A point stands in the column and the line of its values, as the mark of its series; where two series
have one there, a third mark stands for both. Lines between points are dots, eight to a sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mlsalary.render.page import CUT, TURN, Axis, Chart, Point, Series, Stroke

if TYPE_CHECKING:
    from plotille import Canvas

BOTH = "◆"
_SIDE, _SIDE_TICK, _CORNER, _FLOOR, _FLOOR_TICK = "│┤└─┬"
_EMPTY = "\u2800"
"""The sign without a dot; that of others is this one's code and a bit for each of their dots."""
_ACROSS, _UP = 2, 4
_DOTS = _ACROSS * _UP
"""Dots of a sign."""
_EVERY = 4
"""A dotted line has one dot of so many."""
_LEAST_ROOM, _LEAST_DRAWING = 56, 24
"""Columns of text on a terminal of 60, and those within the axes."""


class Sign(NamedTuple):
    """Signs of a line and the number of their series; None: words, axes, and what is of several."""

    text: str
    series: int | None = None


def needed(chart: Chart) -> int:
    """The columns that a chart takes at least."""
    return max(_LEAST_ROOM, _gutter(chart) + _LEAST_DRAWING)


def is_installed() -> bool:
    """Whether the library that draws is there."""
    return find_spec("plotille") is not None


def key_to_both(drawn: Iterable[Sequence[Sign]]) -> list[str]:
    """What the mark of two series means, where it stands."""
    return [f"{BOTH} both"] if any(sign.text == BOTH for line in drawn for sign in line) else []


def lines(chart: Chart, room: int) -> Iterator[list[Sign]]:
    """What stands under the title and the key of a chart, none broader than ``room`` columns."""
    gutter = _gutter(chart)
    drawing = _Drawing(chart, room - gutter)
    if chart.y.name:
        yield [Sign(chart.y.name)]
    words = {drawing.line(value): text for value, text in chart.y.ticks}
    for number, signs in enumerate(drawing.signs()):
        side = _SIDE_TICK if number in words else _SIDE
        yield [Sign(f"{words.get(number, '').rjust(gutter - 2)} {side}"), *signs]
    floor, below = drawing.floor()
    yield [Sign(f"{' ' * (gutter - 1)}{_CORNER}{floor}")]
    yield [Sign(f"{chart.x.name.rjust(gutter - 2)}  {below}")]


def _gutter(chart: Chart) -> int:
    """The columns on the left, with the axis up and a space before it."""
    return max(len(text) for text in (chart.x.name, *(text for _, text in chart.y.ticks))) + 2


def _part(axis: Axis, value: float) -> float:
    """Where a value stands on an axis, from 0 at its low end to 1."""
    return (value - axis.low) / (axis.high - axis.low) if axis.high > axis.low else 0.0


class _Drawing:
    """What stands within the axes, with room at either side for the words beside points."""

    def __init__(self, chart: Chart, width: int) -> None:
        self._chart, self._width = chart, width
        self._left = _longest(one for one in chart.series if one.labels_left)
        right = _longest(one for one in chart.series if not one.labels_left)
        beyond = any(stroke.cut for one in chart.series for stroke in one.strokes)
        self._steps = max(width - 1 - self._left - max(right, beyond), 1)
        self._signs = [[Sign(" ")] * width for _ in range(chart.lines)]

    def column(self, value: float) -> int:
        """The column of a value across, from 0."""
        return self._left + int(_part(self._chart.x, value) * self._steps + 0.5)

    def line(self, value: float) -> int:
        """The line of a value up, from 0 at the top."""
        last = self._chart.lines - 1
        return last - int(_part(self._chart.y, value) * last + 0.5)

    def signs(self) -> list[list[Sign]]:
        """The lines of the drawing from the top down: what joins points, their marks, words."""
        for number, series in enumerate(self._chart.series):
            self._join(number, series.strokes)
            for end in (stroke.points[-1] for stroke in series.strokes if stroke.cut):
                self._signs[self.line(end.y)][self.column(end.x) + 1] = Sign(CUT, number)
        marked: dict[tuple[int, int], set[int]] = {}
        for number, series in enumerate(self._chart.series):
            for point in series.points:
                place = self.line(point.y), self.column(point.x)
                marked.setdefault(place, set()).add(number)
        for (line, column), numbers in marked.items():
            (first, *others) = numbers
            mark = Sign(BOTH) if others else Sign(self._chart.series[first].mark, first)
            self._signs[line][column] = mark
        for series in self._chart.series:
            for point in series.points:
                self._label(point, left=series.labels_left)
        return self._signs

    def floor(self) -> tuple[str, str]:
        """The axis across, and the words beneath it: of all its ticks, or of every second and so
        on, as many as have room."""
        ticks = self._chart.x.ticks
        for every in range(1, len(ticks) + 1):
            starts = [(self._start(value, text), text) for value, text in ticks[::every]]
            if all(a + len(text) < b for (a, text), (b, _) in pairwise(starts)):
                break
        axis, below = [_FLOOR] * self._width, [" "] * self._width
        for (value, text), (start, _) in zip(ticks[::every], starts, strict=True):
            axis[self.column(value)] = _FLOOR_TICK
            below[start : start + len(text)] = text
        for value in self._chart.x.marks:
            axis[self.column(value)] = TURN
        return "".join(axis), "".join(below).rstrip()

    def _start(self, value: float, text: str) -> int:
        """Where a text begins that stands around the column of a value, as far as it fits."""
        return max(0, min(self.column(value) - len(text) // 2, self._width - len(text)))

    def _join(self, number: int, strokes: Sequence[Stroke]) -> None:
        """Draw the lines of a series over what is there."""
        canvas = self._canvas()
        for stroke in strokes:
            _draw(canvas, stroke)
        for line, drawn in enumerate(canvas.plot("\n").split("\n")):
            for column, sign in enumerate(drawn):
                if sign != _EMPTY:
                    under = self._signs[line][column].text
                    both = ord(sign) | ord(under) if under != " " else ord(sign)
                    self._signs[line][column] = Sign(chr(both), number)

    def _canvas(self) -> Canvas:
        """A grid of dots, those in the middle of a sign at the values of its column and line."""
        from plotille import Canvas

        x, y, height = self._chart.x, self._chart.y, self._chart.lines
        across = _span(x) / (self._steps * _ACROSS)
        up = _span(y) / (max(height - 1, 1) * _UP)
        low = x.low - (self._left * _ACROSS + 1) * across, y.low - _UP // 2 * up
        high = low[0] + self._width * _ACROSS * across, low[1] + height * _UP * up
        return Canvas(self._width, height, *low, *high)

    def _label(self, point: Point, *, left: bool) -> None:
        """Write the words of a point beside it, on the other side where a mark or other words are
        in the way, and nowhere where they are on both."""
        if not point.label:
            return
        line, column = self._signs[self.line(point.y)], self.column(point.x)
        size = len(point.label)
        for on_left in (left, not left):
            start = column - 1 - size if on_left else column + 2
            beside = (
                line[max(start - 1, 0) : column] if on_left else line[column + 1 : start + size + 1]
            )
            fits = start >= 0 and start + size <= self._width
            if fits and all(map(_gives_way, beside)):
                line[start : start + size] = map(Sign, point.label)
                return


def _gives_way(sign: Sign) -> bool:
    """Whether words may stand in its place: a line of dots is seen to go on beyond them."""
    dots: int = ord(sign.text) - ord(_EMPTY)
    return sign.text == " " or 0 <= dots < 2**_DOTS


def _longest(series: Iterable[Series]) -> int:
    """The columns of the longest words beside a point, and of the space between."""
    return max((len(p.label) + 1 for one in series for p in one.points if p.label), default=0)


def _span(axis: Axis) -> float:
    return axis.high - axis.low if axis.high > axis.low else 1.0


def _draw(canvas: Canvas, stroke: Stroke) -> None:
    """A dotted line keeps its gaps from segment to segment."""
    passed = 0
    for start, end in pairwise(stroke.points):
        if not stroke.dotted:
            canvas.line(start.x, start.y, end.x, end.y)
            continue
        dots = max(map(abs, canvas.dots_between(start.x, start.y, end.x, end.y)))
        for dot in range(-passed % _EVERY, dots, _EVERY):
            part = dot / dots
            canvas.point(start.x + part * (end.x - start.x), start.y + part * (end.y - start.y))
        passed += dots
