"""Roles, from their own words or from a job title: engineer, scientist."""

from __future__ import annotations

from mlsalary.profile import Word
from mlsalary.reading.meant import Meant
from mlsalary.reading.words import known_word, no_word
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary

FILE = "reading.toml"


def read_role(text: str, book: Rulebook) -> Meant[Word]:
    """The role that a text names, a whole title among them; NotFoundError ``role_not_found``."""
    found = known_word("role", text, book)
    if found is not None:
        return found
    titled = role_in_title(text, book)
    if titled is None:
        raise no_word("role", text, book)
    return Meant(titled)


def role_in_title(title: str, book: Rulebook) -> Word | None:
    """The role of a job title: that of the longest of its words for one; None without any, and
    where a longer one is another job: ``sales engineer``."""
    spelled = _jobs(book)
    said = f"-{plain(title)}-"
    named = [one for one in spelled if f"-{one}-" in said]
    if not named:
        return None
    return spelled[max(named, key=lambda one: (len(one), -said.index(one)))]


@once_a_book
def _jobs(book: Rulebook) -> dict[str, Word | None]:
    """What a title may hold, and its role; None for another job."""
    others = dict.fromkeys(map(folded, book.toml(FILE)["titles"]["other"]))
    return {**others, **vocabulary(book).spellings["role"]}


def plain(title: str) -> str:
    """The words of a title, a hyphen between them."""
    letters = (c if c.isalnum() else " " for c in folded(title))
    return "-".join("".join(letters).split())
