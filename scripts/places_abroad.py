"""The rows of abroad_cities.csv: cities that are not ours, and how many people live there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from places_sources import Settlement

from mlsalary.places.names import key

OURS = ("US", "AS", "MP", "UM")
LARGE, NAMESAKE, KNOWN = 100_000, 5_000, 500_000
"""People of a city that is listed; of one that is only where a place of ours has its name; of one
whose other names are listed too."""
SHORTEST = 4  # letters of a name: shorter ones are codes and words


def rows(
    settled: Iterable[Settlement], countries: Mapping[str, str], ours: Mapping[str, int]
) -> Iterator[Sequence[str]]:
    """The largest city of each name. ``countries`` leads from two letters to English names,
    ``ours`` from the keys of places here to the people of the largest."""
    largest: dict[str, Settlement] = {}
    abroad = [one for one in settled if one.country not in OURS]
    for place in sorted(abroad, key=lambda one: (-one.people, one.name, one.country)):
        for name in _keys(place, ours):
            largest.setdefault(name, place)
    for name, place in largest.items():
        yield name, countries[place.country], str(place.people)


def _keys(place: Settlement, ours: Mapping[str, int]) -> Iterator[str]:
    name = key(place.name)
    if place.people >= (NAMESAKE if name in ours else LARGE) and len(name) >= SHORTEST:
        yield name
    if place.people < KNOWN:
        return
    for other in filter(_plain, place.others):
        text = key(other)
        if len(text) >= SHORTEST and ours.get(text, 0) <= place.people:
            yield text


def _plain(name: str) -> bool:
    """Whether a name is spelled in the letters of English: no code, no other alphabet."""
    return name.isascii() and not name.isupper() and not any(map(str.isdigit, name))
