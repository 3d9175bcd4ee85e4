"""The rows of abroad_cities.csv: cities that are not ours, and how many people live there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from places_sources import Settlement

from mlsalary.places.names import key

OURS = ("US", "AS", "MP", "UM")
LARGE, NAMESAKE, KNOWN = 100_000, 5_000, 500_000
"""People of a city that is listed; of one that is only where a place of ours has its name; of one
that is listed by other names, too."""
SHORTEST = 4  # letters of a name: shorter ones are codes and words
CALLED = {
    "CF": "the Central African Republic",
    "CG": "the Republic of the Congo",
    "CV": "Cape Verde",
    "CW": "Curaçao",
    "EH": "Western Sahara",
    "GE": "Georgia (the country)",
    "IM": "the Isle of Man",
    "KM": "the Comoros",
    "NL": "the Netherlands",
    "PS": "Palestine",
    "RE": "Réunion",
}
"""Countries that GeoNames calls otherwise than abroad.csv, or than a sentence does."""


def countries(names: Mapping[str, str], called: Mapping[str, str]) -> dict[str, str]:
    """Two letters -> what a country is called. ``called`` leads from keys of names to that."""
    return {
        letters: CALLED.get(letters) or called.get(key(name), name)
        for letters, name in names.items()
    }


def rows(
    settled: Iterable[Settlement],
    countries: Mapping[str, str],
    ours: Mapping[str, int],
    titles: Collection[str],
    flown_to: Iterable[tuple[str, str]],
) -> Iterator[Sequence[str]]:
    """The largest city of each name.

    ``ours`` leads from the keys of places here to the people of the largest; ``titles`` are keys
    that metros and states have. ``flown_to`` are cities as airlines call them, with their country:
    of the hundred names that GeoNames has for a city, one of these is English or its own.
    """
    known = {(key(name), country) for name, country in flown_to}
    largest: dict[str, Settlement] = {}
    abroad = [one for one in settled if one.country not in OURS]
    for place in sorted(abroad, key=lambda one: (-one.people, one.name, one.country)):
        name = key(place.name)
        if place.people >= (NAMESAKE if name in ours else LARGE):
            largest.setdefault(name, place)
        for other in map(key, place.others if place.people >= KNOWN else ()):
            if (other, place.country) in known and not _taken(other, place, ours, titles):
                largest.setdefault(other, place)
    for name, place in largest.items():
        if len(name) >= SHORTEST:
            yield name, countries[place.country], str(place.people)


def _taken(name: str, place: Settlement, ours: Mapping[str, int], titles: Collection[str]) -> bool:
    """Whether a name is rather that of a place of ours."""
    return name in titles or ours.get(name, 0) > place.people
