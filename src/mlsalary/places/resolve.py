"""A typed place -> the area whose wages are used, or an error that says what to type instead.

Order: ``cbsa:33460``, ``zip:02139`` and other numbers; one name with its state or without
(single.py); then what boards and people write around it (written.py). Only the tables that a
question needs are read, each by bisection; a question that names no place reads none.
"""

from __future__ import annotations

from mlsalary.errors import BadDataError, NotFoundError, UsageError
from mlsalary.figures import capital
from mlsalary.places.built import outdated
from mlsalary.places.located import NATIONAL, Located
from mlsalary.places.names import LONGEST, is_latin, key
from mlsalary.places.numbers import is_explicit, numbered
from mlsalary.places.readings import Reading, stated
from mlsalary.places.refusals import not_found
from mlsalary.places.single import named
from mlsalary.places.words import place_words
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION, area
from mlsalary.spelling import folded, nearest, quoted


def resolve(metro: str | None, state: str | None, book: Rulebook, *, hints: bool = True) -> Located:
    """The area that ``metro`` and ``state`` mean; the nation when both are empty or ``remote``.

    ``metro`` is whatever a person types for a place, ``state`` a name or two letters, which tells
    namesakes apart. Without ``hints`` the error does not look for names that are spelled alike,
    which takes 5 ms. Raises NotFoundError ``place_not_found``, ``place_ambiguous``,
    ``place_several`` or ``place_abroad``, UsageError ``place_contradiction`` when the two do not go
    together, and BadDataError ``places_outdated`` where a place was sorted into an area that is
    gone.
    """
    typed, wanted = (metro or "").strip(), (state or "").strip()
    there = None if says_nowhere(wanted, book) else _state(book, wanted)
    if says_nowhere(typed, book):
        return _place(book, there, None) if there else _nation(typed, book)
    if len(typed) > 2 * LONGEST or not key(typed) or not is_latin(typed):
        raise not_found(book, typed)
    asked = there.states[0] if there else None
    try:
        reading = _read(book, typed, asked, hints=hints)
    except NotFoundError as error:
        if error.code == "area_not_found" and (wrong := outdated(book)):
            raise BadDataError("places_outdated", f"{capital(wrong)}.") from error
        raise
    if reading.code == NATION and there:
        return _place(book, there, None)
    if asked and asked not in reading.states:
        _contradiction(book, typed, reading, asked)
    return _place(book, reading, asked)


def says_nowhere(text: str, book: Rulebook) -> bool:
    """Whether a text says that no place is meant: nothing, remote, the nation."""
    if not text:
        return True
    told, first = place_words(book), text[0]
    if first.isalnum() and first.casefold()[0] not in told.unsaid:
        return False  # nearly every place: nothing more has to be folded
    return text.casefold() in told.nowhere or folded(text) in told.nothing


def _nation(typed: str, book: Rulebook) -> Located:
    """The nation; where the text says that there is nothing to say, a note says how it is read."""
    if not typed or folded(typed) not in place_words(book).nothing:
        return NATIONAL
    return NATIONAL._replace(note=f"{quoted(typed)} names no place; these are national figures")


def _read(book: Rulebook, typed: str, asked: str | None, *, hints: bool) -> Reading:
    found = _by_itself(book, typed, asked)
    if found is not None:
        return found
    from mlsalary.places.written import written  # seldom needed

    return written(book, typed, asked, hints=hints)


def _by_itself(book: Rulebook, typed: str, asked: str | None) -> Reading | None:
    """The area of a number or of one name; None where more stands there, or nobody is called so."""
    if any(map(str.isdecimal, typed)):
        if found := numbered(book, typed):
            return found
        if is_explicit(typed):
            raise not_found(book, typed)
    told = place_words(book)
    if not told.surely.isdisjoint(typed) or len(typed) > LONGEST:
        return None
    try:
        return named(book, typed, asked)
    except NotFoundError as error:
        from mlsalary.places.pieces import is_bare

        if error.code == "place_ambiguous" and is_bare(typed, told):
            raise  # there is nothing around the name that could say more
    return None


def _state(book: Rulebook, asked: str) -> Reading:
    found = stated(book, key(asked)) if len(asked) <= LONGEST else None
    if found is None:
        rows = book.csv("states.csv").rows()
        suggestions = nearest(key(asked[:LONGEST]), {key(row[2]): row[2] for row in rows})
        raise NotFoundError(
            "place_not_found",
            f"{quoted(asked)} is not a state or territory that BLS publishes. "
            "Give its name or its two letters, such as CA.",
            suggestions,
        )
    return found


def _place(book: Rulebook, reading: Reading, asked: str | None) -> Located:
    if reading.code == NATION:
        return NATIONAL
    found = area(book, reading.code)
    note = reading.note
    if reading.match == "city" and found.kind != "metro":
        outside = f"{reading.label} lies outside every metropolitan area; {found.name} stands in"
        note = f"{outside}; {note}" if note else outside
    if reading.match in ("city", "zip") and (old := outdated(book)):
        note = f"{note}; {old}" if note else old
    states = reading.states or (found.state,)
    state = asked if asked in reading.states else states[0]
    return Located(found.code, found.name, found.kind, reading.match, state, note)


def _contradiction(book: Rulebook, typed: str, reading: Reading, asked: str) -> None:
    where = area(book, reading.code).name
    raise UsageError(
        "place_contradiction",
        f"{quoted(typed.removeprefix('zip:'))} is {where}, which does not lie in {asked}. "
        "Leave out the state, or name a place there.",
    )
