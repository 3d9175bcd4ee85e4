"""The page of a target: where the amount stands today, and what would make it the middle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsalary.figures import dollars, hundreds, month_name, stands
from mlsalary.profile import short
from mlsalary.render.page import Bar, Block, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.estimate import profile_title
from mlsalary.render.pages.parts import endings

if TYPE_CHECKING:
    from mlsalary.decisions.target import Change, Target

METROS_SHOWN = 8
_NAMES = {
    "level": "Level",
    "spec": "Specialization",
    "employer": "Employer",
    "metro": "Move to",
}
_OF = {"total": "total compensation", "base": "base"}


def page(result: Target) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: Target) -> Iterator[Block]:
    yield Heading(
        f"{dollars(result.amount)} of {_OF[result.of]} · {profile_title(result.profile)}",
        f"Per year, in {month_name(result.dollars)} dollars",
    )
    yield Paragraph(
        f"{dollars(result.amount)} stands {stands(result.percentile)} of people like this, whose "
        f"middle is {hundreds(result.p50)}{_by_measured(result)}. {_changes_said(result)}",
        "strong",
    )
    if result.changes:
        yield _grid(result)
    yield from endings(result.warnings, result.sources)


def _by_measured(result: Target) -> str:
    if result.measured is None:
        return ""
    at, p50 = result.measured
    return (
        f", by the guide's premium; as job ads show it, {stands(at)}, and their middle is "
        f"{hundreds(p50)}"
    )


def _changes_said(result: Target) -> str:
    if result.p50 >= result.amount:
        whose = "" if result.measured is None else " by the guide's premium"
        return f"The middle is there already{whose}: no change is needed."
    if not result.changes:
        best = result.best
        reach = f" The highest is {_said(best)}, at {hundreds(best.p50)}." if best else ""
        return f"No single change of {result.tried} would make it the middle.{reach}"
    count = len(result.changes)
    if count == 1:
        return f"One single change would make it the middle: {_said(result.changes[0])}."
    return (
        f"{count} single changes would make it the middle, the nearest: {_said(result.changes[0])}."
    )


def _said(change: Change) -> str:
    return f"{_NAMES[change.field].lower()} {_to(change)}"


def _to(change: Change) -> str:
    return short(change.to)


def _grid(result: Target) -> Grid:
    metros = [change for change in result.changes if change.field == "metro"]
    left_out = set(metros[METROS_SHOWN:])
    shown = [change for change in result.changes if change not in left_out]
    most = max(change.p50 for change in shown)
    return Grid(
        "What would make it the middle, nearest first",
        (
            Column("Change"),
            Column("To"),
            Column("p50", numeric=True),
            Column("Above target", numeric=True, rank=1),
            Column("", bar=True, rank=2),
        ),
        [
            (
                _NAMES[change.field],
                _to(change),
                hundreds(change.p50),
                dollars(round(change.p50 - result.amount, -2), sign=True),
                Bar(0, change.p50, 0, most),
            )
            for change in shown
        ],
        sentences=[
            f"{_NAMES[change.field]} {_to(change)}: {hundreds(change.p50)} in the middle."
            for change in shown
        ],
        caption=f"And {len(left_out)} more places; --json lists them all." if left_out else "",
    )
