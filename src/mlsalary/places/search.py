"""Places to choose from while somebody types: every town, metro, state and nickname that begins so,
the largest first, and what is spelled alike where few do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from mlsalary.errors import MlsalaryError
from mlsalary.places.beginnings import means
from mlsalary.places.index import area_names
from mlsalary.places.names import LONGEST, key
from mlsalary.places.readings import part
from mlsalary.places.resolve import resolve
from mlsalary.places.suggestions import towns_alike
from mlsalary.places.words import place_words
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import find_area

_LEADING, _NICKNAMES = 3, 2
"""How many towns stand before nicknames, and how many of these, the shortest, before more towns."""


class Found(NamedTuple):
    """A name that means one area when it is typed, the area's code and the area's own name."""

    name: str
    code: str
    area: str


def search(typed: str, book: Rulebook, limit: int) -> list[Found]:
    """At most ``limit`` places for what is typed so far, none for nothing.

    The area of a ZIP or a CBSA code; else what begins so, then what is spelled alike.
    """
    typed = typed.strip()[:LONGEST]
    if not key(typed):
        return []
    found: dict[str, Found] = {}
    for name, code in _candidates(typed, book, limit):
        area = find_area(book, code)
        if area is not None:
            found.setdefault(name.casefold(), Found(name, code, area.name))
        if len(found) == limit:
            break
    return list(found.values())


def _candidates(typed: str, book: Rulebook, limit: int) -> Iterator[tuple[str, str]]:
    if any(sign.isdigit() for sign in typed) and (numbered := _numbered(typed, book)):
        yield from numbered
        return
    yield from _beginning(typed, book)
    yield from towns_alike(book, part(book, typed), limit)


def _numbered(typed: str, book: Rulebook) -> list[tuple[str, str]]:
    """The area of a ZIP or a CBSA code, both where it is one and the other."""
    try:
        return [(typed, resolve(typed, None, book, hints=False).code)]
    except MlsalaryError as error:
        both = error.suggestions if typed.isdecimal() else ()
        return [(one, resolve(one, None, book, hints=False).code) for one in both]


def _beginning(typed: str, book: Rulebook) -> Iterator[tuple[str, str]]:
    """Names that begin so: states and nicknames, and towns, then areas by their titles."""
    name, comma, state = typed.partition(",")
    begun = key(name)
    if not begun:
        return
    titled: dict[str, list[tuple[str, ...]]] = {"state": [], "nickname": [], "name": []}
    for short, role, code, letters, label in area_names(book).starting(begun):
        if role in titled and not comma:
            ways = {"state": (label, letters), "nickname": (short,), "name": (label,)}[role]
            titled[role].append((code, *ways))
    titled["nickname"].sort(key=lambda one: (key(one[1]) != begun, len(one[1])))
    towns = ((_written(row, book), row[2]) for row in _towns(begun, state.strip(), book))
    nicknames = _meant(titled["nickname"], book)
    yield from _meant(titled["state"], book)
    if titled["nickname"] and key(titled["nickname"][0][1]) == begun:
        yield from islice(nicknames, 1)
    yield from islice(towns, _LEADING)
    yield from islice(nicknames, _NICKNAMES)
    yield from towns
    yield from _meant(titled["name"], book)


def _meant(called: Iterable[tuple[str, ...]], book: Rulebook) -> Iterator[tuple[str, str]]:
    """Of each area the first of its names that means it when it is typed."""
    for code, *names in called:
        yield from [(name, code) for name in names if means(name, code, book)][:1]


def _towns(begun: str, letters: str, book: Rulebook) -> Iterator[list[str]]:
    """The rows of the towns in states that begin so: those of the very name first, cities before
    counties, the larger before the smaller, the uncounted last by the alphabet; of several names of
    one town the longest."""
    rows = [
        row
        for row in book.csv("places.csv").starting(begun)
        if row[1].casefold().startswith(letters.casefold())
    ]
    sorts = place_words(book).counties
    counties = tuple(f" {word}" for word in sorts if word != "city")  # Kansas City is one
    rows.sort(
        key=lambda row: (
            row[0] != begun,
            row[0].endswith(counties),
            -int(row[4]),
            -len(row[3]) if row[4] != "0" else 0,
        )
    )
    shown = set()
    for row in rows:
        same = row[2], row[4]
        if row[4] == "0" or same not in shown:
            yield row
        shown.add(same)


def _written(row: Sequence[str], book: Rulebook) -> str:
    """A town as it means its area, with its county where the state has several of its name."""
    _, state, code, town, _, county = row
    name = f"{town}, {state}"
    return f"{town}, {county}, {state}" if county and not means(name, code, book) else name
