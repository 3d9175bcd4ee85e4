"""Bonus, grants and vesting as people write them."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.reading.bonus import read_bonus
from mlsalary.reading.equity import counted, in_parts, read_count, read_equity
from mlsalary.reading.vesting import read_vesting
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
MOST = 10  # years
texts = st.one_of(
    st.text(max_size=24),
    st.text("0123456789kKmM$%.,- /overanyshtimg", max_size=24),
)


# Bonus --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "share", "dollars", "note"),
    [
        *(("15%", 0.15, 0, None), (" 12.5 % ", 0.125, 0, None), ("15 percent", 0.15, 0, None)),
        *(("15% of base", 0.15, 0, None), ("15 % of base salary", 0.15, 0, None)),
        *(("15% of the base salary", 0.15, 0, None), ("15% of my base pay", 0.15, 0, None)),
        *(("15% target", 0.15, 0, None), ("target 15%", 0.15, 0, None), ("0%", 0, 0, None)),
        *(("30k", None, 30_000, None), (30_000, None, 30_000, None), (0, None, 0, None)),
        *(("0", None, 0, None), ("none", None, 0, None), ("N/A", None, 0, None)),
        *(("30k a year", None, 30_000, None), ("$30,000 annually", None, 30_000, None)),
        ("2k/month", None, 24_000, "a month x 12"),
    ],
)
def test_a_bonus_is_a_share_or_dollars(
    written: Any, share: float | None, dollars: float, note: str | None
) -> None:
    assert read_bonus(written, BOOK) == (share, dollars, note)


@pytest.mark.parametrize(
    "written",
    [
        *("-5%", "900%", "%", "nan%", "15%%", "15", 0.15, "-30k", "15-20%", "up to 20%", "20k-30k"),
        *("15% of revenue", "\u20ac5k", "some", True, math.nan),
    ],
)
def test_a_bonus_that_cannot_be_read_is_refused(written: Any) -> None:
    with pytest.raises(UsageError) as refused:
        read_bonus(written, BOOK)
    assert "The bonus" in refused.value.message


@pytest.mark.parametrize(("written", "share"), [("0.15", "15%"), (15, "15%"), ("200", "200%")])
def test_a_figure_that_may_be_a_share_is_asked_for_as_one(written: Any, share: str) -> None:
    with pytest.raises(UsageError, match=f"Write {share}, or an amount like"):
        read_bonus(written, BOOK)


def test_a_bonus_of_more_than_base_can_bear_is_told_how_much_that_is() -> None:
    most = BOOK.toml("amounts.toml")["sum"]["bonus_most"]
    with pytest.raises(UsageError, match=f"from 0% to {most}00%"):
        read_bonus(f"{most}01%", BOOK)


@given(st.integers(0, 500), st.sampled_from(("%", " %", " percent", "% of base", "% target")))
def test_every_way_of_writing_one_share_gives_it(percent: int, word: str) -> None:
    assert read_bonus(f"{percent}{word}", BOOK) == (percent / 100, 0, None)


@given(texts)
def test_any_text_is_a_bonus_or_an_error_of_ours(text: str) -> None:
    try:
        bonus = read_bonus(text, BOOK)
    except MlsalaryError as error:
        said = error.message
    else:
        fits = 0 <= (bonus.share or 0) <= 5 and bonus.dollars >= 0
        said = "" if fits else "\n"
    assert said.isprintable()


# Grants -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        *("400k/4y", "400k/4", "400k / 4 yrs", "$400,000/4 years", "400k/48mo", "400k/48 months"),
        *("400k over 4 years", "400k RSU over 4 years", "$400k in RSUs over 48 months"),
        *("400k for 4 years", "RSUs 400k/4y", "400k vesting over 4 yrs."),
    ],
)
def test_a_whole_grant_and_its_years(written: str) -> None:
    assert read_equity(written, MOST, BOOK) == (400_000, False, False, 4, None)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("400k", (400_000, False, False, None, None)),
        (400_000, (400_000, False, False, None, None)),
        ("400k RSUs", (400_000, False, False, None, None)),
        ("120k/yr", (120_000, True, False, None, None)),
        ("120k a year", (120_000, True, False, None, None)),
        ("120k RSU annually", (120_000, True, False, None, None)),
        ("120k/yr over 3 years", (120_000, True, False, 3, None)),
        ("10k/month", (120_000, True, False, None, "a month x 12")),
        ("0.1%", (0.1, False, True, None, None)),
        ("100%", (100, False, True, None, None)),
        ("0.25 % over 4 years", (0.25, False, True, 4, None)),
        *((none, (0, False, False, None, None)) for none in ("none", "0", 0, "n/a", "")),
    ],
)
def test_what_else_is_told_of_a_grant(written: Any, found: tuple[Any, ...]) -> None:
    assert read_equity(written, MOST, BOOK) == found


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ("400k/0y", "bad_grant", "1 to 10 whole years"),
        ("400k/11y", "bad_grant", "1 to 10 whole years"),
        ("400k/2.5y", "bad_grant", "2.5y"),
        ("400k/18mo", "bad_grant", "18mo"),
        ("400k/4 weeks", "bad_grant", "4 weeks"),
        ("400k/", "bad_grant", "480000/4y"),
        ("12000 shares", "bad_grant", "--price"),
        ("12k options over 4 years", "bad_grant", "--strike"),
        ("0%", "bad_grant", "0.1%"),
        ("101%", "bad_grant", "0.1%"),
        ("-400k/4y", "bad_money", "negative"),
        ("300k-400k", "bad_money", "single amount"),
        ("\u20ac400k/4y", "other_currency", "euros"),
        ("400", "bad_money", "400k"),
        ("lots", "bad_money", "The grant"),
    ],
)
def test_a_grant_that_cannot_be_read_is_refused(written: str, code: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as refused:
        read_equity(written, MOST, BOOK)
    assert refused.value.code == code


@given(
    st.integers(1_000, 10_000_000),
    st.integers(1, MOST),
    st.sampled_from(("{}/{}y", "${:,}/{} years", "{} over {} years", "{:,} RSU over {} yrs")),
)
def test_every_way_of_writing_one_grant_gives_it(dollars: int, years: int, like: str) -> None:
    asked = read_equity(like.format(dollars, years), MOST, BOOK)
    in_months = read_equity(f"{dollars}/{12 * years}mo", MOST, BOOK)
    assert asked == in_months == (dollars, False, False, years, None)


@given(texts)
def test_any_text_is_a_grant_or_an_error_of_ours(text: str) -> None:
    try:
        grant = read_equity(text, MOST, BOOK)
    except MlsalaryError as error:
        said = error.message
    else:
        fits = 0 <= grant.amount < math.inf and (grant.years is None or 1 <= grant.years <= MOST)
        said = "" if fits else "\n"
    assert said.isprintable()


def test_shares_are_counted() -> None:
    ways: tuple[Any, ...] = ("12,000", "12k", "12000", 12_000, "12000 options", "12k RSUs")
    assert {read_count(way, BOOK) for way in ways} == {12_000}
    for way in ("many", "-5", "5-6", "options", True):
        with pytest.raises(UsageError, match="The number of shares"):
            read_count(way, BOOK)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("12000 options", ("12000", False, True, None)),
        ("12,000 shares over 4 years", ("12,000", False, False, "4 years")),
        ("0.2% options / 48 mo", ("0.2%", True, True, "48 mo")),
        ("12000 options over", ("12000 over", False, True, None)),  # of no time: no amount
        ("options", None),
        ("400k RSUs", None),
    ],
)
def test_what_is_told_of_a_grant_that_is_counted(written: str, found: Any) -> None:
    assert counted(written, BOOK) == found


@pytest.mark.parametrize(
    ("written", "amount", "parted"),
    [
        *(("50k over 2 years", "50k", True), ("50k/2y", "50k", True), ("50k/24 mo.", "50k", True)),
        *(("50k", "50k", False), ("50k/", "50k/", False), ("50k/yr", "50k/yr", False)),
        (50_000, 50_000, False),
    ],
)
def test_a_sum_may_come_in_parts(written: Any, amount: Any, parted: bool) -> None:
    assert in_parts(written, BOOK) == (amount, parted)


# Vesting ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "parts", "sums"),
    [
        ("25,25,25,25", (25, 25, 25, 25), ""),
        ("25 25 25 25", (25, 25, 25, 25), ""),
        ("25% 25% 25% 25%", (25, 25, 25, 25), ""),
        ("5 %, 15 %, 40 %, 40 %", (5, 15, 40, 40), ""),
        ("5/15/40/40", (5, 15, 40, 40), ""),
        ("5-15-40-40", (5, 15, 40, 40), ""),
        ([5, 15, 40, 40], (5, 15, 40, 40), ""),
        ("33,33,34", (33, 33, 34), ""),
        ("33.3,33.3,33.3", (100 / 3,) * 3, "99.9"),
        ("33.33 33.33 33.33", (100 / 3,) * 3, "99.99"),
        ([33.3, 33.3, 33.3], (100 / 3,) * 3, "99.9"),
        ("16.7,16.7,16.7,16.7,16.7,16.7", (100 / 6,) * 6, "100.2"),
        ([100 / 3] * 3, (100 / 3,) * 3, ""),
        ("4", (25,) * 4, ""),
        ("4y", (25,) * 4, ""),
        ("10 yrs", (10,) * 10, ""),
        ("1 year", (100,), ""),
        ("48 months", (25,) * 4, ""),
        ("36mo", (100 / 3,) * 3, ""),
        (5, (20,) * 5, ""),
    ],
)
def test_a_schedule(written: Any, parts: tuple[float, ...], sums: str) -> None:
    found = read_vesting(written, MOST)
    assert found.parts == pytest.approx(parts)
    assert math.fsum(found.parts) == pytest.approx(100)
    assert (found.note or "") == (f"the figures sum to {sums}, read as 100" if sums else "")


# The last digit of 33.2 stands for half a tenth at most: three of them miss 100 by more than that.
@pytest.mark.parametrize(
    "written",
    [
        *("25,25,25,20", "33.2,33.2,33.2", "33.30,33.30,33.30", "0", "0,0", "", "half,half"),
        *(
            "50,60,-10",
            "18 months",
            "0y",
            "1,2",
            "100" + ",0" * 10,
            [True],
            [math.nan],
            [math.inf],
            "50 50 1.2",
        ),
    ],
)
def test_a_schedule_that_does_not_sum_to_100_is_refused(written: Any) -> None:
    with pytest.raises(UsageError) as refused:
        read_vesting(written, MOST)
    assert refused.value.code == "bad_vesting"


@given(
    st.lists(st.integers(1, 1_000), min_size=1, max_size=MOST),
    st.integers(0, 4),
    st.sampled_from((",", ", ", " ", "/", "; ")),
)
def test_shares_of_a_whole_may_be_rounded_to_any_digit(
    weights: list[int], digits: int, between: str
) -> None:
    whole = [100 * weight / sum(weights) for weight in weights]
    found = read_vesting(between.join(f"{part:.{digits}f}" for part in whole), MOST)
    assert len(found.parts) == len(whole)
    assert math.fsum(found.parts) == pytest.approx(100)


@given(texts)
def test_any_text_is_a_schedule_or_an_error_of_ours(text: str) -> None:
    try:
        parts = read_vesting(text, MOST).parts
    except MlsalaryError as error:
        said = error.message
    else:
        said = "" if math.fsum(parts) == pytest.approx(100) and min(parts) >= 0 else "\n"
    assert said.isprintable()
