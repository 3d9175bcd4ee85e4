"""Every text for a place that can be told beforehand, resolved as a single question would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mlsalary.errors import MlsalaryError
from mlsalary.places.index import area_names
from mlsalary.places.located import Located
from mlsalary.places.names import key
from mlsalary.places.numbers import is_areas
from mlsalary.places.readings import area_states
from mlsalary.places.resolve import resolve
from mlsalary.places.words import place_words
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION, area, areas
from mlsalary.rulebook.releases import newest
from mlsalary.vocabulary import vocabulary

AROUND = ("greater {}", "greater {} area", "{} area", "{} metro area", "{} metropolitan area")
"""How people speak of the area of a city: a few forms of those that are read."""


ZIP = "zip "
"""What stands before five digits that are a ZIP code as well as the code of an area."""


class Alias(NamedTuple):
    """The key of a place, its area, the state that stands in for it, all the states that may be
    asked for beside it, parted and enclosed by hyphens, and how it matched."""

    key: str
    code: str
    first_state: str
    states: str
    match: str


def foreseen(book: Rulebook) -> Iterator[Alias]:
    """Titles, leading cities, nicknames, towns with their state and alone, ZIP and area codes.

    Takes seconds.
    """
    known = {name: place for name, place in _every_key(book) if place}
    apart = {}
    for town in _towns(book):
        if not town.alike:
            apart[town.name, town.state] = town.beside
        if town.behind and (town.alike or _leads(known.get(town.name), town.state)):
            known[town.key] = town.behind
        else:
            known.pop(town.key, None)  # the key would mean the one or the other
    for name, place in known.items():
        states = _states(book, name, place, apart)
        yield Alias(name, place.code, place.state or "", states, place.match)


def _codes_of_both(book: Rulebook) -> frozenset[str]:
    """Five digits that are a ZIP code as well as the code of an area."""
    return frozenset(row[0] for row in book.csv("zips.csv").rows() if is_areas(book, row[0]))


def own_states(book: Rulebook, code: str) -> tuple[str, ...]:
    """The states an area lies in; none for the nation."""
    return area_states(area(book, code)) if code != NATION else ()


def _states(
    book: Rulebook, name: str, place: Located, apart: Mapping[tuple[str, str], Located | None]
) -> str:
    """The states that may be asked for beside the name, but for those in which it means another
    area: Newark with New York is a town far from New York's own Newark."""
    every = dict.fromkeys(filter(None, (place.state, *own_states(book, place.code))))
    meant = {state: apart.get((name, state), place) for state in every}
    kept = [state for state, one in meant.items() if one and one.code == place.code]
    return f"-{'-'.join(kept)}-"


class _Town(NamedTuple):
    """A town by its key and its state's letters; what its name means with the state behind it and
    with the state beside it."""

    name: str
    state: str
    behind: Located | None
    beside: Located | None

    @property
    def key(self) -> str:
        """The key of its name with the state."""
        return f"{self.name} {self.state.lower()}"

    @property
    def alike(self) -> bool:
        """Whether both mean the same area, so that one key serves for both."""
        return bool(self.behind and self.beside and self.behind.code == self.beside.code)


def _towns(book: Rulebook) -> Iterator[_Town]:
    met: set[tuple[str, str]] = set()  # a name in two counties of a state has two rows
    for name, state, _, town, *_ in book.csv("places.csv").rows():
        if (name, state) not in met:
            met.add((name, state))
            behind = _resolved(f"{town}, {state}", book)
            yield _Town(name, state, behind, _resolved(town, book, state))


def _leads(place: Located | None, state: str) -> bool:
    """Whether a name alone means this even beside the state, so that bind.py looks no further."""
    return place is not None and place.match != "city" and place.state == state


def _every_key(book: Rulebook) -> Iterator[tuple[str, Located | None]]:
    """All but towns with their states. Of keys that come twice, the last holds."""
    met: dict[str, Located | None] = {}  # forty thousand ZIP codes, five hundred areas
    both = _codes_of_both(book)
    for zip_code, code in book.csv("zips.csv").rows():
        if code not in met:
            met[code] = _resolved(f"zip:{zip_code}", book)
        yield f"{ZIP}{zip_code}" if zip_code in both else zip_code, met[code]
    for text in filter(key, _texts(book)):
        yield key(text), _resolved(text, book)


def _texts(book: Rulebook) -> Iterator[str]:
    names = list(area_names(book).rows())
    leading = {row[0] for row in names if row[1] == "lead"}
    for name, role, _, states, written in names:
        if role != "district" and (role != "joined" or written in leading):
            yield name
        if role in ("lead", "principal", "district"):
            yield from (f"{name}, {state}" for state in states.split("-"))
        if role == "lead":
            yield from (form.format(name) for form in AROUND)
    for _, role, _, _, title in names:
        if role in ("name", "former"):
            yield from (title.rpartition(",")[0], title)
    told = place_words(book)
    countries = sorted(told.country)
    modes = sorted(mode for mode in told.anywhere if "n" not in mode.split())  # n: any number
    yield from (*vocabulary(book).nowhere, *modes, *countries)
    yield from (f"{mode} in {country}" for mode in modes for country in countries)
    for found in areas(book, newest(book).prefix):
        yield found.code
        yield f"cbsa:{found.code}"
    yield from dict.fromkeys(row[0] for row in book.csv("places.csv").rows())


def _resolved(text: str, book: Rulebook, state: str | None = None) -> Located | None:
    try:
        return resolve(text, state, book, hints=False)
    except MlsalaryError:
        return None
