"""Rows that are not priced: why, in the words of the single estimate, and the file of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO

from mlsalary.batch.job import Job, Reject
from mlsalary.engine import estimate
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.files import Drafts, is_straight
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.settings import Settings
from mlsalary.profile import COLUMNS, Profile
from mlsalary.reading.profile import bound
from mlsalary.spelling import quoted
from mlsalary.spreadsheet import csv_lines, guarded

HEADER = ("line", "code", "message", "text")
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


class RejectsFile:
    """``OUT.rejects.csv``: opened with the first reject, in place when all went well.

    One of an earlier run goes when this one has none.
    """

    def __init__(self, job: Job, files: Drafts) -> None:
        self.path = rejects_path(job)
        self._exact, self._replace = job.exact, job.force
        self._files = files
        self._stream: IO[bytes] | None = None

    @property
    def used(self) -> bool:
        """Whether there was a reject to keep."""
        return self._stream is not None

    def write(self, rejects: list[Reject]) -> None:
        """Append rows."""
        if not rejects or self.path is None:
            return
        heads = []
        if self._stream is None:
            self._stream = self._files.open(self.path, replace=self._replace)
            heads.append(HEADER)
        rows = rejects if self._exact else [self._guarded(one) for one in rejects]
        self._stream.write(csv_lines([*heads, *rows]).encode("utf-8", "replace"))

    @staticmethod
    def _guarded(reject: Reject) -> Reject:
        return reject._replace(message=guarded(reject.message), text=guarded(reject.text))

    def forget_earlier(self) -> None:
        """Take away the file of an earlier run, which ``--force`` is about."""
        if self.path is not None and self._replace and not self.used:
            self._files.remove(self.path)


def rejects_path(job: Job) -> str | None:
    """Where rejects go: beside the target, if that is a file, unless the job says
    where; None: nowhere."""
    if job.rejects is not None:
        return str(job.rejects)
    return None if is_straight(job.target) else f"{job.target}.rejects.csv"
