"""What holds for every row of a table, checked before a row is read."""

from __future__ import annotations

from mlsalary import words
from mlsalary.engine.levels import bands
from mlsalary.errors import UsageError
from mlsalary.frame.tables import Settings
from mlsalary.rulebook import Rulebook


def settings(book: Rulebook, bls: str | None, premiums: str, fallback: str | None) -> Settings:
    """Raises NotFoundError for a release or premiums that are not known, UsageError for a
    fallback."""
    if fallback not in (None, "state", "national"):
        raise UsageError("bad_fallback", f'--fallback is state or national, not "{fallback[:40]}".')
    bands(book, bls)
    return Settings(book, bls, words.canonical("premiums", premiums), fallback)
