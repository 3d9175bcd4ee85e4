"""The schemas of ladders.toml, companies' words for the levels, and of reported.toml."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mlsalary.rulebook.checks.schema import Table, Text, Years, fault
from mlsalary.rulebook.checks.schema_model import Count
from mlsalary.spelling import folded


class Ladder(Table):
    """A company's words for the levels; ``id`` is its name in small letters."""

    id: Annotated[str, Field(min_length=1, pattern=r"^[^A-Z]+$")]
    name: Text | None = None
    aliases: list[Text] = Field(default_factory=list)
    unchecked: list[Text] = Field(default_factory=list)
    entry: list[Text]
    mid: list[Text]
    senior: list[Text]
    staff: list[Text]


class CommonLadder(Table):
    """What companies' words usually mean, where no company is told."""

    entry: list[Text]
    mid: list[Text]
    senior: list[Text]
    staff: list[Text]


class Ladders(Table):
    """ladders.toml."""

    source: Text
    common: CommonLadder | None = None
    row: Annotated[list[Ladder], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_name_once(self) -> Self:
        seen = dict[str, int]()
        for index, row in enumerate(self.row):
            for name in (row.id, *row.aliases):
                at = seen.setdefault(folded(name), index)
                if at != index:
                    key = "aliases" if name in row.aliases else "id"
                    fault(("row", index, key), f"{name} stands for {self.row[at].id} already.")
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


class FitSettings(Table):
    """How the constants are fitted."""

    pay_scale: Annotated[float, Field(gt=0, le=10)]
    total_scale: Annotated[float, Field(gt=0, le=10)]
    residual_most: Annotated[float, Field(gt=0, le=10)]
    pinball_smooth: Annotated[float, Field(gt=0, le=1)]
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
    employer: Annotated[int, Field(ge=5)]
    total: Annotated[int, Field(ge=10)]
    bonus: Annotated[int, Field(ge=5)]


class YearsBand(Table):
    """A band of years: below an end, or up to one; the last has neither."""

    name: Text
    below: Years | None = None
    most: Years | None = None


class BacktestSettings(Table):
    """How reported pay is scored."""

    resamples: Annotated[int, Field(ge=2, le=10_000)]
    seed: Count
    years: Annotated[list[YearsBand], Field(min_length=1)]


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
