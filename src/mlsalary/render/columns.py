"""Which columns of a grid have room in a width, in columns of a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from mlsalary.render.page import Bar, Grid

LEAST_BAR = 8
"""Columns that a bar takes at least."""


def columns_that_fit(grid: Grid, room: int) -> list[int]:
    """Columns whose ranks are too high for the room go; the first, which names a row, stays."""
    shown = list(range(len(grid.columns)))
    while needed(grid, shown) > room and any(grid.columns[place].rank for place in shown[1:]):
        highest = max(grid.columns[place].rank for place in shown[1:])
        shown = [0, *(place for place in shown[1:] if grid.columns[place].rank < highest)]
    return shown


def needed(grid: Grid, shown: Sequence[int]) -> int:
    """The least room of these columns; text that may wrap counts 16 at most."""
    return sum(min(breadth(grid, place), _wrapped(grid, place)) + 2 for place in shown) - 2


def _wrapped(grid: Grid, place: int) -> int:
    column = grid.columns[place]
    return 10_000 if column.numeric else LEAST_BAR if column.bar else 16


def breadth(grid: Grid, place: int) -> int:
    """Columns of a terminal that a column of a grid takes where nothing is broken."""
    cells = (row[place] for row in grid.rows)
    breadths = (LEAST_BAR if isinstance(cell, Bar) else len(cell) for cell in cells)
    return max([len(grid.columns[place].name), *breadths])
