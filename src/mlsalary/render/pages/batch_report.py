"""The report of a batch: what became of the rows, what they are paid, and what was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mlsalary.figures import capital, hundreds, month_name, percent, short_place
from mlsalary.files import STANDARD
from mlsalary.render.page import Block, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.batch_pay import pay_blocks, share_below
from mlsalary.render.pages.batch_rows import read_blocks, rejected_blocks, warning_blocks
from mlsalary.render.pages.charting import MARKS, Pay, side_by_side
from mlsalary.render.pages.histogram import drawn_up_to, histogram
from mlsalary.results import Range
from mlsalary.spelling import one_line

if TYPE_CHECKING:
    from mlsalary.batch.report import BatchReport, Group, Spread

_DRAWN_LEAST = 2
"""Groups of which a drawing shows more than the table."""
_ROWS_DRAWN_LEAST = 10
"""Rows whose distribution has a shape."""


def page(result: BatchReport) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: BatchReport) -> Iterator[Block]:
    summary = result.summary
    yield Heading(
        f"{_file(result.source, 'Standard input')}: {_rows(summary.rows_out)} priced",
        _dollars(result),
    )
    yield Paragraph(_in_short(result), "strong")
    yield Paragraph(_whereto(result))
    if result.spread:
        yield Heading("Estimated pay", rank=2)
        yield _distribution(result, result.spread)
        yield Heading("By level", rank=2)
        yield _groups("Level", result.levels, _BY_LEVEL)
        yield Heading("By place", rank=2)
        yield _groups("Place", result.places, _by_place(result))
        yield from pay_blocks(result)
    yield from rejected_blocks(result)
    yield from read_blocks(result)
    yield from warning_blocks(result)


def _dollars(result: BatchReport) -> str:
    """In whose money amounts are, as far as one month is true of them."""
    if any(name == "as_of" for name, _ in result.settings.defaults):
        return ""
    told = result.columns and "as_of" in result.columns.found
    other = ", or those of a row's own month" if told else ""
    return f"{month_name(result.dollars)} dollars{other}"


def _in_short(result: BatchReport) -> str:
    if result.spread is None:
        return "No row was priced."
    base, total = result.spread.base, result.spread.total
    said = (
        f"The median estimate is {hundreds(base.p50)} of base salary and {hundreds(total.p50)} of "
        "total compensation."
    )
    return f"{said} {share_below(result.base_paid)}" if result.base_paid else said


def _whereto(result: BatchReport) -> str:
    """Rows in, out and refused, and the files in which they are."""
    summary = result.summary
    rejected = sum(summary.rejects.values())
    said = f"{_rows(summary.rows_in)} in, {summary.rows_out:,} priced"
    said += f" ({percent(summary.rows_out / summary.rows_in, 1)})" if summary.rows_in else ""
    said += f" to {_file(result.target, 'standard output')}, {rejected:,} rejected"
    if summary.rejects_in:
        return f"{said} to {_file(summary.rejects_in, 'standard output')}."
    return f"{said} and not kept, which --rejects FILE does." if rejected else f"{said}."


def _file(name: str, standard: str) -> str:
    return standard if name == STANDARD else one_line(name.rpartition("/")[2] or name)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _distribution(result: BatchReport, spread: Spread) -> Grid:
    counted = dict(zip(MARKS, (result.by_base, result.by_total), strict=True))
    medians = dict(zip(MARKS, (spread.base.p50, spread.total.p50), strict=True))
    drawn, most = spread.rows >= _ROWS_DRAWN_LEAST, drawn_up_to(result.by_total)
    beyond = sum(rows for amount, rows in result.by_total if amount > most) if drawn else 0
    left = f" Not drawn: {_rows(beyond)} with a total above {hundreds(most)}." if beyond else ""
    return Grid(
        "",
        (
            Column("Of all rows"),
            Column("Base", numeric=True),
            Column("Total", numeric=True),
        ),
        [
            (_PERCENTILES[name], hundreds(base), hundreds(total))
            for name, base, total in zip(Range._fields, spread.base, spread.total, strict=True)
        ],
        strong_rows=frozenset({Range._fields.index("p50")}),
        caption=f"Each row counts with the median of its estimate, US dollars a year.{left}",
        chart=histogram(counted, medians, most) if drawn else None,
    )


_PERCENTILES = {
    "p10": "10% are below",
    "p25": "25% are below",
    "p50": "Median",
    "p75": "25% are above",
    "p90": "10% are above",
}


def _groups(head: str, groups: Sequence[Group], caption: str) -> Grid:
    """Levels or places: their medians, drawn with the middle half of their rows."""
    names = [capital(short_place(one.name)) for one in groups]
    pays = [
        (name, Pay(one.spread.base, one.spread.total))
        for name, one in zip(names, groups, strict=True)
    ]
    drawn = side_by_side(head, pays, figures=False) if len(groups) >= _DRAWN_LEAST else None
    return Grid(
        "",
        (
            Column(head),
            Column("Rows", numeric=True),
            Column("Base", numeric=True),
            Column("Total", numeric=True),
        ),
        [
            (
                name,
                f"{one.spread.rows:,}",
                hundreds(one.spread.base.p50),
                hundreds(one.spread.total.p50),
            )
            for name, one in zip(names, groups, strict=True)
        ],
        caption=caption,
        chart=drawn and replace(drawn, title=f"Median pay by {head.lower()}"),
    )


_BY_LEVEL = "Levels as they are read; rows that name none stand under their years."


def _by_place(result: BatchReport) -> str:
    places, rows = result.places_left
    said = "The areas with most rows."
    if places:
        more = "1 more area" if places == 1 else f"{places:,} more areas"
        said += f" {more} with {_rows(rows)} are left out."
    if result.nationwide:
        said += f" National: {_rows(result.nationwide)} that name no place, or an unknown one."
    return said
