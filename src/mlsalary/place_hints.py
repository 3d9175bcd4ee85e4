"""Places that are spelled alike, for typing errors and for ``table places``.

The only module that imports rapidfuzz (9 ms), and it reads every place: called when a place was
not found, or when somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from mlsalary.errors import MlsalaryError
from mlsalary.place import Place
from mlsalary.place_readings import Words, called, part
from mlsalary.placename import LONGEST
from mlsalary.places import resolve
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import area

ALIKE = 75  # of 100; "sprngfield" and "springfield" are 95 alike
LISTED = 5


class Neighbour(NamedTuple):
    """A place of the same name or spelled alike: what to type, and the area it stands for."""

    label: str
    code: str
    area: str


class Description(NamedTuple):
    """What a typed place means: the place, or the error instead; and its neighbours."""

    place: Place | None
    error: MlsalaryError | None
    neighbours: tuple[Neighbour, ...]


def describe(query: str, book: Rulebook, limit: int = 20) -> Description:
    """What ``query`` means, its namesakes and its neighbours in spelling; raises nothing."""
    place, error = None, None
    try:
        place = resolve(query, None, book)
    except MlsalaryError as refused:
        error = refused
    ways = part(book, query[:LONGEST])
    labels = {one.label: one.code for words in ways for one in called(book, words)}
    for label, code in _alike(book, ways, limit):
        labels.setdefault(label, code)
    rows = [Neighbour(label, code, area(book, code).name) for label, code in labels.items()]
    return Description(place, error, tuple(rows[:limit]))


def suggestions(book: Rulebook, ways: Sequence[Words]) -> tuple[str, ...]:
    """What to type instead, the likeliest first."""
    return tuple(label for label, _ in _alike(book, ways, LISTED))


def nearest(typed: str, choices: Mapping[str, str], limit: int = LISTED) -> tuple[str, ...]:
    """The values of ``choices`` whose keys are spelled most like ``typed``."""
    return tuple(choices[found] for found, _ in _matches(typed, list(choices), limit))


def _alike(book: Rulebook, ways: Sequence[Words], limit: int) -> list[tuple[str, str]]:
    """Labels and codes, best first: towns in the typed state before all others of the name."""
    by_name = _by_name(book)
    words = ways[-1] if ways else Words("")
    found: list[tuple[float, int, str, str]] = []
    for name, score in _matches(words.name, list(by_name), 4 * limit):
        for state, code, label, size in by_name[name]:
            if not words.states or state in words.states:
                found.append((-score, -size, label, code))
    labels = {label: code for _, _, label, code in sorted(found, reverse=True)}
    return list(reversed(labels.items()))[:limit]


def _matches(typed: str, choices: list[str], limit: int) -> list[tuple[str, float]]:
    from rapidfuzz import fuzz, process

    found = process.extract(typed, choices, scorer=fuzz.ratio, limit=limit, score_cutoff=ALIKE)
    return [(name, score) for name, score, _ in found]


@lru_cache(maxsize=2)
def _by_name(book: Rulebook) -> dict[str, list[tuple[str, str, str, int]]]:
    """Key -> (state, code, label, size) of towns, areas, states and nicknames."""
    found: dict[str, list[tuple[str, str, str, int]]] = {}
    for name, state, code, town, size in book.csv("places.csv").rows():
        found.setdefault(name, []).append((state, code, f"{town}, {state}", int(size)))
    for name, role, code, states, title in book.csv("area_names.csv").rows():
        if role in ("name", "state") and len(name) > 2:
            found.setdefault(name, []).append((states[:2], code, title, 100))
        elif role == "nickname":
            found.setdefault(name, []).append(("", code, name.title(), 0))
    return found
