"""The one way from a caller's columns to an estimate on every row, whatever engine holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import narwhals as nw

from mlsalary.engine.level import curve, skew
from mlsalary.frame.bind import (
    Frame,
    Join,
    asked,
    bind_met_years,
    bind_years,
    filled,
    refuse_bad_years,
)
from mlsalary.frame.bind_places import bind_spelled_places
from mlsalary.frame.bind_spelled_words import bind_spelled_words
from mlsalary.frame.bind_words import bind_met_words
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.places import TEXTS, spelled
from mlsalary.frame.plain_pay import plain_pay
from mlsalary.frame.prices import PARITIES, prices, with_parities, with_real
from mlsalary.frame.pricing import (
    OF_FRAMES,
    SAID,
    Columns,
    Figures,
    Terms,
    paid,
    rank,
    terms_of,
    with_terms,
)
from mlsalary.frame.settings import Settings
from mlsalary.frame.spellings import spellings
from mlsalary.frame.tables import NO_END, in_play, local_table, months, word_tables
from mlsalary.profile import COLUMNS
from mlsalary.reading.years import FILE as READING
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import Model
from mlsalary.vocabulary import vocabulary

PERSON = tuple(name for name in COLUMNS if name not in TEXTS)
"""The columns that say who, not where."""


class Met(NamedTuple):
    """What stands in the rows of a table that tells its texts, as tables keyed by these."""

    words: Lookup
    months: Lookup
    years: Lookup | None = None


class Chain:
    """What the steps of a table's pricing have in common: settings, tables, constants.

    The steps, in order: ``bind.asked``, ``with_persons``, the places (``with_places``, or a table
    of the texts that were met), ``with_estimates``.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.words = vocabulary(settings.book)
        self._rules = in_play(settings)
        self.tables = word_tables(settings, self._rules)
        model, limits = Model.of(settings.book), settings.book.toml("limits.toml")
        questioned = float(limits["years_questioned"])
        self._figures = Figures(curve(model), skew(model), questioned)
        self._most = float(limits["years_most"])
        self._units = settings.book.toml(READING)["years"]["units"]

    @classmethod
    def of(cls, settings: Settings) -> Chain:
        """The one of these settings: its tables take longer than a small table of profiles."""
        return _chain(*settings)

    @cached_property
    def spellings(self) -> dict[str, Lookup]:
        """The tables of the words that can be told beforehand."""
        return {table.name: table for table in spellings(self.settings.book)}

    @cached_property
    def spelled(self) -> dict[str, Lookup]:
        """The tables of the places that can be told beforehand."""
        return dict(spelled(self.settings.book)._asdict())

    @cached_property
    def local(self) -> Lookup:
        """What kinds of employer pay in some metros, beside what metro and kind do."""
        return local_table(self.settings)

    @property
    def prices(self) -> Lookup:
        """The parity of every area."""
        return prices(self.settings.book)

    @cached_property
    def months(self) -> Lookup:
        """Every month that can be told beforehand."""
        return months(self.settings.book)

    @property
    def foreseen(self) -> dict[str, Lookup]:
        """Every table, for an engine that does not tell its texts beforehand."""
        others = {table.name: table for table in (self.months, self.local)}
        return self.spellings | self.tables | others | self.spelled

    def with_persons(self, frame: Frame, join: Join, met: Met | None = None) -> Frame:
        """Years and words bound; met: what stands in the rows, None: all that is foreseen."""
        if met is None:
            strict, tables = self.settings.strict, list(self.spellings.values())
            frame = bind_spelled_words(frame, tables, join, self.settings.book, strict=strict)
        else:
            frame = bind_met_words(frame, met.words, join)
        if met is not None and met.years is not None:
            frame = bind_met_years(frame, met.years, join)
        frame = join(frame, self.months if met is None else met.months)
        return self.with_figures(frame.drop(*own(("as_of",))), join)

    def with_figures(self, frame: Frame, join: Join) -> Frame:
        """Rows whose words and month are bound, with the figures of these words and with years."""
        for table in self.tables.values():
            frame = join(frame, table)
        frame = bind_years(frame.drop(*own(("specs",))), self._most, self._units)
        return refuse_bad_years(frame) if self.settings.strict else frame

    def asked(self, frame: Frame, found: Mapping[str, str]) -> Frame:
        """Our columns beside the caller's; found: ours -> theirs."""
        nothing = sorted(self.words.nothing)
        return filled(asked(frame, found, nothing), self.settings.defaults, nothing)

    def with_places(self, frame: Frame, join: Join) -> Frame:
        """Places bound by the texts that can be told beforehand."""
        fallback = self.settings.fallback
        nowhere = (*self.words.nowhere, *sorted(self.words.nothing))
        book = self.settings.book
        return bind_spelled_places(frame, self.spelled, join, fallback, nowhere, book)

    def with_estimates(self, frame: Frame, join: Join) -> Frame:
        """A bound frame with every column of an estimate, each ``mls_``."""
        priced = paid(self.with_terms(frame, join), self.terms, self._figures)
        return self.with_real(priced, OF_FRAMES)

    def with_terms(self, frame: Frame, join: Join) -> Frame:
        """A bound frame with all that its years' number does not change, and what is said of it."""
        beside = join(frame, self.local)
        numbers = [name for name, kind in self.local.types.items() if kind == "number"]
        none = {name: nw.col(name).fill_null(0.0) for name in numbers}
        frame = with_terms(beside.with_columns(**none), self._rules, self._figures)
        return with_parities(frame, self.prices, join) if self.settings.real else frame

    def paid(self, frame: Frame, m: Columns) -> Frame:
        """A table of Polars with ``mls_number`` and ``terms``, priced. m: what its columns are."""
        return paid(frame, self.terms, self._figures, m)

    def with_real(self, frame: Frame, m: Columns) -> Frame:
        """A priced frame with its pay at national prices too, where that is asked for."""
        return with_real(frame, m) if self.settings.real else frame

    @property
    def sayings(self) -> tuple[str, ...]:
        """The columns of what is said of a row, whatever its years' number."""
        return (*SAID, "refused", *(PARITIES if self.settings.real else ()))

    @cached_property
    def terms(self) -> Terms:
        """What ``paid`` needs beside the years."""
        return terms_of(self._rules)

    @property
    def turns(self) -> list[float]:
        """The years at which something else begins to be said, whatever the level."""
        return sorted({0.0, self._figures.questioned, self._most, NO_END})

    def with_ranks(self, frame: Frame, pay: Mapping[str, str], each: str = "") -> Frame:
        """A priced frame that says where the pay of each row stands too; pay: ours -> theirs; each:
        how often it comes, a year if empty."""
        return rank(plain_pay(frame, pay, self.settings.book, each)) if pay else frame

    def whole(
        self,
        frame: Frame,
        found: Mapping[str, str],
        join: Join,
        pay: Mapping[str, str],
        each: str = "",
    ) -> Frame:
        """All of it, as a question to an engine. Places first: their steps are many, and each
        carries on what was bound before."""
        frame = self.with_places(self.asked(frame, found), join)
        return self.with_ranks(self.with_estimates(self.with_persons(frame, join), join), pay, each)


@once_a_book
def _chain(book: Rulebook, *settings: Any) -> Chain:
    return Chain(Settings(book, *settings))


def own(names: Iterable[str]) -> list[str]:
    """Our names with the prefix that they bear beside a caller's."""
    return [f"{PREFIX}{name}" for name in names]
