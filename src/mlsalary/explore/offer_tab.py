"""The tab of an offer: its parts, and the verdict beneath them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.message import Message
from textual.widgets import Checkbox, Input

from mlsalary.decisions.offer_fields import PARTS
from mlsalary.explore.form import Line
from mlsalary.explore.labels import label
from mlsalary.explore.page_view import PageView
from mlsalary.explore.question import ON
from mlsalary.explore.tick import Tick


class OfferTab(Vertical):
    """What an offer says, and what the library says of it."""

    class Changed(Message):
        """The offer is another."""

    def compose(self) -> ComposeResult:
        with Container(id="parts"):
            for part in sorted(PARTS, key=lambda part: part.flag):
                if part.flag:
                    yield Tick(label(part.name), id=f"part-{part.name}", compact=True)
                else:
                    yield Line(part.name, "", label(part.name), hint=f"e.g. {part.example}")
        yield PageView("verdict")

    @property
    def texts(self) -> dict[str, str]:
        """What is filled in, by part, in their order."""
        typed = {one.name: one.value.strip() for one in self.query(Input)}
        ticked = {one.id: one.value for one in self.query(Checkbox)}
        typed |= {part.name: ON for part in PARTS if part.flag and ticked[f"part-{part.name}"]}
        return {part.name: typed[part.name] for part in PARTS if typed.get(part.name)}

    @on(Input.Changed)
    @on(Checkbox.Changed)
    def _changed(self, event: Input.Changed | Checkbox.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next()
