"""Degrees as people write them: B.S., Master's Degree, BS/MS, PhD in Computer Science."""

from __future__ import annotations

import re

from mlsalary.profile import Word
from mlsalary.reading.meant import Meant
from mlsalary.reading.words import known_word, no_word
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary

FILE = "reading.toml"
_PARTED = r"\s*[,;/|&]\s*|\s+(?:and|or)\s+"


def read_degree(text: str, book: Rulebook) -> Meant[Word]:
    """The degree, of several the highest; its subject does not count.

    NotFoundError ``degree_not_found`` where one is named that is not known, or not earned.
    """
    whole = known_word("degree", text, book)
    if whole is not None:
        return whole
    order = vocabulary(book).words["degree"]
    parts = re.split(_PARTED, text, flags=re.IGNORECASE)
    found = [meant for part in parts if (meant := _one(part, book)) is not None]
    if not found:
        raise no_word("degree", text, book)
    highest = max(found, key=lambda meant: order.index(meant.value))
    several = len({meant.value for meant in found}) > 1
    return Meant(highest.value, "the highest of several" if several else highest.note)


def _one(part: str, book: Rulebook) -> Meant[Word] | None:
    """One degree: the longest beginning that is one, before a subject."""
    words = re.sub(r"[()]", " ", folded(part)).replace("-", " ").split()
    if not set(words).isdisjoint(book.toml(FILE)["degrees"]["unfinished"]):
        return None
    beginnings = ("-".join(words[:count]) for count in range(len(words), 0, -1))
    known = (known_word("degree", beginning, book) for beginning in beginnings)
    return next((meant for meant in known if meant is not None), None)
