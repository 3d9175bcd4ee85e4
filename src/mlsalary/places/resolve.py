"""A typed place -> the area whose wages are used, or an error that says what to type instead.

Order: ``cbsa:33460`` and ``zip:02139``, ZIP code, area code, title of the area (today's or an
earlier one), leading city or nickname, state, city with its state, city alone. Only the tables that
a question needs are read, each by bisection; a question that names no place reads none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mlsalary.errors import BadDataError, NotFoundError, UsageError
from mlsalary.figures import capital
from mlsalary.places.built import outdated
from mlsalary.places.choice import choose
from mlsalary.places.located import NATIONAL, Located
from mlsalary.places.names import LONGEST, key
from mlsalary.places.readings import (
    LEAD,
    Reading,
    Words,
    area_states,
    called,
    first_city,
    letters,
    names,
    part,
    stated,
    titled,
    trimmed,
)
from mlsalary.results import PlaceMatch
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION, area, find_area
from mlsalary.spelling import folded, nearest, quoted
from mlsalary.vocabulary import vocabulary

# A ZIP code, of five digits or nine, at the end of the words but for the country.
ZIP = r"(?:^|[\s,])(\d{5})(?:-?\d{4})?(?:\.0)?(?:,?\s*(?:usa|us|united states))?$"

LISTED = frozenset(";|•\n")
"""Signs that stand in no name of a place: ``Austin, TX; Ohio`` is no Austin of two states."""


def resolve(metro: str | None, state: str | None, book: Rulebook, *, hints: bool = True) -> Located:
    """The area that ``metro`` and ``state`` mean; the nation when both are empty or ``remote``.

    ``metro`` is whatever a person types for a place, ``state`` a name or two letters, which tells
    namesakes apart. Without ``hints`` the error does not look for names that are spelled alike,
    which takes 5 ms. Raises NotFoundError ``place_not_found``, ``place_ambiguous``,
    ``place_several`` or ``place_abroad``, UsageError ``place_contradiction`` when the two do not go
    together, and BadDataError ``places_outdated`` where a place was sorted into an area that is
    gone.
    """
    if metro and _lists_places(metro) and (found := _parted(metro, state, book)):
        return found
    try:
        return _whole(metro, state, book, hints=hints)
    except NotFoundError as error:
        if metro and (found := _parted(metro, state, book)):
            return found
        raise error


def _lists_places(text: str) -> bool:
    """Whether a text surely lists several places: by a sign that is in no name of one, or by a
    slash between places that each have their state."""
    return bool(LISTED.intersection(text)) or ("/" in text and text.count(",") > 1)


def _parted(metro: str, state: str | None, book: Rulebook) -> Located | None:
    from mlsalary.places.several import parted  # seldom needed

    return parted(metro, state, book, _whole)


def _whole(metro: str | None, state: str | None, book: Rulebook, *, hints: bool = False) -> Located:
    """The area that the text as a whole means."""
    typed, asked = (metro or "").strip(), (state or "").strip()
    nowhere = says_nowhere(typed, book)
    if nowhere and says_nowhere(asked, book):
        return NATIONAL
    letters_asked = None if says_nowhere(asked, book) else _state(book, asked)
    if nowhere:
        found = stated(book, key(asked))
        return _place(book, found or _not_found(book, asked), None)
    if max(len(typed), len(asked)) > LONGEST or not key(typed):
        _not_found(book, typed)
    try:
        reading = _numbered(book, typed, letters_asked) or _named(
            book, typed, letters_asked, hints=hints
        )
    except NotFoundError as error:
        if error.code == "area_not_found" and (wrong := outdated(book)):
            raise BadDataError("places_outdated", f"{capital(wrong)}.") from error
        raise
    if letters_asked and letters_asked not in reading.states:
        _contradiction(book, typed, reading, letters_asked)
    return _place(book, reading, letters_asked)


def says_nowhere(text: str, book: Rulebook) -> bool:
    """Whether a text says that no place is meant: nothing, remote, the nation."""
    known = vocabulary(book)
    return text.casefold() in known.nowhere or folded(text) in known.nothing


def _numbered(book: Rulebook, typed: str, asked: str | None) -> Reading | None:
    """A ZIP code or the code of an area; None when the words are no number."""
    if ":" not in typed and not any(map(str.isdecimal, typed)):
        return None
    explicit = re.fullmatch(r"cbsa\s*:\s*(\w+)", typed, re.IGNORECASE)
    if explicit:
        return _coded(book, explicit[1].upper()) or _not_found(book, typed)
    if told := re.fullmatch(r"zip\s*:\s*(\d{3,5})(?:-\d{4})?", typed, re.ASCII | re.IGNORECASE):
        return _zipped(book, told[1].zfill(5)) or _not_found(book, typed)
    zip_code = re.search(ZIP, typed, re.ASCII | re.IGNORECASE)
    short = re.fullmatch(r"(\d{4})(?:\.0)?", typed, re.ASCII)
    if short:
        found = _zipped(book, f"0{short[1]}")
        note = f"{short[1]} is read as the ZIP code 0{short[1]}"
        return found._replace(note=note) if found else _not_found(book, typed)
    if zip_code and (found := _zipped(book, zip_code[1])):
        beside = {one for words in part(book, typed[: zip_code.start()]) for one in words.states}
        if not beside or beside.intersection(found.states):
            return found
    if re.fullmatch(r"[\d.]+", typed, re.ASCII):
        return _coded(book, typed.removesuffix(".0")) or _not_found(book, typed)
    return None


def _zipped(book: Rulebook, code: str) -> Reading | None:
    rows = book.csv("zips.csv").starting(f"{code},")
    if not rows:
        left_out = book.toml("places.toml")["zip"]
        if code.startswith(tuple(left_out["military"])):
            raise _abroad_error(code, "a military post office abroad")
        if code in left_out["islands"]:
            raise _abroad_error(code, "an island that the BLS survey leaves out")
        return None
    note = None
    if (other := find_area(book, code)) is not None:
        note = f"{code} is read as a ZIP code; for {other.name}, ask for cbsa:{code}"
    found = area(book, rows[0][1])
    return Reading(found.code, area_states(found), "zip", found.name, rank=LEAD, note=note)


def _coded(book: Rulebook, code: str) -> Reading | None:
    found = find_area(book, code)
    if found is not None:
        match: PlaceMatch = "national" if code == NATION else "exact"
        return Reading(code, area_states(found), match, found.name, rank=LEAD)
    for _, role, now, state, name in names(book, code):
        if role == "code":
            today = area(book, now)
            was = f"{code} is {name}" if state else f"{code} was {name}"
            note = f"{was}; {today.name} stands in" if state else f"{was}; today it is {today.name}"
            states = area_states(today) or ((state,) if state else ())
            return Reading(now, states, "alias", today.name, None, LEAD, note)
    return None


def _named(book: Rulebook, typed: str, asked: str | None, *, hints: bool) -> Reading:
    """The area that words mean."""
    ways = part(book, typed)
    if ways[0].name in vocabulary(book).nowhere:
        return Reading(NATION, (), "national", NATIONAL.name)
    for words in ways if "-" in typed else ():
        if found := titled(book, words):
            return choose(book, typed, found, asked)
    whole = ways[0]
    foreign = _foreign(book, whole.name, ways)
    for words in _tries(book, ways):
        found = _called(book, words, asked, foreign=foreign is not None)
        state = stated(book, words.name) if not words.states else None
        elsewhere = asked if state and asked not in state.states else None
        if state and not any(one.rank == LEAD or elsewhere in one.states for one in found):
            return state
        if found:
            reading = choose(book, typed, found, None if words.states else asked)
            return _beside_state(state, reading, asked)
    first = first_city(typed, ways)
    if first and (found := called(book, first)):
        reading = choose(book, typed, found, asked)
        title = area(book, reading.code).name
        return reading._replace(match="alias", note=f"read by its leading city, as {title}")
    if foreign or (foreign := _foreign_tail(book, typed)):
        towns = sorted(called(book, whole), key=lambda one: -(one.size or 0))
        where = "abroad" if key(foreign) == whole.name else f"in {foreign}"
        raise _abroad_error(typed, where, [one.label for one in towns if one.size])
    return _not_found(book, typed, ways if hints else ())


def _tries(book: Rulebook, ways: Sequence[Words]) -> Iterator[Words]:
    """The whole, then parted from its states, then both without ``greater`` and ``area``.

    Remote is a town as ``Remote, OR`` alone, not in ``Remote or Texas`` or ``Remote/Hybrid``.
    """
    nowhere = vocabulary(book).nowhere
    yield from (words for words in ways if words.name not in nowhere or len(words.states) < 2)
    for words in ways:
        for bare in trimmed(book, words):
            left = [bare] if words.states else part(book, bare.name)
            yield from (one for one in left if one.name not in nowhere)


def _called(book: Rulebook, words: Words, asked: str | None, *, foreign: bool) -> list[Reading]:
    """Who bears the name; a town whose name means a place abroad must come with its state."""
    found = called(book, words)
    if not words.states and asked:
        here = [one for one in found if one.states[0] == asked]
        return here or [one for one in found if asked in one.states] or found
    if foreign and not words.states:
        return [one for one in found if one.rank == LEAD]
    return found


def _beside_state(state: Reading | None, reading: Reading, asked: str | None) -> Reading:
    """``Washington`` is a metro and a state: with the state asked for, the state; else a note."""
    if state is None or state.code == reading.code:
        return reading
    if asked and asked not in reading.states:
        return state
    note = reading.note or f"for the state, ask with --state {state.states[0]}"
    return reading if asked else reading._replace(note=note)


def _foreign(book: Rulebook, name: str, ways: Sequence[Words]) -> str | None:
    """The country of a place abroad of this very name."""
    if len(ways) > 1 or not name:
        return None
    rows = book.csv("abroad.csv").starting(f"{name},")
    return next((row[2] for row in rows if row[1] != "region" or len(name) > 2), None)


def _foreign_tail(book: Rulebook, typed: str) -> str | None:
    """The country that the last words name: ``Paris, France``, ``Vancouver, BC``."""
    words = key(typed).split()
    after_comma = key(typed.rpartition(",")[2]) if "," in typed else ""
    for count in range(min(4, len(words) - 1), 0, -1):
        tail = " ".join(words[-count:])
        for _, kind, country in book.csv("abroad.csv").starting(f"{tail},"):
            if kind in ("country", "region") and (len(tail) > 2 or tail == after_comma):
                return country
    return None


def _state(book: Rulebook, asked: str) -> str:
    found = letters(book, key(asked)) if len(asked) <= LONGEST else None
    if found is None:
        stem = stated(book, key(asked)) if len(asked) <= LONGEST else None
        found = stem.states[0] if stem else None
    if found is None:
        rows = book.csv("states.csv").rows()
        suggestions = nearest(key(asked[:LONGEST]), {key(row[2]): row[2] for row in rows})
        raise NotFoundError(
            "place_not_found",
            f"{quoted(asked)} is no state or territory that BLS publishes. "
            "Give its name or its two letters.",
            suggestions,
        )
    return found


def _place(book: Rulebook, reading: Reading, asked: str | None) -> Located:
    if reading.code == NATION:
        return NATIONAL
    found = area(book, reading.code)
    notes = [reading.note]
    if reading.match == "city" and found.kind != "metro":
        outside = f"{reading.label} lies outside every metropolitan area; {found.name} stands in"
        notes.insert(0, outside)
    if reading.match in ("city", "zip"):
        notes.append(outdated(book))
    state = asked if asked in reading.states else (*reading.states, found.state)[0]
    note = "; ".join(filter(None, notes)) or None
    return Located(found.code, found.name, found.kind, reading.match, state, note)


def _contradiction(book: Rulebook, typed: str, reading: Reading, asked: str) -> None:
    where = area(book, reading.code).name
    raise UsageError(
        "place_contradiction",
        f"{quoted(typed)} is {where}, which does not lie in {asked}. "
        "Leave out the state, or name a place there.",
    )


def _abroad_error(typed: str, where: str, namesakes: Sequence[str] = ()) -> NotFoundError:
    way_out = f"For a namesake here, add its state: {namesakes[0]}." if namesakes else ""
    return NotFoundError(
        "place_abroad",
        f"{quoted(typed)} is {where}; only the United States are covered. "
        f"{way_out or 'Leave the place out for the national figures.'}",
        namesakes[:5],
    )


def _not_found(book: Rulebook, typed: str, ways: Sequence[Words] = ()) -> Reading:
    from mlsalary.places.suggestions import suggestions  # rapidfuzz: only when nothing else helps

    found = suggestions(book, ways) if ways else ()
    way_out = f"Did you mean {found[0]}?" if found else "Give a city with its state, or a ZIP code."
    raise NotFoundError(
        "place_not_found",
        f"No place in the United States is called {quoted(typed)}. {way_out}",
        found,
    )
