"""The schemas of ladders.toml, companies' words for the levels, and of reported.toml."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mlsalary.rulebook.checks.schema import Key, Month, Table, Text, Years, fault
from mlsalary.rulebook.checks.schema_model import Count
from mlsalary.spelling import folded


class Rungs(Table):
    """Words for the levels."""

    entry: list[Text] = Field(default_factory=list)
    mid: list[Text] = Field(default_factory=list)
    senior: list[Text] = Field(default_factory=list)
    staff: list[Text] = Field(default_factory=list)
    lead: list[Text] = Field(default_factory=list)
    director: list[Text] = Field(default_factory=list)
    vp: list[Text] = Field(default_factory=list)
    chief: list[Text] = Field(default_factory=list)

    def words(self) -> Iterator[tuple[str, str]]:
        """Each level and each of its words."""
        for level in LADDER:
            yield from ((level, word) for word in getattr(self, level))


LADDER = tuple(Rungs.model_fields)


class Ladder(Rungs):
    """What one company, or several that share a ladder, call their levels.

    evidence: fitted (constants rest on these words), checked (reported pay rises with them as here)
    or assumed (from public knowledge).
    """

    id: Key
    shared: Text | None = None
    companies: Annotated[list[Text], Field(min_length=1)]
    evidence: Literal["fitted", "checked", "assumed"]
    unchecked: list[Text] = Field(default_factory=list)


class Ladders(Table):
    """ladders.toml."""

    source: Text
    common: Rungs | None = None
    row: Annotated[list[Ladder], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_company_once(self) -> Self:
        seen = dict[str, int]()
        for index, row in enumerate(self.row):
            for name in row.companies:
                at = seen.setdefault(folded(name), index)
                if at != index:
                    said = f"{name} is on the ladder {self.row[at].id} already."
                    fault(("row", index, "companies"), said)
        return self

    @model_validator(mode="after")
    def _each_word_once(self) -> Self:
        for index, row in enumerate(self.row):
            seen = dict[str, str]()
            for level, word in row.words():
                whose = seen.setdefault(folded(word), level)
                if whose != level:
                    fault(("row", index, level), f"{word} means {whose} already.")
        return self


class Sensible(Table):
    """The bounds of pay that can be meant, US dollars a year."""

    total_most: Annotated[float, Field(gt=0)]


class Header(Table):
    """What a column may be called, beyond those of a profile."""

    date: list[Text]
    base: list[Text]
    equity: list[Text]
    bonus: list[Text]
    total: list[Text]


class Words(Table):
    """Words beyond those of a profile, in small letters, and what they stand for; "" is unknown."""

    employer: dict[str, str]
    degree: dict[str, str]
    yes: list[Text]


class FitSettings(Table):
    """How the constants are fitted."""

    pay_scale: Annotated[float, Field(gt=0, le=10)]
    total_scale: Annotated[float, Field(gt=0, le=10)]
    growth_spread: Annotated[float, Field(gt=0, le=10)]
    era_spread: Annotated[float, Field(gt=0, le=10)]
    level_prior: Annotated[float, Field(ge=0, le=10_000)]
    company_prior: Annotated[float, Field(ge=0, le=10_000)]
    rung_prior: Annotated[float, Field(ge=0, le=10_000)]
    least_company: Annotated[int, Field(ge=2)]
    least_local: Annotated[int, Field(ge=2)]
    residual_most: Annotated[float, Field(gt=0, le=10)]
    pinball_smooth: Annotated[float, Field(gt=0, le=1)]
    cluster_margin: Annotated[float, Field(ge=1, le=2)]
    spread_margin: Annotated[float, Field(ge=1, le=2)]
    bonus_quantile: Annotated[float, Field(gt=0.5, le=1)]
    least_elsewhere: Annotated[int, Field(ge=1)]
    resamples: Annotated[int, Field(ge=2, le=10_000)]
    seed: Count


class Least(Table):
    """Usable rows that a group of constants needs."""

    base: Annotated[int, Field(ge=10)]
    place: Annotated[int, Field(ge=10)]
    areas: Annotated[int, Field(ge=3)]
    levels: Annotated[int, Field(ge=10)]
    degree: Annotated[int, Field(ge=5)]
    role: Annotated[int, Field(ge=5)]
    employer: Annotated[int, Field(ge=5)]
    total: Annotated[int, Field(ge=10)]
    bonus: Annotated[int, Field(ge=5)]
    growth: Annotated[int, Field(ge=5)]


class YearsBand(Table):
    """A band of years: below an end, or up to one; the last has neither."""

    name: Text
    below: Years | None = None
    most: Years | None = None


Told = Literal["years", "level", "place", "degree", "role", "spec", "employer", "kind", "company"]


class ToldStep(Table):
    """What is told, in one step of a backtest."""

    name: Text
    fields: Annotated[list[Told], Field(min_length=1)]
    known_ladders: bool = False
    known_level: bool = False
    known_company: bool = False
    where: Literal["hubs", "elsewhere"] | None = None


class BacktestSettings(Table):
    """How reported pay is scored."""

    least_company: Annotated[int, Field(ge=1)]
    told: list[ToldStep]
    resamples: Annotated[int, Field(ge=2, le=10_000)]
    seed: Count
    years: Annotated[list[YearsBand], Field(min_length=1)]


class Miss(Table):
    """How far estimates miss where so much is told."""

    told: list[Literal["years", "level", "kind", "company"]]
    place: Literal["hubs", "elsewhere"] | None = None
    reports: Annotated[int, Field(ge=1)]
    base: Annotated[float, Field(gt=0, lt=10)]
    total: Annotated[float, Field(gt=0, lt=10)]


class AccuracyFile(Table):
    """accuracy.toml."""

    sources: Annotated[list[Text], Field(min_length=1)]
    rulebook: Text
    reports: Annotated[int, Field(ge=1)]
    until: Month
    row: list[Miss]

    @model_validator(mode="after")
    def _every_question(self) -> Self:
        """One row for every question that can be asked."""
        rows: list[tuple[frozenset[str], str | None]]
        rows = [(frozenset(row.told), row.place) for row in self.row]
        employers: list[set[str]] = [set(), {"kind"}, {"company"}]
        experiences: list[set[str]] = [{"years"}, {"level"}, {"years", "level"}]
        for experience in experiences:
            for employer, place in product(employers, (None, "hubs", "elsewhere")):
                if rows.count((frozenset(experience | employer), place)) != 1:
                    asked = ", ".join(sorted(experience | employer))
                    fault(("row",), f"needs one row for {asked} with place {place or 'not given'}.")
        return self


class ReportedPay(Table):
    """reported.toml."""

    source: Text
    read: Sensible
    columns: Header
    words: Words
    exclude: dict[str, Text]
    fit: FitSettings
    least: Least
    backtest: BacktestSettings
