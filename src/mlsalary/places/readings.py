"""Every area that a typed name could mean: look-ups in the place tables, and no decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from mlsalary.places.index import area_names
from mlsalary.places.names import key, title_states
from mlsalary.results import PlaceMatch
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import Area, area

_COUNTRY = ("usa", "us", "u s a", "u s", "united states", "united states of america", "america")


TOWN, PRINCIPAL, LEAD = 0, 1, 2
_RANKS = {"name": LEAD, "lead": LEAD, "principal": PRINCIPAL}


class Reading(NamedTuple):
    """One area that the words could mean.

    label: how to ask for just this one. states: where it lies, the typed city's own state first.
    size: the number of its ZIP codes, None when not counted. rank: LEAD when the name is that of
    the area, of its leading city or of a region; PRINCIPAL for another city in its title; TOWN.
    """

    code: str
    states: tuple[str, ...]
    match: PlaceMatch
    label: str
    size: int | None = None
    rank: int = TOWN
    note: str | None = None


class Words(NamedTuple):
    """A name parted from its states: ``Kansas City, MO-KS`` -> ``kansas city``, (MO, KS)."""

    name: str
    states: tuple[str, ...] = ()


def names(book: Rulebook, name: str) -> list[list[str]]:
    """The rows of the index of names for a key: key, role, code, states, name."""
    return area_names(book).starting(f"{name},") if name else []


def letters(book: Rulebook, name: str) -> str | None:
    """The two letters of a state by its name or letters, as a key; None when it is no state."""
    return next((row[3] for row in names(book, name) if row[1] == "state"), None)


def area_states(found: Area) -> tuple[str, ...]:
    """The states an area lies in; none for the nation."""
    return title_states(found.name) or ((found.state,) if found.state else ())


def part(book: Rulebook, text: str) -> list[Words]:
    """The ways to part a name from the states at its end, the likeliest first.

    The first is the whole text, without ``USA`` at its end.
    """
    words = key(text).split()
    for count in (4, 3, 2, 1):
        if len(words) > count and " ".join(words[-count:]) in _COUNTRY:
            words = words[:-count]
            break
    found = [Words(" ".join(words))]
    states: list[str] = []
    while len(words) > 1:
        # Longest first: "west virginia" before "virginia". After the first, letters only: DC-VA-MD.
        for count in (3, 2, 1) if not states else (1,):
            tail = " ".join(words[-count:])
            known = letters(book, tail) if len(words) > count else None
            if known and (not states or len(tail) == 2):
                states.insert(0, known)
                words = words[:-count]
                found.insert(1, Words(" ".join(words), tuple(states)))
                break
        else:
            break
    return found


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

    With its state a city is a city, even where the name alone is a nickname (Hollywood, FL).
    """
    titles: dict[str, Reading] = {}
    for _, role, code, states, name in names(book, words.name):
        here = tuple(states.split("-"))
        if role in _RANKS and _overlap(here, words.states):
            match: PlaceMatch = "exact" if _RANKS[role] == LEAD else "city"
            where = _first(here, words.states)
            titles.setdefault(code, Reading(code, where, match, name, rank=_RANKS[role]))
    towns = []
    wanted = [f"{words.name},{state}," for state in words.states] or [f"{words.name},"]
    for start in wanted if words.name else ():
        for _, state, code, name, size in book.csv("places.csv").starting(start):
            title = titles.get(code)
            known = title if title and state in title.states else None
            where = (state, *(s for s in area_states(area(book, code)) if s != state))
            match, rank = (known.match, known.rank) if known else ("city", TOWN)
            towns.append(Reading(code, where, match, f"{name}, {state}", int(size), rank))
    named = {town.code for town in towns if town.rank}
    untold = [title for code, title in titles.items() if code not in named]
    told = words.states and (towns or untold)
    return [*towns, *untold, *(() if told else _nicknamed(book, words))]


def stated(book: Rulebook, name: str) -> Reading | None:
    """The state that a key names: ``ohio``, ``oh``, ``state of ohio``, ``ohio state``."""
    for text in (name, name.removeprefix("state of "), name.removesuffix(" state")):
        for _, role, code, state, title in names(book, text):
            if role == "state":
                return Reading(code, (state,), "state", title, rank=LEAD)
    return None


def first_city(text: str, words: Sequence[Words]) -> Words | None:
    """``Denver-Aurora-Broomfield, CO`` -> denver, (CO): older titles are known by that city."""
    first, hyphen, _ = re.split(r",", text, maxsplit=1)[0].replace("–", "-").partition("-")
    states = next((one.states for one in reversed(words) if one.states), ())
    return Words(key(first), states) if hyphen and states and key(first) else None


def trimmed(book: Rulebook, words: Words) -> Iterator[Words]:
    """Without words such as ``greater`` and ``metro area`` around the name, one less each time:
    ``downtown kansas city`` is kansas city first, and kansas last."""
    affixes = book.toml("places.toml")["affixes"]
    name = words.name
    for before, after in (
        *((f"{word} ", "") for word in affixes["before"]),
        *(("", f" {word}") for word in affixes["after"]),
    ):
        bare = name.removeprefix(before).removesuffix(after)
        if bare != name:
            name = bare
            yield Words(name, words.states)


def _nicknamed(book: Rulebook, words: Words) -> Iterable[Reading]:
    for _, role, code, _, note in names(book, words.name):
        if role != "nickname":
            continue
        found = area(book, code)
        if _overlap(area_states(found), words.states):
            yield Reading(code, area_states(found), "alias", found.name, None, LEAD, note or None)


def _first(here: tuple[str, ...], typed: tuple[str, ...]) -> tuple[str, ...]:
    """The states of an area, those that were typed first."""
    return tuple(sorted(here, key=lambda state: state not in typed))


def _overlap(here: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return not asked or not here or bool(set(here) & set(asked))
