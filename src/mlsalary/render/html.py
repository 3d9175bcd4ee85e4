"""HTML: a page as part of a notebook, or as a document of its own.

Jinja2 fills in templates, which escape whatever stands in a page; matplotlib draws. There is no
script and nothing is loaded from anywhere. In a notebook, which may lack what draws, ranges are
tables then; and no color is set, so that the page stands in the notebook's own on light and dark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mlsalary.figures import thousands
from mlsalary.render import drawing, paint, sheet
from mlsalary.render.bands import Scale, in_full
from mlsalary.render.columns import needed
from mlsalary.render.page import Bands, Bar, Bullets, Chart, Grid, Heading, Page
from mlsalary.render.plain import band_sentence

if TYPE_CHECKING:
    from jinja2 import Environment

_PHONE = 36
"""Columns of text that have room on a phone."""
_WORD = 20
"""Letters of a word that a column there may be too narrow for."""
_LINKED = ("https://", "http://")
_SHARE = 1000


class _Picture(NamedTuple):
    """A drawing for a width, by the name of that."""

    width: str
    svg: str


def write(page: Page) -> str:
    """The page as one element."""
    return _filled("fragment.html", page, [("wide", drawing.WIDE)], heading=3)


def document(page: Page) -> str:
    """The page as one file, which needs nothing else. Needs matplotlib, of the extra ``html``."""
    widths = [("wide", drawing.WIDE), ("narrow", drawing.NARROW)]
    return _filled("document.html", page, widths, heading=1)


def _filled(template: str, page: Page, widths: Sequence[tuple[str, int]], heading: int) -> str:
    title = next((block.text for block in page if isinstance(block, Heading)), "")
    return (
        _templates()
        .get_template(template)
        .render(
            page=page,
            title=title,
            heading=heading,
            pictures=_drawn_by(widths) if sheet.is_installed() else None,
            light=paint.LIGHT,
            dark=paint.DARK,
            key=drawing.KEY,
        )
    )


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("mlsalary.render"),
        autoescape=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "kind": lambda block: type(block).__name__,
        "thousands": thousands,
        "in_full": in_full,
        "is_broad": _is_broad,
        "sides": _sides,
        "parted": _parted,
    }
    return made


def _drawn_by(widths: Sequence[tuple[str, int]]) -> Callable[[Bands | Chart], list[_Picture]]:
    def pictures(block: Bands | Chart) -> list[_Picture]:
        said = _bands_said(block) if isinstance(block, Bands) else _chart_said(block)
        return [
            _Picture(name, paint.inline(drawing.drawn(block, width), said))
            for name, width in widths
        ]

    return pictures


def _bands_said(block: Bands) -> str:
    return " ".join(sentences_of(block))


def sentences_of(block: Bands) -> Iterator[str]:
    """Each range in words, and what is marked on it."""
    for band in block.bands:
        yield band_sentence(band)
        yield from (f"{label}." for label, _ in band.marks)


def _chart_said(chart: Chart) -> str:
    names = ", ".join(one.name for one in chart.series)
    return f"{chart.title}: {names}. The table has the figures."


def _is_broad(grid: Grid) -> bool:
    """Whether it has to scroll on a phone."""
    words = (
        word for row in grid.rows for cell in row if isinstance(cell, str) for word in cell.split()
    )
    return (
        needed(grid, range(len(grid.columns))) > _PHONE or max(map(len, words), default=0) > _WORD
    )


def _sides(bar: Bar) -> tuple[float, float] | None:
    """Where a bar starts and how long it is, per cent of its cell."""
    if bar.high <= bar.low:
        return None
    scale = Scale(bar.low, bar.high, _SHARE)
    first, last = (scale.share(amount) for amount in sorted((bar.start, bar.end)))
    return round(first, 2), round(last - first, 2)


def _parted(bullets: Bullets) -> Iterator[tuple[str, str]]:
    """Each item, and the address at its end, which is parted from it where it is one of the web."""
    links: Sequence[Any] = bullets.links or [""] * len(bullets.items)
    for item, link in zip(bullets.items, links, strict=True):
        is_linked = link.startswith(_LINKED) and item.endswith(link)
        yield (item.removesuffix(link), link) if is_linked else (item, "")
