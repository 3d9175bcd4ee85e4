"""The schema of how places are read: places.toml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mlsalary.rulebook.checks.schema import Table, Text

Times = Annotated[float, Field(ge=1, le=1000)]
Share = Annotated[float, Field(ge=0, le=1)]
Words = Annotated[list[Annotated[str, Field(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$")]], Field()]


class Survey(Table):
    """Which published wages are coarse, and which states are territories."""

    large_error_percent: Annotated[float, Field(gt=0, le=100)]
    territories: list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]] = Field(default_factory=list)


class Ambiguity(Table):
    """Which of several namesakes is meant."""

    people_share: Annotated[float, Field(gt=0.5, le=1)]
    bare_people: Annotated[int, Field(ge=0, le=1_000_000)]
    noted_share: Share
    dwarfs: Times
    sizeable_share: Share
    rival_share: Share
    abroad_dwarfs: Times
    abroad_dwarfs_town: Times
    list_dwarfs: Times
    abroad_share: Share
    known_people: Annotated[int, Field(ge=0, le=10_000_000)]


class Titles(Table):
    """How a metro's title is read."""

    hyphenated: list[Text]


class Zips(Table):
    """ZIP codes of which BLS has no area."""

    military: list[Annotated[str, Field(pattern=r"^[0-9]{3}$")]]
    islands: list[Annotated[str, Field(pattern=r"^[0-9]{5}$")]]


class Affixes(Table):
    """Words around a name: what leaves its area, what says nothing, what sort of place it is."""

    near_before: Words
    near_after: Words
    aside_before: Words
    aside_after: Words
    sorts: Words
    counties: Words
    compass: Words


class Several(Table):
    """What may stand beside a place, and between several."""

    anywhere: Words
    onsite: Words
    country: Words
    regions: Words
    instead: Words
    words: Words
    seats: Words
    parted_surely: Annotated[list[Annotated[str, Field(min_length=1, max_length=1)]], Field()]
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


Key = Annotated[str, Field(pattern=r"^[a-z0-9]+( [a-z0-9]+)*$")]
City = Annotated[str, Field(pattern=r"^.+, [A-Z]{2}$")]


class Region(Table):
    """A part of a state that lies in one area nearly whole."""

    code: Text
    states: Annotated[list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]], Field(min_length=1)]
    alone: bool = False


class Districts(Table):
    """districts.toml; that the cities and codes exist is checked apart."""

    source: Text
    districts: dict[City, Annotated[list[Text], Field(min_length=1)]]
    alone: dict[Text, City]
    regions: dict[Key, Region]


class Built(Table):
    """built.toml."""

    areas: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
