"""Places that are spelled alike, for typing errors and for ``table places``.

It reads every place: called when a place was not found, or when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlsalary.places.index import area_names
from mlsalary.places.readings import Words
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.spelling import alike

LISTED = 5


def suggestions(book: Rulebook, ways: Sequence[Words]) -> tuple[str, ...]:
    """What to type instead, the likeliest first."""
    return tuple(label for label, _ in towns_alike(book, ways, LISTED))


def towns_alike(book: Rulebook, ways: Sequence[Words], limit: int) -> list[tuple[str, str]]:
    """Labels and codes, best first: towns in the typed state before all others of the name."""
    words = ways[-1] if ways else Words("")
    found: list[tuple[int, int, str, str]] = []
    for name, slips in alike(words.name, _names(book), 4 * limit):
        for state, code, label, people in _named(book, name):
            if not words.states or state in words.states:
                found.append((slips, -people, label, code))
    labels = {label: code for _, _, label, code in sorted(found, reverse=True)}
    return list(reversed(labels.items()))[:limit]


@once_a_book
def _names(book: Rulebook) -> Sequence[str]:
    """The keys of towns, areas, states and nicknames."""
    return list(dict.fromkeys([*book.csv("places.csv").firsts, *_areas(book)]))


def _named(book: Rulebook, name: str) -> Iterator[tuple[str, str, str, int]]:
    """State, code, label and people of what has this key."""
    for _, state, code, town, people, _ in book.csv("places.csv").of(name):
        yield state, code, f"{town}, {state}", int(people)
    yield from _areas(book).get(name, ())


@once_a_book
def _areas(book: Rulebook) -> dict[str, list[tuple[str, str, str, int]]]:
    """Key -> the same of areas, states and nicknames."""
    found: dict[str, list[tuple[str, str, str, int]]] = {}
    for name, role, code, states, title in area_names(book).rows():
        if role in ("name", "state") and len(name) > 2:
            found.setdefault(name, []).append((states[:2], code, title, 1_000_000))
        elif role == "nickname":
            found.setdefault(name, []).append(("", code, name.title(), 0))
    return found


def like_a_leading_city(book: Rulebook, name: str) -> bool:
    """Whether a key is spelled like that of a city that leads a metro: ``bsoton``."""
    return bool(alike(name, _leading(book), 1, any_start=True))


@once_a_book
def _leading(book: Rulebook) -> frozenset[str]:
    return frozenset(row[0] for row in area_names(book).rows() if row[1] in ("lead", "principal"))
