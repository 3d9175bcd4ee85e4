"""Least squares that far-off pay does not pull at."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping

import numpy as np
from scipy.optimize import least_squares

from mlsalary.evaluation.fit.columns import Numbers


def solved(
    misses: Callable[[Numbers], Numbers],
    start: Mapping[str, float],
    rows: int,
    held: Container[str] = (),
) -> dict[str, float]:
    """Where the sum of the squares is least; of the first ``rows``, which are pay, those above 1
    count ever less (Huber's loss), the others are likelihoods and priors. held: coordinates of 0
    or more."""

    def loss(squares: Numbers) -> Numbers:
        far = squares > 1
        far[rows:] = False
        root = np.sqrt(np.maximum(squares, 1))
        value = np.where(far, 2 * root - 1, squares)
        return np.array([value, np.where(far, 1 / root, 1.0), np.where(far, -0.5 / root**3, 0.0)])

    least = [0.0 if name in held else -np.inf for name in start]
    with np.errstate(over="ignore"):  # a step may go too far before it is taken back
        best = least_squares(
            misses, [*start.values()], loss=loss, bounds=(least, np.inf), xtol=1e-9, ftol=1e-11
        )
    return dict(zip(start, best.x.tolist(), strict=True))
