"""What a field of a place offers for what is typed so far."""

from __future__ import annotations

import pytest

from mlsalary.places.search import search
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()


def names(typed: str, limit: int = 3) -> list[str]:
    return [one.name for one in search(typed, BOOK, limit)]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("san", ["San Antonio, TX", "San Diego, CA", "San Jose, CA"]),  # by their people
        ("portland", ["Portland, OR", "Portland, ME", "Portland, TX"]),
        ("Kansas City", ["Kansas City, MO", "Kansas City, KS"]),
        ("columbus, g", ["Columbus, GA"]),
        ("tex", ["Texas", "Texas City, TX"]),
        ("nyc", ["nyc"]),
        ("bay area", ["bay area"]),
        ("philly", ["philly", "philly suburbs"]),
        ("chi", ["chi", "Chicago, IL"]),  # of nicknames the one that is typed before the towns
        ("berwyn h", ["Berwyn Heights, MD", "Berwyn, IL"]),  # once, and not as Berwyn Hts
        ("boxbo", ["Boxborough, MA"]),  # the longer of its two names
        ("94105", ["94105"]),
        ("12420", ["zip:12420", "cbsa:12420"]),  # of Kingston, NY, and of Austin
        ("99999", []),
        ("", []),
        ("?", []),
    ],
)
def test_the_likeliest_come_first(typed: str, offered: list[str]) -> None:
    assert names(typed)[: len(offered)] == offered
    assert bool(names(typed)) == bool(offered)


@pytest.mark.parametrize("typed", ["san", "springfield", "b", "boise", "sprngfield"])
@pytest.mark.parametrize("limit", [1, 3, 8])
def test_there_are_no_more_than_asked_for_and_none_twice(typed: str, limit: int) -> None:
    found = names(typed, limit)
    assert 0 < len(found) <= limit
    assert len({one.casefold() for one in found}) == len(found)


def test_the_two_shortest_nicknames_stand_behind_three_towns() -> None:
    towns, nicknames = names("big", 5)[:3], names("big", 5)[3:]
    assert all(town.endswith((", TX", ", CA", ", MI")) for town in towns)
    assert nicknames == ["big d", "big o"]  # not the big apple, the first by the alphabet


def test_a_namesake_in_the_same_state_has_its_county() -> None:
    assert names("greenville, n", 4) == [
        "Greenville, NC",
        "Greenville, NY",  # in Westchester County, the larger of the two
        "Greenville, NH",
        "Greenville, Greene County, NY",
    ]


def test_towns_that_nobody_counted_come_last_by_the_alphabet() -> None:
    rows = [row for row in BOOK.csv("places.csv").starting("gor") if row[4] == "0"]
    uncounted = [f"{row[3]}, {row[1]}" for row in rows if not row[3].endswith(" County")]
    assert len(uncounted) > 20
    found = names("gor", 60)
    assert found[-len(uncounted) - 1 : -1] == uncounted
    assert found[-1] == "Gordon County, GA"


def test_two_towns_of_as_many_people_are_both_there() -> None:
    found = names("east", 2_000)  # each of 6,666 people
    assert {"East Rochester, NY", "East Shoreham, NY"} <= set(found)


def test_what_is_spelled_alike_fills_the_rest() -> None:
    found = names("springdale, m", 8)
    assert found[:2] == ["Springdale, MD", "Springdale, MT"]
    assert len(found) == 8
    assert all(name.startswith("Springdale, ") for name in found)


def test_what_is_spelled_alike_comes_where_little_begins_so() -> None:
    assert names("sprngfield") == ["Springfield, MO", "Springfield, MA", "Springfield, IL"]
    assert names("boise", 8)[0] == "Boise, ID"
    assert "Boise City, ID" in names("boise", 8)  # the area, by its title


def test_each_has_its_area() -> None:
    found = {one.name: (one.code, one.area) for one in search("portland", BOOK, 3)}
    assert found["Portland, OR"] == ("38900", "Portland-Vancouver-Hillsboro, OR-WA")
    assert found["Portland, ME"][0] == "38860"
