"""SVG: the picture of an answer alone, by matplotlib, of the extra ``html``."""

from __future__ import annotations

from mlsalary.render import composed, drawing, paint
from mlsalary.render.html import sentences_of
from mlsalary.render.page import Bands, Grid, Heading, Page
from mlsalary.render.plain import row_sentence
from mlsalary.render.view import DOCUMENT
from mlsalary.results import Result, name_of


def write(result: Result) -> str:
    """The first thing on its page that is drawn, under the title of the page."""
    if name_of(result) == "backtest":
        from mlsalary.render.reliability_plot import svg

        return svg(result)  # type: ignore[arg-type]
    return picture(composed(result, DOCUMENT))


def picture(page: Page) -> str:
    """The first block of a page that is drawn, as a file of its own."""
    title = next(block.text for block in page if isinstance(block, Heading))
    block = next(
        block
        for block in page
        if isinstance(block, Bands) or (isinstance(block, Grid) and block.chart)
    )
    if isinstance(block, Grid):
        assert block.chart
        said = block.sentences or [row_sentence(block, row) for row in block.rows]
        return paint.alone(drawing.drawn(block.chart, drawing.WIDE, title), title, " ".join(said))
    said = list(sentences_of(block))
    return paint.alone(drawing.drawn(block, drawing.WIDE, title), title, " ".join(said))
