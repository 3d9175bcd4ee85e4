"""Years that are written in words -> a look-up table of the texts that a table holds; and years in
memory as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import narwhals as nw
import polars as pl

from mlsalary.errors import UsageError
from mlsalary.frame.distinct import as_text
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.text import number
from mlsalary.reading.years import read_years
from mlsalary.rulebook import Rulebook

YEARS = f"{PREFIX}years"
DIGITS, READ = f"{YEARS}_digits", f"{YEARS}_read"
_NO_AMOUNT = -1.0  # stands for a text that is none: any amount that nobody can have worked
_TEXTS_KEPT = 100_000
_LONGEST = 32  # bytes of digits that are no riddle
_SIGNS = "eEnN-"  # of the texts beside digits that Polars reads as numbers: 1e3, inf, NaN, -0


def in_words() -> nw.Expr:
    """Whether years as text are more than digits."""
    return number(nw.col(YEARS)).is_null() & (nw.col(YEARS) != "")


def years_met(texts: Iterable[str], book: Rulebook) -> Lookup:
    """Years as they are written -> the same in digits, and a code where they can mean several
    things; what is none stays as it is."""
    rows = [(text, *_read(text, book)) for text in texts]
    return Lookup.of("years_met", [YEARS], [DIGITS, READ], rows)


def _read(text: str, book: Rulebook) -> tuple[str, str]:
    years, guessed = _meant(text, book)
    return text if years is None else repr(years), "years_read;" if guessed else ""


def _meant(text: str, book: Rulebook) -> tuple[float | None, bool]:
    """The years that a text means, None where it means none, and whether it can mean several."""
    try:
        years, note = read_years(text, book)
    except UsageError:
        return None, False
    return float(years), bool(note)


class Years(NamedTuple):
    """Of each row: number, null where there are no years, and ``guessed``, whether they can mean
    several things."""

    number: pl.Series
    guessed: pl.Series


def _of_digits(texts: pl.Series) -> pl.Series:
    """Of texts that are digits and a point alone; Polars reads more than that as numbers."""
    number = texts.cast(pl.Float64, strict=False)
    odd = texts.str.len_bytes() > _LONGEST
    whole = texts.str.join("").item()
    if any(sign in whole for sign in _SIGNS):
        odd |= texts.str.contains(f"[{_SIGNS}]")
    return number.set(odd, None)


class YearsMet:
    """The years of a table as numbers. Digits are read as columns, other texts once each.

    asked: texts as they were written -> ours, as ``Chain.asked`` gives them.
    """

    def __init__(self, book: Rulebook, asked: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        self._book, self._asked = book, asked
        self._met: dict[str | None, tuple[float | None, bool]] = {}

    def read(self, rows: pl.DataFrame) -> Years:
        """Of these rows, which may have a column of years."""
        if "years" not in rows.columns:
            value, guessed = self._of([None])[None]
            constant = pl.Series([value], dtype=pl.Float64), pl.Series([guessed])
            return Years(*(one.new_from_index(0, rows.height) for one in constant))
        column = rows["years"]
        if column.dtype.is_numeric():
            number = column.cast(pl.Float64).fill_nan(None)
        else:
            column = as_text(column, "years")
            number = _of_digits(column)
        odd = number.is_null()
        if not odd.any():
            return Years(number, pl.repeat(False, rows.height, eager=True))
        return self._with_others(number, column if column.dtype == pl.String else None)

    def _with_others(self, number: pl.Series, texts: pl.Series | None) -> Years:
        """With what stands where there are no digits; texts: None where all of it is nothing."""
        if texts is None:
            filled, guessed = self._of([None])[None]
            return Years(
                number if filled is None else number.fill_null(filled),
                number.is_null() if guessed else pl.repeat(False, len(number), eager=True),
            )
        table = pl.DataFrame({"number": number, "text": texts})
        others = table.filter(pl.col("number").is_null())["text"].unique().to_list()
        met = self._of(others)
        rows = [(text, *met[text]) for text in others]
        schema = {"text": pl.String, "other": pl.Float64, "guessed": pl.Boolean}
        beside = pl.DataFrame(rows, schema, orient="row")
        ours = table.join(beside, on="text", how="left", nulls_equal=True, maintain_order="left")
        ours = ours.select(
            number=pl.col("number").fill_null(pl.col("other")),
            guessed=pl.col("guessed").fill_null(value=False),
        )
        return Years(ours["number"], ours["guessed"])

    def _of(self, texts: Sequence[str | None]) -> dict[str | None, tuple[float | None, bool]]:
        """What these texts mean."""
        new = [text for text in texts if text not in self._met]
        if new:
            if len(self._met) > _TEXTS_KEPT:
                self._met.clear()
                new = list(texts)
            frame = self._asked(pl.DataFrame({"years": new}, schema={"years": pl.String}))
            said = frame[YEARS].cast(pl.String).fill_null("").to_list()
            self._met |= dict(zip(new, map(self._number, said), strict=True))
        return self._met

    def _number(self, text: str) -> tuple[float | None, bool]:
        if not text:
            return None, False
        years, guessed = _meant(text, self._book)
        return _NO_AMOUNT if years is None else years, guessed
