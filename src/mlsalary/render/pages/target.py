"""The page of a target: where the amount stands today, and what would make it the median."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsalary.figures import (
    dollars,
    hundreds,
    month_name,
    short_place,
    stands,
    thousands,
)
from mlsalary.profile import short
from mlsalary.render.page import Block, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.estimate import profile_title
from mlsalary.render.pages.notes import (
    ended,
    place_notes,
    room_for_notes,
    warning_notes,
    whose_wages,
)
from mlsalary.render.pages.real import beside_the_nation, cited, index, real_notes
from mlsalary.render.view import FIRST_SCREEN, View

if TYPE_CHECKING:
    from mlsalary.decisions.target import Change, Target

SCREEN = 24
"""Lines of the page on a terminal of 80 columns."""
ROWS, METROS, LEAST = 10, 4, 3
"""How many changes a first screen shows, how many of them are moves, and how many at least."""
FAR = 1.5
"""A median so many times the amount is too far for a first screen."""
_NAMES = {
    "level": "Level",
    "spec": "Specialization",
    "employer": "Employer",
    "metro": "Move to",
}


def page(result: Target, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(result, view))


def _blocks(result: Target, view: View) -> Iterator[Block]:
    heading = Heading(
        f"{dollars(result.amount)} {result.of} · {view.job(profile_title(result.profile))}",
        f"{month_name(result.dollars)} dollars a year",
    )
    verdict = Paragraph(f"{_standing(result)} {_changes_said(result)}", "strong")
    grid = _grid(result, view) if result.changes else None
    yield heading
    yield verdict
    if grid:
        yield grid
    if view.explain:
        yield whose_wages(result.place)
    notes = real_notes([(result.place, result)], result) if view.real else []
    notes += [*place_notes([result.place]), *warning_notes(result.warnings, view)]
    yield from ended(
        notes, room_for_notes(SCREEN, heading, verdict, grid), view, cited(result, real=view.real)
    )


def _standing(result: Target) -> str:
    """Where the amount is among comparable people, by each premium where they part."""
    said = (
        f"{dollars(result.amount)} is {stands(result.percentile)} of comparable people, whose "
        f"median is {thousands(result.p50)}"
    )
    if result.measured is None:
        return f"{said}."
    at, p50 = result.measured
    return (
        f"{said}, by the guide's premium; by job ads it is {stands(at)}, with a median of "
        f"{thousands(p50)}."
    )


def _changes_said(result: Target) -> str:
    if result.p50 >= result.amount:
        whose = "" if result.measured is None else " by the guide's premium"
        return f"The median is there already{whose}: no change is needed."
    if not result.changes:
        best = result.best
        reach = f" The highest: {_said(best)}, at {thousands(best.p50)}." if best else ""
        return f"No single change of {result.tried} would make it your median.{reach}"
    count = len(result.changes)
    if count == 1:
        return f"One change would make it your median: {_said(result.changes[0])}."
    return f"Any one of these {count} changes would make it your median."


def _said(change: Change) -> str:
    return f"{_NAMES[change.field]} {_to(change)}"


def _to(change: Change) -> str:
    return short_place(change.to) if change.field == "metro" else short(change.to)


def _grid(result: Target, view: View) -> Grid:
    shown = list(result.changes) if view.explain else _nearest(result)
    more = len(result.changes) - len(shown)
    return Grid(
        "",
        (
            Column("Change"),
            Column("Median", numeric=True),
            *(_REAL if view.real else ()),
            Column("Above it by", numeric=True, rank=2),
            Column("Rests on", rank=1),
        ),
        [
            (
                _said(change),
                hundreds(change.p50),
                *(_bought(change, result) if view.real else ()),
                dollars(round(change.p50 - result.amount, -2), sign=True),
                _basis(change),
            )
            for change in shown
        ],
        sentences=[
            f"{_said(change)}: median {hundreds(change.p50)}"
            f"{f' ({basis})' if (basis := _basis(change)) else ''}"
            f"{_bought_said(change, result) if view.real else ''}."
            for change in shown
        ],
        caption=" ".join(_caption(more, result, view)),
    )


def _caption(more: int, result: Target, view: View) -> Iterator[str]:
    yield f"Nearest first; {more} more: --explain." if more else "Nearest first."
    if view.real:
        yield f"Buys: the median {result.of} at national prices, before taxes."


_REAL = (Column("Prices", numeric=True, rank=3), Column("Buys", numeric=True))


def _bought(change: Change, result: Target) -> tuple[str, str]:
    """The prices of where a change leads, and what its median buys there."""
    return index(change.price_parity), hundreds(_real(change, result))


def _bought_said(change: Change, result: Target) -> str:
    amount = _real(change, result)
    if amount is None:
        return "; no parity"
    return f"; {beside_the_nation(change)}; at national prices {hundreds(amount)}"


def _real(change: Change, result: Target) -> float | None:
    return None if change.real is None else float(getattr(change.real, result.of).p50)


def _nearest(result: Target) -> list[Change]:
    """The first few, of moves fewer, without those that are too far."""
    moves = [change for change in result.changes if change.field == "metro"]
    left_out = set(moves[METROS:])
    kept = [change for change in result.changes if change not in left_out][:ROWS]
    near = [change for change in kept if change.p50 <= FAR * result.amount]
    return kept[: max(len(near), LEAST)]


def _basis(change: Change) -> str:
    """What a change rests on, where that is less than reported pay."""
    if change.assumed:
        return "assumption"
    if change.measured is not None:
        return f"job ads: {thousands(change.measured)}"
    return ""
