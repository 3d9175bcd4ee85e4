"""Typed places -> look-up tables: of the texts that a table holds, or of every text foreseen.

The latter is for engines that are asked once and do not tell their texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mlsalary.errors import MlsalaryError
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.many_places import ManyPlaces
from mlsalary.frame.settings import Settings
from mlsalary.frame.tables import PlaceFacts, nation_stands_in, place_facts
from mlsalary.places.index import area_names
from mlsalary.places.located import NATIONAL, Located
from mlsalary.places.names import key
from mlsalary.places.readings import area_states
from mlsalary.places.resolve import resolve
from mlsalary.profile import FIELDS
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.oews import NATION, area, areas
from mlsalary.rulebook.releases import newest
from mlsalary.vocabulary import vocabulary

TEXTS = tuple(column for one in FIELDS if one.name in ("metro", "state") for column in one.columns)
"""The columns that say where. What is typed is the first before the state that is filled."""

FACTS = ("place", "place_match", *PlaceFacts._fields)
UNKNOWN = "?"  # the key of the nation when it stands in for a place, whose factor is not 1
HINTED = 1_000  # unknown places for which the nearest names are looked up: 5 ms each


@once_a_book
def many_places(book: Rulebook) -> ManyPlaces:
    """The rulebook with its place tables in memory."""
    return ManyPlaces(*book.folders)


class Found(NamedTuple):
    """What a row's place texts mean, None where a single estimate would give ``refusal``."""

    place: str | None
    place_match: str | None
    facts: PlaceFacts | None
    refusal: MlsalaryError | None = None


class PlacesMet:
    """The place texts of a table, each looked up once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.book = many_places(settings.book)
        self._met: dict[tuple[str, ...], Found] = {}
        self._hints_left = HINTED

    def found(self, texts: tuple[str, ...]) -> Found:
        """What metro, ZIP, city and state mean together."""
        if texts not in self._met:
            if len(self._met) >= 1_000_000:
                self._met.clear()  # a file of nothing but different addresses stays within memory
            self._met[texts] = self._look_up(texts)
        return self._met[texts]

    def lookup(self, texts: Iterable[Sequence[str]]) -> Lookup:
        """A table of these rows of texts, keyed by all four; for a refused one the column of
        warnings holds the error's code."""
        rows, nothing = [], [None for _ in PlaceFacts._fields[:-1]]
        for row in texts:
            found = self.found(tuple(row))
            refused = (*nothing, found.refusal.code if found.refusal else "")
            rows.append((*row, found.place, found.place_match, *(found.facts or refused)))
        keys, names = ([f"{PREFIX}{name}" for name in some] for some in (TEXTS, FACTS))
        return Lookup.of("places_met", keys, names, rows, numbers=names[2:-1])

    def _look_up(self, texts: tuple[str, ...]) -> Found:
        typed = next((text for text in texts[:-1] if text), "")
        try:
            place = resolve(typed, texts[-1], self.book, hints=self._hints_left > 0)
        except MlsalaryError as error:
            self._hints_left -= 1
            return self._stand_in(typed, texts[-1], error)
        return Found(place.code, place.match, _facts(self.book, place, place.state))

    def _stand_in(self, typed: str, state: str, error: MlsalaryError) -> Found:
        """The state, asked for or typed after a comma, or the nation, as the settings allow."""
        if self.settings.fallback:
            for text in (state, typed.rpartition(",")[2].strip() if "," in typed else ""):
                place = _state(text, self.book) if text else None
                if place:
                    facts = _facts(self.book, place, place.state)
                    return Found(place.code, "state", _with(facts, error))
        if self.settings.fallback == "national":
            return Found(NATION, "national", _with(nation_stands_in(self.book), error))
        return Found(None, None, None, error)


def _with(facts: PlaceFacts, error: MlsalaryError) -> PlaceFacts:
    return facts._replace(place_warnings=f"{error.code};{facts.place_warnings}")


def _state(text: str, book: Rulebook) -> Located | None:
    try:
        place = resolve(None, text, book)
    except MlsalaryError:
        return None
    return place if place.kind == "state" else None


def _facts(book: Rulebook, place: Located, state: str | None) -> PlaceFacts:
    return place_facts(book, place.place, state)


class Spelled(NamedTuple):
    """The tables that an engine joins for itself.

    states: key of a name or of letters -> letters and code. aliases: key of a place -> its area,
    the state that stands in for it, all its states, and how it matched. areas: area and state ->
    ln of the factor, and warnings.
    """

    states: Lookup
    aliases: Lookup
    areas: Lookup


@once_a_book
def spelled(book: Rulebook) -> Spelled:
    """Every place that can be told beforehand: titles, leading cities, nicknames, towns with their
    state and alone, ZIP and area codes, states. Takes some seconds."""
    book = many_places(book)
    known = {name: place for name, place in _every_key(book) if place}
    apart = {}
    for town in _towns(book):
        if not town.alike:
            apart[town.name, town.state] = town.beside
        if town.behind and (town.alike or _leads(known.get(town.name), town.state)):
            known[town.key] = town.behind
        else:
            known.pop(town.key, None)  # the key would mean the one or the other
    aliases = [
        (name, place.code, place.state or "", _states(book, name, place, apart), place.match)
        for name, place in known.items()
    ]
    pairs = {(place.code, place.state or "") for place in known.values()}
    pairs |= {(code, state) for code, _ in pairs for state in _own_states(book, code)}
    facts = [(*pair, *_area_facts(book, *pair)) for pair in sorted(pairs)]
    facts.append((NATION, UNKNOWN, *nation_stands_in(book)))
    return Spelled(
        Lookup.of(
            "states",
            [f"{PREFIX}state_key"],
            [f"{PREFIX}letters", f"{PREFIX}fips"],
            _states_rows(book),
        ),
        Lookup.of(
            "aliases",
            [f"{PREFIX}key"],
            [f"{PREFIX}{name}" for name in ("code", "first_state", "states", "match")],
            aliases,
        ),
        Lookup.of(
            "areas",
            [f"{PREFIX}area", f"{PREFIX}area_state"],
            [f"{PREFIX}{name}" for name in (*PlaceFacts._fields[:-1], "area_warnings")],
            facts,
        ),
    )


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
    for name, state, _, town, _ in book.csv("places.csv").rows():
        behind = _resolved(f"{town}, {state}", book)
        yield _Town(name, state, behind, _resolved(town, book, state))


def _leads(place: Located | None, state: str) -> bool:
    """Whether a name alone means this even beside the state, so that bind.py looks no further."""
    return place is not None and place.match != "city" and place.state == state


def _every_key(book: Rulebook) -> Iterator[tuple[str, Located | None]]:
    """All but towns with their states. Of keys that come twice, the last holds."""
    for code_row in book.csv("zips.csv").rows():
        yield code_row[0], _resolved(code_row[0], book)
    for text in _texts(book):
        yield key(text), _resolved(text, book)


def _texts(book: Rulebook) -> Iterator[str]:
    names = list(area_names(book).rows())
    for name, role, _, states, _ in names:
        yield name
        if role in ("lead", "principal"):
            yield from (f"{name}, {state}" for state in states.split("-"))
    for _, role, _, _, title in names:
        if role in ("name", "former"):
            yield from (title.rpartition(",")[0], title)
    yield from vocabulary(book).nowhere
    for found in areas(book, newest(book).prefix):
        yield found.code
        yield f"cbsa:{found.code}"
    yield from dict.fromkeys(row[0] for row in book.csv("places.csv").rows())


def _resolved(text: str, book: Rulebook, state: str | None = None) -> Located | None:
    try:
        return resolve(text, state, book, hints=False)
    except MlsalaryError:
        return None


def _own_states(book: Rulebook, code: str) -> tuple[str, ...]:
    return area_states(area(book, code)) if code != NATION else ()


def _states(
    book: Rulebook, name: str, place: Located, apart: Mapping[tuple[str, str], Located | None]
) -> str:
    """The states that may be asked for beside the name, but for those in which it means another
    area: Newark with New York is a town far from New York's own Newark."""
    every = dict.fromkeys(filter(None, (place.state, *_own_states(book, place.code))))
    meant = {state: apart.get((name, state), place) for state in every}
    kept = [state for state, one in meant.items() if one and one.code == place.code]
    return f"-{'-'.join(kept)}-"


def _area_facts(book: Rulebook, code: str, state: str) -> PlaceFacts:
    if code == NATION:
        return _facts(book, NATIONAL, None)
    found = area(book, code)
    named = Located(found.code, found.name, found.kind, "exact")
    return _facts(book, named, state or None)


def _states_rows(book: Rulebook) -> list[tuple[str, str, str]]:
    rows = {"": ("", "")} | {key(word): ("", "") for word in vocabulary(book).nowhere}
    for name, role, code, state, _ in area_names(book).rows():
        if role == "state":
            for spelling in (name, f"state of {name}", f"{name} state"):
                rows.setdefault(spelling, (state, code))
    return [(name, *values) for name, values in rows.items()]
