"""The page on a terminal, through Rich. It holds from 40 columns up, on light and dark grounds.

Words stand in the terminal's own color, bold where they come first. What is drawn has colors that
part from a white and from a black ground alike, by 4.5 to 1 or more; no color says anything alone.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mlsalary.render import bands
from mlsalary.render.columns import LEAST_BAR, breadth, columns_that_fit, needed
from mlsalary.render.fitting import chart_head, one_line, packed
from mlsalary.render.look_alikes import in_ascii
from mlsalary.render.page import (
    Bands,
    Bar,
    Block,
    Bullets,
    Chart,
    Grid,
    Heading,
    Page,
    Paragraph,
    Stack,
    Tone,
    Ways,
)

if TYPE_CHECKING:
    from mlsalary.render.charts import Sign

BLUE, GREEN, RED = "color(63)", "color(29)", "color(131)"
"""Of the 256 colors those whose luminance is near 0.18, which both grounds part from."""
SERIES = (BLUE, GREEN, "")
"""The colors of what a chart draws, in its order."""
STYLES: dict[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "quiet": "",
    "good": "bold",
    "bad": "bold",
    "note": "bold",
}
_DRAWN: dict[Tone, str] = {"good": GREEN, "bad": RED}
EIGHTHS = " ▏▎▍▌▋▊▉"
"""Parts of a column, so that a longer bar always looks longer."""
_MARGIN = 2
_WIDEST = 110


def write(page: Page, *, width: int, colour: bool, ascii_only: bool = False) -> str:
    """The page as text for a terminal of ``width`` columns, with or without colors; ascii_only: for
    one that says no other signs."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=max(width, 40),
        force_terminal=colour,
        color_system="256" if colour else None,
        no_color=not colour,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    room = min(console.width, _WIDEST) - 2 * _MARGIN
    for number, block in enumerate(page):
        above = 1 if number else 0
        console.print(
            Padding(_block(block, room), (above, _MARGIN, 0, _MARGIN)), width=room + 2 * _MARGIN
        )
    text = buffer.getvalue()
    if not colour:
        text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    return in_ascii(text) if ascii_only else text


def _block(block: Block, room: int) -> RenderableType:
    match block:
        case Heading():
            return _heading(block, room)
        case Paragraph():
            return _paragraph(block)
        case Stack():
            return Group(*(_block(one, room) for one in block.paragraphs))
        case Bullets():
            return _bullets(block)
        case Bands():
            return _bands(block, room)
        case Grid():
            return _grid(block, room)
        case Ways():
            return _ways(block, room)


def _paragraph(paragraph: Paragraph) -> RenderableType:
    text = Text(paragraph.text, style=STYLES[paragraph.tone])
    if paragraph.tone != "note":
        return text
    noted = Table.grid(padding=(0, 1, 0, 0))
    noted.add_row(Text("!", style=STYLES["note"]), Text(paragraph.text))
    return noted


def _ways(ways: Ways, room: int) -> RenderableType:
    return _packed(ways.ways, room)


def _packed(items: Sequence[str], room: int) -> RenderableType:
    return Group(*map(Text, packed(items, room)))


def _heading(heading: Heading, room: int) -> RenderableType:
    title = Text(heading.text, style="bold")
    if not heading.lead:
        return title
    if not one_line(heading, room):
        return Group(title, Text(heading.lead))
    gap = room - len(heading.text) - len(heading.lead)
    return title.append(f"{' ' * gap}{heading.lead}", "not bold")


def _bullets(bullets: Bullets) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    for number, item in enumerate(bullets.items, 1):
        grid.add_row(Text(f"{number}." if bullets.numbered else "•"), Text(item))
    return Group(Text(bullets.title, style="bold"), grid) if bullets.title else grid


def _bands(block: Bands, room: int) -> RenderableType:
    chart = _chart(block.chart, room)
    said: list[RenderableType] = []
    for line, first in bands.lines(block, room, with_bars=not chart):
        text = Text(line, style="bold" if first else "")
        text.highlight_regex(f"[{bands.SIGNS}]+", BLUE)
        said.append(text)
    full = [Text(""), _grid(bands.in_full(block), room)] if block.full else []
    return Group(*said, *chart, *full, *map(Text, _hindrance(block.chart, room)))


def _chart(chart: Chart | None, room: int) -> list[Text]:
    """The lines of a chart; none where there is none, or something is in its way."""
    if chart is None or _hindrance(chart, room):
        return []
    from mlsalary.render import charts

    drawn = [*charts.lines(chart, room)]
    head = [Text(line) for line in chart_head(chart, room, charts.key_to_both(drawn))]
    head[0].stylize("bold", 0, len(chart.title))
    for series, colour in zip(chart.series, SERIES, strict=False):
        for line in head if series.mark else ():
            line.highlight_words([series.mark], colour)
    caption = [Text(chart.caption)] if chart.caption else []
    return [*head, *(Text.assemble(*map(_sign, line)) for line in drawn), *caption]


def _sign(sign: Sign) -> tuple[str, str]:
    return sign.text, "" if sign.series is None else SERIES[sign.series]


def _hindrance(chart: Chart | None, room: int) -> list[str]:
    """What is in the way of a chart, in a sentence."""
    if chart is None:
        return []
    from mlsalary.render import charts  # what it draws with takes 15 ms

    if (least := charts.needed(chart) + 2 * _MARGIN) > _WIDEST:
        return ["No room for the chart next to names that long."]
    if room + 2 * _MARGIN < least:
        return [f"No room here for the chart: it takes {least} columns."]
    if not charts.is_installed():
        return ["The chart takes plotille, which is not installed: pip install plotille"]
    return []


def _grid(grid: Grid, room: int) -> RenderableType:
    if chart := _chart(grid.chart, room):
        return Group(*chart, *([Text(grid.caption)] if grid.caption else []))
    shown = columns_that_fit(grid, room)
    title = [Text(grid.title, style="bold")] if grid.title else []
    captions = [*map(Text, [*_captions(grid, shown), *_hindrance(grid.chart, room)])]
    if needed(grid, shown) > room:
        return Group(*title, *_stacked(grid, shown, room), *captions)
    bars = max(1, sum(grid.columns[place].bar for place in shown))
    taken = sum(breadth(grid, place) + 2 for place in shown if not grid.columns[place].bar)
    spare = (room - taken) // bars - 2
    widths = _text_widths(grid, shown, room)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="", pad_edge=False)
    for place in shown:
        column = grid.columns[place]
        table.add_column(
            Text(column.name),
            justify="right" if column.numeric else "left",
            no_wrap=column.numeric or column.bar,
            overflow="fold",
        )
    for number, row in enumerate(grid.rows):
        cells: list[RenderableType] = []
        for place in shown:
            cell = row[place]
            if isinstance(cell, Bar):
                cells.append(_bar(cell, min(max(spare, LEAST_BAR), 40)))
            else:
                cells.append(Text(_broken(cell, widths.get(place))))
        table.add_row(*cells, style="bold" if number in grid.strong_rows else "")
    return Group(*title, table, *captions)


def _stacked(grid: Grid, shown: Sequence[int], room: int) -> Iterator[RenderableType]:
    """Each row as a line of its first cell, and under it the other cells behind their columns'
    names: where not even the columns that stay longest have room beside one another."""
    for row in grid.rows:
        first, *rest = (row[place] for place in shown if not isinstance(row[place], Bar))
        names = [grid.columns[place].name for place in shown if not grid.columns[place].bar][1:]
        yield Text(str(first), style="bold")
        cells = [f"{name} {cell}".strip() for name, cell in zip(names, rest, strict=True) if cell]
        yield Padding(_packed(cells, room - _MARGIN), (0, 0, 0, _MARGIN))


def _captions(grid: Grid, shown: Sequence[int]) -> list[str]:
    """What stands under a grid, and which of its columns this width has no room for."""
    gone = [
        column.in_full
        for place, column in enumerate(grid.columns)
        if place not in shown and column.name
    ]
    hidden = f"No room here for: {', '.join(gone)}." if gone else ""
    return [line for line in (grid.caption, hidden) if line]


def _text_widths(grid: Grid, shown: Sequence[int], room: int) -> dict[int, int]:
    """How wide each column of words may be: the narrow ones keep their breadth, the rest share."""
    breadths = {place: breadth(grid, place) for place in shown}
    words = [p for p in shown if not grid.columns[p].numeric and not grid.columns[p].bar]
    rest = room - sum(breadths[place] for place in shown if place not in words)
    rest -= 2 * (len(shown) - 1)
    widths: dict[int, int] = {}
    for number, place in enumerate(sorted(words, key=lambda place: breadths[place])):
        widths[place] = max(LEAST_BAR, min(breadths[place], rest // (len(words) - number)))
        rest -= widths[place]
    return widths


def _broken(text: str, width: int | None) -> str:
    """Lines broken at spaces and hyphens, which is where names of areas may break."""
    return "\n".join(textwrap.wrap(text, width)) if width and len(text) > width else text


def _bar(bar: Bar, width: int) -> Text:
    if bar.high <= bar.low:
        return Text("")
    first, last = sorted((bar.start, bar.end))
    eighths = round((last - first) / (bar.high - bar.low) * width * len(EIGHTHS))
    whole, part = divmod(max(eighths, 1), len(EIGHTHS))
    start = min(round((first - bar.low) / (bar.high - bar.low) * width), width - whole)
    signs = "█" * whole + EIGHTHS[part].strip()
    return Text(" " * start + signs, style=_DRAWN.get(bar.tone, BLUE))
