"""The schema of how places are read: places.toml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mlsalary.rulebook.checks.schema import Table, Text

Share = Annotated[float, Field(ge=0, le=1)]
Words = Annotated[list[Annotated[str, Field(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$")]], Field()]


class Survey(Table):
    """Which published wages are coarse."""

    large_error_percent: Annotated[float, Field(gt=0, le=100)]


class Ambiguity(Table):
    """Which of several namesakes is meant."""

    dwarfs: Annotated[float, Field(ge=1, le=1000)]
    sizeable_share: Share
    sizeable_zips: Annotated[int, Field(ge=1, le=1000)]
    rival_share: Share


class Titles(Table):
    """How a metro's title is read."""

    hyphenated: list[Text]


class Zips(Table):
    """ZIP codes of which BLS has no area."""

    military: list[Annotated[str, Field(pattern=r"^[0-9]{3}$")]]
    islands: list[Annotated[str, Field(pattern=r"^[0-9]{5}$")]]


class Affixes(Table):
    """Words around a name that do not change what it means."""

    before: Words
    after: Words


class Several(Table):
    """What may stand beside a place, and between several."""

    modes: Words
    parted: Annotated[list[str], Field(min_length=1)]


class Country(Table):
    """What a column of countries says of the United States."""

    ours: Annotated[list[Text], Field(min_length=1)]


class PlacesFile(Table):
    """places.toml."""

    source: Text
    oews: Survey
    ambiguity: Ambiguity
    titles: Titles
    zip: Zips
    affixes: Affixes
    several: Several | None = None  # these two are younger than folders that people may have
    country: Country | None = None


class Built(Table):
    """built.toml."""

    areas: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
