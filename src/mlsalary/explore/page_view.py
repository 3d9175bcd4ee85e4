"""A page on the screen: its blocks as wide as there is room."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Resize
from textual.widgets import Static

from mlsalary.explore.text import drawn
from mlsalary.render.page import Block, Page


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
