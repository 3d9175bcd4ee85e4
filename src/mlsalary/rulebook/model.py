"""The fitted constants of data/model.toml: a value, its standard error and its evidence."""

from __future__ import annotations

from collections import UserDict, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias, cast

from mlsalary.errors import BadDataError
from mlsalary.profile import WORDS
from mlsalary.results import Evidence
from mlsalary.rulebook import Rulebook, once_a_book

FILE = "model.toml"
RUNGS = ("entry", "mid", "senior", "staff")
"""The levels that years lead through, lowest first: the model has constants for each."""
UNKNOWN = "unknown"
"""The employer of whom nothing is known; the model has constants for it too."""

FIGURES = {one.name: FILE for one in WORDS} | {
    "level": "guide/career.toml",
    "spec": "guide/specializations.toml",
}
"""The file in which the figures of a kind of words stand."""
OWN_FIGURES = tuple(kind for kind, file in FIGURES.items() if file == FILE)
"""The kinds whose figures stand here, each in a table of its name."""


Rows: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""What reported pay says of areas, of kinds of employer in an area, and of companies."""


class Constant(NamedTuple):
    """One constant. ``error`` is its standard error, 0 where it has none; ``source`` its own."""

    value: float
    error: float
    kind: Evidence
    source: str = ""


class Model:
    """Constants by their dotted name, such as ``place.elasticity``."""

    def __init__(self, table: dict[str, Any], file: str) -> None:
        self._table = table
        self._file = file
        self._found: dict[str, Constant | None] = {}
        self._rows: Rows = {
            "place.metro": table["place"].get("metro", []),
            "place.employer": table["place"].get("employer", []),
            "company": table.get("company", []),
        }

    @classmethod
    def of(cls, book: Rulebook) -> Model:
        """The model of a rulebook."""
        return _model(book)

    @property
    def dollars(self) -> str:
        """The month, YYYY-MM, in whose money the model answers."""
        return cast(str, self._table["dollars"])

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of what the constants were fitted on."""
        return tuple(self._table["sources"])

    def cited(self, constant: Constant) -> tuple[str, ...]:
        """Ids of what a constant rests on: what it names itself, or what its kind rests on."""
        if constant.source:
            return (constant.source,)
        judgement = cast(str, self._table["assumed"])
        return (judgement,) if constant.kind == "assumed" else self.sources

    @property
    def digests(self) -> tuple[str, ...]:
        """SHA-256 of each of the files that the constants were fitted to."""
        return tuple(self._table["fitted"]["digests"])

    def constant(self, name: str) -> Constant:
        """The constant of this name; BadDataError when the file has none."""
        found = self.find(name)
        if found is None:
            raise BadDataError(
                "constant_missing",
                f"{self._file} has no {name}. Copy the line from the shipped model.toml.",
            )
        return found

    def find(self, name: str) -> Constant | None:
        """The constant of this name, or None."""
        if name not in self._found:
            self._found[name] = self._read(name)
        return self._found[name]

    def _read(self, name: str) -> Constant | None:
        here: Any = self._table
        for key in name.split("."):
            if not isinstance(here, dict) or key not in here:
                return None
            here = here[key]
        error, kind = here.get("error", 0.0), here.get("kind", "fitted")
        return Constant(here["value"], error, kind, here.get("source", ""))

    def value(self, name: str) -> float:
        """The value of a constant."""
        return self.constant(name).value

    def by_rung(self, name: str) -> list[float]:
        """``name.LEVEL`` for each of ``RUNGS``."""
        return [self.value(f"{name}.{level}") for level in RUNGS]

    def at_level(self, name: str, level: str) -> Constant:
        """``name.LEVEL``, or ``name`` where it is one for all levels.

        Management stands where staff does: nobody reported on it.
        """
        whole = self.find(name) if not self.has_levels(name) else None
        return whole or self.constant(f"{name}.{level if level in RUNGS else RUNGS[-1]}")

    @property
    def metros(self) -> tuple[str, ...]:
        """The codes of the metros that reported pay knows: the hubs."""
        return tuple(row["code"] for row in self._rows["place.metro"])

    def reports(self, code: str) -> Mapping[str, Any] | None:
        """What reported pay says of an area: reports, counts, log_factor, error; None where too
        few."""
        return self._metros.get(code)

    @cached_property
    def _metros(self) -> Mapping[str, Mapping[str, Any]]:
        return {row["code"]: row for row in reversed(self._rows["place.metro"])}

    def employers_in(self, code: str) -> Sequence[Mapping[str, Any]]:
        """What it says of the kinds of employer in an area: employer, reports, log_factor, error;
        of those with enough reports there."""
        return self._employers.get(code, ())

    @cached_property
    def _employers(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        rows = defaultdict[str, list[Mapping[str, Any]]](list)
        for row in self._rows["place.employer"]:
            rows[row["code"]].append(row)
        return dict(rows)

    def company(self, name: str | None) -> Mapping[str, Any] | None:
        """What it says of a company: reports, base by level, error, beyond; None where too few."""
        return self._companies.get(name)

    @cached_property
    def _companies(self) -> Mapping[str | None, Mapping[str, Any]]:
        return {row["name"]: row for row in reversed(self._rows["company"])}

    @property
    def all_local(self) -> Sequence[Mapping[str, Any]]:
        """Every row on a kind of employer in an area."""
        return self._rows["place.employer"]

    @property
    def own(self) -> Sequence[Mapping[str, Any]]:
        """Every row on a company."""
        return self._rows["company"]

    @property
    def local(self) -> tuple[tuple[str, str], ...]:
        """The areas and kinds of employer of which it says something."""
        return tuple((row["code"], row["employer"]) for row in self._rows["place.employer"])

    def changed(self, values: Mapping[str, float], rows: Rows | None = None) -> Model:
        """The same model with other values, and other rows of those that ``rows`` has."""
        other = Model(self._table, self._file)
        fitted: dict[str, Constant | None] = {
            name: Constant(float(value), 0.0, "fitted") for name, value in values.items()
        }
        other._found = self._found | fitted
        other._rows = {**self._rows, **(rows or {})}
        return other

    def watched(self, asked: dict[str, Any]) -> Model:
        """The same model, which notes in ``asked`` what it ``says`` by each name that is used."""
        return _Watched(self, asked)

    def says(self, name: str) -> Constant | Sequence[Mapping[str, Any]] | None:
        """The constant, or the rows, of this name."""
        return self._rows[name] if name in self._rows else self.find(name)

    def has_levels(self, name: str) -> bool:
        """Whether ``name`` holds a constant per level rather than one."""
        here: Any = self._table
        for key in name.split("."):
            if not isinstance(here, dict) or key not in here:
                return False
            here = here[key]
        return "value" not in here


class _Watched(Model):
    def __init__(self, model: Model, asked: dict[str, Any]) -> None:
        self._table, self._file, self._found = model._table, model._file, model._found
        self._rows = _WatchedRows(model._rows, asked)
        self._asked = asked

    def find(self, name: str) -> Constant | None:
        found = self._asked[name] = super().find(name)
        return found


class _WatchedRows(UserDict[str, Sequence[Mapping[str, Any]]]):
    def __init__(self, rows: Rows, asked: dict[str, Any]) -> None:
        super().__init__(rows)
        self._asked = asked

    def __getitem__(self, name: str) -> Sequence[Mapping[str, Any]]:
        found = self._asked[name] = super().__getitem__(name)
        return found


@once_a_book
def _model(book: Rulebook) -> Model:
    return Model(book.toml(FILE), str(book.path(FILE)))
