"""Roles, from their own words or from a job title: engineer, scientist."""

from __future__ import annotations

from mlsalary.profile import Word
from mlsalary.reading.meant import Meant
from mlsalary.reading.titles import read_title
from mlsalary.reading.words import known_word, no_word
from mlsalary.rulebook import Rulebook


def read_role(text: str, book: Rulebook) -> Meant[Word]:
    """The role that a text names, a whole title among them; NotFoundError ``role_not_found``."""
    found = known_word("role", text, book) or read_title(text, None, book).role
    if found is None:
        raise no_word("role", text, book)
    return found
