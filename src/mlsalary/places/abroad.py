"""Places outside the United States: what is surely one, and what is likelier one than ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from mlsalary.errors import NotFoundError
from mlsalary.places.names import key
from mlsalary.places.readings import LEAD, Reading
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted

LAND = ("country", "region", "code")
PARTS = ("country", "region")
# The forms of postal codes.
_CANADIAN = r"(?i)\b[a-z]\d[a-z] ?\d[a-z]\d\b"
_BRITISH = r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
SHORT = 2  # letters that name a land abroad in capitals only
_LONGEST = 5  # words of such a name: the Democratic Republic of the Congo


def country_of(book: Rulebook, name: str) -> str | None:
    """The country in which a place abroad of this very name lies; ``name`` is a key.

    A name that is ours as well, such as Cambridge, counts here too: see ``likelier_ours``.
    """
    return _listed(book, name) or _city(book, name)[0]


def land(book: Rulebook, name: str, kinds: Collection[str]) -> str | None:
    """The country that a key names, by itself, by a part of it or by its letters."""
    rows = book.csv("abroad.csv").of(name) if name else ()
    return next((country for _, kind, country in rows if kind in kinds), None)


def larger_abroad(book: Rulebook, name: str, people: int, share: float = 1) -> str | None:
    """The country of a place abroad of this name, a key, which data/abroad.csv lists or where at
    least that share of so many people live."""
    country, there = _city(book, name)
    return _listed(book, name) or (country if there >= share * people else None)


def likelier_ours(book: Rulebook, name: str, readings: Sequence[Reading]) -> list[Reading]:
    """Those readings of a bare name that hold beside a place abroad of that name.

    Beside one that data/abroad.csv lists, it has to be the name of an area or of its leading city;
    beside others a city that leads a metro holds against so many times its people, as the rule
    says, and any other against fewer times.
    """
    if _listed(book, name):
        return [one for one in readings if one.rank == LEAD]
    _, abroad = _city(book, name)
    if not abroad:
        return list(readings)
    rule = book.toml("places.toml")["ambiguity"]
    cities, towns = rule["abroad_dwarfs"], rule["abroad_dwarfs_town"]
    return [
        one
        for one in readings
        if one.people is None or abroad <= one.people * (cities if one.rank == LEAD else towns)
    ]


def foreign_piece(book: Rulebook, text: str) -> str | None:
    """The country that a piece of a text begins or ends with: ``UK``, ``ON M5V 2T6``, ``EU only``.

    Two letters count in capitals alone.
    """
    words = text.split()
    for count in range(min(_LONGEST, len(words)), 0, -1):
        for some in (words[:count], words[-count:]):
            name = key(" ".join(some))
            kinds = LAND if count == len(words) else PARTS  # "PG County" is not in New Guinea
            if (country := land(book, name, kinds)) and (len(name) > SHORT or some[0].isupper()):
                return country
    if re.search(_CANADIAN, text):
        return "Canada"
    return "the United Kingdom" if re.search(_BRITISH, text) else None


def within(book: Rulebook, typed: str, country: str) -> str:
    """``abroad`` of a country itself, however it is called, else the country that it lies in."""
    name = key(typed).removeprefix("the ")
    return "abroad" if land(book, name, ("country", "code")) else f"in {country}"


def abroad_error(typed: str, where: str, namesakes: Sequence[str] = ()) -> NotFoundError:
    """The error for a place abroad, with namesakes here to ask for instead."""
    way_out = f"For a namesake here, add its state: {namesakes[0]}." if namesakes else ""
    return NotFoundError(
        "place_abroad",
        f"{quoted(typed)} is {where}; mlsalary covers the US only. "
        f"{way_out or 'Leave the place out for the national figures.'}",
        namesakes[:5],
    )


def _listed(book: Rulebook, name: str) -> str | None:
    """The country of a name in data/abroad.csv; two letters alone are a state of ours, or none."""
    rows = book.csv("abroad.csv").of(name) if name else ()
    return next((row[2] for row in rows if row[1] != "region" or len(name) > SHORT), None)


def _city(book: Rulebook, name: str) -> tuple[str | None, int]:
    """The country and the people of the largest city abroad of this name."""
    for _, country, people in book.csv("abroad_cities.csv").of(name) if name else ():
        return country, int(people)
    return None, 0
