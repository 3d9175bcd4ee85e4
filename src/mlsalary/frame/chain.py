"""The one way from a caller's columns to an estimate on every row, whatever engine holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from mlsalary.engine.level import curve
from mlsalary.frame.bind import (
    Frame,
    Join,
    asked,
    bind_spelled_places,
    bind_words,
    bind_years,
)
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.frame.places import TEXTS, spelled
from mlsalary.frame.pricing import price, rank
from mlsalary.frame.settings import Settings
from mlsalary.frame.tables import in_play, months, word_tables
from mlsalary.profile import COLUMNS
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import Model
from mlsalary.vocabulary import vocabulary

PERSON = tuple(name for name in COLUMNS if name not in TEXTS)
"""The columns that say who, not where."""


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
        self._curve = curve(Model.of(settings.book))
        self._most = float(settings.book.toml("limits.toml")["years_most"])

    @classmethod
    def of(cls, settings: Settings) -> Chain:
        """The one of these settings: its tables take longer than a small table of profiles."""
        return _chain(*settings)

    @cached_property
    def spelled(self) -> dict[str, Lookup]:
        """The tables of the places that can be told beforehand."""
        return dict(spelled(self.settings.book)._asdict())

    @cached_property
    def months(self) -> Lookup:
        """Every month that can be told beforehand."""
        return months(self.settings.book)

    @property
    def foreseen(self) -> dict[str, Lookup]:
        """Every table, for an engine that does not tell its texts beforehand."""
        return self.tables | {self.months.name: self.months} | self.spelled

    def with_persons(self, frame: Frame, join: Join, met: Iterable[str] | None = None) -> Frame:
        """Years and words bound; met: the months that stand in the rows, None: every one."""
        told = self.months if met is None else months(self.settings.book, met)
        bound = bind_words(frame, self.tables | {told.name: told}, join, self.words)
        return bind_years(bound, self._most)

    def with_places(self, frame: Frame, join: Join) -> Frame:
        """Places bound by the texts that can be told beforehand."""
        fallback, nowhere = self.settings.fallback, self.words.nowhere
        return bind_spelled_places(frame, self.spelled, join, fallback, nowhere)

    def with_estimates(self, frame: Frame, pay: str | None = None) -> Frame:
        """A bound frame with every column of an estimate, each ``mls_``; pay: a column of US
        dollars a year, whose place among people like each row is told too."""
        priced = price(frame, self._rules, self._curve)
        return rank(priced, pay) if pay else priced

    def whole(self, frame: Frame, found: Mapping[str, str], join: Join, pay: str | None) -> Frame:
        """All of it, as a question to an engine. Places first: their steps are many, and each
        carries on what was bound before."""
        frame = self.with_places(asked(frame, found), join)
        return self.with_estimates(self.with_persons(frame, join), pay)


@once_a_book
def _chain(book: Rulebook, bls: str | None, premiums: str, fallback: str | None) -> Chain:
    return Chain(Settings(book, bls, premiums, fallback))


def own(names: Iterable[str]) -> list[str]:
    """Our names with the prefix that they bear beside a caller's."""
    return [f"{PREFIX}{name}" for name in names]
