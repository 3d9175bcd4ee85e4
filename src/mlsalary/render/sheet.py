"""Paper to draw on, in pixels; alone here is matplotlib, of the extra ``html``.

Text stays text, to be shown in whatever font the reader has, so the room for it is a generous
estimate of its width.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mlsalary.render.bands import MEDIAN
from mlsalary.render.page import CUT, TURN
from mlsalary.render.paint import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SMALL, TEXT, TITLE = 12.0, 13.0, 15.0
"""Sizes of text."""
LINE = 18
"""The height of a line of text."""
_LETTER = 0.66
"""Of its size, that a letter takes at most on the average."""
_SIGN = 9.0
_CORNERS: dict[str, list[tuple[float, float]]] = {
    MEDIAN: [],
    "■": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    TURN: [(-1, 1), (0, -1), (1, 1)],
    CUT: [(-1, -1), (1, 0), (-1, 1)],
}
"""Of the signs that a picture has, as parts of half its breadth from its middle; a circle has
none."""
_STYLE: Any = {
    "svg.hashsalt": "mlsalary",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",  # comes with the library, so that every machine draws the same
    "text.parse_math": False,
    "lines.solid_capstyle": "butt",
}


def is_installed() -> bool:
    """Whether the library that draws is there."""
    return find_spec("matplotlib") is not None


def broad(text: str, size: float = SMALL) -> float:
    """The room that a text takes."""
    return len(text) * size * _LETTER


class Sheet:
    """Paper of a width that grows downward, in pixels from its upper left corner."""

    def __init__(self, width: int, margin: int) -> None:
        self.left, self.right = float(margin), float(width - margin)
        self.down = float(margin)
        self._width, self._margin = width, margin
        self._todo: list[Any] = []

    def fitted(self, text: str, size: float = SMALL) -> str:
        """As much of a text as has room from margin to margin."""
        most = self._letters(size)
        return text if len(text) <= most else f"{text[: most - 1]}…"

    def _letters(self, size: float) -> int:
        return int((self.right - self.left) / broad("0", size))

    def text(self, x: float, y: float, text: str, size: float = SMALL, **more: Any) -> None:
        """A text whose middle line is at ``y``."""
        look = {"color": LIGHT[more.pop("color", "ink")], "va": "center_baseline", "size": size}
        self._todo.append(lambda axes: axes.text(x, y, text, **look | more))

    def line(self, x: Sequence[float], y: Sequence[float], color: str, **more: Any) -> None:
        """A line through these places."""
        look = {"color": LIGHT[color], "clip_on": False, "zorder": self._next()}
        self._todo.append(lambda axes: axes.plot(x, y, **look | more))

    def sign(self, x: float, y: float, mark: str, color: str, size: float = _SIGN) -> None:
        """One of the signs of pages around a place, so broad."""
        half = size / 2
        corners = [(x + across * half, y + down * half) for across, down in _CORNERS[mark]]
        look: Any = {"color": LIGHT[color], "linewidth": 0, "clip_on": False}
        look["zorder"] = self._next()

        def draw(axes: Axes) -> None:
            from matplotlib.patches import Circle, Polygon

            axes.add_patch(Polygon(corners, **look) if corners else Circle((x, y), half, **look))

        self._todo.append(draw)

    def _next(self) -> int:
        """What is drawn later lies above."""
        return len(self._todo)

    def write(self, text: str, size: float, **more: Any) -> None:
        """Lines of text from margin to margin, and the place below them."""
        import textwrap

        for line in textwrap.wrap(text, self._letters(size)):
            self.text(self.left, self.down + LINE / 2, line, size, **more)
            self.down += max(LINE, size * 1.4)

    def saved(self) -> str:
        """All of it as SVG, as high as it has become."""
        with _quietly():
            from matplotlib.figure import Figure  # 0.3 s, and no window system

            height = self.down + self._margin
            with styled(_STYLE):
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


def styled(own: Mapping[str, Any]) -> AbstractContextManager[None]:
    """Draw by the library's defaults and these settings alone. A matplotlibrc in the folder that
    one is in, which may be anybody's, could have it run LaTeX."""
    from matplotlib import rc_context, rcParamsDefault

    usual: dict[Any, Any] = {
        name: value for name, value in rcParamsDefault.items() if name != "backend"
    }
    return rc_context(usual | dict(own))


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
