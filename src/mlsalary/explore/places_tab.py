"""The tab of places: every metro ranked for the same profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Checkbox, DataTable, Static

from mlsalary.explore.text import Text, figure
from mlsalary.explore.tick import Tick
from mlsalary.figures import short_place, thousands
from mlsalary.sentences.prices import LEFT_OUT
from mlsalary.spelling import printable

if TYPE_CHECKING:
    from mlsalary.decisions.compare import Cell, Comparison

_COLUMNS = ("", "Place", "Base", "Total", "Buys")
YOURS = "► "
"""What marks the place that the form names."""


class PlacesTab(Vertical):
    """A row a metro; enter takes it for the place of the profile."""

    class Reordered(Message):
        """The other order is wanted."""

    class Chosen(Message):
        """A place was taken."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def compose(self) -> ComposeResult:
        yield Tick("Sort by what pay buys", id="real", compact=True)
        table: DataTable[Text] = DataTable(id="ranking", cursor_type="row", cell_padding=0)
        for name in _COLUMNS:
            table.add_column(figure(name) if name not in _COLUMNS[:2] else f" {name}", key=name)
        yield table
        yield Static(id="ranking-note", markup=False)

    @property
    def real(self) -> bool:
        """Whether the order is that of what pay buys."""
        return self.query_one("#real", Checkbox).value

    def show(self, found: Comparison) -> None:
        """Show a ranking, what was asked in front of it."""
        table = self._table
        table.clear()
        for rank, cell in enumerate(found.cells, 1):
            is_asked = cell.place.code == found.first.place.code
            table.add_row(*_row(f"{YOURS if is_asked else ''}{rank}", cell), key=cell.place.name)
        order = "by what it buys" if found.order == "real" else "highest first"
        notes = [
            f"The median total of {len(found.cells)} of {found.of} metros, {order}.",
            f"{_COLUMNS[-1]}: that total at national prices.",
        ]
        notes += [one.message for one in found.warnings if one == LEFT_OUT]
        self._say(" ".join(notes))

    def wait(self) -> None:
        """Say that what stands here is about to change."""
        self._say("Ranking places for the form as it is now …")

    def refuse(self, reason: str) -> None:
        """Say why there is no ranking."""
        self._table.clear()
        self._say(reason)

    @property
    def _table(self) -> DataTable[Text]:
        return self.query_one("#ranking", DataTable)

    def _say(self, text: str) -> None:
        self.query_one("#ranking-note", Static).update(printable(text))

    @on(Checkbox.Changed)
    def _reordered(self, event: Checkbox.Changed) -> None:
        event.stop()
        self.post_message(self.Reordered())

    @on(DataTable.RowSelected)
    def _chosen(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.post_message(self.Chosen(str(event.row_key.value)))


def _row(rank: str, cell: Cell) -> list[Text]:
    buys = thousands(cell.real.total.p50) if cell.real else "-"
    amounts = (thousands(cell.base.p50), thousands(cell.total.p50), buys)
    return [figure(f"{rank} ", ""), Text(f" {short_place(cell.place.name)}"), *map(figure, amounts)]
