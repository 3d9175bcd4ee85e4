"""Blocks as pictures: ranges of pay on one scale, and charts, by matplotlib, of the extra ``html``.

One unit is one pixel of the width that is asked for. Text stays text, to be shown in whatever font
the reader has, so places are left for it by a broad estimate of its width.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

from mlsalary.render.bands import MARK, MEDIAN, Scale, kept_labels, scale_of
from mlsalary.render.page import CUT, TURN, Axis, Band, Bands, Chart, Series
from mlsalary.render.paint import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Drawn: TypeAlias = Bands | Chart
WIDE, NARROW = 700, 328
"""Widths of a picture in a column of text, and on a phone."""
KEY = (
    "The thin line holds 80% of comparable people, the thick one half of them; the dot is the "
    "median."
)
"""How ranges are read."""
_STYLE: Any = {
    "svg.hashsalt": "mlsalary",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",  # comes with the library, so that every machine draws the same
    "text.parse_math": False,
    "lines.solid_capstyle": "butt",
}
_SMALL, _TEXT, _TITLE = 12.0, 13.0, 15.0
_LETTER = 0.66
"""Of its size, that a letter takes at most on the average."""
_LINE, _BAR, _GAP = 18, 22, 12
_MARGIN = 12
"""Around a picture that stands alone."""
_ROW = 24
"""Of each line that a chart has on a terminal."""
_SIGN = 9.0
_CORNERS: dict[str, list[tuple[float, float]]] = {
    "●": [],
    "■": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    TURN: [(-1, 1), (0, -1), (1, 1)],
    CUT: [(-1, -1), (1, 0), (-1, 1)],
}
"""Of the signs that a picture has, as parts of half its breadth from its middle; a circle has
none."""
_COLORS = ("base", "total", "quiet")


def is_installed() -> bool:
    """Whether the library that draws is there."""
    return find_spec("matplotlib") is not None


def drawn(block: Drawn, width: int, title: str = "") -> str:
    """A picture as matplotlib writes it, the same text on every run; ``render.paint`` makes it fit
    to be shown. title: what it is of, where nothing around it says so."""
    sheet = _Sheet(width, _MARGIN if title else 0)
    if title:
        sheet.write(title, _TITLE, weight="bold")
        sheet.down += _GAP
    if isinstance(block, Bands):
        _draw_bands(sheet, block)
        if title:
            sheet.write(KEY, _SMALL, color="quiet")
    else:
        _draw_chart(sheet, block, whole=bool(title))
    return sheet.saved()


class _Sheet:
    """Paper of a width that grows downward, in pixels from its upper left corner."""

    def __init__(self, width: int, margin: int) -> None:
        self.left, self.right = float(margin), float(width - margin)
        self.down = float(margin)
        self._width, self._margin = width, margin
        self._todo: list[Any] = []

    def text(self, x: float, y: float, text: str, size: float = _SMALL, **more: Any) -> None:
        """A text whose middle line is at ``y``."""
        look = {"color": LIGHT[more.pop("color", "ink")], "va": "center_baseline", "size": size}
        self._todo.append(lambda axes: axes.text(x, y, text, **look | more))

    def line(self, x: Sequence[float], y: Sequence[float], color: str, **more: Any) -> None:
        """A line through these places."""
        look = {"color": LIGHT[color], "clip_on": False}
        self._todo.append(lambda axes: axes.plot(x, y, **look | more))

    def sign(self, x: float, y: float, mark: str, color: str, size: float = _SIGN) -> None:
        """One of the signs of pages around a place, so broad."""
        half = size / 2
        corners = [(x + across * half, y + down * half) for across, down in _CORNERS[mark]]
        look: Any = {"color": LIGHT[color], "linewidth": 0, "clip_on": False}

        def draw(axes: Axes) -> None:
            from matplotlib.patches import Circle, Polygon

            axes.add_patch(Polygon(corners, **look) if corners else Circle((x, y), half, **look))

        self._todo.append(draw)

    def write(self, text: str, size: float, **more: Any) -> None:
        """Lines of text from margin to margin, and the place below them."""
        import textwrap

        for line in textwrap.wrap(text, int((self.right - self.left) / size / _LETTER)):
            self.text(self.left, self.down + _LINE / 2, line, size, **more)
            self.down += max(_LINE, size * 1.4)

    def saved(self) -> str:
        """All of it as SVG, as high as it has become."""
        with _quietly():
            from matplotlib import rc_context
            from matplotlib.figure import Figure  # 0.3 s, and no window system

            height = self.down + self._margin
            with rc_context(_STYLE):
                figure: Figure = Figure(figsize=(self._width / 72, height / 72), dpi=72)
                figure.patch.set_visible(False)
                axes: Axes = figure.add_axes((0, 0, 1, 1))
                axes.set(xlim=(0, self._width), ylim=(height, 0))
                axes.set_axis_off()
                for draw in self._todo:
                    draw(axes)
                text = io.StringIO()
                figure.savefig(text, format="svg", metadata={"Date": None})
        return text.getvalue()


@contextmanager
def _quietly() -> Iterator[None]:
    """Nothing on stderr of letters that the font of the library lacks, for it is not shown, nor of
    fonts that it looks through on its first run."""
    import logging

    log = logging.getLogger("matplotlib")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph")
            yield
    finally:
        log.setLevel(before)


def _broad(text: str, size: float = _SMALL) -> float:
    """The room that a text takes."""
    return len(text) * size * _LETTER


def _draw_bands(sheet: _Sheet, block: Bands) -> None:
    """Each range as a line from p10 to p90, thick from p25 to p75, with a dot at the median; marks
    and labels beneath, each under its own place."""
    names = max(_broad(band.short, _TEXT) for band in block.bands)
    beside = names if names < (sheet.right - sheet.left) / 8 else 0.0
    ends = _broad("p10 ")
    first, last = sheet.left + beside + ends, sheet.right - ends
    scale = scale_of(block.bands, int((last - first) / _SMALL / _LETTER))
    for band in block.bands:
        if not beside and band.short:
            sheet.text(sheet.left, sheet.down + _LINE / 2, band.short, _TEXT, weight="bold")
            sheet.down += _LINE
        elif band.short:
            sheet.text(sheet.left, sheet.down + _BAR / 2, band.short, _TEXT, weight="bold")
        _draw_band(sheet, band, scale, first, last)
        sheet.down += _GAP
    sheet.down -= _GAP / 2


def _draw_band(sheet: _Sheet, band: Band, scale: Scale, first: float, last: float) -> None:
    def x(amount: float) -> float:
        return first + scale.share(amount) / 100 * (last - first)

    color = "total" if band.label.startswith("Total") else "base"
    p10, p25, p50, p75, p90 = map(x, band.pay)
    middle, lines = sheet.down + _BAR / 2, len(band.marks)
    sheet.line([p10, p90], [middle] * 2, color, linewidth=1.5)
    sheet.line([p25, p75], [middle] * 2, color, linewidth=8)
    sheet.sign(p50, middle, MEDIAN, color, 15)
    sheet.text(p10 - 5, middle, "p10", color="quiet", ha="right")
    sheet.text(p90 + 5, middle, "p90", color="quiet", ha="left")
    sheet.down += _BAR
    for number, (label, amount) in enumerate(band.marks):
        at, y = x(amount), sheet.down + _LINE / 2
        above = -_BAR / 2 if p10 <= at <= p90 else _SMALL * 0.7  # beside the words at its ends
        sheet.line([at] * 2, [middle + above, y], "ink", linewidth=1.5)
        sheet.sign(at, y, MARK, "ink")
        right = at + 10 + _broad(label, _TEXT) < sheet.right
        left = not right and at - 10 - _broad(label, _TEXT) > sheet.left
        if right or left:
            beside, where = (at + 10, "left") if right else (at - 10, "right")
            sheet.text(beside, y, label, _TEXT, ha=where, weight="bold")
        else:  # room on neither side: a line of its own
            sheet.down += _LINE
            sheet.text(sheet.left, sheet.down + _LINE / 2, label, _TEXT, weight="bold")
        sheet.down += _LINE
        if number + 1 < lines:
            sheet.down += 2
    for _, text, amount in kept_labels(band.pay, scale):
        weight = "bold" if amount == band.pay.p50 else "normal"
        sheet.text(x(amount), sheet.down + _LINE / 2, text, ha="center", weight=weight)
    sheet.down += _LINE


def _draw_chart(sheet: _Sheet, chart: Chart, *, whole: bool) -> None:
    """Axes with the words of their marks, lines, signs and the words beside them. whole: with the
    title of the chart and with what it says beneath."""
    if whole:
        sheet.write(chart.title, _TEXT)
    _draw_key(sheet, chart)
    cells = [_cells(text) for _, text in chart.y.ticks]
    heads = _cells(chart.y.name)
    every = [*cells, heads]
    columns = [
        max(_broad(row[place]) for row in every if place < len(row)) + 10
        for place in range(max(map(len, every)))
    ]
    if heads:
        _draw_cells(sheet, heads, columns, sheet.down + _LINE / 2, "quiet")
        sheet.down += _LINE
    high = max(chart.lines - 1, 1) * _ROW
    top, bottom = sheet.down + _ROW / 2, sheet.down + _ROW / 2 + high
    most = (sheet.right - sheet.left) * 0.75
    first = sheet.left + min(sum(columns), most) + _labels(chart, left=True)
    last = sheet.right - max(_labels(chart, left=False), 22)

    def x(value: float) -> float:
        return first + _part(chart.x, value) * (last - first)

    def y(value: float) -> float:
        return bottom - _part(chart.y, value) * (bottom - top)

    for (value, _), row in zip(chart.y.ticks, cells, strict=True):
        sheet.line([first - 4, last], [y(value)] * 2, "rule", linewidth=1)
        _draw_cells(sheet, row, columns, y(value), "ink")
    floor = bottom + _ROW / 2
    _draw_floor(sheet, chart.x, x, floor, first, last)
    for number, series in enumerate(chart.series):
        _draw_series(sheet, series, _COLORS[number], x, y)
    sheet.down = floor + _ROW
    if whole and chart.caption:
        sheet.write(chart.caption, _SMALL, color="quiet")


def _part(axis: Axis, value: float) -> float:
    return (value - axis.low) / (axis.high - axis.low) if axis.high > axis.low else 0.5


def _cells(text: str) -> list[str]:
    """The words of a mark: a page sets those that stand in columns two blanks apart."""
    return [cell.strip() for cell in text.split("  ") if cell.strip()]


def _draw_cells(
    sheet: _Sheet, row: Sequence[str], columns: Sequence[float], y: float, color: str
) -> None:
    """The first on the left, figures to the right; one alone beside its axis."""
    at = sheet.left
    for place, (text, broad) in enumerate(zip(row, columns, strict=False)):
        names = place == 0 and len(columns) > 1
        x, where = (at, "left") if names else (at + broad - 10, "right")
        sheet.text(x, y, text, color=color, ha=where)
        at += broad


def _labels(chart: Chart, *, left: bool) -> float:
    """The room for the words beside points on one side."""
    beside = [
        point.label for one in chart.series if one.labels_left == left for point in one.points
    ]
    return max((_broad(label) + 12 for label in beside if label), default=0.0)


def _draw_key(sheet: _Sheet, chart: Chart) -> None:
    """What the signs mean, on as many lines as that takes."""
    items = [(one.mark, one.name, color) for one, color in zip(chart.series, _COLORS, strict=False)]
    items += [("", text, "quiet") for text in chart.key]
    at = sheet.left
    for mark, name, color in items:
        broad = _broad(name) + (16 if mark else 0)
        if at > sheet.left and at + broad > sheet.right:
            at, sheet.down = sheet.left, sheet.down + _LINE
        y = sheet.down + _LINE / 2
        if mark:
            sheet.sign(at + 5, y, mark, color)
        sheet.text(at + (14 if mark else 0), y, name, color="ink" if mark else "quiet")
        at += broad + 14
    sheet.down += _LINE + 4


def _draw_floor(sheet: _Sheet, axis: Axis, x: Any, floor: float, first: float, last: float) -> None:
    """The axis across and its words: of all marks, or of every second and so on."""
    sheet.line([first - 4, last], [floor] * 2, "quiet", linewidth=1)
    broadest = max(_broad(text) for _, text in axis.ticks) + 8
    room = max(int((last - first) / broadest), 1)
    every = -(-len(axis.ticks) // room)
    for value, text in axis.ticks[::every]:
        sheet.line([x(value)] * 2, [floor, floor + 4], "quiet", linewidth=1)
        sheet.text(x(value), floor + 13, text, ha="center")
    for value in axis.marks:
        sheet.sign(x(value), floor - 1, TURN, "ink")
    if axis.name:
        sheet.text(sheet.left, floor + 13, axis.name, color="quiet")


def _draw_series(sheet: _Sheet, series: Series, color: str, x: Any, y: Any) -> None:
    for stroke in series.strokes:
        points = [(x(one.x), y(one.y)) for one in stroke.points]
        across, down = zip(*points, strict=True)
        look = {"linestyle": (0, (1, 2))} if stroke.dotted else {}
        sheet.line(across, down, color, linewidth=1.5 if stroke.dotted else 2.5, **look)
        if stroke.cut:
            sheet.sign(across[-1] + 5, down[-1], CUT, color)
    for point in series.points:
        at, down = x(point.x), y(point.y)
        sheet.sign(at, down, series.mark, color)
        if point.label:
            beside, where = (at - 9, "right") if series.labels_left else (at + 9, "left")
            sheet.text(beside, down, point.label, ha=where)
