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
    LEAD,
    TOWN,
    Reading,
    Words,
    called,
    joined,
    letters,
    part,
    titled,
)
from mlsalary.places.single import named
from mlsalary.places.words import PlaceWords, place_words
from mlsalary.rulebook import Rulebook

_PREPOSITIONS = ("IN", "OR")  # in capitals they are states in front of all only


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

    def stated_tail(self, text: str) -> Found | None:
        """``Honolulu District HI``: the state at the end, and the sort or the side dropped."""
        ways = part(self.book, text)
        if len(ways) < 2 or len(ways[1].states) != 1:
            return None
        return self._respelled(ways[1].name, ways[1].states[0])

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
        found = titled(self.book, words) if "-" in name else []
        found = found or called(self.book, words)
        for other in joined(self.book, words.name) if not found else ():
            found = found or called(self.book, Words(other, (state,)))
        with suppress(NotFoundError):
            if found:
                return Found(choose(self.book, name, found), f"{name}, {state}", True)
        return None

    def _respelled(self, name: str, state: str) -> Found | None:
        for bare in _respelled(key(name), self.told):
            found = self._town(bare, state)
            nickname = found is not None and found.reading.match == "alias"
            if found and not (nickname and bare.endswith(key(name))):  # no "city of new york, NJ"
                return found
        return None

    def _state_first(self, text: str, whole: str) -> Found | None:
        """``CA Palo Alto``, ``Texas Austin``: two letters in capitals only."""
        words = text.replace("-", " ").replace("–", " ").split()
        for count in range(min(3, len(words) - 1), 0, -1):
            first = " ".join(words[:count])
            dropped = first in _PREPOSITIONS and text != whole
            if len(first) == 2 and (dropped or not first.isupper()):
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
        first, *rest = bared(text, self.told)[-1].text.replace("–", "-").split("-")
        with suppress(NotFoundError):
            reading = self._leading(first) if rest and all(map(key, (first, *rest))) else None
            if reading and all(self._follows(city, reading) for city in rest):
                return Found(reading, first.strip(), True)
        return None

    def _leading(self, name: str) -> Reading | None:
        reading = named(self.book, name, self.asked)
        wide = reading.match in ("state", "national")
        return reading if reading.rank == LEAD and not wide else None

    def _follows(self, city: str, lead: Reading) -> bool:
        here = (self.in_state(city, state) for state in lead.states)
        return any(
            one and (one.reading.code == lead.code or one.reading.rank < LEAD) for one in here
        )


def _respelled(name: str, told: PlaceWords) -> Iterator[str]:
    """A key without the sort of place behind it, with another sort, without the side before it,
    and what follows ``near`` in it."""
    bare, seen = name, [name]
    for count in range(told.longest, 0, -1):
        words = bare.split()
        if len(words) > count and " ".join(words[-count:]) in told.sorts:
            bare = " ".join(words[:-count])
            seen.append(bare)
            yield bare
    if bare != name:
        yield from (f"{bare} {sort}" for sort in told.counties)
    yield f"city of {name}"
    for text in seen:
        first, _, rest = text.partition(" ")
        if first in told.compass and rest:
            yield rest
    words = name.split()
    for at in range(len(words) - 2, 0, -1):
        if words[at] in told.near_before | told.aside_before:
            yield " ".join(words[at + 1 :])
