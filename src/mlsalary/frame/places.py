"""Typed places -> look-up tables: of the texts that a table holds, or of every text foreseen.

The latter is for engines that are asked once and do not tell their texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mlsalary.errors import MlsalaryError
from mlsalary.frame.aliases import CODE, FIRST_STATE, aliases
from mlsalary.frame.foreseen import own_states
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.settings import Settings
from mlsalary.frame.tables import PlaceFacts, nation_stands_in, place_facts
from mlsalary.places.country import require_ours
from mlsalary.places.index import area_names
from mlsalary.places.located import NATIONAL, Located
from mlsalary.places.names import key
from mlsalary.places.resolve import resolve, says_nowhere
from mlsalary.profile import FIELDS
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.oews import NATION, area
from mlsalary.vocabulary import vocabulary

TEXTS = tuple(column for one in FIELDS if one.name in ("metro", "state") for column in one.columns)
"""The columns that say where. What is typed is the first before the state that is filled."""

ZIP, COUNTRY = TEXTS.index("zip"), TEXTS.index("country")

FACTS = ("place", "place_match", *PlaceFacts._fields)
UNKNOWN = "?"  # the key of the nation when it stands in for a place, whose factor is not 1
_KEPT_MOST = 100_000
HINTED = 1_000  # unknown places for which the nearest names are looked up: 5 ms each


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
        self.book = settings.book
        self._met: dict[tuple[str, ...], Found] = {}
        self._facts: dict[tuple[str, str, str | None], PlaceFacts] = {}
        self._hints_left = HINTED

    def found(self, texts: tuple[str, ...]) -> Found:
        """What metro, ZIP, city and state mean together."""
        found = self._met.get(texts)
        if found is None:
            if len(self._met) >= _KEPT_MOST:
                self._met.clear()  # a file of nothing but different addresses stays within memory
            found = self._met[texts] = self._look_up(texts)
        return found

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
        typed = place_text(texts, self.book)
        try:
            if texts[COUNTRY]:
                require_ours(texts[COUNTRY], self.book)
        except MlsalaryError as error:
            return Found(None, None, None, _alone(error))  # nothing stands in for another country
        try:
            place = resolve(typed, texts[-1], self.book, hints=self._hints_left > 0)
        except MlsalaryError as error:
            self._hints_left -= 1
            return self._stand_in(typed, texts[-1], _alone(error))
        return Found(place.code, place.match, self._facts_of(place))

    def _facts_of(self, place: Located) -> PlaceFacts:
        """The facts of an area, of which many texts are names."""
        area = place.code, place.match, place.state
        facts = self._facts.get(area)
        if facts is None:
            told = place._replace(note=None).place
            facts = self._facts[area] = place_facts(self.book, told, place.state)
        return facts

    def _stand_in(self, typed: str, state: str, error: MlsalaryError) -> Found:
        """The state, asked for or typed after a comma, or the nation, as the settings allow."""
        if self.settings.fallback:
            for text in (state, typed.rpartition(",")[2].strip() if "," in typed else ""):
                place = _state(text, self.book) if text else None
                if place:
                    facts = self._facts_of(place)
                    return Found(place.code, "state", _with(facts, error))
        if self.settings.fallback == "national":
            return Found(NATION, "national", _with(nation_stands_in(self.book), error))
        return Found(None, None, None, error)


def place_text(texts: Sequence[str], book: Rulebook) -> str:
    """The first text before the state that says where, else the first that is filled; what is in
    the column of ZIP codes is one, though a spreadsheet took its leading zeros."""
    first = ""
    for at, text in enumerate(texts[:-1]):
        if text:
            written = _zip_code(text) if at == ZIP else text
            if not says_nowhere(written, book):
                return written
            first = first or written
    return first


def _zip_code(text: str) -> str:
    code = re.fullmatch(r"(\d{3,5}(?:-\d{4})?)(?:\.0)?", text, re.ASCII)
    return f"zip:{code[1]}" if code else text


def _alone(error: MlsalaryError) -> MlsalaryError:
    """The error without the calls that led to it, which would be kept as long as it is."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _with(facts: PlaceFacts, error: MlsalaryError) -> PlaceFacts:
    return facts._replace(place_warnings=f"{error.code};{facts.place_warnings}")


def is_state(text: str, book: Rulebook) -> bool:
    """Whether a text is a state's name or its letters."""
    return _state(text, book) is not None


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
    """Every place that can be told beforehand, and what is told of its area."""
    known = aliases(book)
    pairs = set(zip(known.columns[CODE], known.columns[FIRST_STATE], strict=True))
    pairs |= {(code, state) for code, _ in pairs for state in own_states(book, code)}
    facts = [(*pair, *_area_facts(book, *pair)) for pair in sorted(pairs)]
    facts.append((NATION, UNKNOWN, *nation_stands_in(book)))
    return Spelled(
        Lookup.of(
            "states",
            [f"{PREFIX}state_key"],
            [f"{PREFIX}letters", f"{PREFIX}fips"],
            _states_rows(book),
        ),
        known,
        Lookup.of(
            "areas",
            [f"{PREFIX}area", f"{PREFIX}area_state"],
            [f"{PREFIX}{name}" for name in (*PlaceFacts._fields[:-1], "area_warnings")],
            facts,
        ),
    )


def _area_facts(book: Rulebook, code: str, state: str) -> PlaceFacts:
    if code == NATION:
        return _facts(book, NATIONAL, None)
    found = area(book, code)
    named = Located(found.code, found.name, found.kind, "exact")
    return _facts(book, named, state or None)


def _states_rows(book: Rulebook) -> list[tuple[str, str, str]]:
    known = vocabulary(book)
    rows = {"": ("", "")} | {
        key(word): ("", "") for word in (*known.nowhere, *sorted(known.nothing))
    }
    for name, role, code, state, _ in area_names(book).rows():
        if role == "state":
            for spelling in (name, f"state of {name}", f"{name} state"):
                rows.setdefault(spelling, (state, code))
    return [(name, *values) for name, values in rows.items()]
