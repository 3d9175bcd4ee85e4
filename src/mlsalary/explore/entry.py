"""A line to type in."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from mlsalary.spelling import printable


class Entry(Input):
    """A line that holds what it shows: a sign that would steer a terminal is no part of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+a", "select_all", "Select all", show=False),
    ]

    def validate_value(self, value: str) -> str:
        """The text without unseen signs, wherever it comes from."""
        return printable(value)
