"""Corners of how words are read that no table of words holds."""

from __future__ import annotations

from typing import Any

import pytest

from mlsalary import Profile, estimate
from mlsalary.errors import NotFoundError, UsageError
from mlsalary.reading.amounts import read_amount
from mlsalary.reading.years import read_years
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()


def level_of(title: str) -> str | None:
    level = estimate(Profile(title=title, years=5), BOOK).profile.level
    return None if level is None else str(level)


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Software Engineer Machine Learning II", "mid"),  # behind the field of the job too
        ("Machine Learning Engineer III", "senior"),
        ("Machine Learning 2 Engineer", None),  # no grade of a job
        ("Data Scientist II / ML Engineer III", "mid"),  # the first job counts
        ("Lead Platform AI Engineer", "lead"),
        ("Fellow Platform AI Engineer", "staff"),
        ("Associate Platform AI Engineer", "entry"),  # a word may stand between
        ("Associate, Machine Learning", None),  # there it says no level
        ("Machine Learning, Manager II, Lead", "lead"),
    ],
)
def test_the_level_that_a_title_says(title: str, level: str | None) -> None:
    assert level_of(title) == level


@pytest.mark.parametrize(
    ("written", "level", "note"),
    [
        ("L5", "senior", "on Google's ladder"),
        ("L4/L5", "senior", "the highest of mid and senior, on Google's ladder"),
        ("L5/L4", "senior", "the highest of mid and senior, on Google's ladder"),
        ("L5/L5", "senior", "on Google's ladder"),
    ],
)
def test_of_several_levels_of_a_company_the_highest_counts(
    written: str, level: str, note: str
) -> None:
    answer = estimate(Profile(level=written, company="Google"), BOOK)
    [said] = [one for one in answer.read if one.field == "level"]
    assert (said.as_, said.note) == (level, note)


@pytest.mark.parametrize(
    ("field", "word", "way"),
    [
        ("role", "senior", "Known: engineer, scientist. It is a level: --level senior."),
        ("role", "Senior Staff", 'It is a level: --level "Senior Staff".'),
        ("role", "plumber", "Known: engineer, scientist."),
        ("employer", "senior", "A company that is not listed goes with --company."),
        ("degree", "senior", "Known: bachelors, masters, phd."),
    ],
)
def test_a_word_in_the_wrong_field_is_led_to_its_own(field: str, word: str, way: str) -> None:
    told: dict[str, Any] = {field: word, "years": 5}
    with pytest.raises(NotFoundError) as refused:
        estimate(Profile(**told), BOOK)
    assert refused.value.code == f"{field}_not_found"
    assert str(refused.value).endswith(way)


def test_a_level_that_is_not_covered_is_refused_whatever_the_title_says() -> None:
    with pytest.raises(NotFoundError) as refused:
        estimate(Profile(level="intern", title="Senior ML Engineer"), BOOK)
    assert refused.value.code == "level_not_covered"


def test_years_that_are_none_say_how_to_write_them_where_they_stand() -> None:
    with pytest.raises(UsageError, match=r'^--years wants a number, .* you wrote "lots"'):
        read_years("lots", BOOK, "--years")
    with pytest.raises(UsageError, match=r'^"lots" is not an amount of experience\. '):
        read_years("lots", BOOK)


@pytest.mark.parametrize("amount", [10**400, float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_no_amount_is_refused(amount: float) -> None:
    with pytest.raises(UsageError, match="is not an amount of money"):
        read_amount(amount, BOOK)


def test_a_field_that_there_is_not_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError) as refused:
        estimate(yeers=5, metro="Austin")  # type: ignore[call-overload]
    assert refused.value.code == "unknown_field"
    assert '"yeers"' in str(refused.value)
    assert "Did you mean years?" in str(refused.value)
