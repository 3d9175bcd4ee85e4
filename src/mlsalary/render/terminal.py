"""The page on a terminal, through Rich. It holds from 60 columns up, on light and dark grounds.

Only the sixteen colours that a terminal's own theme defines are used, so they fit its ground.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

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
    Tone,
)
from mlsalary.results import Range

STYLES: dict[Tone, str] = {
    "plain": "",
    "strong": "bold",
    "quiet": "dim",
    "good": "green",
    "bad": "red",
    "note": "yellow",
}
_MARGIN = 2
_LEAST_BAR = 8
_SIDE_BY_SIDE = 110


def write(page: Page, *, width: int, colour: bool) -> str:
    """The page as text for a terminal of ``width`` columns, with or without colours."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=max(width, 40),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    room = min(console.width, 140) - 2 * _MARGIN
    for block in page:
        console.print(
            Padding(_block(block, room), (0, _MARGIN, 1, _MARGIN)), width=room + 2 * _MARGIN
        )
    lines = [line.rstrip() for line in buffer.getvalue().splitlines()] if not colour else None
    return buffer.getvalue() if lines is None else "\n".join(lines) + "\n"


def _block(block: Block, room: int) -> RenderableType:
    match block:
        case Heading():
            return _heading(block)
        case Paragraph():
            mark = "! " if block.tone == "note" else ""
            return Text(mark + block.text, style=STYLES[block.tone])
        case Bullets():
            return _bullets(block)
        case Bands():
            return _bands(block, room)
        case Grid():
            return _grid(block, room)


def _heading(heading: Heading) -> RenderableType:
    lead = [Text(heading.lead, style="dim")] if heading.lead else []
    if heading.rank > 1:
        return Group(Text(heading.text, style="bold cyan"), *lead)
    return Group(Text(heading.text, style="bold"), *lead, Rule(style="dim"))


def _bullets(bullets: Bullets) -> RenderableType:
    grid = Table.grid(padding=(0, 1, 0, 0))
    for number, item in enumerate(bullets.items, 1):
        grid.add_row(Text(f"{number}." if bullets.numbered else "•", style="dim"), Text(item))
    return Group(Text(bullets.title, style="bold cyan"), grid) if bullets.title else grid


def _bands(bands: Bands, room: int) -> RenderableType:
    amounts = [amount for _, amount in bands.marks]
    low = min([band.pay.p10 for band in bands.bands] + amounts)
    high = max([band.pay.p90 for band in bands.bands] + amounts)
    wide = room >= _SIDE_BY_SIDE and len(bands.bands) == 2
    column = (room - 4) // 2 if wide else room
    drawn: list[RenderableType] = [_band(band, low, high, column) for band in bands.bands]
    if wide:
        pair = Table.grid(padding=(0, 4, 0, 0))
        pair.add_row(*drawn)
        drawn = [pair]
    for label, amount in bands.marks:
        at = _position(amount, low, high, column)
        words = f"{label} {dollars(amount)}"
        left = max(0, min(at, column - len(words) - 2))
        line = f"▲ {words}" if left == at else f"{words} ▲"
        drawn.append(
            Text(" " * (left if left == at else max(0, at - len(line) + 1)) + line, "bold")
        )
    return Group(*drawn)


def _band(band: Band, low: float, high: float, width: int) -> RenderableType:
    names = Range._fields
    pay = [getattr(band.pay, name) for name in names]
    first, lower, middle, upper, last = (_position(each, low, high, width) for each in pay)
    bar = Text()
    for column in range(width):
        if column == middle:
            bar.append("█", "bold")
        elif lower <= column <= upper:
            bar.append("━", "cyan")
        elif first <= column <= last:
            bar.append("─", "dim")
        else:
            bar.append(" ")
    figures = Table.grid(expand=True)
    for name in names:
        figures.add_column(
            justify="left" if name == "p10" else "right" if name == "p90" else "center"
        )
    styles = ("dim", "cyan", "bold", "cyan", "dim")
    figures.add_row(*(Text(hundreds(each), s) for each, s in zip(pay, styles, strict=True)))
    figures.add_row(*(Text(name, "dim") for name in names))
    title = Text(f"{band.label}  ", "bold")
    title.append(f"{hundreds(band.pay.p25)} to {hundreds(band.pay.p75)}", "bold cyan")
    note = [Text(band.note, "dim")] if band.note else []
    return Group(title, bar, figures, *note, Text(""))


def _position(amount: float, low: float, high: float, width: int) -> int:
    return round((amount - low) / (high - low) * (width - 1)) if high > low else width // 2


def _grid(grid: Grid, room: int) -> RenderableType:
    shown = _columns_that_fit(grid, room)
    bars = max(1, sum(grid.columns[place].bar for place in shown))
    taken = sum(_breadth(grid, place) + 2 for place in shown if not grid.columns[place].bar)
    spare = (room - taken) // bars - 2
    widths = _text_widths(grid, shown, room)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
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
                cells.append(_bar(cell, min(max(spare, _LEAST_BAR), 40)))
            else:
                cells.append(Text(_broken(cell, widths.get(place))))
        table.add_row(*cells, style="bold" if number in grid.strong_rows else "")
    title = [Text(grid.title, style="bold cyan")] if grid.title else []
    caption = [Text(grid.caption, style="dim")] if grid.caption else []
    return Group(*title, table, *caption)


def _columns_that_fit(grid: Grid, room: int) -> list[int]:
    """Columns whose ranks are too high for the room go; text that may wrap counts 16 at most."""
    shown = list(range(len(grid.columns)))

    def needed(places: Sequence[int]) -> int:
        return sum(min(_breadth(grid, place), _wrapped(grid, place)) + 2 for place in places) - 2

    while needed(shown) > room and any(grid.columns[place].rank for place in shown):
        highest = max(grid.columns[place].rank for place in shown)
        shown = [place for place in shown if grid.columns[place].rank < highest]
    return shown


def _text_widths(grid: Grid, shown: Sequence[int], room: int) -> dict[int, int]:
    """How wide each column of words may be: the narrow ones keep their breadth, the rest share."""
    breadths = {place: _breadth(grid, place) for place in shown}
    words = [p for p in shown if not grid.columns[p].numeric and not grid.columns[p].bar]
    rest = room - sum(breadths[place] for place in shown if place not in words)
    rest -= 2 * (len(shown) - 1)
    widths: dict[int, int] = {}
    for number, place in enumerate(sorted(words, key=lambda place: breadths[place])):
        widths[place] = max(_LEAST_BAR, min(breadths[place], rest // (len(words) - number)))
        rest -= widths[place]
    return widths


def _broken(text: str, width: int | None) -> str:
    """Lines broken at spaces and hyphens, which is where names of areas may break."""
    return "\n".join(textwrap.wrap(text, width)) if width and len(text) > width else text


def _wrapped(grid: Grid, place: int) -> int:
    column = grid.columns[place]
    return 10_000 if column.numeric else _LEAST_BAR if column.bar else 16


def _breadth(grid: Grid, place: int) -> int:
    cells = (row[place] for row in grid.rows)
    breadths = (_LEAST_BAR if isinstance(cell, Bar) else len(cell) for cell in cells)
    return max([len(grid.columns[place].name), *breadths])


def _bar(bar: Bar, width: int) -> Text:
    if bar.high <= bar.low:
        return Text("")
    start, end = sorted(_position(each, bar.low, bar.high, width) for each in (bar.start, bar.end))
    return Text(" " * start + "█" * max(1, end - start), style=STYLES[bar.tone] or "cyan")
