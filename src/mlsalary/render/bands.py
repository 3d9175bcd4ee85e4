"""Ranges of pay as lines of text on one scale: what stands under a mark belongs to it.

A bar runs from p10 to p90, is heavy from p25 to p75, and has a dot at the median. A label stands
under its own mark; where two would touch, the less telling one is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mlsalary.figures import hundreds, thousands
from mlsalary.render.page import Band, Bands, Column, Grid
from mlsalary.results import Range

START, END = "├", "┤"
QUARTERS = "┃"
MEDIAN = "●"
HEAVY = "━"
LIGHT = "─"
MARK = "▲"
SIGNS = f"{START}{END}{QUARTERS}{MEDIAN}{HEAVY}{LIGHT}{MARK}"
_TELLING = ("p50", "p25", "p75", "p10", "p90")
"""The labels of a bar, the one that is dropped last first."""
_FIRST, _LAST = "p10 ", " p90"
"""What stands at the ends of a bar."""
_LEAST_GAP = 1
_NARROW = 60


class Scale(NamedTuple):
    """Dollars from ``low`` to ``high`` on ``width`` columns."""

    low: float
    high: float
    width: int

    def at(self, amount: float) -> int:
        """The column of an amount, from 0."""
        span = self.high - self.low
        if span <= 0:
            return self.width // 2
        return round((amount - self.low) / span * (self.width - 1))

    def share(self, amount: float) -> float:
        """How far along an amount is, 0 to 100."""
        span = self.high - self.low
        return 50.0 if span <= 0 else 100 * (amount - self.low) / span


def lines(bands: Bands, room: int, *, with_bars: bool = True) -> Iterator[tuple[str, bool]]:
    """The lines of a block, and whether each is one to see first."""
    if bands.headlines:
        yield from headlines(bands.bands, room)
        yield "", False
    if with_bars:
        yield from _bars(bands, room)


def _bars(bands: Bands, room: int) -> Iterator[tuple[str, bool]]:
    names = max(len(band.short) for band in bands.bands)
    names += 2 if names else 0
    indent = names + len(_FIRST)
    scale = scale_of(bands.bands, room - indent - len(_LAST))
    for band in bands.bands:
        yield band.short.ljust(names) + ended(bar(band.pay, scale)), False
        for label, amount in band.marks:
            yield " " * indent + marked(label, scale.at(amount), scale.width), True
        yield " " * indent + labels(band.pay, scale), False


def in_full(bands: Bands) -> Grid:
    """Every percentile, US dollars a year."""
    names = ("Median" if name == "p50" else name for name in Range._fields)
    rows = [(band.short or band.label, *map(hundreds, band.pay)) for band in bands.bands]
    return Grid("", [Column(""), *(Column(name, numeric=True) for name in names)], rows)


def scale_of(bands: Sequence[Band], width: int) -> Scale:
    """One scale that holds every range and every mark."""
    marks = [amount for band in bands for _, amount in band.marks]
    low = min([band.pay.p10 for band in bands] + marks)
    high = max([band.pay.p90 for band in bands] + marks)
    return Scale(low, high, width)


def headlines(bands: Sequence[Band], room: int) -> Iterator[tuple[str, bool]]:
    """Each range in figures: the median, the middle half, and what the median is made of."""
    names = max(len(band.label) for band in bands) + 2
    figures = max(len(thousands(band.pay.p50)) for band in bands) + 3
    for number, band in enumerate(bands):
        half = f"{thousands(band.pay.p25)}-{thousands(band.pay.p75)}"
        median = thousands(band.pay.p50)
        if room < _NARROW:
            yield f"{band.label}: {median}", True
            yield f"  half earn {half}", False
            if band.note:
                yield f"  {band.note}", False
            continue
        who = "half of comparable people earn" if number == 0 else "half earn"
        yield f"{band.label.ljust(names)}{median.ljust(figures)}{who} {half}", True
        if band.note:
            indent = max(2, min(names + figures, room - len(band.note)))
            yield f"{' ' * indent}{band.note}", False


def bar(pay: Range, scale: Scale) -> str:
    """``├──┃━━●━━━┃────┤`` from p10 to p90, each sign in the column of its amount."""
    first, lower, median, upper, last = map(scale.at, pay)
    signs = [" "] * scale.width
    signs[first : last + 1] = LIGHT * (last - first + 1)
    signs[lower : upper + 1] = HEAVY * (upper - lower + 1)
    signs[first], signs[last] = START, END
    signs[lower] = signs[upper] = QUARTERS
    signs[median] = MEDIAN
    return "".join(signs).rstrip()


def ended(line: str) -> str:
    """A bar with the names of its ends, which take four columns more on either side."""
    start = len(line) - len(line.lstrip())
    return f"{line[:start]}{_FIRST}{line[start:]}{_LAST}"


def labels(pay: Range, scale: Scale) -> str:
    """The amounts under their marks; the median's always stands."""
    signs = [" "] * scale.width
    for start, text, _ in kept_labels(pay, scale):
        signs[start : start + len(text)] = text
    return "".join(signs).rstrip()


def kept_labels(pay: Range, scale: Scale) -> Iterator[tuple[int, str, float]]:
    """The labels that touch no more telling one: where each starts, its text, its amount."""
    taken = [False] * scale.width
    for name in _TELLING:
        amount = getattr(pay, name)
        text = thousands(amount)
        start = _start(scale.at(amount), len(text), scale.width)
        if not any(taken[max(0, start - _LEAST_GAP) : start + len(text) + _LEAST_GAP]):
            taken[start : start + len(text)] = [True] * len(text)
            yield start, text, amount


def marked(label: str, column: int, width: int) -> str:
    """``▲ Offer $250k`` with the sign in its column, the words on the side that has room."""
    if column + 2 + len(label) <= width:
        return f"{' ' * column}{MARK} {label}"
    return f"{label} {MARK}".rjust(column + 1)


def _start(column: int, length: int, width: int) -> int:
    """Where a text of that length begins so that it stands around the column and fits."""
    return max(0, min(column - length // 2, width - length))
