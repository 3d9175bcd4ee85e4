"""Where a typed place leads. How it leads there is said in resolve.py, which few questions need."""

from __future__ import annotations

from typing import NamedTuple

from mlsalary.results import Place, PlaceKind, PlaceMatch


class Located(NamedTuple):
    """The area a typed place stands for, and its state.

    code: five-digit CBSA, BLS's seven digits, two-digit FIPS or ``US``. state: two letters, the
    asked or typed one, else the first of the area; None for the nation.
    """

    code: str
    name: str
    kind: PlaceKind
    match: PlaceMatch
    state: str | None = None
    note: str | None = None

    @property
    def place(self) -> Place:
        """The same without its state, as an answer has it."""
        return Place(self.code, self.name, self.kind, self.match, self.note)


NATIONAL = Located("US", "United States", "national", "national")
