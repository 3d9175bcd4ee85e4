"""Corners of how words are read that no table of words holds."""

from __future__ import annotations

from typing import Any

import pytest

from mlsalary import Profile, estimate
from mlsalary.errors import NotFoundError, UsageError
from mlsalary.reading.amounts import read_amount
from mlsalary.reading.bonus import read_bonus
from mlsalary.reading.companies import read_company
from mlsalary.reading.days import read_month
from mlsalary.reading.years import read_years
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted

BOOK = Rulebook.shipped()
PAY = BOOK.toml("amounts.toml")["pay"]


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
        ("Research Engineer - Retrieval Lead", "lead"),  # at the end of a part of its own
        ("Research Engineer - Lead Retrieval", None),
        ("Research Engineer - Retrieval Lead Group", None),
        ("Principal Machine Learning Manager", "lead"),  # a manager, whatever stands before
        ("Manager, Machine Learning", "lead"),
        ("Machine Learning - Manager", "lead"),
        ("Machine Learning Engineer - Senior", "senior"),
    ],
)
def test_the_level_that_a_title_says(title: str, level: str | None) -> None:
    assert estimate(Profile(title=title, years=5), BOOK).profile.level == level


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


@pytest.mark.parametrize(
    "bonus", ["twenty percent", "600%", "10-15%", "15% of nothing", "15% of", "15% my"]
)
def test_a_share_that_is_none_says_how_to_write_a_bonus(bonus: str) -> None:
    with pytest.raises(UsageError, match="is not a share of base from 0% to 500%") as refused:
        read_bonus(bonus, BOOK)
    assert quoted(bonus) in str(refused.value)


@pytest.mark.parametrize(
    ("title", "level", "codes"),
    [
        ("Machine Learning Intern", "senior", ["title_overruled"]),
        ("Plumber", "senior", ["title_not_read"]),
        ("Junior ML Engineer", "senior", ["title_overruled"]),
        ("Senior ML Engineer", "senior", []),
    ],
)
def test_what_a_title_says_beside_a_level_that_is_told_is_said(
    title: str, level: str, codes: list[str]
) -> None:
    answer = estimate(Profile(title=title, level=level), BOOK)
    assert [one.code for one in answer.warnings] == codes
    if title.endswith("Intern"):
        assert "an internship" in answer.warnings[0].message


@pytest.mark.parametrize(
    ("written", "company"),
    [
        ("Google/Alphabet", "Google"),
        ("Facebook / Meta", "Meta"),
        ("Google/Meta", None),  # two of them
        ("Google/Acme", None),
        ("Acme/Example", None),
    ],
)
def test_two_names_of_a_company_are_that_company(written: str, company: str | None) -> None:
    found = read_company(written, BOOK)
    assert (found and found.name) == company


@pytest.mark.parametrize(
    ("level", "company", "meant"),
    [
        ("5", "Google", "senior"),  # L5
        ("4", "Meta", "mid"),  # E4
        ("63", "Microsoft", "senior"),
        ("III", "Amazon", "senior"),  # SDE III
        ("6", "Amazon", "senior"),  # L6
    ],
)
def test_a_figure_alone_is_a_level_of_the_companys_own(
    level: str, company: str, meant: str
) -> None:
    assert estimate(Profile(level=level, company=company), BOOK).profile.level == meant


def test_the_figure_of_a_jobs_grade_alone_is_no_level() -> None:
    """Of SDE 2 at Amazon: 2 may be the grade of any job."""
    with pytest.raises(NotFoundError):
        estimate(Profile(level="2", company="Amazon"), BOOK)


@pytest.mark.parametrize(
    ("amount", "inside"), [("least", 0), ("most", 0), ("least", -1), ("most", 1)]
)
def test_pay_may_be_the_least_and_the_most_that_a_year_pays(amount: str, inside: int) -> None:
    pay = PAY[amount] + inside
    if inside == 0:
        assert read_amount(pay, BOOK).low == pay
        return
    with pytest.raises(UsageError, match=r"would be \$[\d,]+ a year, (above|less than)"):
        read_amount(pay, BOOK)


@pytest.mark.parametrize(
    ("serial", "month"),
    [
        ("36526", "2000-01"),
        ("45000", "2023-03"),
        ("73050", "2099-12"),
        ("36525", None),
        ("73051", None),
    ],
)
def test_a_spreadsheets_number_of_a_day_is_its_month(serial: str, month: str | None) -> None:
    """36,526 is January 1, 2000, and 73,050 the last of December 2099; more is no day."""
    if month is None:
        with pytest.raises(UsageError):
            read_month(serial, BOOK)
    else:
        assert read_month(serial, BOOK).value == month
