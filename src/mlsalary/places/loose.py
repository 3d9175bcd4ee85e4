"""One name with what stands around it -> its area: less the work mode, the side, the sort of place.

Each reading ends in the strict one of single.py, or in the tables of names themselves.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from mlsalary.errors import NotFoundError
from mlsalary.places.choice import choose
from mlsalary.places.names import key
from mlsalary.places.pieces import Bare, bared
from mlsalary.places.readings import (
    JOINING,
    LEAD,
    TOWN,
    Reading,
    Words,
    called,
    joined,
    letters,
    part,
)
from mlsalary.places.single import named
from mlsalary.places.words import PlaceWords, place_words
from mlsalary.rulebook import Rulebook

_NEAR = ("in", "at")


class Found(NamedTuple):
    """An area, the words that mean it, whether a state or its rank make it sure, and the place of
    its piece among those of its text."""

    reading: Reading
    words: str
    sure: bool
    at: int = 0

    @property
    def wide(self) -> bool:
        """Whether it is a state or the nation."""
        return self.reading.match in ("state", "national")


class Names:
    """The names of one text, read beside the state that is asked for. Each is read once."""

    def __init__(self, book: Rulebook, asked: str | None) -> None:
        self.book, self.asked = book, asked
        self.told: PlaceWords = place_words(book)
        self._met: dict[tuple[str, str], Found | None] = {}

    def alone(self, text: str) -> Found | None:
        """The text by itself, less one phrase after the other; None where nobody is called so.

        NotFoundError where all that it could mean lies abroad, or in many places.
        """
        refused: NotFoundError | None = None
        for one in bared(text, self.told):
            if not one.text:
                break
            try:
                if found := self._as_it_stands(one):
                    return found
            except NotFoundError as error:
                if error.code == "place_abroad":
                    raise  # "Greater Sudbury" is no Sudbury of ours
                refused = error if error.code != "place_not_found" else refused
            if found := self._state_first(one.text, text) or self.stated_tail(one.text):
                return found
        if refused:
            raise refused
        return self._beside(text) or self._hyphened(text)

    def in_state(self, text: str, state: str) -> Found | None:
        """The text in a state, less what stands beside its name and, at last, its side and sort."""
        met = text, state
        if met not in self._met:
            self._met[met] = self._in_state(text, state)
        return self._met[met]

    def whole(self, text: str) -> Found | None:
        """``Lake and Peninsula County, Alaska``: one name, though a word in it may part a list."""
        listed = self.told.surely.intersection(text) or any(sign in text for sign in "/\n()")
        if listed or text.count(",") > 1 or not (behind := self._state_behind(text)):
            return None
        name, state = behind
        names = (name, *_sorted_names(name, self.told))
        return next(filter(None, (self._town(one, state) for one in names)), None)

    def stated_tail(self, text: str) -> Found | None:
        """``Honolulu District HI``: the state at the end, and the sort or the side dropped."""
        behind = self._state_behind(text)
        return self._respelled(*behind) if behind else None

    def among(self, left: Sequence[Bare], codes: Collection[str]) -> Found | None:
        """A name that several places bear, where one of them lies in one of these areas."""
        for one in left if codes else ():
            here = [
                found
                for words in part(self.book, one.text)
                for found in called(self.book, words)
                if found.code in codes
            ]
            if here:
                with suppress(NotFoundError):
                    reading = choose(self.book, one.text, here)
                    return Found(reading, reading.label, True)
        return None

    def _state_behind(self, text: str) -> tuple[str, str] | None:
        """A key and the one state that stands behind it."""
        ways = part(self.book, text)
        one = len(ways) > 1 and len(ways[1].states) == 1
        return (ways[1].name, ways[1].states[0]) if one else None

    def _as_it_stands(self, one: Bare) -> Found | None:
        reading = named(self.book, one.text, self.asked)
        stated = any(words.states for words in part(self.book, one.text))
        found = Found(reading, one.text, reading.rank > TOWN or stated)
        return None if one.near and found.wide else found

    def _in_state(self, text: str, state: str) -> Found | None:
        left = bared(text, self.told)
        independent = re.fullmatch("(?:the )?city of (.*) county", key(text))
        for name in (f"{independent[1]} city", independent[1]) if independent else ():
            if found := self._town(name, state):
                return found
        for one in left:
            if one.text and (found := self._town(one.text, state)):
                return found
        return self._respelled(left[-1].text, state) if left[-1].text else None

    def _town(self, name: str, state: str) -> Found | None:
        """What bears the name in the state, also with its letters parted otherwise."""
        if self.asked and self.asked != state:
            return None
        words = Words(key(name).removesuffix(f" {state.lower()}"), (state,))
        found = called(self.book, words)
        for other in joined(self.book, words.name) if not found else ():
            found = found or called(self.book, Words(other, (state,)))
        with suppress(NotFoundError):
            if found:
                reading = choose(self.book, name, found)
                town = reading.label.endswith(f", {state}")
                return Found(reading, reading.label if town else f"{name}, {state}", True)
        return None

    def _respelled(self, name: str, state: str) -> Found | None:
        for bare in _respelled(key(name), self.told):
            found = self._town(bare, state)
            if found is None:
                continue
            nickname = found.reading.match == "alias" and bare.endswith(key(name))
            city = bare.endswith(" city") and " City," in found.reading.label
            if not (nickname or city):  # no "city of new york, NJ", no Dade City for Dade County
                return found
        return None

    def _state_first(self, text: str, whole: str) -> Found | None:
        """``CA Palo Alto``, ``Texas Austin``: two letters in capitals only."""
        words = text.replace("-", " ").replace("–", " ").split()
        for count in (3, 2, 1):
            first = " ".join(words[:count])
            dropped = first.lower() in JOINING and text != whole  # Indiana in front of all only
            letters_only = len(key(first)) == 2  # "Mount" is no Montana, though its key is mt
            if letters_only and (dropped or not (len(first) == 2 and first.isupper())):
                continue
            state = letters(self.book, key(first))
            if state and (found := self.in_state(" ".join(words[count:]), state)):
                return found
        return None

    def _beside(self, text: str) -> Found | None:
        """``North SF Bay Area``: a side of what is itself well known."""
        for one in bared(text, self.told):
            first, _, rest = key(one.text).partition(" ")
            if first in self.told.compass and rest:
                with suppress(NotFoundError):
                    found = self._leading(rest)
                    return found and Found(found, rest, True)
        return None

    def _hyphened(self, text: str) -> Found | None:
        """``Houston-Galveston Area``: the first city's area, where the others lie in its state and
        lead none of their own."""
        first, *rest = self._bare_list(text).replace("–", "-").split("-")
        with suppress(NotFoundError):
            reading = self._leading(first) if rest and all(map(key, (first, *rest))) else None
            if reading and all(self._follows(city, reading) for city in rest):
                return Found(reading, first.strip(), True)
        return None

    def _bare_list(self, text: str) -> str:
        """The text less what stands around it, but for what its last name ends in: Kansas City."""
        last = key(text.replace("–", "-").rpartition("-")[2])
        return text if called(self.book, Words(last)) else bared(text, self.told)[-1].text

    def _leading(self, name: str) -> Reading | None:
        reading = named(self.book, name, self.asked)
        wide = reading.match in ("state", "national")
        return reading if reading.rank == LEAD and not wide else None

    def _follows(self, city: str, lead: Reading) -> bool:
        """Whether a city lies in these states, leads no metro there, and is not dwarfed by one that
        leads a metro elsewhere."""
        here = [one.reading for state in lead.states if (one := self._town(city, state))]
        people = max((one.people or 1 for one in here), default=0)
        dwarfed = self.book.toml("places.toml")["ambiguity"]["list_dwarfs"] * people
        leads = [one for one in called(self.book, Words(key(city))) if one.rank == LEAD]
        if not here or any((one.people or 0) >= dwarfed for one in leads if one not in here):
            return False
        return any(one.code == lead.code for one in here) or all(one.rank < LEAD for one in here)


def _respelled(name: str, told: PlaceWords) -> Iterator[str]:
    """A key without the sort of place behind it, with another sort, without the side before it,
    and what follows ``near`` in it."""
    seen = [name, *_sorted_names(name, told)]
    yield from seen[1:]
    yield f"city of {name}"
    for text in seen:
        first, _, rest = text.partition(" ")
        if first in told.compass and rest:
            yield rest
    words = name.split()
    for at in range(len(words) - 2, 0, -1):
        if words[at] in told.near_before or words[at] in _NEAR:
            yield " ".join(words[at + 1 :])


def _sorted_names(name: str, told: PlaceWords) -> Iterator[str]:
    """A key without the sort of place behind it; of a county its other sorts, and no town."""
    bare, county = name, False
    for count in range(told.longest, 0, -1):
        words = bare.split()
        sort = " ".join(words[-count:])
        if len(words) > count and sort in told.sorts:
            bare = " ".join(words[:-count])
            county = county or words[-1] in told.counties
            if not county:
                yield bare
    if county:
        stem, _, last = bare.rpartition(" ")
        if stem and last in told.counties:
            yield bare  # "Orleans Parish County"
            bare = stem
        yield from (f"{bare} {sort}" for sort in told.counties)
