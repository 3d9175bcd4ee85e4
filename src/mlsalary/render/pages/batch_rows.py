"""What was read and what was refused, in the report of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mlsalary.files import STANDARD
from mlsalary.render.batch_summary import likely_said, names_said, pay_said
from mlsalary.render.page import Block, Bullets, Column, Grid, Heading, Paragraph
from mlsalary.spelling import one_line

if TYPE_CHECKING:
    from mlsalary.batch.report import BatchReport, RefusedRows
    from mlsalary.frame.columns import Columns

_MATCHES = {
    "exact": "by the name or code of a metro, or its main city",
    "alias": "by a nickname or a former name",
    "city": "by another town in the area",
    "zip": "by a ZIP code",
    "state": "by a state alone, or the state stands in",
    "national": "no place given, or the nation stands in",
}


def rejected_blocks(result: BatchReport) -> Iterator[Block]:
    """Why rows were refused: how many for each reason, and the first of these rows."""
    if not result.refused:
        return
    yield Heading("Rejected rows", rank=2)
    yield Grid(
        "",
        (Column("Reason"), Column("Rows", numeric=True), Column("First line", numeric=True)),
        [(one.code, f"{one.rows:,}", _line(one.line)) for one in result.refused],
        caption=_mend(result),
    )
    yield Bullets(
        "The first of each", [_example(one) for one in result.refused if one.line is not None]
    )


def warning_blocks(result: BatchReport) -> Iterator[Block]:
    """How many rows bear each warning."""
    if result.warned:
        yield Grid(
            "Warnings",
            (Column("Code"), Column("Rows", numeric=True), Column("First line", numeric=True)),
            [(one.code, f"{one.rows:,}", _line(one.line)) for one in result.warned],
            caption="A row may bear several. mlsalary's page of errors and warnings says what each "
            "means.",
        )


def read_blocks(result: BatchReport) -> Iterator[Block]:
    """What was read from which column, how places were found, what held for all rows."""
    summary, columns = result.summary, result.columns
    yield Heading("How it was done", rank=2)
    if columns:
        yield Grid(
            "What was read",
            (Column("Read as"), Column("From the column")),
            [(ours, one_line(theirs)) for ours, theirs in columns.read.items()],
        )
        said = [*_columns_said(columns), *([pay_said(summary)] if columns.pay else [])]
        yield from (Paragraph(text) for text in said)
    if summary.matches:
        yield Grid(
            "How places were found",
            (Column("Match"), Column("Rows", numeric=True)),
            [
                (f"{name}: {said}", f"{summary.matches[name]:,}")
                for name, said in _MATCHES.items()
                if summary.matches[name]
            ],
        )
    yield Grid(
        "Settings",
        (Column("Setting"), Column("Value")),
        [(name, one_line(said)) for name, said in _settings(result)],
    )


def _settings(result: BatchReport) -> Iterator[tuple[str, str]]:
    """What held for all rows, each by its name."""
    one = result.settings
    yield "bands", one.bands
    yield "premiums", one.premiums
    yield "BLS release", one.bls or "the guide's"
    yield "unknown place", f"priced by {one.fallback}" if one.fallback else "rejected"
    yield "unknown optional word", "rejected" if one.strict else "ignored, with a warning"
    yield "also at national prices", "yes" if one.real else "no"
    yield "engine", result.engine
    for name, text in one.defaults:
        yield f"{name}, where a row has none", text


def _columns_said(columns: Columns) -> Iterator[str]:
    if not columns.tells_place:
        yield "No column says where."
    if columns.likely:
        yield f"Not read, though the name looks like one of ours: {likely_said(columns.likely)}."
    if columns.others:
        yield f"Copied unread: {names_said(columns.others)}."


def _mend(result: BatchReport) -> str:
    rejects = result.summary.rejects_in
    if rejects is None or rejects == STANDARD:
        return ""
    return f"They are in {rejects}: fix them there, then run that file."


def _example(one: RefusedRows) -> str:
    held = "; ".join(f"{ours} {text}" for ours, text in one.held)
    said = f"Line {one.line:,}, {one.code}: {one_line(one.message, _MESSAGE)}"
    return f"{said} It holds {held}." if held else said


_MESSAGE = 300


def _line(number: int | None) -> str:
    return "" if number is None else f"{number:,}"
