"""What holds for every row of a table, checked before a row is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mlsalary.engine.bands import bands as guide_bands
from mlsalary.errors import UsageError
from mlsalary.profile import FIELDS, Profile
from mlsalary.reading.profile import bound
from mlsalary.reading.told_words import told_text
from mlsalary.reading.words import word
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import quoted, unknown


class Settings(NamedTuple):
    """What holds for every row of a table: the rulebook, ``bls`` and ``premiums`` of a profile,
    ``fallback``: what stands in for an unknown place, "national", "state" (a row without one is
    refused) or None (refused), ``strict``: whether an unknown optional word refuses its row, and
    ``defaults``: a field of a profile and what stands in it where a row says nothing; ``bands`` of
    a profile; ``real``: whether pay stands at national prices too."""

    book: Rulebook
    bls: str | None = None
    premiums: str = "guide"
    fallback: str | None = None
    strict: bool = False
    defaults: tuple[tuple[str, str], ...] = ()
    bands: str = "reported"
    real: bool = False


def checked_settings(
    book: Rulebook,
    bls: str | None,
    premiums: str,
    fallback: str | None,
    *,
    bands: str = "reported",
    strict: bool = False,
    real: bool = False,
    defaults: Mapping[str, object] | None = None,
) -> Settings:
    """Raises NotFoundError for a release, bands or premiums that are not known, UsageError for a
    fallback."""
    fallback = fallback and fallback.casefold()
    if fallback not in (None, "state", "national"):
        raise UsageError(
            "bad_fallback", f"--fallback wants state or national; you wrote {quoted(fallback)}."
        )
    guide_bands(book, bls)
    filling = checked_defaults(book, defaults or {})
    of_guide, of_levels = word("premiums", premiums, book), word("bands", bands, book)
    return Settings(book, bls, of_guide, fallback, strict, filling, of_levels, real)


def checked_defaults(book: Rulebook, defaults: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Fields and what stands in them where a row says nothing; what says nothing itself fills in
    nothing. Raises the errors of a profile for what cannot be read."""
    known = {one.name: one for one in FIELDS if one.columns}
    for name in defaults:
        if name not in known:
            raise unknown(UsageError, "unknown_column", "field of a profile", name, list(known))
    profile = Profile(**defaults)  # type: ignore[arg-type]
    read = bound(profile, book)
    if profile.metro or profile.state:
        from mlsalary.places.resolve import resolve

        resolve(profile.metro, profile.state, book)
    values = {name: getattr(profile, name) for name in defaults}
    if "spec" in values:
        values["spec"] = ";".join(profile.specs)
    texts = {name: str(value) for name, value in values.items() if value is not None}
    said = {name: text for name, text in texts.items() if told_text(text, book)}
    if "years" in said:
        said["years"] = repr(read.experience)
    return tuple(said.items())
