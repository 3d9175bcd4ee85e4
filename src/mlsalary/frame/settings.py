"""What holds for every row of a table, checked before a row is read."""

from __future__ import annotations

from typing import NamedTuple

from mlsalary.engine.bands import bands
from mlsalary.errors import UsageError
from mlsalary.reading.words import word
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted


class Settings(NamedTuple):
    """What holds for every row of a table: the rulebook, ``bls`` and ``premiums`` of a profile,
    ``fallback``: what stands in for an unknown place, "national", "state" (a row without one is
    refused) or None (refused), and ``strict``: whether an unknown optional word refuses its row."""

    book: Rulebook
    bls: str | None = None
    premiums: str = "guide"
    fallback: str | None = None
    strict: bool = False


def checked_settings(
    book: Rulebook, bls: str | None, premiums: str, fallback: str | None, *, strict: bool = False
) -> Settings:
    """Raises NotFoundError for a release or premiums that are not known, UsageError for a
    fallback."""
    if fallback not in (None, "state", "national"):
        raise UsageError(
            "bad_fallback", f"--fallback is state or national, not {quoted(fallback)}."
        )
    bands(book, bls)
    return Settings(book, bls, word("premiums", premiums, book), fallback, strict)
