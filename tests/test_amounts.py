"""Amounts of money as people and files write them, and what is refused with the way out."""

from __future__ import annotations

import math
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.reading.amounts import (
    are_thousands,
    read_amount,
    read_figure,
    read_money,
    read_range,
    untold,
)
from mlsalary.rulebook import Rulebook, shipped_folder

BOOK = Rulebook.shipped()
TABLE = tomllib.loads((shipped_folder() / "amounts.toml").read_text(encoding="utf-8"))


# A year's pay -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "dollars"),
    [
        *(("$185k", 185_000), ("185K", 185_000), ("185,000.00", 185_000), ("190k/y", 190_000)),
        *(("USD 150,000", 150_000), ("150,000 USD", 150_000), ("150kUSD", 150_000)),
        *(("150k a year", 150_000), ("150k/yr", 150_000), ("150,000 annually", 150_000)),
        *(("$150,000.00/year", 150_000), ("150k per annum", 150_000), ("150k usd p.a.", 150_000)),
        *(("$150K (Employer est.)", 150_000), ("$150K (Glassdoor est.)", 150_000)),
        *(("$150k (plus equity)", 150_000), ("base: 150k", 150_000), ("$150k base", 150_000)),
        *((150_000, 150_000), (150_000.0, 150_000), ("1.2M", 1_200_000)),
    ],
)
def test_dollars_a_year_are_read_as_they_stand(written: str | float, dollars: float) -> None:
    assert read_amount(written, BOOK) == (dollars, dollars, None)


# A year has 2,080 hours, 260 days, 52 weeks, 12 months.
@pytest.mark.parametrize(
    ("written", "dollars", "note"),
    [
        ("$72.50/hr", 150_800, "an hour x 2,080"),
        ("72.50 an hour", 150_800, "an hour x 2,080"),
        ("$72.50 per hour", 150_800, "an hour x 2,080"),
        ("72.50 hourly", 150_800, "an hour x 2,080"),
        ("$95/hour", 197_600, "an hour x 2,080"),
        ("$57.6923/hr", pytest.approx(119_999.984), "an hour x 2,080"),
        ("16.5k/mo", 198_000, "a month x 12"),
        ("16,500 monthly", 198_000, "a month x 12"),
        ("3k a week", 156_000, "a week x 52"),
        ("3,000 weekly", 156_000, "a week x 52"),
        ("6k every two weeks", 156_000, "two weeks x 26"),
        ("$800 daily", 208_000, "a day x 260"),
        ("up to $180k", 180_000, "its high end"),
        ("$150k+", 150_000, "its low end"),
        ("$150k+/yr", 150_000, "its low end"),
        ("from 150k", 150_000, "its low end"),
        ("up to $60/hr (est.)", 124_800, "its high end, an hour x 2,080"),
    ],
)
def test_what_is_reckoned_is_said(written: str, dollars: float, note: str) -> None:
    assert read_amount(written, BOOK) == (dollars, dollars, note)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("$150K-$180K", 150_000, 180_000),
        ("$123,684\u2014$254,644 USD", 123_684, 254_644),
        ("130-242k", 130_000, 242_000),
        ("90-130k", 90_000, 130_000),
        ("150k-180", 150_000, 180_000),
        ("$150,000 to $180,000", 150_000, 180_000),
        ("USD 150,000 - 180,000", 150_000, 180_000),
        ("between 150k and 180k", 150_000, 180_000),
        ("from $150k to $180k a year", 150_000, 180_000),
        ("$150,000/yr - $180,000/yr", 150_000, 180_000),
        ("$150k - $150k", 150_000, 150_000),
        ("$20.00 - $25.00/hour", 41_600, 52_000),
        ("$35-40/hr", 72_800, 83_200),
        ("$35/hr - $40/hr (Employer est.)", 72_800, 83_200),
    ],
)
def test_a_range_has_two_ends(written: str, low: float, high: float) -> None:
    amount = read_amount(written, BOOK)
    assert (amount.low, amount.high) == (low, high)
    assert amount.middle == (low + high) / 2
    assert (amount.note or "").startswith("a range")


@pytest.mark.parametrize(
    ("written", "interval", "dollars"),
    [
        ("72.50", "HOURLY", 150_800),
        (72.5, "hour", 150_800),
        ("$72.50/hr", "hourly", 150_800),
        ("12,000", "Monthly", 144_000),
        ("12k", "months", 144_000),
        ("150k", "YEARLY", 150_000),
        ("150k", "annual", 150_000),
        ("150k", "per year", 150_000),
        ("3000", "week", 156_000),
        ("150k", "", 150_000),
    ],
)
def test_a_column_beside_it_says_how_often(
    written: str | float, interval: str, dollars: float
) -> None:
    assert read_amount(written, BOOK, interval=interval).middle == dollars


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        *(("150", 150_000, 150_000), (187.5, 187_500, 187_500), ("130-242", 130_000, 242_000)),
        *(("$150/yr", 150_000, 150_000), ("150k", 150_000, 150_000), (150_000, 150_000, 150_000)),
    ],
)
def test_a_column_in_thousands(written: str | float, low: float, high: float) -> None:
    amount = read_amount(written, BOOK, thousands=True)
    assert (amount.low, amount.high) == (low, high)
    stood_alone = "k" not in str(written) and written != 150_000
    assert ("in thousands" in (amount.note or "")) == stood_alone


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        *(("\u20ac100k", "euros"), ("100k EUR", "euros"), ("100.000 \u20ac", "euros")),
        *(("\u00a360,000 per annum", "pounds sterling"), ("GBP 60k", "pounds sterling")),
        *(("\u20b92,500,000", "Indian rupees"), ("20 LPA", "Indian rupees")),
        *(("Rs. 2500000", "Indian rupees"), ("15 lakhs", "Indian rupees")),
        *(("CA$150k", "Canadian dollars"), ("C$150k", "Canadian dollars")),
        *(("150,000-180,000 (CAD)", "Canadian dollars"), ("150kCAD/yr", "Canadian dollars")),
        *(("A$150k", "Australian dollars"), ("AUD 150000", "Australian dollars")),
        *(("S$150k", "Singapore dollars"), ("CHF 120k", "Swiss francs")),
    ],
)
def test_another_currency_is_refused_by_name(written: str, currency: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_amount(written, BOOK)
    assert refused.value.code == "other_currency"
    assert currency in refused.value.message


@pytest.mark.parametrize("currency", ["", "USD", "usd", "US$", "$", None])
def test_a_column_of_us_dollars(currency: str | None) -> None:
    assert read_amount("150k", BOOK, currency=currency).middle == 150_000


@pytest.mark.parametrize(
    ("currency", "name"), [("EUR", "euros"), ("\u20ac", "euros"), ("inr", "rupees"), ("XYZ", "XYZ")]
)
def test_a_column_of_another_currency(currency: str, name: str) -> None:
    with pytest.raises(UsageError, match=name) as refused:
        read_amount("150k", BOOK, currency=currency)
    assert refused.value.code == "other_currency"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        *(("150", "150k"), (195, "195k"), ("72.50", "72.5k"), ("130-242", "130k")),
        *(("8000", "16.5k/month"), ("12k", "15,080"), ("$5/hr", "15,080"), (0, "15,080")),
        *(("2500000", "2,000,000"), ("7250/hr", "15,080,000"), ("180k-150k", "low end first")),
        *(("150.000", "190,000"), ("5 years", "190,000"), ("3-5 yrs", "190,000"), ("5y", "190k")),
        *(("-150k", "negative"), ("$0-$180k", "15,080"), ("$72/hr a year", "190,000")),
        *(("150k (401k match)", "190,000"), ("1,50,000", "190,000"), ("", "190,000")),
        *(("competitive", "190,000"), ("1" * 300, "190,000"), ("150k-180k-200k", "190,000")),
    ],
)
def test_what_no_full_time_year_pays_is_refused_with_the_way_out(
    written: str | float, says: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read_amount(written, BOOK, what="The salary")
    assert refused.value.code == "bad_money"
    assert refused.value.message.startswith("The salary")
    assert says in refused.value.message


@pytest.mark.parametrize(
    ("written", "said"),
    [
        *((one, True) for one in ("", "N/A", "unknown", None)),
        ("none", False),
        ("0", False),
        (0, False),
    ],
)
def test_to_say_none_is_to_say_something(written: str | float | None, said: bool) -> None:
    assert untold(written, BOOK) == said


def test_a_text_of_more_than_200_characters_is_no_amount() -> None:
    assert read_amount("0" * 196 + "150k", BOOK).low == 150_000
    with pytest.raises(UsageError, match="is not an amount of money"):
        read_amount("0" * 197 + "150k", BOOK)


# Of $190k a shell leaves 90k, and takes nothing of what has its sign, a period or no text at all.
@pytest.mark.parametrize(
    ("written", "typed", "cut"),
    [
        *(("9k", True, True), ("9k", False, False), (9_000, True, False)),
        *(("$9k", True, False), ("2/hr", True, False)),
    ],
)
def test_on_a_command_line_a_shell_may_have_taken_a_digit(
    written: str | float, typed: bool, cut: bool
) -> None:
    with pytest.raises(UsageError) as refused:
        read_amount(written, BOOK, typed=typed)
    assert ("the shell took it" in refused.value.message) == cut


@pytest.mark.parametrize(
    ("written", "interval"), [("$35/hr", "year"), ("150k", "hour"), ("150k", "light-year")]
)
def test_an_interval_that_does_not_fit(written: str, interval: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_amount(written, BOOK, interval=interval)
    assert refused.value.code == "bad_money"


every_word = [
    *(f"/{word}" for row in TABLE["period"] for word in row["behind"]),
    *(f" {word}" for row in TABLE["period"] for word in row["alone"]),
]
A_YEAR = {
    word: row["a_year"] for row in TABLE["period"] for word in (*row["behind"], *row["alone"])
}


@given(
    st.integers(20_000, 1_900_000),
    st.sampled_from(every_word),
    st.sampled_from(("", "$", "US$ ", "USD ")),
    st.sampled_from(("", " (Employer est.)", " base", " (estimated)")),
)
def test_every_way_of_writing_one_pay_gives_it(
    dollars: int, per: str, sign: str, tail: str
) -> None:
    each = dollars / A_YEAR[per.strip(" /")]
    for figure in (f"{each:,.6f}", f"{each / 1000:.9f}k"):
        amount = read_amount(f"{sign}{figure}{per}{tail}", BOOK)
        assert amount.low == amount.high == pytest.approx(dollars, abs=0.01)


@given(
    st.integers(20_000, 900_000),
    st.integers(0, 900_000),
    st.sampled_from(("-", " - ", " to ", "\u2013", "\u2014")),
    st.sampled_from(("{:,}", "${:,}", "{}", "USD {}", "{:,}/yr")),
)
def test_every_way_of_writing_one_range_gives_it(
    low: int, more: int, between: str, like: str
) -> None:
    high = low + more
    amount = read_amount(f"{like.format(low)}{between}{like.format(high)}", BOOK)
    assert amount == (low, high, "a range")


signs = st.text("0123456789kKmM$.,- /+()aehnorty\u20ac\u2013", max_size=20)


@given(
    st.one_of(st.text(max_size=30), signs, st.floats(), st.integers()),
    st.one_of(st.none(), st.text(max_size=6), st.sampled_from(("hour", "year"))),
    st.booleans(),
)
def test_anything_is_a_sensible_pay_or_an_error_of_ours(
    written: str | float, interval: str | None, thousands: bool
) -> None:
    try:
        amount = read_amount(written, BOOK, interval=interval, thousands=thousands)
    except MlsalaryError as error:
        code, message = error.code, error.message
    else:
        fits = 15_080 <= amount.low <= amount.middle <= amount.high <= 2_000_000
        code, message = "bad_money" if fits else "", ""
    assert code in ("bad_money", "other_currency")
    assert message.isprintable()


def test_every_currency_is_told_by_each_of_its_words() -> None:
    for name, words in TABLE["currencies"].items():
        for word in words:
            with pytest.raises(UsageError) as refused:
                read_amount(f"{word} 150,000", BOOK)
            assert (refused.value.code, name in refused.value.message) == ("other_currency", True)


# Sums ---------------------------------------------------------------------------------------------


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
        ("190k a year", 190_000),
        ("$15k/month", 180_000),
    ],
)
def test_a_sum_is_read(written: str | float, dollars: float) -> None:
    assert read_money(written, "The target", BOOK) == dollars


@pytest.mark.parametrize(
    "written",
    [
        *("190,00", "1,90,000", "19,0000", "190.000", "1,2M", "190kk", "k", "$", "", "abc"),
        *("-190k", "\u2212190k", "-$190,000", "$-190,000", "(190,000)", "nan", "inf", "1e9"),
        *("190k-200k", "١٩٠٠٠٠", "99999M", "90M/month", "1e400", "0x10", "190", "12", "190k+"),
        *(math.nan, math.inf, -math.inf, -1, True, 195, 1e12),
    ],
)
def test_what_is_no_sum_is_refused_with_an_example(written: str | float) -> None:
    with pytest.raises(UsageError) as refused:
        read_money(written, "The target", BOOK)
    assert refused.value.code == "bad_money"
    assert "The target" in refused.value.message
    message = refused.value.message
    assert "k" in message.partition("Write it like")[2] or "k." in message or "'$50k'" in message


@given(st.integers(1_000, 100_000_000))
def test_every_way_of_writing_one_sum_gives_it(dollars: int) -> None:
    ways: list[str | int] = [
        f"{dollars}",
        f"${dollars:,}",
        f"{dollars:,}",
        f"{dollars / 1000:f}k",
        dollars,
    ]
    assert {round(read_money(way, "The target", BOOK), 2) for way in ways} == {dollars}


@given(st.one_of(st.text(max_size=20), signs))
def test_any_text_is_a_sum_or_a_usage_error(text: str) -> None:
    try:
        amount = read_money(text, "The target", BOOK)
    except UsageError as error:
        said = error.message
    else:
        said = "" if 0 <= amount <= 100_000_000 else f"{amount}\n"
    assert said.isprintable()


def test_a_figure_may_have_any_size() -> None:
    assert read_figure("$18", "The price", BOOK) == 18
    assert read_figure(0.004, "The price", BOOK) == 0.004
    assert read_figure("$1.5 billion", "The valuation", BOOK) == 1_500_000_000
    for written in ("-4", "$18/share", "18 a month", "18-20", "1e3", 1e300):
        with pytest.raises(UsageError):
            read_figure(written, "The price", BOOK)


# Posted ranges ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        *("130k-242k", "130-242k", "$130,000 - $242,000", "130,000\u2013242,000"),
        *("$130k to $242k", "130k\u2014242k", "$130-242K", "$130k - $242k/yr (Employer est.)"),
    ],
)
def test_a_posted_range_is_read(written: str) -> None:
    assert read_range(written, "The posted range", BOOK) == (130_000, 242_000, None)


def test_a_posted_range_by_the_hour() -> None:
    found = read_range("$62.50-$75/hr", "The posted range", BOOK)
    assert found == (130_000, 156_000, "an hour x 2,080")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("242k-130k", "bad_range"), ("130k", "bad_range"), ("130k-130k", "bad_range")),
        *(("0-130k", "bad_money"), ("130k-242k-300k", "bad_money"), ("-", "bad_money")),
        *(("a-b", "bad_money"), ("-5k-10k", "bad_money"), ("up to 130k", "bad_range")),
    ],
)
def test_a_posted_range_that_does_not_rise_is_refused(written: str, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_range(written, "The posted range", BOOK)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("lowest", "highest", "meant"),
    [
        (150, 180, True),
        (72, 150, True),
        (72, 85, False),  # dollars an hour, perhaps
        (15, 150, False),  # 15,000 is less than 7.25 x 2,080
        (150, 2_001, False),  # above 2,000,000
        (150, 150_000, False),
        (0, 150, False),
    ],
)
def test_which_figures_alone_are_thousands(lowest: float, highest: float, meant: bool) -> None:
    assert are_thousands(lowest, highest, BOOK) is meant
