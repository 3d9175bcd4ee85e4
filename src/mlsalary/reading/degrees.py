"""Degrees as people write them: B.S., Master's Degree, BS/MS, PhD in Computer Science."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile

from mlsalary.profile import Word
from mlsalary.reading.meant import Meant
from mlsalary.reading.words import known_word, no_word
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import folded
from mlsalary.vocabulary import vocabulary

FILE = "reading.toml"
_PARTED = r"\s*[,;/|&+]\s*|\s+(?:and|or)\s+"


def read_degree(text: str, book: Rulebook) -> Meant[Word]:
    """The degree, of several the highest; its subject does not count.

    NotFoundError ``degree_not_found`` where none is known or earned, or one of its own is
    ``in progress``.
    """
    whole = known_word("degree", text, book)
    if whole is not None:
        return whole
    order = vocabulary(book).words["degree"]
    parts = re.split(_PARTED, text, flags=re.IGNORECASE)
    found = [meant for part in parts if (meant := _one(part, book)) is not None]
    if not found or any(_takes_back(part, book) for part in parts):
        raise no_word("degree", text, book)
    highest = max(found, key=lambda meant: order.index(meant.value))
    several = len({meant.value for meant in found}) > 1
    return Meant(highest.value, "the highest of several" if several else highest.note)


def _takes_back(part: str, book: Rulebook) -> bool:
    """Whether a part, which names no degree, says that the one before it is none: ``PhD, ABD``."""
    words = _words(part, book)
    named = any(known_word("degree", one, book) for one in (part, *words))
    return not named and _is_none(words, book)


def _is_none(words: Sequence[str], book: Rulebook) -> bool:
    told = book.toml(FILE)["degrees"]
    return not set(words).isdisjoint((*told["unfinished"], *told["other"]))


def _words(part: str, book: Rulebook) -> list[str]:
    """The words of a part, without the articles and conjunctions before it."""
    words = re.sub(r"[()]", " ", folded(part)).replace("-", " ").split()
    leading = book.toml(FILE)["degrees"].get("leading", ())
    return list(dropwhile(lambda word: word in leading, words))


def _one(part: str, book: Rulebook) -> Meant[Word] | None:
    """One degree: the longest beginning that is one, before a subject."""
    words = _words(part, book)
    if _is_none(words, book):
        return None
    beginnings = ("-".join(words[:count]) for count in range(len(words), 0, -1))
    known = (known_word("degree", beginning, book) for beginning in beginnings)
    return next((meant for meant in known if meant is not None), None)
