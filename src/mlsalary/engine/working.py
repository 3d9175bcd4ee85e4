"""A profile worked through: its words bound, its place found, every rule asked for its part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mlsalary import rules
from mlsalary.engine.case import Case
from mlsalary.engine.chain import RULES
from mlsalary.engine.level import curve, require_experience, skew
from mlsalary.places.located import NATIONAL, Located
from mlsalary.profile import Profile
from mlsalary.reading.profile import ProfileRead, read_profile
from mlsalary.results import Range
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.rules.facts import Facts, Part
from mlsalary.rules.operations import Floats

_M = Floats()


class Working(NamedTuple):
    """What the rules make of one profile. Middles as ln dollars a year, spreads as standard
    deviations of log pay.

    typed: the profile as it was asked; read: how.
    """

    case: Case
    typed: Profile
    read: ProfileRead
    facts: Facts
    base_log: float
    base_spread: float
    total_log: float
    total_spread: float

    @property
    def base(self) -> Range:
        """The percentiles of base."""
        return Range(*rules.percentiles(self.base_log, self.base_spread, _M))

    @property
    def total(self) -> Range:
        """The percentiles of total compensation."""
        return self.total_range(self.total_spread)

    def total_range(self, spread: float) -> Range:
        """The same, were this the spread of total compensation."""
        return Range(*rules.percentiles(self.total_log, spread, _M, skew(self.case.model)))

    def facts_of(self, parts: Mapping[str, Part]) -> Facts:
        """The same profile's facts, were these the parts."""
        return _facts(self.case, parts)


def work(profile: Profile, book: Rulebook) -> Working:
    """The profile worked through. NotFoundError for a place or a release that is not known,
    UsageError for a profile that cannot be priced."""
    read = read_profile(profile, book)
    case = Case(read.profile, book, Model.of(book), _place(profile, book))
    require_experience(read, book)
    facts = facts_of(case)
    return Working(case, profile, read, facts, *rules.price(facts, _M))


def facts_of(case: Case) -> Facts:
    """What the rules tell of a case."""
    parts = {rule.name: part for rule in RULES if (part := rule.part(case)) is not None}
    return _facts(case, parts)


def _facts(case: Case, parts: Mapping[str, Part]) -> Facts:
    profile = case.profile
    certain = None if profile.level is None else [1.0] + [0.0] * (len(RUNGS) - 1)
    years, alone = profile.experience, profile.level is None
    said = rules.Told(years or 0.0, alone, not alone and years is not None)
    return rules.gather(parts, curve(case.model), said, _M, certain)


def _place(profile: Profile, book: Rulebook) -> Located:
    if not profile.metro and not profile.state:
        return NATIONAL
    return _named_place(book, profile.metro, profile.state)


@once_a_book
def _named_place(book: Rulebook, metro: str | None, state: str | None) -> Located:
    from mlsalary.places.resolve import resolve  # 4 ms, for questions that name a place

    return resolve(metro, state, book)
