"""The places that are foreseen, kept where they were resolved before: it takes seconds."""

from __future__ import annotations

import json

from mlsalary.frame.foreseen import Alias, foreseen
from mlsalary.frame.kept import kept, key_of
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.places import index
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.releases import newest
from mlsalary.vocabulary import FILE as VOCABULARY

NAME = "place_aliases"
MADE_FROM = (
    *index.MADE_FROM,
    "places.csv",
    "zips.csv",
    "abroad.csv",
    "abroad_cities.csv",
    "oews/wages.csv",
    VOCABULARY,
)

COLUMNS = tuple(f"{PREFIX}{name}" for name in Alias._fields)
CODE, FIRST_STATE = COLUMNS[1:3]


def aliases(book: Rulebook) -> Lookup:
    """The table of a rulebook, keyed by the first column."""
    return read(kept(book, made_from(book), files(book), table))


def read(content: bytes) -> Lookup:
    """The table as it is kept."""
    columns = dict(zip(COLUMNS, json.loads(content), strict=True))
    return Lookup("aliases", COLUMNS[:1], columns, dict.fromkeys(COLUMNS, "text"))


def table(book: Rulebook) -> bytes:
    """The columns as JSON, made anew."""
    columns = list(zip(*foreseen(book), strict=True))
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()


def made_from(book: Rulebook, name: str = NAME) -> str:
    """The key that the table is kept by, or what is made of it under another name."""
    return key_of(book, name, files(book), newest(book).prefix)


def files(book: Rulebook) -> tuple[str, ...]:
    """What the table is made from."""
    return tuple(dict.fromkeys([*MADE_FROM, f"{newest(book).prefix}areas.csv"]))
