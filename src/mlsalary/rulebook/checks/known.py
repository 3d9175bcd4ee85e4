"""What the other files of a rulebook hold that a file under check may name.

Read leniently: a neighbour that cannot be read names nothing (None), and is a problem of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from mlsalary.files import toml_text
from mlsalary.rulebook.model import FIGURES, OWN_FIGURES, RUNGS, UNKNOWN


def fitted_rows(aging: dict[str, Any], series: str) -> Iterator[tuple[int, str]]:
    """Index and month of each fitted row of a series of aging.toml, where they can be read."""
    rows = aging.get(series)
    for index, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict) and row.get("kind") == "fitted":
            month = row.get("month")
            if isinstance(month, str):
                yield index, month


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
            for path in (folder / "oews").glob("[!.]*/release.toml"):
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

    @cached_property
    def pegged(self) -> frozenset[str]:
        """The occupations whose percentiles a band or a specialization moves with."""
        named: set[str] = set()
        for name in ("guide/experience.toml", "guide/specializations.toml"):
            rows = self._toml(name).get("row", [])
            for row in rows if isinstance(rows, list) else []:
                ties = [row, *row.values()] if isinstance(row, dict) else []
                named |= {str(tie["occupation"]) for tie in ties if _names_occupation(tie)}
        return frozenset(named)

    @cached_property
    def companies(self) -> frozenset[str] | None:
        """The companies of companies.toml, by their names as they are printed."""
        kinds = self._toml("companies.toml").get("kinds")
        if not isinstance(kinds, dict):
            return None
        return frozenset(name for some in kinds.values() if isinstance(some, dict) for name in some)

    @cached_property
    def towns(self) -> frozenset[str] | None:
        """The names of places.csv with their states: ``Boston, MA``."""
        text = self._text("places.csv")
        rows = list(csv.reader((text or "").splitlines()))[1:]
        return None if text is None else frozenset(f"{row[3]}, {row[1]}" for row in rows if row[3:])

    def words(self, kind: str) -> frozenset[str] | None:
        """The keys of one kind of words: the rows of vocabulary.toml, and what has figures."""
        return self._words[kind]

    def unlike(self, kind: str) -> frozenset[str]:
        """The words of vocabulary.toml that need figures of their own."""
        rows = self._toml("vocabulary.toml").get(kind, [])
        told = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return frozenset(str(row["id"]) for row in told if "id" in row and "like" not in row)

    def figures(self, kind: str) -> frozenset[str] | None:
        """The keys of one kind that have figures."""
        return self._figures.get(kind)

    @cached_property
    def _words(self) -> dict[str, frozenset[str] | None]:
        told = self._toml("vocabulary.toml")
        try:
            return {
                kind: frozenset(row["id"] for row in told[kind])
                | ((figures or frozenset()) if kind != "level" else frozenset())
                for kind, figures in self._figures.items()
            }
        except (KeyError, TypeError):
            return dict.fromkeys(self._figures)

    @cached_property
    def _figures(self) -> dict[str, frozenset[str] | None]:
        model = self._toml("model.toml")
        specs, ladder = (self._toml(f"guide/{name}.toml") for name in ("specializations", "career"))
        try:
            return {
                "level": frozenset(
                    {*RUNGS, *(row["level"] for row in ladder["row"] if "level" in row)}
                ),
                "spec": frozenset(row["id"] for row in specs["row"]),
                **{kind: frozenset(model[kind]) - {UNKNOWN} for kind in OWN_FIGURES},
            }
        except (KeyError, TypeError):
            return dict.fromkeys(FIGURES)

    @cached_property
    def dollars(self) -> str | None:
        """The month in whose money the series of aging.toml are stated."""
        month = self._toml("aging.toml").get("dollars")
        return month if isinstance(month, str) else None

    def grown(self, series: str) -> frozenset[str] | None:
        """The months of a series of aging.toml whose constants stand in model.toml."""
        try:
            return frozenset(self._toml("model.toml")["growth"][series])
        except (KeyError, TypeError):
            return None

    def left_to_fit(self, series: str) -> frozenset[str]:
        """The months of a series that aging.toml leaves to model.toml."""
        return frozenset(month for _, month in fitted_rows(self._toml("aging.toml"), series))

    def first_cells(self, name: str) -> frozenset[str] | None:
        """The first cell of each line of a CSV file, where no first cell is quoted."""
        if name not in self._first_cells:
            text = self._text(name)
            cells = (line.partition(",")[0] for line in (text or "").splitlines()[1:])
            self._first_cells[name] = None if text is None else frozenset(cells)
        return self._first_cells[name]

    def _toml(self, name: str) -> dict[str, Any]:
        try:
            return toml_text.loads(self._text(name) or "")
        except ValueError:
            return {}

    def _text(self, name: str) -> str | None:
        for folder in self.folders:
            if (path := folder / name).is_file():
                try:
                    return path.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError):
                    return None
        return None


def _names_occupation(tie: object) -> bool:
    return isinstance(tie, dict) and "occupation" in tie
