"""A place as boards and people write it: states in front, work modes, brackets, tails, lists.

The text is parted into places, each of which is read by its pieces (described.py), and those are
names (loose.py). Whatever stands for no place is left out, with a note, where the rest is one for
sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise

from mlsalary.errors import NotFoundError
from mlsalary.places import refusals
from mlsalary.places.abroad import abroad_error, land, within
from mlsalary.places.described import NOWHERE, Places, Text
from mlsalary.places.loose import Found
from mlsalary.places.names import key
from mlsalary.places.pieces import alternatives, bared, described
from mlsalary.places.readings import Reading, letters, part
from mlsalary.places.single import named
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION
from mlsalary.spelling import quoted

_WORDS = 4  # on either side of the "and" in the name of a country


def written(book: Rulebook, typed: str, asked: str | None, *, hints: bool) -> Reading:
    """The area of a text that is no single name.

    NotFoundError ``place_several`` where it names several areas, ``place_abroad``,
    ``place_ambiguous`` or ``place_not_found`` where a part of it is none of ours; the last without
    suggestions unless ``hints``.
    """
    places = Places(Text(book, typed, asked, hints))
    listed = alternatives(typed, places.told)
    if country := _parted_country(book, listed):
        raise abroad_error(typed, within(book, typed, country))
    whole = places.names.whole(typed) if len(listed) > 1 else None
    found = [whole] if whole else _each(places, listed)
    here = _closest([one for one in found if one and one.reading.code != NATION])
    places.require_one_area(here)
    if not here and not any(found):
        raise refusals.tells_no_place(typed)
    return _noted(typed, here) if here else NOWHERE


def _parted_country(book: Rulebook, listed: Sequence[str]) -> str | None:
    """The country abroad whose own name was parted: ``Remote, Antigua and Barbuda``."""
    for before, behind in pairwise(listed):
        first, last = before.split(), behind.split()
        for some in range(1, min(_WORDS, len(first)) + 1):
            for more in range(1, min(_WORDS, len(last)) + 1):
                name = key(" ".join([*first[-some:], "and", *last[:more]]))
                if found := land(book, name, ("country",)):
                    return found
    return None


def _noted(typed: str, places: Sequence[Found]) -> Reading:
    """The area of all of these with what the text is read as."""
    first = next((one for one in places if one.reading.note is None), places[0])
    said = None if first.words == typed else f"{quoted(typed)} is read as {first.words}"
    note = "; ".join(filter(None, [said, first.reading.note])) or None
    return first.reading._replace(note=note)


def _each(places: Places, listed: Sequence[str]) -> list[Found | None]:
    """The place of each text of a list, None where it tells none; one that many places bear, or
    none as it stands, is looked for where the others are and in the states that are written."""
    found: list[Found | None] = []
    refused: list[tuple[str, NotFoundError]] = []
    for text in listed:
        try:
            found.append(_one(places, text, several=len(listed) > 1))
        except NotFoundError as error:
            if error.code in ("place_several", "place_abroad"):
                raise
            refused.append((text, error))
    codes = {one.reading.code for one in found if one}
    states = sorted({state for one in listed for state in _states_in(places.book, one)})
    for text, refusal in refused:
        beside = places.names.among(bared(text, places.told), codes)
        if (beside := beside or _in_states(places, text, states)) is None:
            raise refusal
        found.append(beside)
    return found


def _in_states(places: Places, text: str, states: Sequence[str]) -> Found | None:
    """The text in one of these states, unless what is read of it is the state: ``west NY``."""
    for state in states:
        found = places.names.in_state(text, state)
        if found and letters(places.book, key(found.words.partition(",")[0])) != state:
            return found
    return None


def _one(places: Places, text: str, *, several: bool) -> Found | None:
    if several:
        with suppress(NotFoundError):
            return Found(named(places.book, text, places.text.asked), text, True)
    return places.described(described(text))


def _states_in(book: Rulebook, text: str) -> tuple[str, ...]:
    """The states at the end of a text."""
    return next((words.states for words in part(book, text)[1:]), ())


def _closest(places: Sequence[Found]) -> list[Found]:
    """Without states in which another of these places lies: ``USA/TX/Irving``."""
    towns = [one for one in places if not one.wide]
    inside = {one.reading.states[0] for one in towns}
    return [one for one in places if not one.wide or one.reading.states[0] not in inside]
