"""The schemas of the two ladders: guide/experience.toml and guide/career.toml."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mlsalary.rulebook.checks.schema import (
    Degree,
    File,
    Level,
    Money,
    Occupation,
    Percentile,
    Row,
    Slug,
    Table,
    Text,
    Unit,
    Years,
    each_once,
    fault,
    in_order,
)
from mlsalary.rulebook.model import RUNGS


class Peg(Table):
    """The BLS percentile that an end of a band moves with."""

    occupation: Occupation
    percentile: Percentile
    beyond: bool = False


class Band(Row):
    """The base band of a level, or of a degree at a level."""

    id: Slug
    level: Level
    degree: Degree | None = None
    title: Text
    years_low: Years
    years_high: Years | None = None
    base_low: Money
    base_high: Money
    peg_low: Peg
    peg_high: Peg
    total_low: Money | None = None
    total_high: Money | None = None
    total_open: bool = False

    @model_validator(mode="after")
    def _ends(self) -> Self:
        in_order(self, "years_low", "years_high")
        in_order(self, "base_low", "base_high")
        in_order(self, "total_low", "total_high", open_key="total_open")
        return self


def _rising(bands: Iterable[tuple[int, str, float, float]]) -> None:
    """Refuses a ladder on which a step up lowers the middle of the band."""
    below = ("", 0.0)
    for index, level, low, high in bands:
        middle = math.sqrt(low * high)
        if middle < below[1]:
            fault(
                ("row", index, "base_low"),
                f"the midpoint of {level}, {middle:,.0f}, is below that of {below[0]}, "
                f"{below[1]:,.0f}.",
            )
        below = (level, middle)


class Experience(File):
    """guide/experience.toml."""

    row: Annotated[list[Band], Field(min_length=1)]

    @model_validator(mode="after")
    def _ladder(self) -> Self:
        plain = {row.level: (i, row) for i, row in enumerate(self.row) if row.degree is None}
        ladder = RUNGS
        standing = [(i, row.level) for i, row in enumerate(self.row) if row.degree is None]
        each_once("level", standing, ladder, "level")
        _rising((plain[k][0], k, plain[k][1].base_low, plain[k][1].base_high) for k in ladder)
        return self


class Growth(Row):
    """A claim on the way from one level to another."""

    id: Slug
    track: Literal["growth"]
    title: Text
    unit: Unit
    low: Annotated[float, Field(gt=0, le=100)]
    high: Annotated[float, Field(gt=0, le=100)]

    @model_validator(mode="after")
    def _ends(self) -> Self:
        in_order(self, "low", "high")
        return self


class Management(Row):
    """A band of the management ladder."""

    id: Slug
    track: Literal["management"]
    level: Level
    title: Text
    base_low: Money
    base_high: Money
    open: bool = False

    @model_validator(mode="after")
    def _ends(self) -> Self:
        in_order(self, "base_low", "base_high")
        return self


class Research(Row):
    """A title without figures."""

    id: Slug
    track: Literal["research"]
    title: Text


CLAIMS = ("entry-to-senior-years", "entry-to-senior-growth")
"""The claims of guide/career.toml that ``path`` holds against the model."""


class Career(File):
    """guide/career.toml."""

    row: list[Annotated[Growth | Management | Research, Field(discriminator="track")]]

    @model_validator(mode="after")
    def _claims(self) -> Self:
        claims = [(i, row.id) for i, row in enumerate(self.row) if isinstance(row, Growth)]
        each_once("id", claims, CLAIMS, "claim")
        return self

    @model_validator(mode="after")
    def _ladder(self) -> Self:
        rungs = [(i, row) for i, row in enumerate(self.row) if isinstance(row, Management)]
        levels = [(i, row.level) for i, row in rungs]
        each_once("level", levels, dict.fromkeys(level for _, level in levels), "level")
        _rising((i, row.level, row.base_low, row.base_high) for i, row in rungs)
        return self
