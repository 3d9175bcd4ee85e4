"""How well estimates fit reported pay: errors, coverage and calibration, in per cent or dollars.

Every figure compares estimated percentiles with what people report, in the same money. Needs
numpy, of the extra ``fit``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mlsalary import rules
from mlsalary.evaluation.scorecard import Interval, Loss, Score

PROBABILITIES = (0.10, 0.25, 0.50, 0.75, 0.90)
"""Of the five percentiles of a Range, in its order."""

_P10, _P25, _P50, _P75, _P90 = range(5)
_INTERVAL = (10, 90)  # an 80% interval, as everywhere


METRICS = Score._fields[1:]


def score(pay: NDArray[np.float64], percentiles: NDArray[np.float64]) -> Score:
    """pay: dollars, shape (n,). percentiles: p10 to p90 of each, dollars, shape (n, 5)."""
    if not len(pay):
        return Score(0, *(None for _ in METRICS))
    return Score(len(pay), *(float(value) for value in _metrics(pay, percentiles)))


def intervals(
    pay: NDArray[np.float64], percentiles: NDArray[np.float64], resamples: int, seed: int
) -> dict[str, Interval]:
    """How far each metric would swing with other reports of the same kind; empty without any."""
    rows = len(pay)
    if not rows:
        return {}
    random = np.random.default_rng(seed)
    drawn = (random.integers(0, rows, rows) for _ in range(resamples))
    found = np.array([_metrics(pay[sample], percentiles[sample]) for sample in drawn])
    ends = np.percentile(found, _INTERVAL, axis=0).T
    return {
        metric: (Loss if metric == "pinball" else Interval)(float(low), float(high))
        for metric, (low, high) in zip(METRICS, ends, strict=True)
    }


def reliability(
    pay: NDArray[np.float64], percentiles: NDArray[np.float64], at: list[int]
) -> list[float]:
    """The per cent of reports that lie below each of these percentiles of their own estimate."""
    low, middle, high = percentiles[:, _P25 : _P75 + 1].T
    ranks = rules.percentile_rank(pay, low, middle, high, _Columns())
    return [float(100 * np.mean(ranks < one)) for one in at]


def ape(pay: NDArray[np.float64], estimate: NDArray[np.float64]) -> tuple[float, float]:
    """Median and mean absolute error of single figures, per cent of the pay reported."""
    errors = 100 * np.abs(estimate / pay - 1)
    return float(np.median(errors)), float(np.mean(errors))


def _metrics(pay: NDArray[np.float64], percentiles: NDArray[np.float64]) -> tuple[float, ...]:
    p50 = percentiles[:, _P50]
    off = pay[:, None] - percentiles
    chances = np.array(PROBABILITIES)
    return (
        *ape(pay, p50),
        float(100 * np.expm1(np.mean(np.log(p50 / pay)))),
        _inside(pay, percentiles[:, _P10], percentiles[:, _P90]),
        _inside(pay, percentiles[:, _P25], percentiles[:, _P75]),
        float(np.mean(np.maximum(chances * off, (chances - 1) * off))),
        float(100 * np.median(percentiles[:, _P90] / percentiles[:, _P10] - 1)),
    )


def _inside(pay: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> float:
    return float(100 * np.mean((low <= pay) & (pay <= high)))


class _Columns:
    """The operations of ``maths.Maths`` on columns."""

    exp = staticmethod(np.exp)
    log = staticmethod(np.log)
    where = staticmethod(np.where)
