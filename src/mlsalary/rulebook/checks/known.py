"""What the other files of a rulebook hold that a file under check may name.

Read leniently: a neighbour that cannot be read names nothing (None), and is a problem of its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any


class Known:
    """Names that resolve: the first folder that holds a file gives it, as in ``Rulebook``."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self._first_cells: dict[str, frozenset[str] | None] = {}

    @cached_property
    def sources(self) -> frozenset[str] | None:
        """The ids of sources.toml, and of what imported releases bring with them."""
        try:
            listed = frozenset(one["id"] for one in self._toml("sources.toml")["source"])
        except (KeyError, TypeError):
            return None
        return listed | {*self._brought()}

    def _brought(self) -> Iterator[str]:
        for folder in self.folders:
            for path in (folder / "oews").glob("*/release.toml"):
                brought = self._toml(path.relative_to(folder).as_posix()).get("publication")
                if isinstance(brought, dict) and isinstance(brought.get("id"), str):
                    yield brought["id"]

    @cached_property
    def occupations(self) -> frozenset[str] | None:
        """The occupations with yearly percentiles in guide/percentiles.toml."""
        table = self._toml("guide/percentiles.toml")
        try:
            return frozenset(
                row["occupation"]
                for row in table["row"]
                if row.get("unit", table["unit"]) == "usd/year"
            )
        except (KeyError, TypeError, AttributeError):
            return None

    def first_cells(self, name: str) -> frozenset[str] | None:
        """The first cell of each line of a CSV file, where no first cell is quoted."""
        if name not in self._first_cells:
            text = self._text(name)
            cells = (line.partition(",")[0] for line in (text or "").splitlines()[1:])
            self._first_cells[name] = None if text is None else frozenset(cells)
        return self._first_cells[name]

    def _toml(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text(name) or "")
        except (ValueError, RecursionError):
            return {}

    def _text(self, name: str) -> str | None:
        for folder in self.folders:
            if (path := folder / name).is_file():
                try:
                    return path.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError):
                    return None
        return None
