"""Plain text: whole sentences in reading order, for screen readers, mail and pipes.

No box characters, no colour, nothing that depends on a width: the reader's program wraps lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsalary.figures import dollars, hundreds
from mlsalary.render.page import (
    Band,
    Bands,
    Bar,
    Block,
    Bullets,
    Grid,
    Heading,
    Page,
    Paragraph,
)


def write(page: Page) -> str:
    """The page as paragraphs, one empty line between blocks."""
    paragraphs = ["\n".join(_block(block)) for block in page]
    return "\n\n".join(text for text in paragraphs if text) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield _ended(block.text)
            if block.lead:
                yield _ended(block.lead)
        case Paragraph():
            yield block.text
        case Bullets():
            if block.title:
                yield f"{block.title}:"
            for number, item in enumerate(block.items, 1):
                yield f"{number}. {item}" if block.numbered else f"- {item}"
        case Bands():
            for band in block.bands:
                yield band_sentence(band)
            for label, amount in block.marks:
                yield f"{label}: {dollars(amount)}."
        case Grid():
            yield from _grid(block)


def band_sentence(band: Band) -> str:
    """A range in words: the middle, the middle half, eight in ten."""
    pay = band.pay
    note = f" {_ended(band.note)}" if band.note else ""
    return (
        f"{band.label}: {hundreds(pay.p50)} in the middle. "
        f"Half of such people get {hundreds(pay.p25)} to {hundreds(pay.p75)}, "
        f"eight in ten {hundreds(pay.p10)} to {hundreds(pay.p90)}.{note}"
    )


def _grid(grid: Grid) -> Iterator[str]:
    if grid.title:
        yield f"{grid.title}:"
    if grid.sentences:
        yield from grid.sentences
    else:
        for row in grid.rows:
            yield row_sentence(grid, row)
    if grid.caption:
        yield grid.caption


def row_sentence(grid: Grid, row: object) -> str:
    """A row as one sentence: its first cell, then each column's name and value."""
    assert isinstance(row, (list, tuple))
    cells = [
        (column.name, cell)
        for column, cell in zip(grid.columns, row, strict=True)
        if not isinstance(cell, Bar) and cell not in ("", "-")
    ]
    (first_name, first), *rest = cells
    lead = f"{first_name} {first}" if first.replace(".", "").isdigit() and first_name else first
    said = ", ".join(f"{name} {cell}" if name else cell for name, cell in rest)
    return _ended(f"{lead}: {said}" if said else lead)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."
