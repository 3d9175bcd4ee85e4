"""The pages of ``mlsalary data``: sources and their age, a check, an import, a difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlsalary.figures import listed
from mlsalary.render.page import Block, Bullets, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.closing import closing
from mlsalary.render.pages.data_diff import difference, ways
from mlsalary.render.view import FIRST_SCREEN, View

if TYPE_CHECKING:
    from mlsalary.tables.data import DataReport, Row


def page(report: DataReport, view: View = FIRST_SCREEN) -> Page:
    """The blocks of one report."""
    if report.action == "diff":
        return [*difference(report, view), *_warnings(report), *ways(report, view)]
    if report.action == "list":
        return [*_sources(report, view), *_warnings(report), *closing(view, (), why="More")]
    composed = _check(report) if report.action == "check" else _import(report)
    return [*composed, *_warnings(report)]


def _sources(report: DataReport, view: View) -> Iterator[Block]:
    yield Heading("Sources", "What they describe, and how old they are")
    rows = [
        [
            row["source"],
            row["title"],
            _said(row["period"]),
            _said(row["published"]),
            _months(row),
            _license(row, view),
        ]
        for row in report.rows
    ]
    columns = [
        Column("Source"),
        Column("Title", rank=2),
        Column("Period"),
        Column("Published", rank=1),
        Column("Months old"),
        Column("License", rank=1),
    ]
    shown = range(len(columns)) if view.explain else (0, 2, 4, 5)
    yield Grid(
        "",
        [columns[at] for at in shown],
        [[row[at] for at in shown] for row in rows],
        [_sentence(row) for row in report.rows],
        caption="Age counts from publication, or else from the end of the period.",
    )


def _license(row: Row, view: View) -> str:
    """As it is stated; on a first screen without what of a source it is of."""
    said = str(row["licence"] or "not stated")
    if view.explain:
        return said
    return "not stated" if "not stated" in said else said.partition(",")[0]


def _months(row: Row) -> str:
    months = "-" if row["age_months"] is None else str(row["age_months"])
    return f"{months}, stale" if row["out_of_date"] else months


def _sentence(row: Row) -> str:
    said = [
        row["title"],
        f"describes {row['period']}" if row["period"] else "",
        f"published {row['published']}" if row["published"] else "",
        f"age {_age(row)}" if row["age_months"] is not None else "",
        f"license: {row['licence'] or 'not stated'}",
    ]
    return f"{row['source']}: {'; '.join(filter(None, said))}."


def _age(row: Row) -> str:
    if row["age_months"] is None:
        return "-"
    months = "1 month" if row["age_months"] == 1 else f"{row['age_months']} months"
    return f"{months}, out of date" if row["out_of_date"] else months


def _said(value: Any) -> str:
    return "-" if value is None else str(value)


def _check(report: DataReport) -> Iterator[Block]:
    for row in report.rows:
        files = "1 file" if row["files"] == 1 else f"{row['files']} files"
        yield Paragraph(f"{files} OK in {row['folder']}.", "good")


def _import(report: DataReport) -> Iterator[Block]:
    year = report.rows[0]["release"][:4]
    read = [f"{row['areas_read']} {_kind(row)}" for row in report.rows if row["areas_read"]]
    held = [f"{row['areas_at_hand']} {_kind(row)}" for row in report.rows if row["areas_at_hand"]]
    yield Heading(f"BLS release of May {year}", f"imported: {listed(read)}")
    yield Paragraph(f"Available now: {listed(held)}, in {report.rows[0]['folder']}.")
    if report.rows[0]["areas_at_hand"]:  # the nation, with which the bands move
        yield Paragraph(f"--bls {year} uses it.", "good")


def _kind(row: Row) -> str:
    one = row["areas_read"] == 1
    return {
        "national": "nation",
        "state": "state" if one else "states",
        "metro": "metro" if one else "metros",
        "nonmetro": "nonmetropolitan area" if one else "nonmetropolitan areas",
    }[row["kind"]]


def _warnings(report: DataReport) -> Iterator[Block]:
    if report.warnings:
        yield Bullets("Worth knowing", [notice.message for notice in report.warnings])
