"""A rulebook in which one area's BLS wages are other ones."""

from __future__ import annotations

from typing import Any

from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()


class Raised(Rulebook):
    """The shipped rulebook with one area's BLS wages multiplied."""

    def __init__(self, code: str, factor: float) -> None:
        super().__init__(*BOOK.folders)
        self._code, self._factor = code, factor

    def csv(self, name: str) -> Any:
        rows = super().csv(name)
        raised = _RaisedRows(rows, self._code, self._factor)
        return raised if name.endswith("wages.csv") else rows


class _RaisedRows:
    def __init__(self, rows: Any, code: str, factor: float) -> None:
        self.path, self._rows, self._code, self._factor = rows.path, rows, code, factor

    def starting(self, prefix: str) -> list[list[str]]:
        found: list[list[str]] = self._rows.starting(prefix)
        if prefix != f"{self._code},":
            return found
        return [
            [
                str(float(cell) * self._factor) if place == 4 and cell else cell
                for place, cell in enumerate(row)
            ]
            for row in found
        ]
