"""The rows of places.csv: names in their states, their areas and their people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from places_counties import CONNECTICUT, STANDARD, Connecticut, Outlines
from places_sources import County, Settlement

from mlsalary.places.names import key

ALIKE = 0.85
"""A place with this share of another's people, or as much more, may have them by mistake."""
REGION = " Planning Region"
Key = tuple[str, str]


class Found(NamedTuple):
    """One place: its name and state, its area and county, and how many people live there."""

    name: str
    state: str
    code: str
    county: str
    people: int


class Map(NamedTuple):
    """What sorts places into areas: outlines, counties by FIPS code and their statistical areas,
    the states' FIPS codes, the codes of the metros, and what stands in outside them."""

    outlines: Outlines
    connecticut: Connecticut
    counties: Mapping[str, County]
    areas: Mapping[str, str]
    fips: Mapping[str, str]
    metros: frozenset[str]
    outside: Mapping[str, str]

    def area(self, county: str, state: str) -> str:
        """The area of a county that BLS publishes."""
        code = self.areas.get(county, "")
        return code if code in self.metros else self.outside[state]

    def placed(self, place: Settlement) -> Found:
        """A place with its area and county."""
        county = self.outlines.county(place, self.fips[place.state])
        region = self.region(place.name, place.state)
        if place.state == CONNECTICUT and not region:
            code = self.connecticut.nearest(place)
        else:
            code = self.area(region or county, place.state)
        return Found(place.name, place.state, code, county, place.people)

    def region(self, name: str, state: str) -> str | None:
        """The planning region of a town of Connecticut; None elsewhere."""
        return self.connecticut.regions.get(key(name)) if state == CONNECTICUT else None


def rows(
    settled: Sequence[Settlement],
    airports: Iterable[Settlement],
    codes: Sequence[Mapping[str, Any]],
    zips: Mapping[str, str],
    corrections: Iterable[Sequence[str]],
    places: Map,
) -> Iterator[Sequence[str]]:
    """The rows of every name; places of GeoNames come before counties, those before airports and
    what the post says. ``corrections`` (name, state, county's FIPS code, people or nothing) stand
    in for the places of their names."""
    found = [places.placed(one) for one in settled]
    by_key = _by_key(found)
    by_key.update(_corrected(corrections, by_key, places))
    post = _post_names(codes, zips, _other_names(settled, found))
    for more in (
        _by_key(_counties(found, places)),
        _by_key(map(places.placed, airports)),
        {one: [place] for one, place in post.items()},
    ):
        for one, named in more.items():
            by_key.setdefault(one, named)
    for one, namesakes in by_key.items():
        real = _without_doubles(namesakes, post.get(one))
        for place, county in _told_apart(real, places.counties):
            yield *one, place.code, place.name, str(place.people), county


def _by_key(found: Iterable[Found]) -> dict[Key, list[Found]]:
    held: dict[Key, list[Found]] = defaultdict(list)
    for one in found:
        if key(one.name):
            held[key(one.name), one.state].append(one)
    return dict(held)


def _corrected(
    corrections: Iterable[Sequence[str]], by_key: Mapping[Key, Sequence[Found]], places: Map
) -> dict[Key, list[Found]]:
    held: dict[Key, list[Found]] = defaultdict(list)
    for name, state, fips, people, *_ in corrections:
        one = key(name), state
        known = people or max(place.people for place in by_key[one])
        held[one].append(Found(name, state, places.area(fips, state), fips, int(known)))
    return held


def _without_doubles(namesakes: Sequence[Found], post: Found | None) -> Sequence[Found]:
    """Without hamlets to which GeoNames gives the people of the town that they share a name with:
    the post knows the town alone."""
    if post is None or post.code not in {one.code for one in namesakes}:
        return namesakes
    people = max(one.people for one in namesakes if one.code == post.code)
    return [
        one
        for one in namesakes
        if one.code == post.code or not ALIKE * people <= one.people <= people / ALIKE
    ]


def _told_apart(
    namesakes: Sequence[Found], counties: Mapping[str, County]
) -> Iterator[tuple[Found, str]]:
    """One place an area with all its people there, named as its largest; of several areas each with
    the name of its county. Which is meant is said in data/places.toml."""
    in_area: dict[str, list[Found]] = defaultdict(list)
    for one in sorted(namesakes, key=lambda one: (-one.people, one.name, one.county)):
        in_area[one.code].append(one)
    merged = [held[0]._replace(people=sum(one.people for one in held)) for held in in_area.values()]
    for one in merged:
        yield one, counties[one.county].name if len(merged) > 1 else ""


def _counties(found: Iterable[Found], places: Map) -> Iterator[Found]:
    """Counties with the people of the places in them; Connecticut's former ones where most of
    those live, beside its planning regions, with and without these words."""
    people: Counter[str] = Counter()
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        region = places.region(one.name, one.state)
        for county in filter(None, (one.county, region)):
            people[county] += one.people
        parts[one.county][one.code] += one.people
    for fips, name, state in places.counties.values():
        if state not in places.outside:
            continue
        former = state == CONNECTICUT and fips not in places.areas
        code = most(parts[fips]) if former else places.area(fips, state)
        yield Found(name, state, code, fips, people[fips])
        if name.endswith(REGION):
            yield Found(name.removesuffix(REGION), state, code, fips, people[fips])


def _other_names(
    settled: Iterable[Settlement], found: Iterable[Found]
) -> dict[tuple[str, str, str], int]:
    """Other names of places with their states and areas -> the people of the largest."""
    held: dict[tuple[str, str, str], int] = {}
    for place, one in zip(settled, found, strict=True):
        for name in filter(str.isascii, place.others):
            at = key(name), one.state, one.code
            held[at] = max(held.get(at, 0), one.people)
    return held


def _post_names(
    codes: Iterable[Mapping[str, Any]],
    zips: Mapping[str, str],
    others: Mapping[tuple[str, str, str], int],
) -> dict[Key, Found]:
    """Cities, what else the post calls them, and its counties.

    A name goes where most of its ZIP codes are; those with homes count ten times those without.
    A name that the post discourages is taken where it spans two ZIP codes or more: a district such
    as Queens rather than a building. Its people are those of a place that has it for another name.
    """
    votes: dict[Key, Counter[str]] = defaultdict(Counter)
    spelled: dict[Key, Counter[str]] = defaultdict(Counter)
    discouraged: dict[Key, list[tuple[str, str]]] = defaultdict(list)
    for row in codes:
        if not row["active"] or row["zip_code"] not in zips:
            continue
        code, weight = zips[row["zip_code"]], 10 if row["zip_code_type"] == STANDARD else 1
        for rank, name in _names(row):
            place = key(name), row["state"]
            if rank == "discouraged":
                discouraged[place].append((name, code))
                continue
            votes[place][code] += weight
            spelled[place][name] += weight
    for place, found_at in discouraged.items():
        if place not in votes and len(found_at) > 1:
            for name, code in found_at:
                votes[place][code] += 1
                spelled[place][name] += 1
    found = {}
    for (name, state), counted in votes.items():
        if name:
            code, text = most(counted), most(spelled[name, state])
            found[name, state] = Found(text, state, code, "", others.get((name, state, code), 0))
    return found


def _names(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "city", row["city"]
    for name in row["acceptable_cities"]:
        yield "accepted", name
    if row["county"] and row["zip_code_type"] == STANDARD:
        yield "county", row["county"]
    if row["zip_code_type"] == STANDARD:
        yield from (("discouraged", name) for name in row["unacceptable_cities"])


def most(counted: Counter[str]) -> str:
    """The commonest; of equals, the first in order."""
    return min(counted, key=lambda one: (-counted[one], one))
