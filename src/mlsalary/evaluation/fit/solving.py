"""Least squares that far-off pay does not pull at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import least_squares

from mlsalary.evaluation.fit.columns import Numbers


def solved(misses: Callable[[Numbers], Numbers], start: list[float], rows: int) -> Numbers:
    """Where the sum of the squares is least; of the first ``rows``, which are pay, those above 1
    count ever less (Huber's loss), the others are likelihoods and priors."""

    def loss(squares: Numbers) -> Numbers:
        far = squares > 1
        far[rows:] = False
        root = np.sqrt(np.maximum(squares, 1))
        value = np.where(far, 2 * root - 1, squares)
        return np.array([value, np.where(far, 1 / root, 1.0), np.where(far, -0.5 / root**3, 0.0)])

    with np.errstate(over="ignore"):  # a step may go too far before it is taken back
        best = least_squares(misses, start, loss=loss, xtol=1e-9, ftol=1e-11)
    found: Numbers = best.x
    return found
