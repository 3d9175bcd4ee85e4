"""One name, with its state or without, -> the area that it means: the strict reading.

Order: title of the area (today's or an earlier one), leading city or nickname, state, city with its
state, city alone, an earlier title's leading city, the same letters parted otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mlsalary.errors import NotFoundError
from mlsalary.places.abroad import (
    abroad_error,
    country_of,
    larger_abroad,
    likelier_ours,
    within,
)
from mlsalary.places.choice import choose
from mlsalary.places.located import NATIONAL
from mlsalary.places.names import key
from mlsalary.places.readings import (
    LEAD,
    TOWN,
    Reading,
    Words,
    called,
    first_city,
    joined,
    letters,
    part,
    stated,
    titled,
)
from mlsalary.places.words import place_words
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION, area
from mlsalary.spelling import quoted


def named(book: Rulebook, typed: str, asked: str | None) -> Reading:
    """The area that words mean. NotFoundError ``place_not_found``, which says no way out yet,
    ``place_ambiguous`` or ``place_abroad``."""
    ways = part(book, typed)
    told = place_words(book)
    if ways[0].name in told.nowhere:
        return Reading(NATION, (), "national", NATIONAL.name)
    if len(ways) == 1 and ways[0].name in told.regions:
        raise _of_many_areas(typed)
    if len(ways) == 1 and not asked and ways[0].name in told.words and not _capitals(typed):
        raise _hardly_known(typed)
    for words in ways if "-" in typed else ():
        if readings := titled(book, words):
            return choose(book, typed, readings, asked)
    for words in ways[1:]:
        tail = ways[0].name.removeprefix(words.name).strip()
        if lists_cities(book, words.name, tail):
            raise NotFoundError("place_not_found", f"{quoted(typed)} names two cities.")
    if found := _best(book, typed, _tries(book, ways, comma="," in typed), asked):
        return found
    first = first_city(typed, ways) if typed.count(",") < 2 else None
    if first and first.name in told.nowhere:
        first = None  # "Remote - Oregon"
    if first and (readings := _of_older_title(book, typed, first)):
        reading = choose(book, typed, readings, asked)
        title = area(book, reading.code).name
        return reading._replace(match="alias", note=f"read by its leading city, as {title}")
    if len(ways) == 1 and (country := country_of(book, ways[0].name)):
        towns = sorted(called(book, ways[0]), key=lambda one: -(one.people or 0))
        where = within(book, typed, country)
        raise abroad_error(typed, where, [one.label for one in towns if one.people])
    respelled = [
        Words(name, words.states)
        for words in (reversed(ways) if "," not in typed else ways[:0:-1])
        for name in joined(book, words.name)
        if words.states or any(one.rank > TOWN for one in called(book, Words(name)))
    ]
    if found := _best(book, typed, respelled, asked):
        return found
    raise NotFoundError("place_not_found", f"No place is called {quoted(typed)}.")


def lists_cities(book: Rulebook, name: str, tail: str) -> bool:
    """Whether ``Boston, New York`` is two cities rather than the namesake in the state, by keys:
    where the tail leads a metro too, and the name does one elsewhere that dwarfs the namesake."""
    state = letters(book, tail) if len(tail) > 2 else None
    if state is None or not any(one.rank == LEAD for one in called(book, Words(tail))):
        return False
    alone = called(book, Words(name))
    here = [one for one in alone if one.states[:1] == (state,)]
    least = book.toml("places.toml")["ambiguity"]["list_dwarfs"]
    dwarfed = max((one.people or 1 for one in here), default=1) * least
    return all(one.rank == TOWN for one in here) and any(
        one.rank == LEAD and (one.people or 0) >= dwarfed for one in alone if one not in here
    )


def _of_older_title(book: Rulebook, typed: str, first: Words) -> list[Reading]:
    """The metros that have the first city in their title, unless a later one leads a metro of its
    own: that is a list, as is what begins with a town."""
    found = [one for one in called(book, first) if one.rank > TOWN]
    later = typed.partition(",")[0].replace("–", "-").split("-")[1:]
    codes = {one.code for one in found}
    for city in later:
        leading = (one for one in called(book, Words(key(city), first.states)) if one.rank == LEAD)
        if any(one.code not in codes for one in leading):
            return []
    return found


def _capitals(typed: str) -> bool:
    """Whether two letters stand in capitals: ``IN`` is Indiana, ``in`` is a word."""
    return len(typed) == 2 and typed.isupper()


def _hardly_known(typed: str, label: str = "") -> NotFoundError:
    meant = f": {label}" if label else ""
    return NotFoundError(
        "place_ambiguous",
        f"{quoted(typed)} is a small place, if it is one{meant}. Add the state if you mean it.",
        (label,) if label else (),
    )


def _of_many_areas(typed: str) -> NotFoundError:
    return NotFoundError(
        "place_not_found",
        f"{quoted(typed)} covers many areas. Give a city with its state, or a state.",
    )


def _tries(book: Rulebook, ways: Sequence[Words], *, comma: bool) -> Iterator[Words]:
    """The whole, then parted from its states; behind a comma, the state first.

    Remote is a town as ``Remote, OR`` alone, not in ``Remote - Oregon`` or ``Remote/Hybrid``.
    """
    nowhere = place_words(book).nowhere
    order = (*ways[1:], ways[0]) if comma else ways
    return (words for words in order if words.name not in nowhere or (comma and words.states))


def _best(book: Rulebook, typed: str, tries: Iterable[Words], asked: str | None) -> Reading | None:
    for words in tries:
        found = _called(book, words, asked)
        state = stated(book, words.name) if not words.states else None
        elsewhere = asked if state and asked not in state.states else None
        if state and not any(one.rank == LEAD or elsewhere in one.states for one in found):
            return state
        if found:
            reading = choose(book, typed, found, None if words.states else asked)
            if not words.states and not asked:
                if _is_small(book, reading):
                    raise _hardly_known(typed, reading.label)
                reading = _with_rival(book, words.name, reading)
            return _beside_state(state, reading, asked)
    return None


def _is_small(book: Rulebook, reading: Reading) -> bool:
    least = book.toml("places.toml")["ambiguity"]["bare_people"]
    return reading.rank == TOWN and reading.people is not None and reading.people < least


def _with_rival(book: Rulebook, name: str, reading: Reading) -> Reading:
    """The same with a note where a place abroad of that name has more people."""
    country = larger_abroad(book, name, reading.people) if reading.people else None
    if country is None or reading.note:
        return reading
    return reading._replace(
        note=f"read as {reading.label}; a larger place of that name is in {country}"
    )


def _called(book: Rulebook, words: Words, asked: str | None) -> list[Reading]:
    """Who bears the name; one whose name likelier means a place abroad must come with its state."""
    found = called(book, words)
    if words.states:
        return found
    if asked:
        here = [one for one in found if one.states[0] == asked]
        return here or called(book, Words(words.name, (asked,))) or found
    return likelier_ours(book, words.name, found)


def _beside_state(state: Reading | None, reading: Reading, asked: str | None) -> Reading:
    """``Washington`` is a metro and a state: with the state asked for, the state; else a note."""
    if state is None or state.code == reading.code:
        return reading
    if asked and asked not in reading.states:
        return state
    note = reading.note or f"for the state, ask with --state {state.states[0]}"
    return reading if asked else reading._replace(note=note)
