"""Years of experience as people write them: 5+, 3-5 years, 18 months, less than a year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from mlsalary.errors import UsageError
from mlsalary.figures import years as written
from mlsalary.reading.days import is_day
from mlsalary.reading.meant import Meant
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.spelling import quoted

FILE = "reading.toml"
LIKE = 'Give 0 or more, such as 5, 6.5, "18 months" or "3-5".'
MONTHS_A_YEAR = 12
_PLAINER = str.maketrans("‐‑‒–—−", "------", "'’")
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,9})?|\.\d{1,9})"


def read_years(text: str, book: Rulebook, option: str = "") -> Meant[float]:
    """Years of experience, 0 or more; of a range its middle, of "5+" the 5, of "<1" half of it.

    option: the one that the text was given to, for the error.
    UsageError ``bad_years`` for what is none, a spreadsheet's date among them.
    """
    plain = _plain(text)
    number = _digits(plain)
    if number is not None:
        return Meant(number)
    if is_day(plain, book):
        raise UsageError(
            "bad_years",
            f"{quoted(text)} is a date, which a spreadsheet makes of a range such as 3-5. "
            'Write it as "3 to 5".',
        )
    found = _patterns(book).read(plain)
    if found is None:
        raise UsageError("bad_years", _not_years(text, option))
    return found


def _not_years(text: str, option: str) -> str:
    if not option:
        return f"{quoted(text)} is not an amount of experience. {LIKE}"
    return (
        f"{option} wants a number, such as 5 or 6.5; you wrote {quoted(text)}. "
        'Zero or more; "18 months" and "3-5" work too.'
    )


def _plain(text: str) -> str:
    """Small letters, one blank for each gap, no apostrophes, no dots behind letters. A raised
    figure stays as it is: it marks a footnote."""
    signs = (
        c if c.isdigit() and not c.isdecimal() else unicodedata.normalize("NFKC", c) for c in text
    )
    plain = " ".join("".join(signs).translate(_PLAINER).casefold().split())
    return re.sub(r"(?<=[a-z])\.", "", plain)


def _digits(plain: str) -> float | None:
    """A bare number, as a table of numbers writes it too."""
    if not re.fullmatch(r"\+?(\d{1,99}\.?\d{0,99}|\.\d{1,99})(e[+-]?\d{1,2})?", plain, re.ASCII):
        return None
    return float(plain)


class _Patterns(NamedTuple):
    """The ways to write it; ``numbers`` are those that are words."""

    numbers: Mapping[str, float]
    one: re.Pattern[str]
    two: re.Pattern[str]
    mixed: re.Pattern[str]

    def read(self, plain: str) -> Meant[float] | None:
        """None where it is none of them."""
        if found := self.mixed.fullmatch(plain):
            years, months = self._number(found["a"]), self._number(found["b"])
            return Meant(years + months / MONTHS_A_YEAR)
        if found := self.two.fullmatch(plain):
            in_months = found["low_months"] or (found["months"] and not found["low_years"])
            low = self._number(found["a"]) / (MONTHS_A_YEAR if in_months else 1)
            high = self._number(found["b"]) / (MONTHS_A_YEAR if found["months"] else 1)
            unclear = found["low_months"] and not (found["months"] or found["years"])
            if low > high or unclear:
                return None
            return Meant((low + high) / 2, f"the midpoint of {low:g} to {written(high)}")
        if found := self.one.fullmatch(plain):
            amount = self._number(found["a"]) / (MONTHS_A_YEAR if found["months"] else 1)
            if found["most"] or found["less"]:
                return Meant(amount / 2, f"the midpoint of 0 to {written(amount)}")
            if found["least"] or found["plus"] or found["more"]:
                return Meant(amount, f"at least {written(amount)}")
            return Meant(amount, f"about {written(amount)}" if found["about"] else None)
        return None

    def _number(self, written: str) -> float:
        return self.numbers[written] if written in self.numbers else float(written)


@once_a_book
def _patterns(book: Rulebook) -> _Patterns:
    words: dict[str, Any] = book.toml(FILE)["years"]
    numbers = {word: float(at) for at, word in enumerate(words["numbers"])}
    numbers |= dict.fromkeys(words["one"], 1.0)
    number = f"(?:{_NUMBER}|{_any(numbers)})"
    months = f"(?P<months>{_any(words['months'])})"
    unit = rf"(?: ?-?(?:(?P<years>{_any(words['units'])})|{months}))?"
    low_unit = (
        rf"(?: ?(?:(?P<low_years>{_any(words['units'])})|(?P<low_months>{_any(words['months'])})))?"
    )
    tail = rf"(?: (?:{_any(words['tail'])}))*"
    behind = rf" ?\+| (?:{_any(words['least'])})"
    less = rf"(?P<less> (?:{_any(words['most'])}))?"
    before = (
        rf"(?:(?P<most>{_any(words['at_most'])}) ?|(?P<least>{_any(words['at_least'])}) ?"
        rf"|(?P<about>{_any(words['about'])}) ?)?"
    )
    years = f"(?:{_any(words['units'])})"
    return _Patterns(
        numbers,
        _compiled(
            rf"{before}(?P<a>{number})(?P<plus>{behind})?{unit}(?P<more>{behind})?{less}{tail}"
        ),
        _compiled(
            rf"(?:between |from )?(?P<a>{number}){low_unit} ?(?:-|to|and) ?(?P<b>{number})"
            rf"\+?{unit}{tail}"
        ),
        _compiled(
            rf"(?P<a>{number}) ?{years},?(?: and)? (?P<b>{number}) ?"
            rf"(?:{_any(words['months'])}){tail}"
        ),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _any(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
