"""The schemas of the guide's tables of wages: guide/{percentiles,states,metros}.toml."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from mlsalary.rulebook.checks.schema import (
    PERCENTILES,
    File,
    Money,
    Month,
    Occupation,
    Row,
    Slug,
    Text,
    fault,
)

HOURS = 2080  # BLS's year of work: 52 weeks of 40 hours
# BLS rounds the hour to the cent and the year to ten dollars, each from the unrounded wage.
HOURLY_TOLERANCE = HOURS * 0.005 + 5


class PercentileRow(Row):
    """Five percentiles of one occupation."""

    id: Slug
    occupation: Occupation
    title: Text
    p10: Money
    p25: Money
    p50: Money
    p75: Money
    p90: Money
    release: Month

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        for low, high in pairwise(PERCENTILES):
            if getattr(self, low) > getattr(self, high):
                fault(high, f"is {getattr(self, high):g}, below {low} = {getattr(self, low):g}.")
        return self


class Percentiles(File):
    """guide/percentiles.toml."""

    row: Annotated[list[PercentileRow], Field(min_length=1)]

    @model_validator(mode="after")
    def _hours_and_years_agree(self) -> Self:
        years: dict[tuple[str, str], PercentileRow] = {}
        for row in self.row:
            if (row.unit or self.unit) == "usd/year":
                years[row.occupation, row.release] = row
        for index, row in enumerate(self.row):
            yearly = years.get((row.occupation, row.release))
            if yearly is None or (row.unit or self.unit) != "usd/hour":
                continue
            for name in PERCENTILES:
                hour, year = getattr(row, name), getattr(yearly, name)
                if abs(hour * HOURS - year) > HOURLY_TOLERANCE:
                    fault(
                        ("row", index, name),
                        f"{hour:g} an hour x {HOURS:,} = {hour * HOURS:,.0f}, but {yearly.id} has "
                        f"{year:,.0f}; rounding allows {HOURLY_TOLERANCE:g}.",
                    )
        return self


class MeanRow(Row):
    """The mean wage of a place."""

    id: Slug
    rank: Annotated[int, Field(ge=1)]
    name: Text
    mean: Money


class Means(File):
    """guide/states.toml and guide/metros.toml."""

    row: Annotated[list[MeanRow], Field(min_length=1)]
