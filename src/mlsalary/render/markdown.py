"""Markdown: headings, pipe tables and lists, as GitHub and most wikis read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlsalary.figures import hundreds
from mlsalary.render.clean import mapped
from mlsalary.render.page import (
    Bands,
    Bar,
    Block,
    Bullets,
    Grid,
    Heading,
    Page,
    Paragraph,
    Stack,
)
from mlsalary.results import Range

_PERCENTILES = Range._fields
_HEADS = ("p10", "p25", "Median", "p75", "p90")


_MEANS_SOMETHING = re.compile(
    r"""[\\`*\[\]|~]          # code, stress, links, cells
    | (?<!\w)_ | _(?!\w)     # stress, but for one within a word
    | <                      # a tag
    | &(?=\#?\w+;)           # an entity
    | ^[\#>] | ^[+=-](?=[\s=-]) | (?<=^\d)[.)](?=\s) | (?<=^\d\d)[.)](?=\s)  # a heading, an item
    """,
    re.VERBOSE,
)
_ENTITIES = {"<": "&lt;", "&": "&amp;"}


def write(page: Page) -> str:
    """The page as Markdown, one empty line between blocks."""
    blocks = ("\n".join(_block(mapped(block, escaped))) for block in page)
    return "\n\n".join(text for text in blocks if text) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, whatever stands in it."""
    return _MEANS_SOMETHING.sub(_literally, text)


def _literally(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0], f"\\{found[0]}")


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.rank} {block.text}"
            if block.lead:
                yield f"\n{block.lead}"
        case Paragraph():
            yield _paragraph(block)
        case Stack():
            yield "\n\n".join(line for one in block.paragraphs for line in _block(one))
        case Bullets():
            if block.title:
                yield f"**{block.title}**\n"
            for number, item in enumerate(block.items, 1):
                yield f"{number}. {item}" if block.numbered else f"- {item}"
        case Bands():
            yield from _pipe(
                ["", *_HEADS],
                [
                    [band.label, *(hundreds(getattr(band.pay, name)) for name in _PERCENTILES)]
                    for band in block.bands
                ],
                [False] + [True] * len(_PERCENTILES),
            )
            for band in block.bands:
                if band.note:
                    yield f"\n{band.label}: {band.note}"
                yield from (f"\n{label}" for label, _ in band.marks)
        case Grid():
            yield from _grid(block)


def _paragraph(paragraph: Paragraph) -> str:
    return f"> {paragraph.text}" if paragraph.tone == "note" else paragraph.text


def _grid(grid: Grid) -> Iterator[str]:
    yield from _titled(grid.title)
    shown = [place for place, column in enumerate(grid.columns) if not column.bar]
    rows = [
        [cell for place in shown if not isinstance(cell := row[place], Bar)] for row in grid.rows
    ]
    yield from _pipe(
        [grid.columns[place].name for place in shown],
        rows,
        [grid.columns[place].numeric for place in shown],
    )
    if grid.caption:
        yield f"\n{grid.caption}"


def _titled(title: str) -> Iterator[str]:
    if title:
        yield f"**{title}**\n"


def _pipe(names: list[str], rows: list[list[str]], numeric: list[bool]) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"|{'|'.join(' ---: ' if right else ' --- ' for right in numeric)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
