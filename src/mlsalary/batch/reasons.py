"""Why a row is not priced, in the words of the single estimate."""

from __future__ import annotations

from collections.abc import Mapping

from mlsalary.engine import estimate
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.settings import Settings
from mlsalary.profile import COLUMNS, Profile
from mlsalary.reading.profile import bound
from mlsalary.spelling import quoted

_WORDS = tuple(name for name in COLUMNS if name not in ("years", "spec", *TEXTS))
_REMEMBERED = 100_000


class Reasons:
    """Asks the single estimate why it refuses a row; equal rows are asked about once."""

    def __init__(self, settings: Settings, places: PlacesMet) -> None:
        self._settings, self._places = settings, places
        self._known: dict[tuple[str, ...], tuple[str, str]] = {}

    def of(self, row: Mapping[str, str]) -> tuple[str, str]:
        """Code and message. row: our column names -> texts, stripped."""
        key = tuple(row.values())
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._asked(row)
        return self._known[key]

    def _asked(self, row: Mapping[str, str]) -> tuple[str, str]:
        try:
            profile = bound(self._profile(row), self._settings.book)
            refusal = self._places.found(tuple(row.get(name, "") for name in TEXTS)).refusal
            if refusal:
                return refusal.code, refusal.message
            estimate(profile, self._settings.book)
        except MlsalaryError as error:
            return error.code, error.message
        return "not_read", "A word of the row is written in a way that a table is not read in."

    def _profile(self, row: Mapping[str, str]) -> Profile:
        """The row's, but for its place."""
        years = row.get("years", "")
        try:
            amount = float(years) if years else None
        except ValueError:
            raise UsageError(
                "bad_years",
                f"{quoted(years)} is not an amount of experience. Give 0 or more, in digits: 5.",
            ) from None
        words = {name: row.get(name) or None for name in _WORDS}
        return Profile(
            years=amount,
            spec=row.get("spec", ""),
            bls=self._settings.bls,
            premiums=self._settings.premiums,
            **words,
        )
