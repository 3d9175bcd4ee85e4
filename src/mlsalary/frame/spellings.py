"""The words that are foreseen, kept where they were read before: the titles take a second."""

from __future__ import annotations

import json

from mlsalary.frame.kept import kept, key_of
from mlsalary.frame.lookup import Lookup
from mlsalary.rulebook import Rulebook

NAME = "word_spellings"
MADE_FROM = (
    "companies.toml",
    "guide/specializations.toml",
    "ladders.toml",
    "model.toml",
    "titles.toml",
    "vocabulary.toml",
)


def spellings(book: Rulebook) -> list[Lookup]:
    """The tables of ``spelled_words``."""
    return [
        Lookup(name, tuple(keys), columns, types)
        for name, keys, columns, types in json.loads(kept(book, made_from(book), MADE_FROM, table))
    ]


def table(book: Rulebook) -> bytes:
    """The same as JSON, made anew."""
    from mlsalary.frame.spelled_words import spelled  # only after an edit

    return json.dumps(spelled(book), ensure_ascii=False, separators=(",", ":")).encode()


def made_from(book: Rulebook) -> str:
    """The key that the tables are kept by."""
    return key_of(book, NAME, MADE_FROM)
