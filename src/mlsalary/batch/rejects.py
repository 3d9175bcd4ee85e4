"""The file of the rows that are not priced."""

from __future__ import annotations

from typing import IO

from mlsalary.batch.job import Job, Reject
from mlsalary.files import Drafts, is_straight
from mlsalary.spreadsheet import csv_lines, guarded

HEADER = ("line", "code", "message", "text")


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
