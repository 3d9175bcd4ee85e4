"""How much of an answer a page shows; apart from the blocks, which JSON has no need of."""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """How much of an answer a page shows: the first screen, and what was asked for beside it.

    explain: every step, and what is uncertain. sources: where each figure comes from. chart: the
    figures drawn, where that can be done. started: from what the question started besides what was
    typed, in short. document: for paper or a browser, where no screen ends. real: pay at national
    prices beside what is paid. most: how many rows may be asked for, None for any number.
    """

    explain: bool = False
    sources: bool = False
    chart: bool = False
    started: str = ""
    document: bool = False
    real: bool = False
    most: int | None = None

    @property
    def chart_alone(self) -> bool:
        """Whether a chart takes the place of its figures, and has to fit on a screen."""
        return self.chart and not self.document

    @property
    def every_note(self) -> bool:
        """Whether none is left out for want of room."""
        return self.explain or self.document

    def job(self, words: str) -> str:
        """The job in words, as a title says it: with what it started from."""
        return f"{words} · {self.started}" if self.started else words


FIRST_SCREEN = View()
DOCUMENT = View(sources=True, chart=True, document=True)
"""All that a document has where nobody asks for more."""
