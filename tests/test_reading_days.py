"""Months and days as people and files write them, and what only looks like one."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.errors import UsageError
from mlsalary.reading.days import read_month
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()


def refused(written: str) -> None:
    with pytest.raises(UsageError) as raised:
        read_month(written, BOOK)
    assert raised.value.code == "bad_month"
    assert "YYYY-MM" in raised.value.message


@pytest.mark.parametrize(
    "written",
    [
        *("2025-05", "2025-5", "2025-05-01", "2025/05/01", "2025.05.01", "20250501", "2025/05"),
        *("May 2025", "may 2025", "MAY 2025", "May, 2025", "May-2025", "May-25", "May. 2025"),
        *("May 1, 2025", "May 1st, 2025", "1 May 2025", "1-May-2025", "1-May-25", "May 31 2025"),
        *("5/1/2025", "05/01/2025", "5/1/25", "5-1-2025", "5/2025", "05/2025"),
        *("5/31/2025 11:02:10", "2025-05-01T12:00:00Z", "2025-05-01 00:00:00", " 2025-05-01 "),
        *("2025-05-01 12:00:00+00:00", "5/1/2025 9:30 AM", "２０２５-05-01"),
    ],
)  # fmt: skip
def test_may_2025(written: str) -> None:
    assert read_month(written, BOOK) == ("2025-05", None)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        *(("Sep 2024", "2024-09"), ("Sept 2024", "2024-09"), ("Sept. 3, 2024", "2024-09")),
        *(("december 2023", "2023-12"), ("Jan-24", "2024-01"), ("29 Feb 2024", "2024-02")),
        *(("12/5/2024", "2024-12"), ("1/5/2025", "2025-01"), ("6/7/2017 11:33:27", "2017-06")),
    ],
)
def test_other_months(written: str, month: str) -> None:
    assert read_month(written, BOOK) == (month, None)


@pytest.mark.parametrize(
    ("written", "month", "says"),
    [
        ("2026", "2026-07", "middle"),
        ("2025.0", "2025-07", "middle"),
        # Today is the last day of the month that data/aging.toml names: November 30, 2026.
        ("now", "2026-11", "whose money"),
        ("Today", "2026-11", "whose money"),
        ("current", "2026-11", "whose money"),
        ("yesterday", "2026-11", "yesterday"),
        ("3 days ago", "2026-11", "end of November 2026"),
        ("Posted 3 days ago", "2026-11", "end of November 2026"),
        ("29 days ago", "2026-11", "end of November 2026"),
        ("30+ days ago", "2026-10", "end of November 2026"),
        ("2 months ago", "2026-09", "end of November 2026"),
        ("5 hours ago", "2026-11", "end of November 2026"),
        ("1 year ago", "2025-11", "end of November 2026"),
        ("45778", "2025-05", "2025-05-01"),  # 2025-05-01 as a spreadsheet counts from 1899-12-30
        ("45778.0", "2025-05", "2025-05-01"),
        ("45778.53", "2025-05", "2025-05-01"),
    ],
)
def test_how_it_was_counted_is_said(written: str, month: str, says: str) -> None:
    value, note = read_month(written, BOOK)
    assert value == month
    assert says in str(note)


@pytest.mark.parametrize(
    "written",
    [
        *("May", "May 25", "25-May", "25 May", "5/1"),
        *("March 5", "05-Mar", "Mayhem 2025", "Ma 2025"),
        *("2025-13", "2025-00", "2025-02-30", "13/1/2025", "2/30/2025", "31 Apr 2025", "5/0/2025"),
        *("12345", "99999", "1714521600", "3", "05", "2025 05 01 12", "in May 2025", "Q2 2025"),
        *("Spring 2025", "2025-2026", "someday", "tomorrow", "soon", "a while ago", "5 years", ""),
        *("9999 years ago", "20251301", "2025-05-01 5", "2025-5-", "0000-00"),
    ],
)  # fmt: skip
def test_what_is_no_month_is_refused_with_the_way_out(written: str) -> None:
    refused(written)


days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(days)
def test_every_way_of_writing_a_day_gives_its_month(day: date) -> None:
    wanted = f"{day.year}-{day.month:02}"
    month, short = calendar.month_name[day.month], calendar.month_abbr[day.month]
    serial = (day - date(1899, 12, 30)).days
    for written in (
        *(wanted, str(day), f"{day}T08:15:00Z", f"{day:%Y%m%d}", f"{day:%Y/%m/%d}"),
        *(f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%y}", f"{day.month}/{day.year}"),
        *(f"{month} {day.year}", f"{short} {day.day}, {day.year}", f"{day.day} {short} {day.year}"),
        *(f"{short}-{day:%y}".upper(), f"{day.day}-{short}-{day:%y}", str(serial)),
    ):
        assert read_month(written, BOOK).value == wanted, written
    assert read_month(wanted, BOOK).note is None


near = st.text("0123456789-/., :mayjunesptdgo", max_size=14)


@given(st.one_of(st.text(max_size=30), near))
def test_any_text_is_a_month_or_an_error_of_ours(written: str) -> None:
    try:
        found = read_month(written, BOOK)
    except UsageError as error:
        found, code = None, error.code
    assert found is not None or code == "bad_month"
    if found is not None:
        year, month = found.value.split("-")
        assert (len(year), 1 <= int(month) <= 12) == (4, True)
        assert read_month(found.value, BOOK) == (found.value, None)
