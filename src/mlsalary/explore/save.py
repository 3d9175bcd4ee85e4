"""Saving what a tab shows: to a file, or as a download where a browser shows it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Checkbox, Input, Label, Static

from mlsalary import files, render
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.explore.entry import Entry
from mlsalary.explore.pages import refusal
from mlsalary.explore.tick import Tick
from mlsalary.figures import listed
from mlsalary.rulebook.home import keep_fonts_here
from mlsalary.spelling import printable

if TYPE_CHECKING:
    from mlsalary.results import Result

FORMATS = ("json", "markdown", "html")
ENDINGS = {str(render.FORMATS[name].ending): name for name in FORMATS}
"""How a name ends -> the format that is written."""


def written(result: Result, name: str) -> str:
    """The text of a file of this name. UsageError for another ending and for a format whose extra
    is not installed."""
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise UsageError("bad_format", f"End the name in {listed(list(ENDINGS), 'or')}.")
    form = ENDINGS[ending]
    if render.FORMATS[form].drawn:
        from mlsalary.extras import need

        need("matplotlib", "html")
        keep_fonts_here()
    return render.text(result, form)


class Save(ModalScreen[str | None]):
    """Asks for a name and writes there; gives what to say of it, None for nothing written."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close")]

    def __init__(self, result: Result, verb: str, command: str) -> None:
        super().__init__()
        self._result = result
        self._verb = verb
        self._command = command

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Label("Save what this tab shows", classes="title")
            yield Entry(f"{self._verb}.json", id="name", compact=True)
            with Horizontal(id="endings"):
                for ending in ENDINGS:
                    yield Button(ending, id=f"as-{ENDINGS[ending]}", compact=True)
            yield Tick("Replace a file of that name", id="replace", compact=True)
            yield Static("Enter saves, escape closes.", id="said", markup=False)
            yield Label("The command that gives the same:", classes="title")
            yield Static(printable(self._command), id="same", markup=False)

    def on_mount(self) -> None:
        name = self.query_one("#name", Input)
        name.focus()
        if self.app.is_web:  # a browser keeps what it downloads under a name of its own
            self.query_one("#replace", Checkbox).display = False

    def action_close(self) -> None:
        """Save nothing."""
        self.dismiss(None)

    @on(Button.Pressed)
    def _ending(self, event: Button.Pressed) -> None:
        name = self.query_one("#name", Input)
        stem = Path(name.value.strip() or self._verb)
        name.value = str(stem.with_suffix(str(event.button.label)))
        name.focus()

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        try:
            text = written(self._result, name)
            if self.app.is_web:
                self.app.deliver_text(io.StringIO(text), save_filename=Path(name).name)
                self.dismiss(f"Downloading {printable(Path(name).name)}.")
                return
            replace = self.query_one("#replace", Checkbox).value
            files.write_text(str(Path(name).expanduser()), text, replace=replace)
        except MlsalaryError as error:
            self.query_one("#said", Static).update(refusal(error))
            return
        self.dismiss(f"Wrote {printable(name)}.")
