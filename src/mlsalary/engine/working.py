"""A profile worked through: its words bound, its place found, every rule asked for its part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from mlsalary import rules
from mlsalary.engine.case import Case
from mlsalary.engine.chain import RULES
from mlsalary.engine.level import curve, require_experience, skew
from mlsalary.engine.rule import Rule
from mlsalary.places.located import NATIONAL, Located
from mlsalary.profile import FIELDS, Profile
from mlsalary.reading.profile import ProfileRead, read_profile
from mlsalary.results import Range
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.rules.facts import Facts, Part
from mlsalary.rules.operations import Floats

_M = Floats()
_PLACE = frozenset(("metro", "state"))
_SAID = tuple(one.name for one in FIELDS if one.name not in _PLACE)


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


Known: TypeAlias = dict[tuple[str, tuple[object, ...]], Part | None]
"""What rules that hang on no place said of earlier profiles: those that differ in their places
alone share it. For one rulebook, and one question about many profiles."""


def work(profile: Profile, book: Rulebook, known: Known | None = None) -> Working:
    """The profile worked through. NotFoundError for a place or a release that is not known,
    UsageError for a profile that cannot be priced."""
    return work_read(read_profile(profile, book), profile, book, known)


def work_read(
    read: ProfileRead, profile: Profile, book: Rulebook, known: Known | None = None
) -> Working:
    """The same for a profile that was read already."""
    case = Case(read.profile, book, Model.of(book), _place(profile, book))
    require_experience(read, book)
    facts = facts_of(case, known)
    return Working(case, profile, read, facts, *rules.price(facts, _M))


def facts_of(case: Case, known: Known | None = None) -> Facts:
    """What the rules tell of a case."""
    if known is None:
        said = ((rule.name, rule.part(case)) for rule in RULES)
    else:
        words = tuple(getattr(case.profile, name) for name in _SAID)
        said = ((rule.name, _shared(rule, case, words, known)) for rule in RULES)
    return _facts(case, {name: part for name, part in said if part is not None})


def _shared(rule: Rule, case: Case, words: tuple[object, ...], known: Known) -> Part | None:
    if not _PLACE.isdisjoint(rule.fields):
        return rule.part(case)
    if (rule.name, words) not in known:
        known[rule.name, words] = rule.part(case)
    return known[rule.name, words]


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
