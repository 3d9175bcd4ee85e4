"""The page of a path: pay by years as a chart, how likely each level is, and the ladders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mlsalary.figures import hundreds, month_name, percent, thousands, years
from mlsalary.render.page import TURN, Bar, Block, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.charting import Pay, by_years
from mlsalary.render.pages.estimate import profile_title
from mlsalary.render.pages.notes import (
    ended,
    place_notes,
    room_for_notes,
    warning_notes,
    whose_wages,
)
from mlsalary.render.pages.parts import middle_half
from mlsalary.render.pages.real import NONE, cited, real_notes
from mlsalary.render.view import FIRST_SCREEN, View

if TYPE_CHECKING:
    from mlsalary.decisions.path import Path, PathRow

SCREEN = 34
"""Lines of the page on a terminal of 80 columns."""
EVERY_YEAR_TO = 10
STEP = 5
"""Years: beyond those that each have a row, one in so many has."""
_NUMBERS = ("no", "one", "two", "three", "four", "five")


def page(result: Path, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(result, view))


def _blocks(result: Path, view: View) -> Iterator[Block]:
    heading = Heading(
        view.job(profile_title(result.profile)), f"{month_name(result.dollars)} dollars a year"
    )
    verdict = Paragraph(_verdict(result), "strong")
    rows = result.rows if view.explain or view.chart else _shown(result.rows)
    grid = _by_years(rows, bars=not view.chart, real=view.real)
    if view.chart:
        pays = {row.years: Pay(row.base, row.total) for row in result.rows}
        turns = [row.years for row in _promoted(result.rows)[1:]]
        grid = replace(grid, chart=by_years(pays, turns, _levels_in_turn(result.rows)))
    yield heading
    yield verdict
    yield grid
    if view.explain:
        yield _levels(result)
        yield Paragraph(_claim(result))
        yield _ladders(result)
        yield whose_wages(result.place)
    notes = real_notes([(result.place, result.rows[0])], result) if view.real else []
    notes += [*place_notes([result.place]), *warning_notes(result.warnings, view)]
    yield from ended(
        notes, room_for_notes(SCREEN, heading, verdict, grid), view, cited(result, real=view.real)
    )


def _shown(rows: Sequence[PathRow]) -> list[PathRow]:
    """Every year up to ten, then each fifth; also the first, five years on, and the last."""
    ends = (rows[0], _ahead(rows), rows[-1])
    return [
        row
        for row in rows
        if row.years <= EVERY_YEAR_TO or int(row.years) % STEP == 0 or row in ends
    ]


def _ahead(rows: Sequence[PathRow]) -> PathRow:
    """The row of five years from now, or the last where the path ends before."""
    return rows[min(STEP, len(rows) - 1)]


def _verdict(result: Path) -> str:
    first, later = result.rows[0], _ahead(result.rows)
    after = int(later.years - first.years)
    if not after:
        return (
            f"A path ends here: base {thousands(first.base.p50)}, "
            f"total {thousands(first.total.p50)}."
        )
    parts = [
        f"{name} {thousands(now.p50)}, {percent(now.p50 / was.p50 - 1, sign=True)}"
        for name, was, now in (
            ("base", first.base, later.base),
            ("total", first.total, later.total),
        )
    ]
    ahead = f"{_NUMBERS[after]} year{'s' if after > 1 else ''}"
    return f"In {ahead}: {'; '.join(parts)} (market-wide raises not included)."


def _by_years(rows: Sequence[PathRow], *, bars: bool, real: bool) -> Grid:
    """Medians and middle halves, those as bars or in figures."""
    low = min(row.base.p25 for row in rows)
    high = max(row.total.p75 for row in rows)
    return Grid(
        "",
        (
            Column("Years"),
            Column("Base", numeric=True),
            Column("p25 to p75", numeric=not bars, bar=bars, rank=2, of="base"),
            Column("Total", numeric=True),
            *((Column("Buys", numeric=True),) if real else ()),
            Column("p25 to p75", numeric=not bars, bar=bars, rank=3, of="total"),
            Column("Most likely", rank=1),
        ),
        [
            (
                f"{row.years:g}",
                hundreds(row.base.p50),
                Bar(row.base.p25, row.base.p75, low, high) if bars else middle_half(row.base),
                hundreds(row.total.p50),
                *((hundreds(row.real.total.p50) if row.real else NONE,) if real else ()),
                Bar(row.total.p25, row.total.p75, low, high) if bars else middle_half(row.total),
                _likeliest(row),
            )
            for row in rows
        ],
        sentences=[_sentence(row, real=real) for row in rows],
        caption="Buys: the total at national prices, before taxes." if real else "",
    )


def _promoted(rows: Sequence[PathRow]) -> list[PathRow]:
    """The first row, and each from which another level is the likeliest."""
    before = [None, *map(_level, rows)]
    return [row for row, was in zip(rows, before, strict=False) if _level(row) != was]


def _levels_in_turn(rows: Sequence[PathRow]) -> str:
    first, *others = _promoted(rows)
    later = [f"{_level(row)} from year {row.years:g}" for row in others]
    marked = f", {TURN} where it changes" if later else ""
    return f"Most likely level{marked}: {', '.join([_level(first), *later])}."


def _level(row: PathRow) -> str:
    return max(row.levels, key=lambda one: row.levels[one])


def _likeliest(row: PathRow) -> str:
    level = _level(row)
    return f"{level} {percent(row.levels[level])}"


def _sentence(row: PathRow, *, real: bool) -> str:
    buys = f", at national prices {hundreds(row.real.total.p50)}" if real and row.real else ""
    return (
        f"{years(row.years)}: base {hundreds(row.base.p50)} (half {middle_half(row.base)}), "
        f"total {hundreds(row.total.p50)} (half {middle_half(row.total)}){buys}, most likely "
        f"{_likeliest(row)}."
    )


def _claim(result: Path) -> str:
    claim = result.claim
    modelled = " and ".join(
        f"{percent(one.share, sign=True)} in {years(one.years)}" for one in claim.modelled
    )
    reached = [
        f"{percent(share, sign=True)} takes {after} years"
        if after is not None
        else f"{percent(share, sign=True)} is not reached in {claim.within} years"
        for share, after in zip((claim.low, claim.high), claim.reached, strict=True)
    ]
    note = f" {claim.note}" if claim.note else ""
    return (
        f"The guide says that base grows by {percent(claim.low)} to {percent(claim.high)} from "
        f"entry to senior, in {claim.years_low:g} to {years(claim.years_high)} "
        f"[{', '.join(claim.sources)}]. Here the median grows {modelled} from the first day, since "
        f"not everybody is senior by then; {', '.join(reached)}.{note}"
    )


def _levels(result: Path) -> Grid:
    names = list(dict.fromkeys(level for row in result.rows for level in row.levels))
    rows = [
        (f"{row.years:g}", *(percent(row.levels.get(level, 0.0)) for level in names))
        for row in result.rows
    ]
    return Grid(
        "How likely each level is",
        (Column("Years"), *(Column(name, numeric=True) for name in names)),
        rows,
        sentences=[
            f"{years(row.years)}: "
            + ", ".join(f"{name} {percent(row.levels.get(name, 0.0))}" for name in names)
            + "."
            for row in result.rows
        ],
    )


def _ladders(result: Path) -> Grid:
    rows = [
        (
            rung.title,
            rung.ladder,
            hundreds(rung.base.p50) if rung.base else "-",
            middle_half(rung.base) if rung.base else "-",
            hundreds(rung.total.p50) if rung.total else "-",
        )
        for rung in result.ladders
    ]
    return Grid(
        "Beyond: management and research",
        (
            Column("Step"),
            Column("Ladder", rank=2),
            Column("Base", numeric=True),
            Column("p25 to p75", numeric=True, rank=1),
            Column("Total", numeric=True),
        ),
        rows,
        sentences=[
            f"{title}, {ladder}: "
            + (
                f"base {base} (half {half}), total {total}."
                if base != "-"
                else "the guide calls its pay comparable and gives no figure."
            )
            for title, ladder, base, half, total in rows
        ],
        caption="The guide calls pay on the research ladder comparable, without figures.",
    )
