"""The reliability of the percentiles as a picture: the same text on every run."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlsalary.evaluation.scorecard import Backtest

_SIDE = 5.2  # inches
_STYLE: Any = {"svg.hashsalt": "mlsalary", "svg.fonttype": "none", "font.family": "sans-serif"}
_LINES = {"base": ("Base salary", "#1f6f8b", "o"), "total": ("Total compensation", "#c8553d", "s")}


def svg(result: Backtest) -> str:
    """An SVG drawing. Needs matplotlib, of the extra ``fit``."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure  # 0.3 s, and no window system

    with rc_context(_STYLE):
        figure = Figure(figsize=(_SIDE, _SIDE), layout="constrained")
        axes = figure.add_subplot()
        axes.plot([0, 100], [0, 100], color="#999999", linewidth=1, label="Perfectly reliable")
        for pay, (label, colour, marker) in _LINES.items():
            points = [
                (one.percentile, below)
                for one in result.reliability
                if (below := getattr(one, pay)) is not None
            ]
            if points:
                at, below = zip(*points, strict=True)
                axes.plot(at, below, color=colour, marker=marker, markersize=4, label=label)
        axes.set(xlim=(0, 100), ylim=(0, 100), aspect="equal")
        axes.set_xlabel("Percentile of the estimate")
        axes.set_ylabel("Reports below it, %")
        how = f", {result.folds} folds" if result.folds else ""
        axes.set_title(f"{result.base.n:,} reports{how}", fontsize="medium")
        axes.grid(color="#dddddd", linewidth=0.6)
        axes.legend(frameon=False, loc="upper left")
        drawing = io.StringIO()
        figure.savefig(drawing, format="svg", metadata={"Date": None})
    return drawing.getvalue()
