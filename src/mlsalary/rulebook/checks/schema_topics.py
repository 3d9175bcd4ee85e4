"""The schemas of guide/{specializations,compensation,benefits,outlook,negotiation}.toml."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mlsalary.rulebook.checks.schema import (
    PERCENTILES,
    Effect,
    Employer,
    File,
    Key,
    Level,
    Money,
    Occupation,
    Percentile,
    Row,
    Slug,
    Table,
    Text,
    Unit,
    each_once,
    fault,
    in_order,
)

NEEDED = ("equity-public", "signing")
"""The rows of guide/compensation.toml that an estimate asks for."""
PERKS = ("compute-credits", "conference")
"""The rows of guide/benefits.toml that ``brief`` asks for."""
POINTS = {"two-classifications": 1, "compute-and-publication": 1}
"""The points of guide/negotiation.toml that ``brief`` quotes, and how many figures at least."""


class SpecRow(Row):
    """What every specialization has."""

    id: Key
    title: Text
    statement: Text


class StatedPremium(SpecRow):
    """A ratio on generalist pay."""

    stated: Literal["premium"]
    unit: Literal["ratio"]
    low: Effect
    high: Effect

    @model_validator(mode="after")
    def _ends(self) -> Self:
        in_order(self, "low", "high")
        return self


class StatedBand(SpecRow):
    """A band of dollars."""

    stated: Literal["band"]
    level: Level | None = None
    base_low: Money
    base_high: Money
    open: bool = False

    @model_validator(mode="after")
    def _ends(self) -> Self:
        in_order(self, "base_low", "base_high")
        return self


class StatedPercentiles(SpecRow):
    """Two percentiles of an occupation."""

    stated: Literal["percentiles"]
    low: Percentile
    high: Percentile
    occupation: Occupation
    occupation_kind: Literal["cited", "judgement"]

    @model_validator(mode="after")
    def _ends(self) -> Self:
        in_order_of_names(self.low, self.high)
        return self


class StatedFloor(SpecRow):
    """One figure and upwards; how far is assumed."""

    stated: Literal["floor"]
    base_low: Money
    open: Literal[True]
    occupation: Occupation
    percentile: Percentile
    assumed_top_width: Annotated[float, Field(ge=1, le=5)]


def in_order_of_names(low: str, high: str) -> None:
    """Refuses ``p90`` before ``p75``."""
    if PERCENTILES.index(low) > PERCENTILES.index(high):
        fault("low", f"is {low}, above high = {high}.")


class Specializations(File):
    """guide/specializations.toml."""

    typical_base_low: Money
    typical_base_high: Money
    typical_base_open: bool = False
    row: list[
        Annotated[
            StatedPremium | StatedBand | StatedPercentiles | StatedFloor,
            Field(discriminator="stated"),
        ]
    ]

    @model_validator(mode="after")
    def _all(self) -> Self:
        in_order(self, "typical_base_low", "typical_base_high")
        return self


class FigureRow(Row):
    """Something with a low and a high end in ``unit``."""

    id: Slug
    what: Text
    level: Level | None = None
    low: Annotated[float, Field(gt=0, le=1_000_000_000)] | None = None
    high: Annotated[float, Field(gt=0, le=1_000_000_000)] | None = None
    open: bool = False
    base: Money | None = None
    period: Text | None = None

    @model_validator(mode="after")
    def _ends(self) -> Self:
        in_order(self, "low", "high", open_key="open")
        if self.low is None and self.note is None:
            fault("low", "is missing; give it, or say in note why there is none.")
        return self


class Figures(File):
    """guide/outlook.toml."""

    row: Annotated[list[FigureRow], Field(min_length=1)]


class Compensation(Figures):
    """guide/compensation.toml; some of its rows are what every total rests on."""

    signing_employers: list[Employer]

    @model_validator(mode="after")
    def _needed(self) -> Self:
        each_once("id", [(i, row.id) for i, row in enumerate(self.row)], NEEDED, "row")
        return self


class Benefits(Figures):
    """guide/benefits.toml; some of its rows are figures of ``brief``."""

    @model_validator(mode="after")
    def _needed(self) -> Self:
        each_once("id", [(i, row.id) for i, row in enumerate(self.row)], PERKS, "row")
        return self


class NegotiationFigure(Table):
    """A figure of a negotiation point."""

    what: Text
    low: Money
    high: Money
    unit: Unit
    open: bool = False

    @model_validator(mode="after")
    def _ends(self) -> Self:
        in_order(self, "low", "high")
        return self


class Point(Row):
    """One negotiation point."""

    id: Annotated[int, Field(ge=1)]
    key: Slug
    point: Text
    figures: list[NegotiationFigure] = Field(default_factory=list)


class Negotiation(File):
    """guide/negotiation.toml."""

    row: Annotated[list[Point], Field(min_length=1)]

    @model_validator(mode="after")
    def _quoted(self) -> Self:
        each_once("key", [(i, row.key) for i, row in enumerate(self.row)], POINTS, "point")
        for index, row in enumerate(self.row):
            if len(row.figures) < POINTS.get(row.key, 0):
                fault(("row", index, "figures"), "are missing: a brief quotes them.")
        return self
