"""Rows that are not priced: why, in the words of the single estimate, and the file of them."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from mlsalary.batch.guard import guarded
from mlsalary.batch.job import STANDARD, Job, Reject
from mlsalary.batch.target import replacing
from mlsalary.engine import estimate
from mlsalary.errors import MlsalaryError, UsageError
from mlsalary.frame.places import TEXTS, PlacesMet
from mlsalary.frame.settings import Settings
from mlsalary.profile import COLUMNS, Profile
from mlsalary.reading.profile import bound
from mlsalary.spelling import quoted

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

    def __init__(self, job: Job, stack: contextlib.ExitStack) -> None:
        self.path = rejects_path(job)
        self._exact = job.exact
        self._stack = stack
        self._stream: IO[bytes] | None = None

    @property
    def used(self) -> bool:
        """Whether there was a reject to keep."""
        return self._stream is not None

    def write(self, rejects: list[Reject]) -> None:
        """Append rows."""
        if not rejects or self.path is None:
            return
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if self._stream is None:
            self._stream = self._stack.enter_context(replacing(str(self.path)))
            writer.writerow(HEADER)
        writer.writerows(self._guarded(rejects))
        self._stream.write(text.getvalue().encode("utf-8", "replace"))

    def _guarded(self, rejects: list[Reject]) -> list[Reject]:
        if self._exact:
            return rejects
        import polars as pl

        texts = guarded(pl.DataFrame({"text": [one.text for one in rejects]}))[0]["text"]
        return [one._replace(text=text) for one, text in zip(rejects, texts, strict=True)]

    def forget_earlier(self) -> None:
        """Take away the file of an earlier run."""
        if self.path is not None and not self.used:
            self.path.unlink(missing_ok=True)


def rejects_path(job: Job) -> Path | None:
    """Where rejects go: beside the target unless the job says where; None: nowhere."""
    if job.rejects is not None:
        return job.rejects
    return None if job.target == STANDARD else Path(f"{job.target}.rejects.csv")
