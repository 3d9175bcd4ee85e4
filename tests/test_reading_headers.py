"""Names of columns as files have them: which column says what, and which may say two things."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.errors import BadDataError
from mlsalary.reading.headers import plain_name, read_headers, said
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
TABLE = BOOK.toml("reading.toml")
WANTED = tuple(TABLE["columns"])
ALIASES = [(ours, alias) for ours, aliases in TABLE["columns"].items() for alias in aliases]


def found(*names: str) -> dict[str, str]:
    return read_headers(names, WANTED, BOOK).found


# Of public files: job boards, levels sites, surveys, exports of HR systems.
HEADERS = {
    "years": (
        "YOE",
        "Experience",
        "Years of Experience",
        "yearsofexperience",
        "Total YOE",
    ),
    "level": ("Seniority", "experience_level", "Job Level", "grade", "Level "),
    "title": ("Job Title", "jobTitle", "role_title", "Position"),
    "company": ("employer_name", "Organization", "Company"),
    "company_level": ("Company Level", "company-level"),
    "employer": ("Employer Type", "tier", "employer"),
    "metro": ("Location", "place", "metro area", "Work Location", "Office", "worksite", "Metro."),
    "city": ("City", " city"),
    "state": ("State", "STATE"),
    "zip": ("Postal Code", "postal_code", "ZIP", "Zip Code"),
    "spec": ("Specialization", "skills", "Focus"),
    "degree": ("Education", "Degree", "highest_degree"),
    "as_of": ("Date", "Timestamp", "posted", "Year", "as of"),
    "pay": ("Base", "Salary", "Base Salary", "annual_salary", "salary_in_usd"),
    "pay_min": ("min_amount", "Min Salary"),
    "pay_max": ("max_amount", "salary_max"),
    "interval": ("interval", "Pay Period"),
    "currency": ("currency", "Salary Currency"),
}


@pytest.mark.parametrize(
    ("theirs", "ours"), [(theirs, ours) for ours in HEADERS for theirs in HEADERS[ours]]
)
def test_a_column_is_found_by_its_name_or_an_alias(theirs: str, ours: str) -> None:
    assert found("Name", theirs, "Remarks") == {ours: theirs}


@pytest.mark.parametrize(
    "name",
    [
        *("Name", "id", "Remarks", "age", "gender"),
        *("Total", "bonus", "equity", "leveled", "tiers_left"),
        *("mayor", "citystate", "url", "description", "yearly_bonus", "postman", "baseball", ""),
    ],
)
def test_other_columns_are_none_of_ours(name: str) -> None:
    read = read_headers([name, "years"], WANTED, BOOK)
    assert read.found == {"years": "years"}
    assert name in (*read.likely, *read.others)


def test_columns_that_are_not_used_are_named_the_likely_ones_first() -> None:
    read = read_headers(["Remarks", "Yeras", "Seniority", "level", "YOE"], WANTED, BOOK)
    assert read.found == {"years": "YOE", "level": "level"}
    assert read.likely == {"Yeras": "years", "Seniority": "level"}
    assert read.others == ("Remarks",)


@pytest.mark.parametrize(
    ("names", "ours"),
    [
        (["YOE", "Experience"], "years"),
        (["Location", "Office"], "metro"),
        (["Date", "Timestamp"], "as_of"),
        (["Years ", "YEARS"], "years"),
        (["Salary", "Base Pay"], "pay"),
    ],
)
def test_two_candidates_are_an_error_that_names_map(names: list[str], ours: str) -> None:
    with pytest.raises(BadDataError, match="--map") as raised:
        found(*names)
    assert raised.value.code == "column_ambiguous"
    assert raised.value.suggestions == tuple(f"{ours}={name}" for name in names)
    for chosen in names:  # what it says is a way out
        assert read_headers(names, WANTED, BOOK, {ours: chosen}).found == {ours: chosen}


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["years", "YOE"], {"years": "years"}),
        (["Years", "YOE"], {"years": "Years"}),
        (["years", "Years"], {"years": "years"}),
        (["city", "Location"], {"city": "city", "metro": "Location"}),
        (["experience_level", "YOE"], {"level": "experience_level", "years": "YOE"}),
        (["level", "company_level"], {"level": "level", "company_level": "company_level"}),
    ],
)
def test_the_nearer_name_goes_first(names: list[str], wanted: dict[str, str]) -> None:
    assert found(*names) == wanted
    assert found(*reversed(names)) == wanted


def test_what_is_told_holds_against_the_names() -> None:
    names = ["years", "Tenure", "Location"]
    told = {"years": "Tenure", "metro": ""}
    assert read_headers(names, WANTED, BOOK, told).found == {"years": "Tenure"}


@pytest.mark.parametrize("holds", [True, False])
def test_a_province_is_a_state_where_it_holds_states(holds: bool) -> None:
    asked = list[tuple[str, str]]()

    def look(theirs: str, ours: str) -> bool:
        asked.append((theirs, ours))
        return holds

    read = read_headers(["Province", "years"], WANTED, BOOK, holds=look)
    assert asked == [("Province", "state")]
    assert read.found == {"years": "years"} | ({"state": "Province"} if holds else {})
    assert ("Province" in read.likely) == (not holds)


def test_a_province_is_no_state_where_nobody_can_tell_what_it_holds() -> None:
    assert found("Province", "years") == {"years": "years"}


def test_no_alias_says_two_things() -> None:
    every = Counter(plain_name(alias) for _, alias in ALIASES)
    every.update(map(plain_name, WANTED))
    assert [name for name, times in every.items() if times > 1] == []


def test_what_was_found_is_said() -> None:
    read = found("YOE", "metro", "Job Title")
    assert said(read) == "years from YOE, title from Job Title, metro"


signs = st.text("_-. /#()", max_size=3)


@given(st.sampled_from(ALIASES), signs, st.sampled_from(("lower", "upper", "title")), st.data())
def test_case_blanks_and_signs_do_not_matter(
    one: tuple[str, str], sign: str, case: str, data: st.DataObject
) -> None:
    ours, alias = one
    written = f"{sign}{getattr(alias, case)().replace('_', sign)}{sign}"
    beside = data.draw(st.permutations(["Name", written, "Remarks"]))
    assert found(*beside) == {ours: written}
    assert plain_name(plain_name(written)) == plain_name(alias)


any_name = st.one_of(st.text(max_size=12), st.sampled_from([alias for _, alias in ALIASES]))


@given(st.lists(any_name, max_size=6, unique=True))
def test_every_column_is_used_or_named_as_not_used(names: list[str]) -> None:
    try:
        read = read_headers(names, WANTED, BOOK)
    except BadDataError as error:
        code, used = error.code, names
    else:
        code, used = "column_ambiguous", [*read.found.values(), *read.likely, *read.others]
        assert found(*read.found) == {ours: ours for ours in read.found}
    assert code == "column_ambiguous"
    assert sorted(used) == sorted(names)
