"""Places as boards, surveys and filings write them, judged by hand: none is priced wrong."""

from __future__ import annotations

import csv
import re

import pytest
from pinned_data import ROOT

from mlsalary import Profile, estimate
from mlsalary.errors import MlsalaryError, NotFoundError, UsageError
from mlsalary.places.resolve import resolve
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
OTHERWISE = {
    "N/a": "says nothing, as in every field: the nation, with a note",
    "Washington, DC; Hyattsville, MD; Reston, VA": "three places in one area, which is 47900",
}
"""Judged to be errors in the list, and read by the rule instead."""
REFUSED = {
    "US.DC.001 County, DC": "a code of a register, not of a place that people write",
    "Aquatic Park Historic District, CA": "a park, which no list of places has",
    "Meridian Township, MI": "a charter township, which no list of places has by this name",
}
"""Places that are not found."""
LISTS = ["places_written.csv", "places_written_more.csv"]


def answer(text: str) -> str:
    """What a text means, in the words of the lists."""
    try:
        place = resolve(text, None, BOOK, hints=False)
    except MlsalaryError:
        return "error"
    if place.kind == "national":
        return "national"
    return f"state:{place.state}" if place.kind == "state" else place.code


@pytest.mark.parametrize("name", LISTS)
def test_nothing_written_is_priced_wrong_and_little_is_refused(name: str) -> None:
    rows = list(csv.DictReader((ROOT / "tests" / name).read_text("utf-8").splitlines(True)))
    got = {row["text"]: answer(row["text"]) for row in rows}
    wrong = {
        row["text"]: got[row["text"]]
        for row in rows
        if got[row["text"]] != row["right"] and row["text"] not in OTHERWISE
    }
    assert wrong == {text: "error" for text in REFUSED if text in got}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Berlin, Germany 10115", "place_abroad"),
        ("Berlin 10115", "place_abroad"),
        ("Waterloo, ON N2L 3G1", "place_abroad"),
        ("Greater Sydney Area", "place_abroad"),
        ("Remote in USA; Remote in UK", "place_abroad"),
        ("Rome", "place_abroad"),
        ("Austin, TX 94105", "place_not_found"),
        ("Midwest", "place_not_found"),
        ("Hybrid", "place_not_found"),
        ("Philadelphia, LA", "place_not_found"),
        ("Columbus, 08", "place_not_found"),
        ("Boston, MA, Knoxvile", "place_not_found"),
        ("Happy", "place_ambiguous"),
        ("Oakwood, OH", "place_ambiguous"),
        ("Boston, New York", "place_several"),
        ("Redmond, WA, Austin, TX", "place_several"),
        ("Indianapolis, IN; Scottsdale, AZ", "place_several"),
        ("Chicago, or Austin", "place_several"),
        ("Austin (or Dallas)", "place_several"),
        ("[San Diego] [Boston]", "place_several"),
        ("Boise, Corpus Christi", "place_several"),
        ("Marble Hill, GA or Pelham", "place_several"),
        ("The Bronx–Montgomery County", "place_not_found"),
        ("Sturgis and Caprock, SD", "place_not_found"),
        ("02139, 94105", "place_several"),
        ("Austin, TX ● Denver, CO", "place_several"),
        ("Colorado Springs, not Charlotte", "place_not_found"),
        ("New York, NY but open to Chicago, IL", "place_not_found"),
        ("Remote but not in the US", "place_not_found"),
        ("Bufallo, NY", "place_not_found"),
        ("my couch, LA", "place_not_found"),
        ("Bothel, Washington", "place_not_found"),
        ("Austin (CA)", "place_not_found"),
        ("Miami (94282)", "place_not_found"),
        ("Toledo 45001", "place_not_found"),
        ("Los Angeles, CA 94105", "place_not_found"),
        ("Washington County, NJ", "place_not_found"),
        ("Downtown, CA", "place_not_found"),
        ("Tulsa-Kansas City", "place_not_found"),
        ("A, TX", "place_not_found"),
        ("Москва, CA", "place_not_found"),
        ("東京 CA", "place_not_found"),
        ("123456789", "place_not_found"),
        ("in", "place_ambiguous"),
        ("home", "place_ambiguous"),
        ("Birmingham, GB", "place_abroad"),
        ("Birmingham, West Midlands", "place_abroad"),
        ("Cambridge, CB2 1TN", "place_abroad"),
        ("Remote - Mexico or US", "place_abroad"),
        ("Greater Sudbury", "place_abroad"),
        ("Oxford", "place_abroad"),
    ],
)
def test_what_is_refused_has_the_code_of_its_kind(typed: str, code: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        resolve(typed, None, BOOK)
    assert raised.value.code == code


def test_the_county_tells_places_of_one_name_and_state_apart() -> None:
    with pytest.raises(NotFoundError) as raised:
        resolve("Oakwood, OH", None, BOOK)
    codes = {label: resolve(label, None, BOOK).code for label in raised.value.suggestions}
    assert codes["Oakwood, Montgomery County, OH"] == "19430"  # of Dayton
    assert codes["Oakwood, Cuyahoga County, OH"] == "17410"  # of Cleveland


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("IN", "18"),
        ("CBSA 12420", "12420"),
        ("Remote, or Austin", "12420"),
        ("Union Square, New York City", "35620"),
        ("Capitol Hill, Seattle", "42660"),
        ("Georgetown, Washington, DC", "47900"),
        ("Dade County, FL", "33100"),
        ("Remote - OR", "41"),
        ("Capitol Hill, Seattle, WA", "42660"),
        ("Canandaigua (Ontario County), NY", "40380"),
        ("Winchester County, Virginia", "49020"),
        ("City of Richmond County, VA", "40060"),
        ("Huntington (remote, HQ is in Charleston)", "26580"),
        ("Kent (Greater Akron)", "10420"),
        ("Houston-Galveston area", "26420"),
        ("Lake and Peninsula County, Alaska", "0200006"),
        ("Portland, OR 97201", "38900"),
        ("100 N Sepulveda Blvd 12th Floor, El Segundo, CA 90245, US", "31080"),
        ("TX Kingwood", "26420"),
        ("PA Malvern", "37980"),
        ("US-OK-Felt", "40"),
        ("100% onsite in McLean, VA", "47900"),
        ("Washington County, OR (Remote)", "38900"),
    ],
)
def test_what_stands_around_a_place_does_not_hide_it(typed: str, code: str) -> None:
    assert resolve(typed, None, BOOK).code == code


SAID = list(csv.DictReader((ROOT / "tests/places_said.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", SAID, ids=[row["typed"] for row in SAID])
def test_what_is_said_of_a_place(row: dict[str, str]) -> None:
    """The whole note, or words of the error."""
    if row["answer"].startswith("place_"):
        with pytest.raises(NotFoundError) as raised:
            resolve(row["typed"], row["state"], BOOK)
        assert (raised.value.code, all(raised.value.suggestions)) == (row["answer"], True)
        assert row["said"] in raised.value.message
        return
    place = resolve(row["typed"], row["state"], BOOK)
    assert (place.code, place.note or "") == (row["answer"], row["said"])


WITH_AND = [
    row[0] for row in BOOK.csv("abroad.csv").rows() if row[1] == "country" and " and " in row[0]
]


@pytest.mark.parametrize("country", WITH_AND)
def test_a_country_whose_name_has_an_and_is_no_list(country: str) -> None:
    for typed in (country, country.title(), f"Remote - {country.upper()}", f"Austin, {country}"):
        with pytest.raises(NotFoundError) as raised:
            resolve(typed, None, BOOK)
        assert raised.value.code == "place_abroad", typed
    with pytest.raises(NotFoundError, match="mlsalary covers the US only"):
        resolve(f"Hybrid, {country.replace(' and ', ' & ')}", None, BOOK)


def test_five_namesakes_of_a_place_abroad_are_suggested() -> None:
    with pytest.raises(NotFoundError) as raised:
        resolve("Berlin, Germany", None, BOOK)
    people = {
        f"{name}, {state}": int(count)
        for _, state, _, name, count, _ in BOOK.csv("places.csv").of("berlin")
    }
    largest = sorted(people, key=lambda label: -people[label])[:5]
    assert list(raised.value.suggestions) == largest


def documented() -> list[tuple[list[str], str | None]]:
    """The texts of the tables of places in the docs, and the code where they are refused."""
    page = (ROOT / "docs/reading.md").read_text("utf-8")
    section = page.partition("\n## Places\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in section.splitlines() if line.startswith("| `")]
    texts = [re.findall("`([^`]+)`", row[0]) for row in rows]
    codes = [row[1].strip(" `") if len(row) == 3 else None for row in rows]
    return list(zip(texts, codes, strict=True))


def test_the_examples_of_the_docs_are_read_and_refused_as_they_say() -> None:
    rows = documented()
    assert sum(len(texts) for texts, _ in rows) > 40
    for texts, code in rows:
        if code == "place_contradiction":  # a place, and a state that is asked for beside it
            with pytest.raises(UsageError):
                resolve(texts[0], texts[1], BOOK)
            continue
        for text in texts:
            if code is None:
                resolve(text, None, BOOK)
                continue
            with pytest.raises(NotFoundError) as raised:
                resolve(text, None, BOOK)
            assert raised.value.code == code, text


def test_the_share_of_people_is_met_narrowly_by_the_name_that_it_is_set_for() -> None:
    people = {row[1]: int(row[4]) for row in BOOK.csv("places.csv").starting("berkeley,")}
    least = BOOK.toml("places.toml")["ambiguity"]["people_share"]
    assert least <= people["CA"] / sum(people.values()) < 0.9


def test_a_suggestion_is_spelled_like_what_was_typed() -> None:
    with pytest.raises(NotFoundError) as raised:
        resolve("Xqzwv, TX", None, BOOK)
    assert raised.value.suggestions == ()


@pytest.mark.parametrize("typed", ["N/A", "None", "unknown", "not specified"])
def test_what_says_nothing_is_the_nation_and_a_note_says_so(typed: str) -> None:
    place = resolve(typed, None, BOOK)
    assert (place.code, place.kind) == ("US", "national")
    assert typed in str(place.note)


def test_what_was_left_out_is_said() -> None:
    note = resolve("100 View Street, Mountain View, CA 94041", None, BOOK).note
    assert "94041" in str(note)
    assert "Back Bay" in str(resolve("Back Bay, Boston", None, BOOK).note)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("US, FL, MIAMI", "Miami, FL"),
        ("Ada Township, MI", "Ada, MI"),
        ("East Birmingham, AL", "Birmingham, AL"),
        ("MN St Paul", "Saint Paul, MN"),
        ("Industry, CA", "City Of Industry, CA"),
        ("Riverside/Inland Empire", "Inland Empire"),  # of two, the one that needs no caveat
        ("NoVa/DC metro", "NoVa"),
    ],
)
def test_a_note_has_the_name_that_was_read(typed: str, read: str) -> None:
    assert resolve(typed, None, BOOK).note == f'"{typed}" is read as {read}'


def test_how_a_metro_was_read_is_not_said_of_its_state() -> None:
    read = estimate(Profile(years=5, metro="Greater Boise Area", state="Idaho")).read
    assert [(one.field, one.typed, one.as_, one.note) for one in read] == [
        ("metro", "Greater Boise Area", "Boise City, ID", '"Greater Boise Area" is read as Boise'),
        ("state", "Idaho", "ID", None),
    ]
