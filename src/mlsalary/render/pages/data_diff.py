"""The page of ``mlsalary data diff``: whose pay moved, by how much, and which steps moved it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlsalary.figures import dollars, listed, month_name, percent
from mlsalary.render.page import Block, Bullets, Column, Grid, Heading, Paragraph
from mlsalary.render.pages.closing import closing
from mlsalary.render.view import View

if TYPE_CHECKING:
    from mlsalary.tables.data import DataReport, Row

PROFILES_SHOWN = 6
STEPS_SHOWN = 3
_DIGITS = range(2, 7)
"""How many decimals a factor may take until it is seen to have moved."""


def difference(report: DataReport, view: View) -> Iterator[Block]:
    """The blocks of the page: the answer in front, what moved furthest first."""
    assert report.summary is not None
    told = report.summary
    dated = f", in {month_name(told['dollars'])} dollars" if told["dollars"] else ""
    yield Heading(
        f"What the change does to pay: {told['old']} to {told['new']}",
        f"Median base and total compensation per year{dated} unless a profile says otherwise",
    )
    yield Paragraph(_verdict(told, report.rows), "strong")
    if told["today_before"] != told["today_after"]:
        before, after = (month_name(told[f"today_{side}"]) for side in ("before", "after"))
        by = percent(told["today_change_percent"] / 100, 1, sign=True)
        yield Paragraph(
            f"Answers without --as-of move from {before} to {after} dollars, which alone changes "
            f"base by {by}. Both sides of the rows here are in the same dollars.",
            "note",
        )
    moved = sorted((row for row in report.rows if row["moved"]), key=_farthest)
    if moved:
        yield _moved(moved if view.explain else moved[:PROFILES_SHOWN], len(moved))
    still = [row for row in report.rows if row["moved"] is False]
    if still and view.explain:
        yield _still(still)
    refused = [_refusal(row) for row in report.rows if row["moved"] is None]
    if refused:
        yield Bullets("Not priced", refused)


def ways(report: DataReport, view: View) -> Iterator[Block]:
    """The sources, or the options that show what the page did not."""
    yield from closing(view, report.sources, why="Every profile")


def _farthest(row: Row) -> float:
    return -max(abs(float(row[f"{name}_change_percent"])) for name in ("base", "total"))


def _verdict(told: dict[str, Any], rows: tuple[Row, ...]) -> str:
    """One sentence on all rows, and where medians stand still a word on the ranges around them."""
    compared = told["profiles"] - told["refused"]
    profiles = "1 profile" if compared == 1 else f"{compared} profiles"
    refused = f" {told['refused']} could not be compared." if told["refused"] else ""
    if not compared:
        return f"Nothing can be compared.{refused}"
    if not told["moved"]:
        every = "all " if compared > 1 else ""
        ranges = told["ranges_moved"]
        beside = f" The ranges around them moved in {ranges}." if ranges else ""
        return f"Nothing moved: the medians of {every}{profiles} are unchanged.{beside}{refused}"
    change = _by(told["median_change"], told["median_change_percent"])
    if told["moved"] == 1:
        (name,) = [row["profile"] for row in rows if row["moved"]]
        return f"1 of {profiles} moved: total compensation of {name} by {change}.{refused}"
    by_name = {row["profile"]: row for row in rows}
    ends = [
        f", the largest {called} {_by(row['total_change'], row['total_change_percent'])} "
        f"for {row['profile']}"
        for way, called in (("up", "rise"), ("down", "fall"))
        if (row := by_name.get(told[f"largest_{way}"]))
    ]
    return (
        f"{told['moved']} of {profiles} moved: their median change in total compensation is "
        f"{change}{''.join(ends)}.{refused}"
    )


def _by(change: float, share: float) -> str:
    """``+$1,200 (+1.2%)``."""
    return f"{dollars(change, sign=True)} ({percent(share / 100, 1, sign=True)})"


def _moved(rows: list[Row], of: int) -> Grid:
    """Two lines a profile: itself with base, and what moved it with the total."""
    columns = [
        Column("Profile, and what moved it"),
        Column(""),
        *(Column(name, numeric=True) for name in ("Before", "After")),
        Column("Change", numeric=True),
    ]
    lines = [
        (first, name.capitalize(), before, after, share)
        for row in rows
        for first, name in ((row["profile"], "base"), (_why(row), "total"))
        for before, after, _, share in [_amounts(row, name)]
    ]
    left = f"; {of - len(rows)} more: --explain" if len(rows) < of else ""
    return Grid(
        "",
        columns,
        lines,
        [_sentence(row) for row in rows],
        strong_rows=frozenset(range(0, len(lines), 2)),
        caption=f"What moved most first{left}.",
    )


def _amounts(row: Row, name: str) -> tuple[str, str, str, str]:
    return (
        dollars(row[f"{name}_before"]),
        dollars(row[f"{name}_after"]),
        dollars(row[f"{name}_change"], sign=True),
        percent(row[f"{name}_change_percent"] / 100, 1, sign=True),
    )


def _sentence(row: Row) -> str:
    said = ", ".join(
        f"{name} {before} to {after} ({change}, {share})"
        for name in ("base", "total")
        for before, after, change, share in [_amounts(row, name)]
    )
    return f"{row['profile']}: {said}; {_why(row)}."


def _why(row: Row) -> str:
    steps = [_step(step) for step in row["steps"]]
    more = len(steps) - STEPS_SHOWN
    return listed(steps[:STEPS_SHOWN] + ([f"{more} more"] if more > 0 else []))


def _step(step: Row) -> str:
    """``place 1.16 to 1.28``, ``level $140,000 to $150,000``, ``beyond base 12% to 15%``."""
    name = step["rule"].replace("_", " ")
    ends = step["before"], step["after"]
    if step["unit"] == "usd/year":
        return f"{name} {dollars(ends[0])} to {dollars(ends[1])}"
    for digits in _DIGITS:
        before, after = (
            percent(end, digits - 2) if step["unit"] == "share" else f"{end:.{digits}f}"
            for end in ends
        )
        if before != after:
            break
    return f"{name} {before} to {after}"


def _still(rows: list[Row]) -> Grid:
    return Grid(
        "Unchanged",
        [Column("Profile"), Column("Base", numeric=True), Column("Total", numeric=True)],
        [(row["profile"], dollars(row["base_after"]), dollars(row["total_after"])) for row in rows],
        [
            f"{row['profile']}: base {dollars(row['base_after'])}, "
            f"total {dollars(row['total_after'])}."
            for row in rows
        ],
    )


def _refusal(row: Row) -> str:
    """Why, and what the other rulebook says."""
    if row["refused_before"] == row["refused_after"]:
        return f"{row['profile']}: {row['refused_after']}"
    told = [
        f"{when}: {row[f'refused_{when}']}"
        if row[f"refused_{when}"]
        else f"{when}: base {dollars(row[f'base_{when}'])}, total {dollars(row[f'total_{when}'])}"
        for when in ("before", "after")
    ]
    return f"{row['profile']}: {'; '.join(told)}"
