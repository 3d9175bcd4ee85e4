"""Amounts of experience as people and files write them, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.errors import UsageError
from mlsalary.reading.years import read_years
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()


def refused(written: str) -> UsageError:
    with pytest.raises(UsageError) as raised:
        read_years(written, BOOK)
    assert raised.value.code == "bad_years"
    return raised.value


@pytest.mark.parametrize(
    ("written", "years"),
    [
        *(("5", 5), ("5.5", 5.5), ("0", 0), (" 5 ", 5), ("5.0", 5), (".5", 0.5), ("12", 12)),
        *(("5 years", 5), ("5 yrs", 5), ("5y", 5), ("1 year", 1), ("1 yr", 1), ("5 YOE", 5)),
        *(("5yrs", 5), ("5 Years", 5), ("5 yrs.", 5), ("5-year", 5), ("0 years", 0)),
        *(("5 years of experience", 5), ("5 years' experience", 5), ("5 years’ experience", 5)),
        *(("5 yrs exp", 5), ("5 years of relevant work experience", 5), ("5 years total", 5)),
        *(("18 months", 1.5), ("6 mos", 0.5), ("6 mo", 0.5), ("18months", 1.5)),
        *(("1 year 6 months", 1.5), ("2 yrs 3 mos", 2.25), ("1 year, 6 months", 1.5)),
        *(("1 yr and 6 mo", 1.5), ("five years", 5), ("one year", 1), ("a year", 1)),
        *(("six months", 0.5), ("twelve years", 12), ("１０ years", 10)),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_stands(written: str, years: float) -> None:
    assert read_years(written, BOOK) == (years, None)


@pytest.mark.parametrize(
    ("written", "years", "note"),
    [
        *((f"5{plus}", 5, "at least 5 years") for plus in ("+", " +", "+ years", "+ yrs", "+y")),
        *((f"5{plus}", 5, "at least 5 years") for plus in (" years+", "yrs+", " or more", " plus")),
        ("10 or more", 10, "at least 10 years"),
        ("10 or more years", 10, "at least 10 years"),
        ("10 years or more", 10, "at least 10 years"),
        ("10 years and above", 10, "at least 10 years"),
        ("at least 5 years", 5, "at least 5 years"),
        ("minimum 5 years", 5, "at least 5 years"),
        ("min. 5 years", 5, "at least 5 years"),
        ("More than 50 years", 50, "at least 50 years"),
        ("> 10 years", 10, "at least 10 years"),
        ("5+ years of experience required", 5, "at least 5 years"),
        ("3-5", 4, "the midpoint of 3 to 5 years"),
        ("3 - 5", 4, "the midpoint of 3 to 5 years"),
        ("3–5 years", 4, "the midpoint of 3 to 5 years"),
        ("3 to 5", 4, "the midpoint of 3 to 5 years"),
        ("3-5 yrs", 4, "the midpoint of 3 to 5 years"),
        ("3-5 Years of experience", 4, "the midpoint of 3 to 5 years"),
        ("between 3 and 5 years", 4, "the midpoint of 3 to 5 years"),
        ("from 3 to 5 years", 4, "the midpoint of 3 to 5 years"),
        ("3 years to 5 years", 4, "the midpoint of 3 to 5 years"),
        ("3-5+ years", 4, "the midpoint of 3 to 5 years"),
        ("0-1", 0.5, "the midpoint of 0 to 1 year"),
        ("10-20 years", 15, "the midpoint of 10 to 20 years"),
        ("6-12 months", 0.75, "the midpoint of 0.5 to 1 year"),
        ("6 months to 2 years", 1.25, "the midpoint of 0.5 to 2 years"),
        ("6 months - 12 years", 6.25, "the midpoint of 0.5 to 12 years"),
        ("1 year - 18 months", 1.25, "the midpoint of 1 to 1.5 years"),
        ("<1", 0.5, "the midpoint of 0 to 1 year"),
        ("< 1 years", 0.5, "the midpoint of 0 to 1 year"),
        ("Less than 1 year", 0.5, "the midpoint of 0 to 1 year"),
        ("less than a year", 0.5, "the midpoint of 0 to 1 year"),
        ("under 2 years", 1, "the midpoint of 0 to 2 years"),
        ("up to 2 years", 1, "the midpoint of 0 to 2 years"),
        ("2 years or less", 1, "the midpoint of 0 to 2 years"),
        ("less than 6 months", 0.25, "the midpoint of 0 to 0.5 years"),
        ("about 5 years", 5, "about 5 years"),
        ("approx. 5 years", 5, "about 5 years"),
        ("~5", 5, "about 5 years"),
    ],
)  # fmt: skip
def test_what_may_be_another_number_is_said(written: str, years: float, note: str) -> None:
    assert read_years(written, BOOK) == (years, note)


@pytest.mark.parametrize("written", ["05-Mar", "5-Mar", "3-May", "Mar-05", "Mar 5", "05-Mar-2025"])
def test_a_spreadsheets_date_is_refused_by_name(written: str) -> None:
    error = refused(written)
    assert f'"{written}" is a date' in error.message
    assert '"3 to 5"' in error.message


@pytest.mark.parametrize(
    "written",
    [
        *("5 years ago", "since 2019", "2015-2020 at Google", "25 years old", "age 25", "5th year"),
        *("-3", "5-3", "5 to 3 years", "3-5-7", "5/10", "3/5", "5%", "$5", "5k", "5 days", "5 h"),
        *("senior", "entry level", "many", "some", "no experience", "I have never written code"),
        *("5 Austin", "5 people", "nan5", "5 5", "5,5", "1,000", "--5", "+", "<", "years", "½", ""),
        *("5 years 2 jobs", "L5", "IC3", "5 years, senior", "5 or 7"),
        *("more", "1½ years", "5¹", "6 months - 12"),
    ],
)  # fmt: skip
def test_what_only_looks_like_an_amount_is_refused_with_the_way_out(written: str) -> None:
    error = refused(written)
    assert "18 months" in error.message


numbers = st.integers(0, 60)
blanks = st.sampled_from(("", " ", "  "))
units = st.sampled_from(("years", "YEARS", "yrs", "yr", "y", "Years of Experience", "yoe", "yrs."))


@given(numbers, blanks, units)
def test_every_way_of_writing_an_amount_gives_it(years: int, blank: str, unit: str) -> None:
    assert read_years(f"{blank}{years}{blank}{unit}{blank}", BOOK) == (years, None)
    assert read_years(f"{12 * years}{blank}months", BOOK) == (years, None)
    assert read_years(f"{years}+{blank}{unit}", BOOK).value == years


@given(numbers, numbers, st.sampled_from(("-", " - ", " to ", "–", " — ")), blanks, units)
def test_a_range_is_its_middle_and_upside_down_nothing(
    low: int, high: int, between: str, blank: str, unit: str
) -> None:
    written = f"{low}{between}{high}{blank}{unit}"
    if low > high:
        refused(written)
    else:
        assert read_years(written, BOOK).value == (low + high) / 2


@given(st.floats(1e-9, 100))
def test_what_was_read_is_read_again_as_itself(years: float) -> None:
    assert read_years(repr(years), BOOK) == (years, None)


near = st.text("0123456789.,+-<>~ yearsmonthtoplu–½'", max_size=16)


@given(st.one_of(st.text(max_size=30), near))
def test_any_text_is_an_amount_or_an_error_of_ours(written: str) -> None:
    try:
        found = read_years(written, BOOK)
    except UsageError as error:
        found, code = None, error.code
    assert found is not None or code == "bad_years"
    if found is not None:
        assert found.value >= 0
        assert read_years(repr(found.value), BOOK).value == found.value
