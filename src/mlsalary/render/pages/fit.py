"""The page of a fit: every constant, the rows behind them, what stayed as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsalary.render.page import Block, Bullets, Column, Grid, Heading, Page
from mlsalary.render.pages.backtest import rejected_rows
from mlsalary.render.pages.estimate import source_list

if TYPE_CHECKING:
    from mlsalary.evaluation.fit.result import Fitted


def page(result: Fitted) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: Fitted) -> Iterator[Block]:
    months = f", {result.start} to {result.end}" if result.start else ""
    yield Heading("Constants of the rules", f"fitted to {result.reports:,} reports{months}")
    yield Grid(
        "",
        (
            Column("Constant"),
            Column("Value", numeric=True),
            Column("Standard error", numeric=True),
            Column("Evidence", rank=1),
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
    yield source_list(result.sources)
