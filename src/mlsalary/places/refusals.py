"""The errors for a text that is no one place: what stands in it, why that is none, the way out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mlsalary.errors import NotFoundError
from mlsalary.places.abroad import abroad_error, foreign_piece, within
from mlsalary.places.names import key
from mlsalary.places.readings import Reading, Words, part
from mlsalary.places.single import named
from mlsalary.places.words import place_words
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import area
from mlsalary.spelling import quoted


def not_found(book: Rulebook, typed: str, ways: Sequence[Words] = ()) -> NotFoundError:
    """``place_not_found`` with names that are spelled like the words, if there are any."""
    from mlsalary.places.suggestions import suggestions  # rapidfuzz: only when nothing else helps

    found = suggestions(book, ways) if ways else ()
    way_out = f"Did you mean {found[0]}?" if found else "Give a city with its state, or a ZIP code."
    return NotFoundError(
        "place_not_found",
        f"No place in the United States is called {quoted(typed)}. {way_out}",
        found,
    )


def unread(
    book: Rulebook, typed: str, names: Iterable[str], asked: str | None, *, hints: bool
) -> NotFoundError:
    """For names of a text that lead nowhere, the error that says most: abroad, many, none."""
    names = list(names)
    states = {state for words in part(book, typed.replace("/", ","))[1:] for state in words.states}
    stated = f"{names[0]}, {next(iter(states))}" if len(states) == 1 else names[0]
    if states and (said := _refusal(book, stated, None)):
        return said
    for name in names:
        said = _refusal(book, name, asked)
        if said and (not states or said.code == "place_abroad"):
            return said
        if country := foreign_piece(book, name):
            return abroad_error(typed, within(book, typed, country))
    return not_found(book, typed, part(book, stated) if hints else ())


def several(book: Rulebook, typed: str, readings: Iterable[Reading]) -> NotFoundError:
    """``place_several``, which lists the areas."""
    listed = list(dict.fromkeys(area(book, one.code).name for one in readings))
    return NotFoundError(
        "place_several",
        f"{quoted(typed)} names several areas: {'; '.join(listed)}. Ask for one of them.",
        listed,
    )


def tells_no_place(typed: str) -> NotFoundError:
    """For a text that says how the work is done, and not where."""
    return NotFoundError(
        "place_not_found",
        f"{quoted(typed)} does not say where the work is. Give a city with its state, or leave "
        "the place out for the national figures.",
    )


def disagreeing(typed: str, where: str) -> NotFoundError:
    """For a ZIP code that lies elsewhere; ``where`` is a sentence without its stop."""
    return NotFoundError(
        "place_not_found",
        f"In {quoted(typed)} the ZIP code and the place disagree: {where}. "
        "Fix one of them, or leave it out.",
    )


def _refusal(book: Rulebook, name: str, asked: str | None) -> NotFoundError | None:
    """Why a name leads nowhere, where that is more than that nobody bears it."""
    try:
        named(book, name, asked)
    except NotFoundError as error:
        known = error.code != "place_not_found" or key(name) in place_words(book).regions
        return error if known else None
    return None
