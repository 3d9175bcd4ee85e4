"""Regional price parities: what consumers' purchases cost in an area; US = 100."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from mlsalary.results import PlaceMatch
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.oews import find_area, state_code

FILE = "prices.csv"
_DECISIONS = "decisions.toml"
Part = Literal["whole", "metropolitan", "nonmetropolitan"]
OUTSIDE: tuple[PlaceMatch, ...] = ("alias", "city", "zip")
"""How words lead to a state that stands in for a place outside every metropolitan area."""


class Parity(NamedTuple):
    """The prices of an area, each as an index: US = 100.

    code, part: whose prices they are: ``whole``, the area with this code itself; ``metropolitan``
    or ``nonmetropolitan``, that portion of the state with this code. name: the same in words. year:
    whose prices. source: the id of who published them.
    """

    code: str
    part: Part
    name: str
    all_items: float
    goods: float
    housing: float
    utilities: float
    other_services: float
    year: int
    source: str

    @property
    def stands_in(self) -> bool:
        """Whether they are the prices of a portion of a state, for want of the area's own."""
        return self.part != "whole"


@once_a_book
def parity(book: Rulebook, code: str, match: PlaceMatch = "exact") -> Parity | None:
    """The prices of the area with this code, or of what stands in for it; None where nothing does.

    A nonmetropolitan area takes the prices of its state's nonmetropolitan portion, a state those of
    its metropolitan portion. match, as an answer has it, says how words led to a state: that of a
    town, a ZIP code or a micropolitan area outside every metropolitan area takes those of its
    nonmetropolitan portion, where there is one.
    """
    rows = (row for key, part in _keys(book, code, match) for row in book.csv(FILE).of(key, part))
    return next(map(_parity, rows), None)


def parities(book: Rulebook) -> tuple[Parity, ...]:
    """All that is known, by code."""
    return tuple(map(_parity, book.csv(FILE).rows()))


@once_a_book
def housing_apart(book: Rulebook) -> float:
    """By which share of the parity of all items that of housing differs where it is shown too."""
    table = book.toml(_DECISIONS).get("prices") or Rulebook.shipped().toml(_DECISIONS)["prices"]
    return float(table["housing_apart"])


def _keys(book: Rulebook, code: str, match: PlaceMatch) -> Iterator[tuple[str, Part]]:
    """Whose prices to take, the nearest first."""
    found = find_area(book, code)
    if found is None:
        return
    if found.kind == "nonmetro":
        yield state_code(book, found.state or "") or "", "nonmetropolitan"
    elif found.kind == "state":
        if match in OUTSIDE:
            yield code, "nonmetropolitan"
        yield code, "metropolitan"
    else:
        yield code, "whole"


def _parity(row: Sequence[str]) -> Parity:
    code, part, name, *figures, year, source = row
    return Parity._make((code, part, name, *map(float, figures), int(year), source))
