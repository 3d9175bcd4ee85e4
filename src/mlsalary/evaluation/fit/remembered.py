"""What rules say of rows, kept while the model says the same of all that it was made from.

A search changes one constant at a time, of which most rules ask nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mlsalary.rulebook.model import Model
from mlsalary.rules.facts import Part


class _Kept(NamedTuple):
    asked: Mapping[str, Any]
    part: Part | None

    def holds(self, model: Model) -> bool:
        return all(model.says(name) == said for name, said in self.asked.items())


class Remembered:
    """The newest part of each name."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def part(self, name: str, model: Model, make: Callable[[Model], Part | None]) -> Part | None:
        """What ``make`` makes of the model, of which it asks nothing but constants and rows."""
        kept = self._kept.get(name)
        if kept is None or not kept.holds(model):
            asked: dict[str, Any] = {}
            kept = _Kept(asked, make(model.watched(asked)))
            self._kept[name] = kept
        return kept.part
