"""The schema of the fitted constants: model.toml."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, model_validator

from mlsalary.rulebook.checks.schema import (
    Employer,
    Key,
    Month,
    Slug,
    Table,
    Text,
    Years,
    fault,
    with_every,
)
from mlsalary.rulebook.checks.schema_others import Kind
from mlsalary.rulebook.model import OWN_FIGURES, RUNGS, UNKNOWN

Error = Annotated[float, Field(ge=0)]
# Natural logs and shares of base far beyond what a rule could mean.
Log = Annotated[float, Field(ge=-3, le=3)]
Share = Annotated[float, Field(ge=0, le=1)]
Ratio = Annotated[float, Field(ge=0, le=20)]
Positive = Annotated[float, Field(gt=0, le=20)]
Wage = Annotated[float, Field(gt=10_000, lt=10_000_000)]
Code = Annotated[str, Field(pattern=r"^\d{5}(\d{2})?$")]
Count = Annotated[int, Field(ge=0)]


def once(table: str, key: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Refuses what stands in two rows; key: where the fault is told."""
    for index, row in enumerate(rows):
        if row in rows[:index]:
            fault((table, index, key), f"{' of '.join(reversed(row))} is in another row already.")


class _Constant(Table):
    """A constant: its standard error where it has one, fitted unless said; its own source."""

    error: Error | None = None
    kind: Kind = "fitted"
    source: Text | None = None


class LogConstant(_Constant):
    """A natural log."""

    value: Log


class Anything(_Constant):
    """A constant of any sign."""

    value: Annotated[float, Field(ge=-100, le=100)]


class NotNegative(_Constant):
    """A constant of zero or more."""

    value: Ratio


class AboveZero(_Constant):
    """A constant above zero."""

    value: Positive


class Part(_Constant):
    """A part of a whole, 0 to 1."""

    value: Share


class Wider(_Constant):
    """By how much a spread widens as a middle rises: below 1 / 1.2816, or p10 would fall."""

    value: Annotated[float, Field(ge=0, le=0.78)]


class AWage(_Constant):
    """US dollars a year."""

    value: Wage


class ACount(_Constant):
    """A number of reports."""

    value: Annotated[float, Field(ge=0, le=1_000_000)]


class AtYears(_Constant):
    """Years of experience."""

    value: Years


class Logs(Table):
    """A log by level."""

    entry: LogConstant
    mid: LogConstant
    senior: LogConstant
    staff: LogConstant


def _shape(given: object) -> str:
    """Which of the two a degree's table is, so that a fault in it is told once."""
    whole = not isinstance(given, dict) or "value" in given or not set(RUNGS) & set(given)
    return "whole" if whole else "by level"


class Spreads(Table):
    """A standard deviation by level."""

    entry: AboveZero
    mid: AboveZero
    senior: AboveZero
    staff: AboveZero


class Parts(Table):
    """A part of a whole by level."""

    entry: Part
    mid: Part
    senior: Part
    staff: Part


class Rising(Table):
    """A constant that does not fall with the level."""

    entry: NotNegative
    mid: NotNegative
    senior: NotNegative
    staff: NotNegative

    @model_validator(mode="after")
    def _rises(self) -> Self:
        for before, after in pairwise(RUNGS):
            if getattr(self, after).value < getattr(self, before).value:
                fault((after, "value"), f"is below the one of {before}: pay would fall.")
        return self


class FittedOn(Table):
    """What a model was fitted to."""

    rows: dict[Slug, Count]
    start: Month | Annotated[str, Field(pattern="^$")]
    end: Month | Annotated[str, Field(pattern="^$")]
    digests: list[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]]
    kept: list[Slug]


class UsualYears(Table):
    """The years that are usual at each level."""

    entry: AtYears
    mid: AtYears
    senior: AtYears
    staff: AtYears

    @model_validator(mode="after")
    def _rise(self) -> Self:
        for before, after in pairwise(RUNGS):
            if getattr(self, after).value <= getattr(self, before).value:
                fault((after, "value"), f"is not above the years of {before}.")
        return self


class Beside(Table):
    """What years beside a level do: ln of the factor for each that ln(1 + years) is above that of
    the usual years."""

    slope: NotNegative
    usual: UsualYears


class Levels(Table):
    """The ordered logit of the level in ln(1 + years); ln of what is reported at each level over
    the middle of the guide's band; years beside a level."""

    slope: NotNegative
    up_to_entry: Anything
    up_to_mid: Anything
    up_to_senior: Anything
    reported: Logs
    beside: Beside

    @model_validator(mode="after")
    def _ascend(self) -> Self:
        for before, after in pairwise(("up_to_entry", "up_to_mid", "up_to_senior")):
            if getattr(self, after).value <= getattr(self, before).value:
                fault((after, "value"), f"is not above {before}.")
        return self


class Metro(Table):
    """What reported pay says of a metro."""

    code: Code
    reports: Annotated[int, Field(ge=1)]
    counts: Annotated[float, Field(gt=0)]
    log_factor: Log
    error: Error


class Local(Table):
    """What reported pay says of one kind of employer in a metro, beside the metro's own."""

    code: Code
    employer: Employer
    reports: Annotated[int, Field(ge=1)]
    log_factor: Log
    error: Error


class LevelLogs(Table):
    """A natural log by level."""

    entry: Log
    mid: Log
    senior: Log
    staff: Log


class CompanyConstants(Table):
    """What reported pay says of a company, beside its kind of employer: ln of the factors on base
    by level and on what is paid beyond it, to whole per cents."""

    name: Text
    reports: Annotated[int, Field(ge=1)]
    base: LevelLogs
    error: Error
    beyond: Log


class StandInConstants(Table):
    """What a stand-in is wrong by on average, by the kind of area."""

    metro: LogConstant
    nonmetro: LogConstant
    territory: LogConstant


class PlaceConstants(Table):
    """The place's constants, and the metros that reported pay knows."""

    reference: AWage
    elasticity: NotNegative
    guide_weight: Part
    developers_weight: Part
    bls_scale: AWage
    bls_slope: NotNegative
    pooling: ACount
    least_reports: ACount
    elsewhere: LogConstant
    few_jobs: ACount
    stand_in: StandInConstants
    metro: list[Metro] = Field(default_factory=list)
    employer: list[Local] = Field(default_factory=list)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        once("metro", "code", [(row.code,) for row in self.metro])
        once("employer", "employer", [(row.code, row.employer) for row in self.employer])
        return self


class DoubtConstants(Table):
    """Standard deviations of ln p50, of base but where total is said."""

    level: NotNegative
    beyond: NotNegative
    era: NotNegative
    era_total: NotNegative
    state_stands_in: NotNegative
    nation_stands_in: NotNegative
    one_occupation: NotNegative
    few_jobs: NotNegative


class SpreadConstants(Table):
    """Standard deviations of log pay among people: with years alone, of base at the start and for
    each that its ln has risen since, times ``elsewhere`` outside the metros that reported pay
    knows; by level with years beside it; what the total spreads wider there, of what it does
    elsewhere; factors on its spread below the middle and above it."""

    start: AboveZero
    rise: Wider
    elsewhere: AboveZero
    beside: Spreads
    beyond_beside: Part
    total_below: Part  # above 1 a percentile below the median could fall with years
    total_above: AboveZero


class TotalConstants(Table):
    """What is paid beyond base: the shares of it by level, those of managers as factors on staff's,
    and ln of the factors of words."""

    place_elasticity: NotNegative
    share: Rising
    management: dict[Key, AboveZero]
    role: dict[Key, LogConstant]
    degree: dict[Key, LogConstant]


class Listed(Table):
    """Companies that are known to be of a kind, beside those that only say so: ln of the factors on
    base and on what is paid beyond it."""

    base: LogConstant
    beyond: LogConstant


class EmployerConstants(Table):
    """One kind of employer."""

    base: LogConstant
    spread: AboveZero
    beyond_spread: Wider
    share: NotNegative
    illiquid: NotNegative
    bonus_part: Parts
    listed: Listed | None = None


class Growth(Table):
    """ln of what stood in a month for 1 in that of ``dollars``, of the series of aging.toml."""

    base: dict[Month, LogConstant]
    beyond: dict[Month, LogConstant]


class _ModelFile(Table):
    """model.toml, but for the words whose factor on base is one constant each."""

    dollars: Month
    sources: Annotated[list[Text], Field(min_length=1)]
    assumed: Text
    fitted: FittedOn
    levels: Levels
    place: PlaceConstants
    doubt: DoubtConstants
    spread: SpreadConstants
    total: TotalConstants
    growth: Growth
    degree: dict[
        Key,
        Annotated[
            Annotated[LogConstant, Tag("whole")] | Annotated[Logs, Tag("by level")],
            Discriminator(_shape),
        ],
    ]
    employer: dict[Key, EmployerConstants]
    company: list[CompanyConstants] = Field(default_factory=list)

    @model_validator(mode="after")
    def _unknown(self) -> Self:
        if UNKNOWN not in self.employer:
            fault(("employer",), f"the employer {UNKNOWN} is missing.")
        once("company", "name", [(row.name,) for row in self.company])
        return self


ModelFile = with_every(OWN_FIGURES, _ModelFile, dict[Key, LogConstant])
