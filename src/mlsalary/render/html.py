"""HTML: a page as part of a document, as a notebook shows it.

Elements with styles of their own: no script, no class, nothing loaded from anywhere. No color is
set, so that the page stands in the notebook's own on light and dark, bars too. A page that is
larger than its place scrolls in its own box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from mlsalary.figures import thousands
from mlsalary.render.bands import MARK, MEDIAN, Scale, in_full, kept_labels, scale_of
from mlsalary.render.page import (
    Band,
    Bands,
    Bar,
    Block,
    Bullets,
    Column,
    Grid,
    Heading,
    Page,
    Paragraph,
    Stack,
)
from mlsalary.render.plain import band_sentence

_BOX = "max-width: 100%; max-height: 45em; overflow: auto; line-height: 1.4; padding: 1px"
_LINE = "margin: 0.2em 0; max-width: 50em"
_TABLE = "border-collapse: collapse; margin: 0.6em 0"
_CELL = "padding: 0.1em 1.2em 0.1em 0; vertical-align: top"
_ROW = "position: relative; height: 1.4em"
_SCALE = 60
"""Digits that have room under a bar: its width is in digits, whatever the font."""
_ENDS = 6
"""Digits of room on either side, for p10, p90 and half a label."""


def write(page: Page) -> str:
    """The page as one element."""
    title = next((block.text for block in page if isinstance(block, Heading)), "")
    # Who scrolls by keyboard must be able to go there, and to hear where that is.
    box = Element("div", {"style": _BOX, "role": "region", "aria-label": title, "tabindex": "0"})
    box.extend(element for block in page for element in _block(block))
    # As XML, which escapes more in attributes, and is HTML too if no element is closed in itself.
    return tostring(box, encoding="unicode", short_empty_elements=False) + "\n"


def _block(block: Block) -> Iterator[Element]:
    match block:
        case Heading():
            yield _heading(block)
        case Paragraph():
            yield _paragraph(block)
        case Stack():
            stack = _element("div", "margin: 0.6em 0")
            stack.extend(element for one in block.paragraphs for element in _block(one))
            yield stack
        case Bullets():
            if block.title:
                yield _titled(block.title)
            items = _element("ol" if block.numbered else "ul", "margin: 0.3em 0; max-width: 50em")
            items.extend(_element("li", text=item) for item in block.items)
            yield items
        case Bands():
            yield from _bands(block)
        case Grid():
            yield _grid(block)
            if block.caption:
                yield _element("p", _LINE, block.caption)


def _element(tag: str, style: str = "", text: str = "", **more: str) -> Element:
    element = Element(tag, ({"style": style} if style else {}) | more)
    element.text = text
    return element


def _heading(heading: Heading) -> Element:
    """Title and lead at both ends of a line. A notebook has headings of its own above these."""
    style = "display: flex; flex-wrap: wrap; gap: 0 2em; align-items: baseline; margin: 0.6em 0"
    line = _element("div", style)
    line.append(_element(f"h{min(heading.rank + 2, 6)}", "margin: 0", heading.text))
    if heading.lead:
        line.append(_element("span", text=heading.lead))
    return line


def _titled(title: str) -> Element:
    return _element("p", f"{_LINE}; font-weight: bold", title)


def _paragraph(paragraph: Paragraph) -> Element:
    bold = "; font-weight: bold" if paragraph.tone in ("strong", "good", "bad") else ""
    line = _element("p", _LINE + bold)
    if paragraph.tone != "note":
        line.text = paragraph.text
        return line
    SubElement(line, "strong").text = "!"
    line[0].tail = f" {paragraph.text}"
    return line


def _grid(grid: Grid) -> Element:
    table = _element("table", _TABLE)
    if grid.title:
        style = "caption-side: top; text-align: left; font-weight: bold; color: inherit"
        table.append(_element("caption", style, grid.title))
    head = SubElement(SubElement(table, "thead"), "tr")
    for column in grid.columns:
        head.append(_cell(column.name, column.numeric, scope="col" if column.name else ""))
    body = SubElement(table, "tbody")
    for number, row in enumerate(grid.rows):
        line = SubElement(body, "tr")
        strong = number in grid.strong_rows
        for place, (column, cell) in enumerate(zip(grid.columns, row, strict=True)):
            scope = "" if place else "row"
            if isinstance(cell, Bar):
                line.append(_bar(cell))
            else:
                line.append(_cell(cell, column.numeric, scope=scope, strong=strong))
    return table


def _cell(text: str, numeric: bool, *, scope: str = "", strong: bool = False) -> Element:
    """A cell, or what heads a column or a row."""
    weight = "bold" if strong or scope == "col" else "normal"
    side = "right" if numeric else "left"
    wrap = "; white-space: nowrap; font-variant-numeric: tabular-nums" if numeric else ""
    style = f"{_CELL}; text-align: {side}; font-weight: {weight}{wrap}"
    if scope:
        return _element("th", style, text, scope=scope)
    return _element("td", style, text)


def _bar(bar: Bar) -> Element:
    """A cell with a bar; the figures that it draws stand in the cells beside it."""
    cell = _element("td", _CELL, **{"aria-hidden": "true"})
    if bar.high > bar.low:
        scale = Scale(bar.low, bar.high, _SCALE)
        first, last = (scale.share(amount) for amount in sorted((bar.start, bar.end)))
        ground = SubElement(cell, "div", style="position: relative; width: 12em; height: 1em")
        ground.append(_drawn(first, last, "0.15em", "0.7em", least="1px"))
    return cell


def _drawn(first: float, last: float, top: str, height: str, *, least: str = "0") -> Element:
    """A rectangle in the color of the text, from one place on a scale to another, per cent."""
    across = f"left: {first:.2f}%; width: {last - first:.2f}%; min-width: {least}"
    down = f"top: {top}; height: {height}"
    return _element("div", f"position: absolute; {across}; {down}; background: currentColor")


def _bands(block: Bands) -> Iterator[Element]:
    if block.headlines:
        yield _headlines(block.bands)
    scale = scale_of(block.bands, _SCALE)
    names = max(len(band.short) for band in block.bands)
    for band in block.bands:
        style = "display: flex; margin: 0.5em 0; width: max-content"
        line = _element("div", style, role="img", **{"aria-label": band_sentence(band)})
        line.append(_element("div", f"width: {names}ch", band.short))
        line.append(_drawn_band(band, scale))
        yield line
    if block.full:
        yield _grid(in_full(block))


def _headlines(bands: Sequence[Band]) -> Element:
    """Each range in figures."""
    noted = any(band.note for band in bands)
    columns = [Column(""), Column("Median", numeric=True), Column("Half of comparable people earn")]
    rows = [
        [
            band.label,
            thousands(band.pay.p50),
            f"{thousands(band.pay.p25)}-{thousands(band.pay.p75)}",
            *([band.note] if noted else []),
        ]
        for band in bands
    ]
    return _grid(Grid("", columns + [Column("")] * noted, rows))


def _drawn_band(band: Band, scale: Scale) -> Element:
    """A line from p10 to p90, heavy from p25 to p75, with a dot at the median; marks and labels
    beneath, each under its own place."""
    first, lower, median, upper, last = (scale.share(amount) for amount in band.pay)
    ground = _element("div", f"width: {_SCALE}ch; margin: 0 {_ENDS}ch")
    bar = SubElement(ground, "div", style=_ROW)
    bar.append(_drawn(first, last, "0.65em", "1px"))
    bar.append(_drawn(lower, upper, "0.5em", "0.35em"))
    bar.append(_at(median, MEDIAN, "-50%", "line-height: 1.35em"))
    bar.append(_at(first, "p10", "-100%", "padding-right: 0.5ch"))
    bar.append(_at(last, "p90", "0", "padding-left: 0.5ch"))
    for label, amount in band.marks:
        line = SubElement(ground, "div", style=_ROW)
        place = scale.share(amount)
        has_room = place * _SCALE / 100 + len(label) < _SCALE
        line.append(_at(place, MARK, "-50%"))
        line.append(_at(place, label, "0" if has_room else "-100%", "padding: 0 1.5ch"))
    labels = SubElement(ground, "div", style=_ROW)
    for _, text, amount in kept_labels(band.pay, scale):
        labels.append(_at(scale.share(amount), text, "-50%"))
    return ground


def _at(place: float, text: str, shift: str, more: str = "") -> Element:
    """A text at a place on a scale, per cent; shift: by how much of its own width it is moved."""
    style = f"position: absolute; left: {place:.2f}%; transform: translateX({shift})"
    return _element("span", f"{style}; white-space: nowrap; {more}".rstrip("; "), text)
