"""Plain text: whole sentences in reading order, for screen readers, mail and pipes.

No box characters, no colour, nothing that depends on a width: the reader's program wraps lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlsalary.figures import capital, hundreds, thousands
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
    Stack,
    Ways,
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
        case Stack():
            yield from (line for one in block.paragraphs for line in _block(one))
        case Bullets():
            if block.title:
                yield f"{block.title}:"
            for number, item in enumerate(block.items, 1):
                yield f"{number}. {item}" if block.numbered else f"- {item}"
        case Bands():
            for band in block.bands:
                yield band_sentence(band)
                yield from (_ended(label) for label, _ in band.marks)
        case Grid():
            yield from _grid(block)
        case Ways():
            yield " ".join(map(_ended, block.ways))


def first_words(page: Page) -> Iterator[str]:
    """What a page is about, and the first thing that it says."""
    for block in page:
        match block:
            case Heading():
                yield block.text
                continue
            case Bands():
                yield ", ".join(f"{band.label} {thousands(band.pay.p50)}" for band in block.bands)
            case _:
                yield next(_block(block), "")
        return


def band_sentence(band: Band) -> str:
    """A range in words: the median, the middle half, and all but a tenth at each end."""
    pay = band.pay
    note = f" {capital(_ended(band.note))}" if band.note else ""
    return (
        f"{band.label}: median {hundreds(pay.p50)}; half of comparable people earn "
        f"{hundreds(pay.p25)} to {hundreds(pay.p75)}; 80% earn {hundreds(pay.p10)} to "
        f"{hundreds(pay.p90)}.{note}"
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
