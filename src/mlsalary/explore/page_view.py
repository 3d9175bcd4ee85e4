"""A page on the screen: its blocks as wide as there is room."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from mlsalary.render import terminal
from mlsalary.render.clean import cleaned
from mlsalary.render.page import Block, Page

_MARGIN = 2
"""Columns that a page leaves free on each side of a terminal."""


def drawn(page: Page, width: int, *, ascii_only: bool = False) -> Text:
    """The page as a terminal of ``width`` columns shows it, without its margins."""
    shown = cleaned(page, ascii_only=ascii_only)
    text = terminal.write(shown, width=width + 2 * _MARGIN, colour=True, ascii_only=ascii_only)
    return Text("\n").join(line[_MARGIN:] for line in Text.from_ansi(text).split("\n"))


class PageView(VerticalScroll):
    """A page that scrolls, drawn again for every width."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._page: Page = ()
        self._drawn_for = 0

    def compose(self) -> ComposeResult:
        yield Static(id=f"{self.id}-page", markup=False)

    def show(self, blocks: Iterable[Block]) -> None:
        """Show these blocks in place of what stands there."""
        self._page = list(blocks)
        self._draw()

    def on_resize(self, event: Resize) -> None:
        if self._room != self._drawn_for:
            self._draw()

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width

    def _draw(self) -> None:
        self._drawn_for = self._room
        if self._drawn_for:
            text = drawn(self._page, self._drawn_for, ascii_only=self.app.ascii_only)  # type: ignore[attr-defined]
            self.query_one(Static).update(text)
