"""What stands beside a place and is none: what may be left out, and what may be a further place."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mlsalary.places.abroad import foreign_piece, larger_abroad
from mlsalary.places.loose import Found
from mlsalary.places.names import key
from mlsalary.places.numbers import explicit
from mlsalary.places.readings import TOWN, Words, called, part
from mlsalary.places.words import place_words
from mlsalary.rulebook import Rulebook

LONGEST = 4  # words of a name that an aside may end in


def may_be_a_place(book: Rulebook, text: str, codes: Collection[str]) -> bool:
    """Whether an aside is foreign or denied, is spelled like a city that leads a metro, or is the
    code or ends in the name of a place that many know, which lies in none of these areas."""
    from mlsalary.places.suggestions import like_a_leading_city  # rapidfuzz: 10 ms

    name = part(book, text)[-1].name
    words, instead = name.split(), place_words(book).instead
    if foreign_piece(book, text) or like_a_leading_city(book, name):
        return True
    if (coded := explicit(book, text)) and coded.code not in codes:
        return True
    return any(word in instead for word in words[:1]) or _ends_in_known(book, words, codes)


def is_abroad_too(book: Rulebook, found: Found) -> bool:
    """Whether a bare name is that of a place abroad as well, so that what stands beside it may be a
    county there: Birmingham, West Midlands."""
    people = found.reading.people or 0
    bare = "," not in found.words
    share = _rule(book, "abroad_share")
    return bare and larger_abroad(book, key(found.words), people, share) is not None


def is_known(book: Rulebook, found: Found) -> bool:
    """Whether so many people live there that its name is a place rather than a part of one."""
    return found.sure or (found.reading.people or 0) >= _rule(book, "known_people")


def _ends_in_known(book: Rulebook, words: Sequence[str], codes: Collection[str]) -> bool:
    least = _rule(book, "known_people")
    for count in range(1, min(LONGEST, len(words)) + 1):
        found = called(book, Words(" ".join(words[-count:])))
        here = any(one.code in codes for one in found)
        if not here and any(one.rank > TOWN or (one.people or 0) >= least for one in found):
            return True
    return False


def _rule(book: Rulebook, name: str) -> float:
    return float(book.toml("places.toml")["ambiguity"][name])
