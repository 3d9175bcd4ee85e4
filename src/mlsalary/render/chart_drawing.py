"""Charts as pictures: axes and the words of their marks, lines, signs and words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mlsalary.render.page import CUT, TURN, Axis, Chart, Series
from mlsalary.render.sheet import LINE, SMALL, TEXT, Sheet, broad

_ROW = 24
"""Of each line that a chart has on a terminal."""
_COLORS = ("base", "total", "quiet")
_SPACE = 10
"""Between words and what is beside them."""
_MOST = 0.5
"""Of the breadth, that words beside an axis may take; longer ones stand above their lines."""
_DOTTED = (0, (1, 2))


class _Plot(NamedTuple):
    """The place within the axes."""

    chart: Chart
    left: float
    right: float
    top: float
    bottom: float

    def x(self, value: float) -> float:
        return self.left + _part(self.chart.x, value) * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.bottom - _part(self.chart.y, value) * (self.bottom - self.top)


def _part(axis: Axis, value: float) -> float:
    """Where a value is on an axis, from 0 at its low end to 1."""
    return (value - axis.low) / (axis.high - axis.low) if axis.high > axis.low else 0.5


def draw_chart(sheet: Sheet, chart: Chart, *, whole: bool) -> None:
    """Draw a chart on what is left of a sheet. whole: with its title, and what it says beneath."""
    if whole:
        sheet.write(chart.title, TEXT)
    _draw_key(sheet, chart)
    rows = [_cells(text) for _, text in chart.y.ticks]
    columns = _columns([*rows, _cells(chart.y.name)])
    above = sum(columns) > _MOST * (sheet.right - sheet.left)
    if chart.y.name:
        _draw_cells(sheet, _cells(chart.y.name), columns, sheet.down + LINE / 2, "quiet", above)
        sheet.down += LINE
    beside = 0.0 if above else sum(columns)
    row_high = _ROW + (LINE if above else 0)
    top = sheet.down + row_high - _ROW / 2
    high = (chart.lines - 1) * row_high
    left = sheet.left + beside + _labels(chart, left=True) + (broad("$100k") / 2 if above else 0)
    right = sheet.right - max(_labels(chart, left=False), broad(chart.x.ticks[-1][1]) / 2)
    plot = _Plot(chart, left, right, top, top + high)
    for (value, _), row in zip(chart.y.ticks, rows, strict=True):
        at = plot.y(value)
        sheet.line([left - 4, right], [at] * 2, "rule", linewidth=1)
        _draw_cells(sheet, row, columns, at - row_high / 2 if above else at, "ink", above)
    _draw_floor(sheet, plot)
    for series, color in zip(chart.series, _COLORS, strict=False):
        _draw_series(sheet, plot, series, color)
    sheet.down = plot.bottom + 1.5 * _ROW
    if whole and chart.caption:
        sheet.write(chart.caption, SMALL, color="quiet")


def _cells(text: str) -> list[str]:
    """The words of a mark: a page sets those that stand in columns two blanks apart."""
    return [cell.strip() for cell in text.split("  ") if cell.strip()]


def _columns(rows: Sequence[Sequence[str]]) -> list[float]:
    """How broad each column of words is, with the space after it."""
    return [
        max(broad(row[place]) for row in rows if place < len(row)) + _SPACE
        for place in range(max(map(len, rows)))
    ]


def _draw_cells(
    sheet: Sheet, row: Sequence[str], columns: Sequence[float], y: float, color: str, above: bool
) -> None:
    """The first on the left and the others as columns to the right, against the axis or the edge;
    one alone against its axis."""
    end = sheet.right if above else sheet.left + sum(columns) - _SPACE
    for place in reversed(range(len(row))):
        if place or len(columns) == 1:
            sheet.text(end, y, row[place], color=color, ha="right")
        else:
            sheet.text(sheet.left, y, row[place], color=color, ha="left")
        end -= columns[place]


def _labels(chart: Chart, *, left: bool) -> float:
    """The room for the words beside points on one side."""
    points = [point for one in chart.series if one.labels_left == left for point in one.points]
    return max((broad(one.label) + _SPACE for one in points if one.label), default=0.0)


def _draw_key(sheet: Sheet, chart: Chart) -> None:
    """What the signs mean, on as many lines as that takes."""
    items = [(one.mark, one.name, color) for one, color in zip(chart.series, _COLORS, strict=False)]
    items += [("", text, "quiet") for text in chart.key]
    at = sheet.left
    for mark, name, color in items:
        aside = 14 if mark else 0
        if at > sheet.left and at + aside + broad(name) > sheet.right:
            at, sheet.down = sheet.left, sheet.down + LINE
        y = sheet.down + LINE / 2
        if mark:
            sheet.sign(at + 5, y, mark, color)
        sheet.text(at + aside, y, name, color="ink" if mark else "quiet")
        at += aside + broad(name) + _SPACE
    sheet.down += LINE + 4


def _draw_floor(sheet: Sheet, plot: _Plot) -> None:
    """The axis across and its words: of all marks, or of every second and so on."""
    axis, floor = plot.chart.x, plot.bottom + _ROW / 2
    sheet.line([plot.left - 4, plot.right], [floor] * 2, "quiet", linewidth=1)
    broadest = max(broad(text) for _, text in axis.ticks) + _SPACE
    room = max(int((plot.right - plot.left) / broadest), 1)
    for value, text in axis.ticks[:: -(-len(axis.ticks) // room)]:
        sheet.line([plot.x(value)] * 2, [floor, floor + 4], "quiet", linewidth=1)
        sheet.text(plot.x(value), floor + 13, text, ha="center")
    for value in axis.marks:
        sheet.sign(plot.x(value), floor - 1, TURN, "ink")
    if axis.name:
        sheet.text(sheet.left, floor + 13, axis.name, color="quiet")


def _draw_series(sheet: Sheet, plot: _Plot, series: Series, color: str) -> None:
    for stroke in series.strokes:
        across = [plot.x(one.x) for one in stroke.points]
        down = [plot.y(one.y) for one in stroke.points]
        if stroke.dotted:
            sheet.line(across, down, color, linewidth=1.5, linestyle=_DOTTED)
        else:
            sheet.line(across, down, color, linewidth=2.5)
        if stroke.cut:
            sheet.sign(across[-1] + 5, down[-1], CUT, color)
    for point in series.points:
        x, y = plot.x(point.x), plot.y(point.y)
        sheet.sign(x, y, series.mark, color)
        if point.label:
            beside, where = (x - 9, "right") if series.labels_left else (x + 9, "left")
            sheet.text(beside, y, point.label, ha=where)
