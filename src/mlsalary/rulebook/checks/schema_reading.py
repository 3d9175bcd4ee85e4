"""The schema of reading.toml: how amounts of experience, dates and names of columns are read."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from mlsalary.rulebook.checks.schema import Table, Text, fault

Words = Annotated[list[Text], Field(min_length=1)]
Days = Annotated[float, Field(ge=0)]


class YearsWords(Table):
    """What stands around an amount of experience."""

    units: Words
    months: Words
    least: Words
    most: Words
    at_least: Words
    at_most: Words
    about: Words
    tail: Words
    numbers: Words
    one: Words


class DateWords(Table):
    """What dates are written with."""

    now: Words
    yesterday: Words
    ago: Annotated[dict[Text, Days], Field(min_length=1)]
    month_of_year: Annotated[int, Field(ge=1, le=12)]
    months: Annotated[list[Text], Field(min_length=12, max_length=12)]
    letters: Annotated[int, Field(ge=3, le=9)]
    serial_from: Annotated[int, Field(ge=1)]
    serial_to: Annotated[int, Field(ge=1)]


class DegreeWords(Table):
    """Words beside a degree by which it is not one yet, or letters such as MS are none."""

    unfinished: Words
    leading: list[Text] = Field(default_factory=list)
    other: Words


class PayWords(Table):
    """What the name of a column of pay may say."""

    in_dollars: Words
    by_the: list[Text] = Field(default_factory=list)


class ReadingFile(Table):
    """reading.toml."""

    source: Text
    years: YearsWords
    dates: DateWords
    degrees: DegreeWords
    pay: PayWords
    columns: Annotated[dict[Text, Words], Field(min_length=1)]
    columns_by_value: dict[Text, Words]

    @model_validator(mode="after")
    def _each_alias_once(self) -> Self:
        seen = {_plain(ours): ours for ours in self.columns}
        for part in ("columns", "columns_by_value"):
            for ours, aliases in getattr(self, part).items():
                for alias in aliases:
                    whose = seen.setdefault(_plain(alias), ours)
                    if whose != ours:
                        fault((part, ours), f"{alias} means {whose} already.")
        return self


def _plain(name: str) -> str:
    """A column's name as headers are compared: without case, blanks and signs."""
    return "".join(filter(str.isalnum, name.casefold()))
