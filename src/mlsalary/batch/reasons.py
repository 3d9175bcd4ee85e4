"""Rows that are not priced: why, in the words of the single estimate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import polars as pl

from mlsalary.engine import estimate
from mlsalary.errors import MlsalaryError, NotFoundError, UsageError
from mlsalary.frame.distinct import as_text
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.settings import Settings
from mlsalary.frame.words import LEVELS, profile_of
from mlsalary.profile import WORD_COLUMNS, Profile
from mlsalary.reading.days import read_month
from mlsalary.reading.told_words import read_words
from mlsalary.reading.words import is_nothing
from mlsalary.reading.years import read_years

REASON = ("code", "message")
_REMEMBERED = 100_000


Texts: TypeAlias = Callable[[pl.DataFrame], pl.DataFrame]


class Reasons:
    """Asks the single estimate why it refuses a row; equal rows are asked about once."""

    def __init__(self, settings: Settings, places: PlacesMet) -> None:
        self._settings, self._places = settings, places
        self._known: dict[tuple[str, ...], tuple[str, str]] = {}

    def of_rows(self, rows: pl.DataFrame, codes: pl.Series, texts: Texts) -> pl.DataFrame:
        """The columns ``code`` and ``message`` of refused rows. codes: what keeps each from being
        priced. texts: rows as they were written -> as ``of`` takes them."""
        found = self._of_places(rows, codes, texts)
        others = found["message"].is_null()
        if not others.any():
            return found
        asked = texts(rows.filter(others))
        distinct = asked.unique()
        told = [self.of(row) for row in distinct.iter_rows(named=True)]
        reasons = distinct.hstack(_reasons(told))
        beside = asked.join(reasons, on=asked.columns, how="left", maintain_order="left")
        whole = pl.concat([found.filter(~others), beside.select(REASON)])
        return whole[pl.concat([(~others).arg_true(), others.arg_true()]).arg_sort()]

    def _of_places(self, rows: pl.DataFrame, codes: pl.Series, texts: Texts) -> pl.DataFrame:
        """The same of those that their place refuses: few texts, however many rows; no message for
        others."""
        there = (rows[name] for name in TEXTS if name in rows.columns)
        table = pl.DataFrame([*(as_text(one, one.name) for one in there), codes.alias("code")])
        distinct = table.unique()
        said = zip(texts(distinct).select(TEXTS).rows(), distinct["code"], strict=True)
        told = [self._of_place(place, code) for place, code in said]
        beside = distinct.with_columns(_reasons(told)["message"])
        keys = table.columns
        found = table.join(beside, on=keys, how="left", nulls_equal=True, maintain_order="left")
        return found.select(REASON)

    def _of_place(self, texts: tuple[str, ...], code: str) -> tuple[str, str | None]:
        refusal = self._places.found(texts).refusal
        return code, refusal.message if refusal and refusal.code == code else None

    def of(self, row: Mapping[str, str]) -> tuple[str, str]:
        """Code and message. row: our column names -> texts, stripped."""
        key = tuple(row.values())
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._asked(row)
        return self._known[key]

    def _asked(self, row: Mapping[str, str]) -> tuple[str, str]:
        try:
            self._require_priced(row)
        except MlsalaryError as error:
            error.with_traceback(None)  # a remembered refusal would hold the rows of its callers
            return error.code, error.message
        return "not_read", "A word of the row is written in a way that a table is not read in."

    def _require_priced(self, row: Mapping[str, str]) -> None:
        """Raises the error for what keeps the row from being priced, in the order of a table."""
        book, strict = self._settings.book, self._settings.strict
        level, wrong = self._level(row)
        years: float | None = None
        try:
            years = self._years(row)
        except UsageError:
            if strict or level is None:
                raise
        month = row.get("as_of", "")
        told = None if is_nothing(month, book) else read_month(month, book).value
        if wrong is not None and (strict or wrong.code != "level_not_found"):
            raise wrong
        refusal = self._places.found(tuple(row.get(name, "") for name in TEXTS)).refusal
        if refusal:
            raise refusal
        if wrong is not None and years is None:
            raise wrong
        try:
            title = None if years is not None or level else row.get("title")
            estimate(Profile(years=years, level=level, title=title, as_of=told), book)
        except UsageError as error:
            if error.code != "bad_years" or strict or level is None:
                raise
            estimate(Profile(level=level, as_of=told), book)

    def _years(self, row: Mapping[str, str]) -> float | None:
        text, book = row.get("years", ""), self._settings.book
        return None if is_nothing(text, book) else read_years(text, book).value

    def _level(self, row: Mapping[str, str]) -> tuple[str | None, NotFoundError | None]:
        """The level of a row, and what is wrong with its words."""
        first: list[NotFoundError] = []

        def unread(error: NotFoundError) -> None:
            if self._settings.strict:
                raise error
            first.append(error)

        words = profile_of({name: row.get(name, "") for name in WORD_COLUMNS})
        levels = [row.get(name) or None for name in LEVELS]
        try:
            keys = read_words(words, levels, self._settings.book, unread).keys
        except NotFoundError as error:
            return None, error.with_traceback(None)
        level = str(keys["level"]) if keys["level"] else None
        return level, next((one for one in first if one.code.startswith("level")), None)


def _reasons(told: Sequence[tuple[str, str | None]]) -> pl.DataFrame:
    return pl.DataFrame(told, dict.fromkeys(REASON, pl.String), orient="row")
