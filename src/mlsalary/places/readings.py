"""Every area that a typed name could mean: look-ups in the place tables, and no decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mlsalary.places.index import area_names
from mlsalary.places.names import key, title_states
from mlsalary.places.words import place_words
from mlsalary.results import PlaceMatch
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.oews import Area, area

JOINED_STATES = 20  # characters at the end in which states are joined: DC-VA-MD-WV, and USA
JOINING = ("in", "or")
"""Words that are the letters of a state as well."""


TOWN, PRINCIPAL, LEAD = 0, 1, 2
_RANKS = {"name": LEAD, "lead": LEAD, "principal": PRINCIPAL}


class Reading(NamedTuple):
    """One area that the words could mean.

    label: how to ask for just this one. states: where it lies, the typed city's own state first.
    people: who live there, None where they are not counted. rank: LEAD when the name is that of
    the area, of its leading city or of a region; PRINCIPAL for another city in its title; TOWN.
    """

    code: str
    states: tuple[str, ...]
    match: PlaceMatch
    label: str
    people: int | None = None
    rank: int = TOWN
    note: str | None = None


class Words(NamedTuple):
    """A name parted from its states: ``Kansas City, MO-KS`` -> ``kansas city``, (MO, KS)."""

    name: str
    states: tuple[str, ...] = ()


def names(book: Rulebook, name: str) -> Sequence[Sequence[str]]:
    """The rows of the index of names for a key: key, role, code, states, name."""
    return area_names(book).of(name) if name else ()


def letters(book: Rulebook, name: str) -> str | None:
    """The two letters of a state by its name or letters, as a key; None when it is no state."""
    return _letters(names(book, name))


def _letters(rows: Iterable[Sequence[str]]) -> str | None:
    for row in rows:
        if row[1] == "state":
            return row[3]
    return None


def area_states(found: Area) -> tuple[str, ...]:
    """The states an area lies in; none for the nation."""
    return title_states(found.name) or ((found.state,) if found.state else ())


@once_a_book
def _states_around(book: Rulebook, code: str, state: str) -> tuple[str, ...]:
    """The states that an area lies in, that of a town in it first."""
    return (state, *(one for one in area_states(area(book, code)) if one != state))


def part(book: Rulebook, text: str) -> list[Words]:
    """The ways to part a name from the states at its end, the likeliest first.

    The first is the whole text, without ``USA`` at its end. Of several states only those that a
    hyphen or a slash joins belong to one name.
    """
    words = key(text).split()
    told, known_names = place_words(book), area_names(book)
    ends_so = words and words[-1] in told.country_ends
    for count in range(min(told.longest, len(words) - 1), 0, -1) if ends_so else ():
        if " ".join(words[-count:]) in told.country:
            words = words[:-count]
            if len(words) > 1 and words[-1] in JOINING and "," not in text:
                return [Words(" ".join(words))]  # "remote in US" is nowhere in Indiana
            break
    found = [Words(" ".join(words))]
    states: tuple[str, ...] = ()
    while len(words) > 1:
        # Longest first: "west virginia" before "virginia". After the first, letters only: DC-VA-MD.
        for count in (3, 2, 1) if not states else (1,) if _joins_states(text) else ():
            if len(words) <= count:
                continue
            tail = " ".join(words[-count:])
            known = _letters(known_names.of(tail))
            if known and (not states or len(tail) == 2):
                states = (known, *states)
                words = words[:-count]
                found.insert(1, Words(" ".join(words), states))
                break
        else:
            break
    return found


def _joins_states(text: str) -> bool:
    end = text[-JOINED_STATES:]
    return "-" in end or "/" in end or "–" in end


def titled(book: Rulebook, words: Words) -> list[Reading]:
    """Areas of which this is the title, today or in an earlier delineation."""
    found = []
    for _, role, code, states, name in names(book, words.name):
        here = tuple(states.split("-")) if states else ()
        if role not in ("name", "former") or not _overlap(here, words.states):
            continue
        now = area(book, code)
        if role == "name":
            found.append(Reading(code, _first(here, words.states), "exact", name, rank=LEAD))
        else:
            note = f"{name} is the name of an earlier delineation; today it is {now.name}"
            where = _first(area_states(now) or here, words.states)
            found.append(Reading(code, where, "alias", name, None, LEAD, note))
    exact = [reading for reading in found if reading.match == "exact"]
    return exact or found


def called(book: Rulebook, words: Words) -> list[Reading]:
    """Leading cities, towns and nicknames of this name, in these states if there are any.

    With its state a city is a city, even where the name alone is a nickname (Hollywood, FL), and
    lies where it does, not wherever its area reaches: Allentown, NJ is none of Pennsylvania's.
    """
    titles: dict[str, Reading] = {}
    known_names = names(book, words.name)
    for _, role, code, states, name in known_names:
        if role in _RANKS and _overlap(here := tuple(states.split("-")), words.states):
            match: PlaceMatch = "exact" if _RANKS[role] == LEAD else "city"
            where = _first(here, words.states)
            titles.setdefault(code, Reading(code, where, match, name, rank=_RANKS[role]))
    towns, homes = [], set[str]()
    asked = words.states if words.states and not titles else ("",)
    rows = [row for state in asked for row in _towns(book, words.name, state)]
    for _, state, code, name, people, county in rows:
        title = titles.get(code)
        known = title if title and state in title.states else None
        homes |= {code} if known else set()
        if words.states and state not in words.states:
            continue
        where = _states_around(book, code, state)
        match, rank = (known.match, known.rank) if known else ("city", TOWN)
        label = f"{name}, {county}, {state}" if county else f"{name}, {state}"
        towns.append(Reading(code, where, match, label, int(people), rank))
    if not known_names:
        return towns
    named = {town.code for town in towns if town.rank} | (homes if words.states else set())
    untold = [title for code, title in titles.items() if code not in named]
    told = words.states and (towns or untold)
    return [*towns, *untold, *(() if told else _nicknamed(book, words, known_names))]


def _towns(book: Rulebook, name: str, state: str = "") -> Sequence[Sequence[str]]:
    """The rows of places.csv for a key, of one state if it is told."""
    return book.csv("places.csv").of(name, state) if name else ()


def joined(book: Rulebook, name: str) -> list[str]:
    """The known names of these letters, parted otherwise: ``de ridder``, ``sugarland``."""
    letters_only = name.replace(" ", "")
    found = [row[4] for row in names(book, letters_only) if row[1] == "joined"]
    return [one for one in (letters_only, *found) if one != name]


def stated(book: Rulebook, name: str) -> Reading | None:
    """The state that a key names: ``ohio``, ``oh``, ``state of ohio``, ``ohio state``."""
    for text in dict.fromkeys((name, name.removeprefix("state of "), name.removesuffix(" state"))):
        for _, role, code, state, title in names(book, text):
            if role == "state":
                return Reading(code, (state,), "state", title, rank=LEAD)
    return None


def first_city(text: str, words: Sequence[Words]) -> Words | None:
    """``Denver-Aurora-Broomfield, CO`` -> denver, (CO): older titles are known by that city."""
    first, hyphen, _ = re.split(r",", text, maxsplit=1)[0].replace("–", "-").partition("-")
    states = next((one.states for one in reversed(words) if one.states), ())
    return Words(key(first), states) if hyphen and states and key(first) else None


def _nicknamed(book: Rulebook, words: Words, rows: Iterable[Sequence[str]]) -> Iterable[Reading]:
    for _, role, code, states, note in rows:
        found = area(book, code) if role in ("nickname", "district") else None
        if found is None:
            continue
        if role == "district":
            if words.states and _overlap(tuple(states.split("-")), words.states):
                yield Reading(code, _first(area_states(found), words.states), "alias", found.name)
        elif _overlap(area_states(found), words.states):
            yield Reading(code, area_states(found), "alias", found.name, None, LEAD, note or None)


def _first(here: tuple[str, ...], typed: tuple[str, ...]) -> tuple[str, ...]:
    """The states of an area, those that were typed first."""
    return tuple(sorted(here, key=lambda state: state not in typed))


def _overlap(here: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return not asked or not here or bool(set(here) & set(asked))
