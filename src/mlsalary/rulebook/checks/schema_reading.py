"""The schema of reading.toml: how amounts of experience, dates and names of columns are read."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mlsalary.rulebook.checks.schema import Table, Text

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
    other: Words


class TitleWords(Table):
    """Titles that hold a word of ours for a role and are other jobs."""

    other: Words


class ReadingFile(Table):
    """reading.toml."""

    source: Text
    years: YearsWords
    dates: DateWords
    degrees: DegreeWords
    titles: TitleWords
    columns: Annotated[dict[Text, Words], Field(min_length=1)]
    columns_by_value: dict[Text, Words]
