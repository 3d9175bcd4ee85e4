"""What has room on a first screen of 80 columns; the rest is one option away."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from mlsalary.render.columns import breadth, columns_that_fit
from mlsalary.render.page import Bands, Block, Chart, Grid, Heading, Paragraph

COLUMNS = 76
"""Columns of text on a terminal of 80."""
ENDING = 2
"""Lines of the ways to more under a page, with the empty one before them."""
LEAST_GAP = 4
_MARK = "! "


def height(text: str) -> int:
    """How many lines a text takes there."""
    return len(textwrap.wrap(text, COLUMNS))


def one_line(heading: Heading, room: int = COLUMNS) -> bool:
    """Whether a title and what stands at the end of its line have room on one."""
    return len(heading.text) + LEAST_GAP + len(heading.lead) <= room


def heading_height(heading: Heading) -> int:
    """How many lines a title takes with what stands at its end."""
    if not heading.lead or one_line(heading):
        return height(heading.text)
    return height(heading.text) + height(heading.lead)


def room(screen: int, blocks: Sequence[Block], below: int) -> int:
    """The lines of a screen that are left under these blocks, each followed by an empty one; below:
    lines that stand there in any case."""
    return screen - below - sum(block_height(block) + 1 for block in blocks)


def block_height(block: Block) -> int:
    """How many lines a title, a paragraph, ranges or a grid take."""
    match block:
        case Heading():
            return heading_height(block)
        case Paragraph():
            return height(block.text)
        case Bands():
            said = sum(1 + bool(band.note) for band in block.bands) + 1 if block.headlines else 0
            bars = sum(2 + len(band.marks) for band in block.bands)
            return said + (_chart_height(block.chart) if block.chart else bars)
        case Grid():
            return _grid_height(block)
        case _:
            raise NotImplementedError(type(block))


def packed(items: Sequence[str], room: int) -> list[str]:
    """The items side by side on as few lines as hold them; none is broken."""
    lines = [""]
    for item in items:
        joined = f"{lines[-1]}   {item}" if lines[-1] else item
        lines[-1:] = [joined] if len(joined) <= room or not lines[-1] else [lines[-1], item]
    return lines


def chart_head(chart: Chart, room: int, more: Sequence[str] = ()) -> list[str]:
    """The title of a chart and what its signs mean, beside one another if there is room. more: what
    they mean beside what the chart says of itself."""
    key = [*(f"{one.mark} {one.name}".lstrip() for one in chart.series), *chart.key, *more]
    together = packed([chart.title, *key], room)
    return together if len(together) == 1 else [chart.title, *packed(key, room)]


def _chart_height(chart: Chart) -> int:
    """With the title and the key above, the axis and its words below."""
    above = len(chart_head(chart, COLUMNS)) + bool(chart.y.name)
    return above + chart.lines + 2 + height(chart.caption)


def _grid_height(grid: Grid) -> int:
    """Labels are broken in two where the columns that stay are too broad."""
    if grid.chart:
        return _chart_height(grid.chart) + height(grid.caption)
    shown = columns_that_fit(grid, COLUMNS)
    broad = sum(breadth(grid, place) + 2 for place in shown) - 2
    lines = (1 + len(grid.rows)) * (2 if broad > COLUMNS else 1)
    return bool(grid.title) + lines + height(grid.caption)


def fitted(notes: Sequence[Paragraph], lines: int) -> list[Paragraph]:
    """The notes that fit into so many lines, in their order; one too long is passed over."""
    shown = list[Paragraph]()
    for note in notes:
        taken = height(f"{_MARK}{note.text}")
        if taken <= lines:
            shown.append(note)
            lines -= taken
    return shown


def why_and(left: int) -> str:
    """What ``--explain`` answers where it also shows so many notes that had no room."""
    return f"Why, and {left} more {'note' if left == 1 else 'notes'}" if left else "Why"
