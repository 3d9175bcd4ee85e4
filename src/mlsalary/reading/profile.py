"""A profile in the words that were typed -> the same in keys of a rulebook, and how it was read.

The readers are imported where there is something to read: most questions are asked in keys.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from mlsalary.errors import NotFoundError
from mlsalary.profile import Profile
from mlsalary.reading.meant import Meant
from mlsalary.reading.told_words import Unused, how_read, read_words, told_text
from mlsalary.reading.words import is_nothing, word
from mlsalary.results import Read
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.months import require_covered

_DIGITS = 3  # of plain years, which need no reader


class ProfileRead(NamedTuple):
    """The profile whose words, years and month are bound; the place stays as typed."""

    profile: Profile
    read: tuple[Read, ...]
    unused: tuple[Unused, ...]


def bound(profile: Profile, book: Rulebook) -> Profile:
    """The profile whose words are keys that ``book`` has figures for; the place stays as typed.

    NotFoundError for the first word that is not known, UsageError for years or a month that are
    none, and for a month of which nothing is known.
    """
    found = read_profile(profile, book).profile
    if found.as_of:
        require_covered(book, found.as_of)
    return found


def read_profile(profile: Profile, book: Rulebook) -> ProfileRead:
    """The same, with how it was read."""
    years, month = _years(profile, book), _month(profile, book)
    words = read_words(profile, (profile.level,), book, _raised)
    of_ours = {kind: word(kind, getattr(profile, kind), book) for kind in ("bands", "premiums")}
    keys: dict[str, Any] = {**words.keys, **of_ours}
    read = replace(profile, years=years.value, as_of=month.value, **keys)
    typed = profile.years if isinstance(profile.years, str) else None
    said = [
        *how_read("years", told_text(typed, book), years),
        *words.read,
        *how_read("as_of", told_text(profile.as_of, book), month),
    ]
    return ProfileRead(read, tuple(said), words.unused)


def _years(profile: Profile, book: Rulebook) -> Meant[float | None]:
    if not isinstance(profile.years, str):
        return Meant(profile.years)
    if profile.years.isascii() and profile.years.isdecimal() and len(profile.years) <= _DIGITS:
        return Meant(float(profile.years))
    from mlsalary.reading.years import read_years

    if is_nothing(profile.years, book):
        return Meant(None)
    return Meant(*read_years(profile.years, book, "--years"))


def _month(profile: Profile, book: Rulebook) -> Meant[str | None]:
    text = told_text(profile.as_of, book)
    if text is None:
        return Meant(None)
    from mlsalary.reading.days import read_month

    return Meant(*read_month(text, book, "--as-of"))


def _raised(error: NotFoundError) -> None:
    raise error
