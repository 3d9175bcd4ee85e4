"""The reliability of the percentiles, by what is told, as a picture: the same text on every run."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mlsalary.render.sheet import styled

if TYPE_CHECKING:
    from mlsalary.evaluation.scorecard import Backtest, Reliability

_SIDE = 3.6  # inches, of one panel
_ACROSS = 4
_STYLE: Any = {
    "svg.hashsalt": "mlsalary",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
}
_LINES = {"base": ("Base salary", "#1f6f8b", "o"), "total": ("Total compensation", "#c8553d", "s")}


class _Panel(NamedTuple):
    """One set of reports: what is told of them, how many they are."""

    told: str
    reports: int
    points: Sequence[Reliability]


def svg(result: Backtest) -> str:
    """An SVG drawing, a panel for each step of what is told. Needs matplotlib, of the extra
    ``fit``."""
    from matplotlib.figure import Figure  # 0.3 s, and no window system

    panels = [
        _Panel("everything that the reports say", result.base.n, result.reliability),
        *(_Panel(one.name, one.base.n, one.reliability) for one in result.told if one.base.n),
    ]
    across = min(_ACROSS, len(panels))
    down = -(-len(panels) // across)
    with styled(_STYLE):
        figure = Figure(figsize=(_SIDE * across, _SIDE * down), layout="constrained")
        grid = [*figure.subplots(down, across, squeeze=False).flat]
        for axes, panel in zip(grid, panels, strict=False):
            _draw(axes, panel)
        for axes in grid[len(panels) :]:
            axes.set_axis_off()
        how = f", {result.folds} folds" if result.folds else ""
        figure.suptitle(f"How many reports are below each percentile{how}", fontsize="large")
        drawing = io.StringIO()
        figure.savefig(drawing, format="svg", metadata={"Date": None})
    return drawing.getvalue()


def _draw(axes: Any, panel: _Panel) -> None:
    import textwrap

    axes.plot([0, 100], [0, 100], color="#999999", linewidth=1, label="Perfectly reliable")
    for pay, (label, colour, marker) in _LINES.items():
        points = [
            (one.percentile, below)
            for one in panel.points
            if (below := getattr(one, pay)) is not None
        ]
        if points:
            at, below = zip(*points, strict=True)
            axes.plot(at, below, color=colour, marker=marker, markersize=3, label=label)
    axes.set(xlim=(0, 100), ylim=(0, 100), aspect="equal")
    axes.set_xlabel("Percentile of the estimate")
    axes.set_ylabel("Reports below it, %")
    told = "\n".join(textwrap.wrap(panel.told, 38))
    axes.set_title(f"{told}\n{panel.reports:,} reports", fontsize="medium")
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.legend(frameon=False, loc="upper left", fontsize="small")
