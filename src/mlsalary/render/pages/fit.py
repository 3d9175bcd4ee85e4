"""The page of a fit: every constant, the rows behind them, what stayed as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsalary.figures import listed
from mlsalary.render.page import Block, Bullets, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.backtest import rejected_rows
from mlsalary.render.pages.closing import closing
from mlsalary.render.view import FIRST_SCREEN, View

if TYPE_CHECKING:
    from mlsalary.evaluation.fit.result import Fitted


def page(result: Fitted, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(result, view))


def _blocks(result: Fitted, view: View) -> Iterator[Block]:
    months = f", {result.start} to {result.end}" if result.start else ""
    yield Heading("Constants of the rules", f"fitted to {result.reports:,} reports{months}")
    kinds = Counter(row.kind for row in result.rows)
    counted = listed([f"{number} {kind}" for kind, number in kinds.most_common()])
    yield Paragraph(f"{len(result.rows)} constants: {counted}.", "strong")
    if view.explain:
        yield _constants(result)
    yield Grid(
        "Rows behind them",
        (
            Column("Constants"),
            Column("Rows that"),
            Column("Usable", numeric=True),
            Column("Needed", numeric=True, rank=1),
        ),
        [
            (need.constants, need.rows_that, f"{need.usable:,}", f"{need.least:,}")
            for need in result.needs
        ],
    )
    if result.rejected:
        yield rejected_rows(result.rejected)
    if result.warnings:
        yield Bullets("Worth knowing", [notice.message for notice in result.warnings])
    yield from closing(view, result.sources, why="Each constant")


def _constants(result: Fitted) -> Grid:
    return Grid(
        "",
        (
            Column("Constant"),
            Column("Value", numeric=True),
            Column("Standard error", numeric=True, rank=1),
            Column("Evidence", rank=2),
        ),
        [
            (
                row.constant,
                f"{row.value:g}",
                "" if row.error is None else f"{row.error:g}",
                row.kind,
            )
            for row in result.rows
        ],
    )
