"""The help of the explorer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from mlsalary.explore.text import drawn
from mlsalary.render.page import Block, Bullets, Column, Grid, Heading, Paragraph

KEYS = (
    ("Tab, Shift+Tab", "The next field, the one before"),
    ("Up, Down", "Go through the values that are offered"),
    ("Enter", "Take the value, or the likeliest one, and go to the next field"),
    ("Escape", "From a field to the tabs; Left and Right change the tab"),
    ("F2 … F7", "Pay, Steps, Checks, Places, Offer, Sources"),
    ("Ctrl+S", "Save what the tab shows: JSON, Markdown or HTML"),
    ("Ctrl+Y", "Copy the command that gives the same answer"),
    ("Ctrl+Q", "Quit"),
)
_SAID = (
    "Fill in what you know: years or a level are enough, or the title of a job. The answer follows "
    "as you type, and stands for the whole form.",
    "Every figure is what the command at the bottom prints.",
    "In Places, Enter on a row takes that place into the form. In Offer, fill in what you were "
    "offered; what you leave out is not zero.",
)


def blocks() -> Iterable[Block]:
    """The page of the help."""
    yield Heading("How to use this")
    yield Bullets("", _SAID)
    yield Grid("Keys", (Column("Key"), Column("What it does")), KEYS)
    yield Paragraph("Escape closes this page.", "quiet")


class Help(ModalScreen[None]):
    """The page, over everything else."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "app.pop_screen", "Close"),
    ]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="dialog"):
            yield Static(id="help", markup=False)

    def on_mount(self) -> None:
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        room = self.query_one("#dialog", VerticalScroll).scrollable_content_region.width
        if room:
            self.query_one("#help", Static).update(drawn(list(blocks()), room))
