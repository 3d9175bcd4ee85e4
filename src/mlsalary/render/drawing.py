"""Blocks as pictures: ranges of pay on one scale, and charts."""

from __future__ import annotations

from typing import TypeAlias

from mlsalary.render.bands import MARK, MEDIAN, Scale, kept_labels, scale_of
from mlsalary.render.chart_drawing import draw_chart
from mlsalary.render.page import Band, Bands, Chart
from mlsalary.render.sheet import LINE, SMALL, TEXT, TITLE, Sheet, broad

Drawn: TypeAlias = Bands | Chart
WIDE, NARROW = 700, 328
"""Widths of a picture in a column of text, and on a phone, in pixels."""
KEY = (
    "The thin line holds 80% of comparable people, the thick one half of them; the dot is the "
    "median."
)
"""How ranges are read."""
_BAR, _GAP = 22, 12
_MARGIN = 12
"""Around a picture that stands alone."""
_ASIDE = 8
"""Names have room beside their bars that take less than one part of so many."""


def drawn(block: Drawn, width: int, title: str = "") -> str:
    """A picture as matplotlib writes it, the same text on every run; ``render.paint`` makes it fit
    to be shown. title: what it is of, where nothing around it says so."""
    sheet = Sheet(width, _MARGIN if title else 0)
    if title:
        sheet.write(title, TITLE, weight="bold")
        sheet.down += _GAP
    if isinstance(block, Chart):
        draw_chart(sheet, block, whole=bool(title))
        return sheet.saved()
    _draw_bands(sheet, block)
    if title:
        sheet.write(KEY, SMALL, color="quiet")
    return sheet.saved()


def _draw_bands(sheet: Sheet, block: Bands) -> None:
    """Each range as a line from p10 to p90, thick from p25 to p75, with a dot at the median; marks
    and labels beneath, each under its own place."""
    names = max(broad(band.short, TEXT) for band in block.bands)
    beside = names if names < (sheet.right - sheet.left) / _ASIDE else 0.0
    ends = broad("p10 ")
    first, last = sheet.left + beside + ends + _GAP / 2, sheet.right - ends
    scale = scale_of(block.bands, int((last - first) / broad("0")))
    for band in block.bands:
        if not beside and band.short:
            name = sheet.fitted(band.short, TEXT)
            sheet.text(sheet.left, sheet.down + LINE / 2, name, TEXT, weight="bold")
            sheet.down += LINE
        elif band.short:
            sheet.text(sheet.left, sheet.down + _BAR / 2, band.short, TEXT, weight="bold")
        _draw_band(sheet, band, scale, first, last)
        sheet.down += _GAP
    sheet.down -= _GAP / 2


def _draw_band(sheet: Sheet, band: Band, scale: Scale, first: float, last: float) -> None:
    def x(amount: float) -> float:
        return first + scale.share(amount) / 100 * (last - first)

    color = band.of
    p10, p25, p50, p75, p90 = map(x, band.pay)
    middle, lines = sheet.down + _BAR / 2, len(band.marks)
    sheet.line([p10, p90], [middle] * 2, color, linewidth=1.5)
    sheet.line([p25, p75], [middle] * 2, color, linewidth=8)
    sheet.sign(p50, middle, MEDIAN, color, 15)
    sheet.text(p10 - 5, middle, "p10", color="quiet", ha="right")
    sheet.text(p90 + 5, middle, "p90", color="quiet", ha="left")
    sheet.down += _BAR
    for number, (label, amount) in enumerate(band.marks):
        at, y = x(amount), sheet.down + LINE / 2
        above = -_BAR / 2 if p10 <= at <= p90 else SMALL * 0.7  # beside the words at its ends
        sheet.line([at] * 2, [middle + above, y], "ink", linewidth=1.5)
        sheet.sign(at, y, MARK, "ink")
        right = at + 10 + broad(label, TEXT) < sheet.right
        left = not right and at - 10 - broad(label, TEXT) > sheet.left
        if right or left:
            beside, where = (at + 10, "left") if right else (at - 10, "right")
            sheet.text(beside, y, label, TEXT, ha=where, weight="bold")
        else:  # room on neither side: a line of its own
            sheet.down += LINE
            label = sheet.fitted(label, TEXT)
            sheet.text(sheet.left, sheet.down + LINE / 2, label, TEXT, weight="bold")
        sheet.down += LINE
        if number + 1 < lines:
            sheet.down += 2
    for _, text, amount in kept_labels(band.pay, scale):
        weight = "bold" if amount == band.pay.p50 else "normal"
        sheet.text(x(amount), sheet.down + LINE / 2, text, ha="center", weight=weight)
    sheet.down += LINE
