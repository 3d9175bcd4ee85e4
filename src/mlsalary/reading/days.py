"""Months and days as people write them: May 2025, 5/1/2025, a spreadsheet's number."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

from mlsalary.errors import UsageError
from mlsalary.figures import month_name
from mlsalary.reading.meant import Meant
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.months import counted, today, written
from mlsalary.spelling import quoted

FILE = "reading.toml"
LIKE = "Write it YYYY-MM, such as 2025-05."
_SERIAL_ZERO = date(1899, 12, 30)  # the day before a spreadsheet's first, as it counts 1900-02-29


def read_month(text: str, book: Rulebook, option: str = "") -> Meant[str]:
    """The month, YYYY-MM, of a date; of a year alone its middle one.

    A day is read month first, as in the United States. "now" is the rulebook's month, whatever the
    clock says, and a time ago is counted from its last day. option: the one that the text was
    given to, for the error.
    UsageError ``bad_month`` for what is no date.
    """
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII):
        return Meant(text)
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().replace(",", " ").split())
    found = _words(book).read(plain, _last_day(today(book)))
    if found is None:
        said = (
            f"{option} wants a month, not {quoted(text)}"
            if option
            else f"{quoted(text)} is not a month"
        )
        raise UsageError("bad_month", f"{said}. {LIKE}")
    return found


def is_day(plain: str, book: Rulebook) -> bool:
    """Whether a text in small letters looks like a day or a month with a year: what a spreadsheet
    makes of 3-5."""
    return _words(book).day.fullmatch(plain) is not None


class _Words(NamedTuple):
    """The ways to write a date. starts: the first letters of each month's name, January first."""

    starts: dict[str, int]
    now: frozenset[str]
    yesterday: frozenset[str]
    ago: dict[str, float]
    july: int
    serials: range
    numbers: re.Pattern[str]
    named: re.Pattern[str]
    day: re.Pattern[str]
    past: re.Pattern[str]

    def read(self, plain: str, today: date) -> Meant[str] | None:
        """None for what is no date."""
        if plain in self.now:
            return _month_of(today, "the month whose money the data is in")
        if plain in self.yesterday:
            return _month_of(today - timedelta(days=1), "yesterday")
        if found := self.past.fullmatch(plain):
            days = round(int(found["count"]) * self.ago[found["unit"]])
            if days >= today.toordinal():
                return None
            from_month = f"counted back from the end of {month_name(today.isoformat())}"
            return _month_of(today - timedelta(days=days), from_month)
        if found := re.fullmatch(r"((?:19|20)\d\d)(?:\.0)?", plain, re.ASCII):
            return Meant(f"{found[1]}-{self.july:02}", "a year is read as its middle")
        if found := re.fullmatch(r"(\d{5})(\.\d+)?", plain, re.ASCII):
            return self._serial(int(found[1]))
        if found := self.named.fullmatch(plain):
            month = self.starts[(found["m1"] or found["m2"])[:3]]
            return _written(found["y1"] or found["y2"], month, int(found["d1"] or found["d2"] or 1))
        if found := self.numbers.fullmatch(plain):
            if found["iso"]:
                return _written(found["iso"], int(found["im"]), int(found["id"] or 1))
            if found["cy"]:
                return _written(found["cy"], int(found["cm"]), int(found["cd"]))
            if found["my"]:
                return _written(found["my"], int(found["mm"]), 1)
            return _written(found["uy"], int(found["um"]), int(found["ud"]))
        return None

    def _serial(self, number: int) -> Meant[str] | None:
        if number not in self.serials:
            return None
        day = _SERIAL_ZERO + timedelta(days=number)
        return _month_of(day, f"a spreadsheet's number for {day}")


def _last_day(month: str) -> date:
    after = counted(month) + 1
    return date.fromisoformat(f"{written(after)}-01") - timedelta(days=1)


def _month_of(day: date, note: str) -> Meant[str]:
    return Meant(f"{day.year:04}-{day.month:02}", note)


def _written(year: str, month: int, day: int) -> Meant[str] | None:
    """None for a day that no calendar has."""
    century = "" if len(year) == 4 else "20"
    try:
        found = date(int(century + year), month, day)
    except ValueError:
        return None
    return Meant(f"{found.year:04}-{found.month:02}")


@once_a_book
def _words(book: Rulebook) -> _Words:
    told = book.toml(FILE)["dates"]
    starts = {name[: told["letters"]]: at for at, name in enumerate(told["months"], 1)}
    names = "|".join(_shortened(name, told["letters"]) for name in told["months"])
    name = rf"(?:{names})\.?"
    th = "(?:st|nd|rd|th)?"
    clock = r"(?:[t ]\d{1,2}:\d{2}.*)?"
    month_name = (
        rf"(?P<m1>{name})[-/ ]+(?:(?P<d1>\d{{1,2}}){th}[-/ ]+)?(?P<y1>\d{{4}}|(?<! )\d{{2}})"
        rf"|(?P<d2>\d{{1,2}}){th}[-/ ]+(?P<m2>{name})[-/ ]+(?P<y2>\d{{4}}|\d{{2}})"
    )
    numbers = (
        r"(?P<iso>\d{4})[-/.](?P<im>\d{1,2})(?:[-/.](?P<id>\d{1,2}))?"
        r"|(?P<cy>(?:19|20)\d{2})(?P<cm>\d{2})(?P<cd>\d{2})"
        r"|(?P<um>\d{1,2})[-/](?P<ud>\d{1,2})[-/](?P<uy>\d{4}|\d{2})"
        r"|(?P<mm>\d{1,2})/(?P<my>\d{4})"
    )
    units = "|".join(told["ago"])
    day = (
        rf"\d{{1,2}}[-/ ]{name}(?:[-/ ]\d{{2,4}})?|{name}[-/ ]\d{{1,4}}"
        rf"|\d{{4}}-\d{{2}}-\d{{2}}{clock}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
    )
    return _Words(
        starts,
        frozenset(told["now"]),
        frozenset(told["yesterday"]),
        told["ago"],
        told["month_of_year"],
        range(told["serial_from"], told["serial_to"] + 1),
        re.compile(f"(?:{numbers}){clock}", re.ASCII),
        re.compile(f"(?:{month_name}){clock}", re.ASCII),
        re.compile(day, re.ASCII),
        re.compile(rf"(?:posted )?(?P<count>\d{{1,4}})\+? ?(?P<unit>{units})s? ago", re.ASCII),
    )


def _shortened(name: str, letters: int) -> str:
    """A pattern for a name and each beginning of it of at least so many letters: Sep, Sept …"""
    rest = name[letters:]
    return name[:letters] + "".join(f"(?:{letter}" for letter in rest) + ")?" * len(rest)
