"""Money as people write it, and what is refused with an example."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.decisions.money import read_bonus, read_money, read_range
from mlsalary.errors import UsageError
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()


@pytest.mark.parametrize(
    ("written", "dollars"),
    [
        ("190k", 190_000),
        ("190K", 190_000),
        ("$190,000", 190_000),
        ("1.2M", 1_200_000),
        ("1.2 million", 1_200_000),
        ("190000", 190_000),
        ("190,000", 190_000),
        ("  $ 190,000.50 ", 190_000.5),
        ("190 000", 190_000),
        ("190\u00a0000", 190_000),
        ("190\u202f000", 190_000),
        ("\uff04190k", 190_000),
        ("\uff11\uff19\uff10k", 190_000),
        ("US$190k", 190_000),
        ("190k USD", 190_000),
        ("187.5k", 187_500),
        ("1.1k", 1_100),
        ("1,234,567", 1_234_567),
        ("0", 0),
        (190_000, 190_000),
        (190_000.0, 190_000),
    ],
)
def test_an_amount_is_read(written: str | float, dollars: float) -> None:
    assert read_money(written, "The base", BOOK) == dollars


@pytest.mark.parametrize(
    "written",
    [
        *("190,00", "1,90,000", "19,0000", "190.000", "1,2M", "190kk", "k", "$", "", "abc"),
        *("-190k", "\u2212190k", "-$190,000", "$-190,000", "(190,000)", "nan", "inf", "1e9"),
        *("190k-200k", "€190k", "١٩٠٠٠٠", "190k/y", "99999M", "1e400", "0x10", "190", "12"),
        *(math.nan, math.inf, -math.inf, -1, True, 195, 1e12),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(written: str | float) -> None:
    with pytest.raises(UsageError) as refused:
        read_money(written, "The base", BOOK)
    assert refused.value.code == "bad_money"
    assert "The base" in refused.value.message
    assert "k" in refused.value.message.partition("Write it like")[2] or "k." in (
        refused.value.message
    )


@given(st.integers(1_000, 100_000_000))
def test_every_way_of_writing_one_amount_gives_it(dollars: int) -> None:
    ways: list[str | int] = [
        f"{dollars}",
        f"${dollars:,}",
        f"{dollars:,}",
        f"{dollars / 1000:f}k",
        dollars,
    ]
    assert {round(read_money(way, "The base", BOOK), 2) for way in ways} == {dollars}


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_usage_error(text: str) -> None:
    try:
        amount = read_money(text, "The base", BOOK)
    except UsageError as error:
        said = error.message
    else:
        said = "" if 0 <= amount <= 100_000_000 else f"{amount}\n"
    assert said.isprintable()


def test_a_bonus_is_a_share_or_dollars() -> None:
    assert read_bonus("15%", BOOK) == (0.15, 0.0)
    assert read_bonus(" 12.5 % ", BOOK) == (0.125, 0.0)
    assert read_bonus("30k", BOOK) == (None, 30_000)
    assert read_bonus(30_000, BOOK) == (None, 30_000)


@pytest.mark.parametrize("written", ["-5%", "900%", "%", "nan%", "15%%", "15", 0.15, "-30k"])
def test_a_bonus_that_cannot_be_read_is_refused(written: str | float) -> None:
    with pytest.raises(UsageError):
        read_bonus(written, BOOK)


@pytest.mark.parametrize(
    "written",
    [
        *("130k-242k", "130-242k", "$130,000 - $242,000", "130,000\u2013242,000"),
        *("$130k to $242k", "130k\u2014242k", "$130-242K"),
    ],
)
def test_a_range_is_read(written: str) -> None:
    assert read_range(written, "The posted range", BOOK) == (130_000, 242_000)


@pytest.mark.parametrize(
    "written", ["242k-130k", "130k", "130k-130k", "0-130k", "130k-242k-300k", "-", "a-b", "-5k-10k"]
)
def test_a_range_that_does_not_rise_is_refused(written: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_range(written, "The posted range", BOOK)
    assert refused.value.code in ("bad_range", "bad_money")
