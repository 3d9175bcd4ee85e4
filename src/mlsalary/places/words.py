"""The words that stand beside a place: how the work is done, what sort of place, how near."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.vocabulary import vocabulary

FILE = "places.toml"


class PlaceWords(NamedTuple):
    """Phrases as keys, and the pattern of the signs between places.

    anywhere: work that is done anywhere; it leaves the nation. onsite: work at an office that is
    not named; it leaves nothing. country: the United States. aside_before, aside_after: what says
    nothing of where. near_before, near_after: what leaves the area of the name that it stands by.
    sorts: what sort of place a name is, behind it; counties: those that one is tried with, in their
    order. compass: a side of the name behind it.
    regions: names of parts of the country that are no one area. instead: before a place where the
    work is not, or before another one. words: names that are words too. seats: words of where a
    company is, not the work. surely: signs that stand in no name of a place: ``Austin, TX; Ohio``
    is no Austin of two states. longest: in words. nowhere, nothing: what says that no place is
    meant, in small letters, and what says nothing at all, folded; unsaid: the signs that either
    begins with. country_ends: the last words of ``country``. dropped_before, dropped_after: the
    phrases that stand before and behind a place, and whether each means the ``nation``, says
    nothing (``aside``) or leaves the area (``near``).
    """

    anywhere: frozenset[str]
    onsite: frozenset[str]
    country: frozenset[str]
    aside_before: frozenset[str]
    aside_after: frozenset[str]
    near_before: frozenset[str]
    near_after: frozenset[str]
    sorts: frozenset[str]
    counties: tuple[str, ...]
    compass: frozenset[str]
    regions: frozenset[str]
    instead: frozenset[str]
    words: frozenset[str]
    seats: frozenset[str]
    surely: frozenset[str]
    between: re.Pattern[str]
    longest: int
    nowhere: frozenset[str]
    nothing: frozenset[str]
    unsaid: frozenset[str]
    country_ends: frozenset[str]
    dropped_before: Mapping[str, str]
    dropped_after: Mapping[str, str]


@once_a_book
def place_words(book: Rulebook) -> PlaceWords:
    """The words of a rulebook; what an older one does not have, the shipped one does."""
    shipped = Rulebook.shipped().toml(FILE)
    own, known = book.toml(FILE), vocabulary(book)
    several: dict[str, Any] = {**shipped["several"], **own.get("several", {})}
    affixes: dict[str, Any] = {**shipped["affixes"], **own.get("affixes", {})}
    signs = {name: several.pop(name) for name in ("parted_surely", "parted")}
    sets = {name: frozenset(words) for name, words in several.items()}
    sets |= {name: frozenset(affixes[name]) for name in affixes}
    longest = max(len(phrase.split()) for words in sets.values() for phrase in words)
    del sets["counties"]  # which have an order
    before, after = (
        dict.fromkeys(sets[f"near_{side}"], "near")
        | dict.fromkeys(sets["onsite"] | sets[f"aside_{side}"], "aside")
        | dict.fromkeys(sets["anywhere"] | sets["country"], "nation")
        for side in ("before", "after")
    )
    return PlaceWords(
        **sets,
        counties=tuple(affixes["counties"]),
        surely=frozenset(signs["parted_surely"]),
        between=_between([*signs["parted_surely"], *signs["parted"]]),
        longest=longest,
        nowhere=frozenset(known.nowhere),
        nothing=known.nothing,
        unsaid=frozenset(text[:1] for text in (*known.nowhere, *known.nothing)),
        country_ends=frozenset(phrase.rpartition(" ")[2] for phrase in sets["country"]),
        dropped_before=before,
        dropped_after=after,
    )


def _between(signs: Iterable[str]) -> re.Pattern[str]:
    """``Portland, OR`` is one place: behind a comma a word parts in small letters only, and where
    more than a ZIP code follows."""
    anywhere = "|".join(rf"(?<!,){re.escape(sign)}" for sign in signs)
    return re.compile(rf"(?i:{anywhere})|,\s+(?:or|and)\s+(?=[^\d\s])")
