"""A profile in the words that were typed -> the same in keys of a rulebook."""

from __future__ import annotations

from dataclasses import replace

from mlsalary.profile import FIELDS, Profile
from mlsalary.reading.words import specializations, word
from mlsalary.rulebook import Rulebook

_SINGLE = tuple((one.name, one.vocabulary) for one in FIELDS if one.vocabulary and not one.several)


def bound(profile: Profile, book: Rulebook) -> Profile:
    """The profile whose words are keys that ``book`` has figures for; the place stays as typed.

    NotFoundError for the first word that is not known.
    """
    typed = {name: (kind, getattr(profile, name)) for name, kind in _SINGLE}
    keys = {
        name: None if text is None else word(kind, text, book)
        for name, (kind, text) in typed.items()
    }
    return replace(profile, spec=specializations(profile.specs, book), **keys)  # type: ignore[arg-type]
