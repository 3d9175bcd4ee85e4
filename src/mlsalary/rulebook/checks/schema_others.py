"""The schemas of the small files beside the guide's: aging, limits, nicknames and a release."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mlsalary.rulebook.checks.schema import (
    Employer,
    Money,
    Month,
    Source,
    Table,
    Text,
    Years,
    fault,
    in_order,
)

Growth = Annotated[float, Field(gt=0.1, lt=10)]
Kind = Literal["cited", "fitted", "assumed"]


class SeriesRow(Table):
    """What stood in a month where 1 stands in that of ``dollars``: told, or fitted."""

    month: Month
    paid: Growth | None = None
    kind: Kind
    sources: Annotated[list[Text], Field(min_length=1)] | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _told_or_fitted(self) -> Self:
        fitted = self.kind == "fitted"
        for name in ("paid", "sources"):
            told = getattr(self, name) is not None
            if fitted and told:
                fault(name, "is not for a fitted row: its figure stands in model.toml.")
            if not fitted and not told:
                fault(name, "is missing.")
        return self


Series = Annotated[list[SeriesRow], Field(min_length=1)]


class Aging(Table):
    """aging.toml."""

    today: Month
    dollars: Month
    months_ahead: Annotated[int, Field(ge=0, le=120)]
    growth: Growth
    growth_kind: Kind
    growth_note: Text | None = None
    growth_sources: Annotated[list[Text], Field(min_length=1)]
    doubt: Annotated[float, Field(ge=0, le=1)]
    doubt_note: Text | None = None
    base: Series
    beyond: Series

    @model_validator(mode="after")
    def _in_time(self) -> Self:
        for name in ("base", "beyond"):
            rows: list[SeriesRow] = getattr(self, name)
            for index, (before, after) in enumerate(pairwise(rows), 1):
                if after.month <= before.month:
                    fault(
                        (name, index, "month"),
                        f"is {after.month}, not after the row before, of {before.month}.",
                    )
            if not any(row.month == self.dollars and row.paid == 1 for row in rows):
                fault((name,), f"needs a row of {self.dollars}, the month of dollars, with paid 1.")
        if self.today < self.dollars:
            fault("today", f"is {self.today}, before {self.dollars}, the month of dollars.")
        return self


class ImportLimits(Table):
    """What an imported BLS download may be, and what its figures are held against."""

    archive_bytes_most: Annotated[int, Field(ge=1)]
    unpacked_bytes_most: Annotated[int, Field(ge=1)]
    unpacked_ratio_most: Annotated[int, Field(ge=1)]
    members_most: Annotated[int, Field(ge=1)]
    areas_most: Annotated[int, Field(ge=1)]
    memory_bytes_most: Annotated[int, Field(ge=200_000_000)]
    memory_ratio_most: Annotated[int, Field(ge=1)]
    seconds_most: Annotated[int, Field(ge=1)]
    wage_least: Money
    wage_most: Money
    wage_factor_most: Annotated[float, Field(gt=1, le=10)]
    complete_share: Annotated[float, Field(gt=0, le=1)]


class BatchLimits(Table):
    """How much a file of profiles may hold at once, and the memory that reading one takes."""

    line_bytes_most: Annotated[int, Field(ge=1)]
    columns_most: Annotated[int, Field(ge=1)]
    memory_bytes_least: Annotated[int, Field(ge=1)]


class Guesses(Table):
    """The floor below which nothing is guessed for a word that is not known."""

    letters_least: Annotated[int, Field(ge=2, le=10)]
    letters_a_slip: Annotated[int, Field(ge=2, le=20)]


class Completion(Table):
    """Which towns a shell offers: how much of a name must be typed, and how large they are."""

    letters_least: Annotated[int, Field(ge=1, le=10)]
    people_least: Annotated[int, Field(ge=0)]


class Limits(Table):
    """limits.toml."""

    source: Text
    years_most: Annotated[float, Field(ge=40, le=80)]
    years_questioned: Years
    years_apart: Years
    imports: ImportLimits | None = None
    batch: BatchLimits | None = None
    guesses: Guesses | None = None
    completion: Completion | None = None


Share = Annotated[float, Field(gt=0, le=100)]
Count = Annotated[int, Field(ge=1)]


class Grants(Table):
    """How a grant is earned when nobody says."""

    years: Annotated[int, Field(ge=1, le=20)]
    years_most: Annotated[int, Field(ge=1, le=20)]
    years_shown: Annotated[int, Field(ge=2, le=20)]
    cliff_months: Annotated[int, Field(ge=1, le=60)] = 12

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self, "years", "years_most")
        return self


class Kinds(Table):
    """Which equity can be sold as it vests."""

    rsu: bool
    options: bool
    private: bool


class Unlisted(Table):
    """Kinds of employer whose stock nobody can buy or sell."""

    employers: list[Employer]
    may_be: list[Employer] = Field(default_factory=list)
    but: list[Employer] = Field(default_factory=list)


class Small(Table):
    """What is so little that a digit may be missing, in shares of a year's base."""

    grant: Annotated[float, Field(ge=0, le=1)]


class Pushed(Table):
    """By how many points the percentile of base may exceed that of the total."""

    points_apart: Annotated[float, Field(ge=0, le=100)]


class EmployersCompared(Table):
    """At which kinds of employer the same pay is placed."""

    compared: list[Employer]


Points = Annotated[int, Field(ge=1, le=50)]


class Precision(Table):
    """How far a percentile carries, in points, and how base and the total hang together."""

    correlation: Annotated[float, Field(ge=-1, le=1)]
    group_points: Points
    company_points_low: Points
    company_points_high: Points
    kind: Kind
    sources: Annotated[list[Text], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self, "company_points_low", "company_points_high")
        return self


class AskOrder(Table):
    """What an employer gives most easily, first, and what share of a goal is too little to ask."""

    cheapest_first: Annotated[
        list[Literal["equity", "bonus", "base"]], Field(min_length=1, max_length=3)
    ]
    least: Annotated[float, Field(ge=0, lt=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.cheapest_first)) < len(self.cheapest_first):
            fault("cheapest_first", "names a component twice.")
        return self


class CompareLimits(Table):
    """How much is compared at once."""

    cells_most: Count


class PathLength(Table):
    """How far a career is followed."""

    to_years: Years
    years_least: Annotated[int, Field(ge=1, le=60)]


class WidthNorm(Table):
    """How wide a salary range usually is, over its middle."""

    low: Share
    high: Share
    source: Text

    @model_validator(mode="after")
    def _ends(self) -> Self:
        in_order(self, "low", "high")
        return self


class PostedNorm(Table):
    """What posted ranges are held against."""

    norm: WidthNorm


class PricesShown(Table):
    """Which of the prices of a place are shown."""

    housing_apart: Annotated[float, Field(ge=0, le=10)]


class Decisions(Table):
    """decisions.toml."""

    source: Text
    grant: Grants
    kinds: Kinds
    unlisted: Unlisted
    small: Small | None = None
    push: Pushed | None = None
    employers: EmployersCompared | None = None
    percentile: Precision | None = None
    ask: AskOrder
    compare: CompareLimits
    path: PathLength
    posted: PostedNorm
    prices: PricesShown | None = None


class Nickname(Table):
    """A code and what the reader should know about it."""

    code: Text
    note: Text


class Nicknames(Table):
    """nicknames.toml; that the codes exist is checked apart."""

    source: Text
    areas: dict[str, Text | Nickname]
    states: dict[str, Text]


class Release(Table):
    """oews/release.toml; an imported release brings its own row of sources, and its sums."""

    release: Month
    source: Text
    complete: bool = True
    publication: Source | None = None
    sums: dict[str, Text] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if self.publication is not None and self.publication.id != self.source:
            fault(("publication", "id"), f"is {self.publication.id}, not source = {self.source}.")
        return self
