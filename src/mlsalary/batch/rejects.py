"""The file of the rows that are not priced, in the columns of the input: mend it, and run it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import IO

import polars as pl

from mlsalary.batch.guard import guarded as guarded_columns
from mlsalary.batch.job import Job, Reject
from mlsalary.files import Drafts, is_straight
from mlsalary.files.spreadsheet import csv_lines, guarded

REASONS = ("line", "code", "message")
"""The columns before the input's own, left out where they lead a file that is read."""


class RejectsFile:
    """``OUT.rejects.csv``: opened with the first reject, in place when all went well.

    One of an earlier run goes when this one has none.
    """

    def __init__(self, job: Job, files: Drafts, names: Sequence[str], delimiter: str) -> None:
        self.path = rejects_path(job)
        self._exact, self._replace = job.exact, job.force
        self._names, self._delimiter = names, delimiter
        self._files = files
        self._stream: IO[bytes] | None = None

    @property
    def used(self) -> bool:
        """Whether there was a reject to keep."""
        return self._stream is not None

    def write(self, rejects: pl.DataFrame) -> None:
        """Append rows, whose columns are those of ``frame_of``."""
        if rejects.is_empty() or self.path is None:
            return
        if self._stream is None:
            self._stream = self._files.open(self.path, replace=self._replace)
            head = encoded([header(self._names)], self._delimiter, exact=self._exact)
            self._stream.write(head)
        self._stream.write(lines_of(rejects, self._delimiter, exact=self._exact))

    def forget_earlier(self) -> None:
        """Take away the file of an earlier run, which ``--force`` is about."""
        if self.path is not None and self._replace and not self.used:
            self._files.remove(self.path)


def header(names: Sequence[str]) -> list[str]:
    """Of a file of rejects, where the input has columns of these ``names``."""
    return [*REASONS, *names]


def cells_of(rejects: Iterable[Reject], width: int) -> Iterable[list[str]]:
    """The rejects as rows, the input's own ``width`` columns behind the reasons; what is no row
    stands in the first of them."""
    for one in rejects:
        own = one.cells + ("",) * (width - len(one.cells))
        yield [str(one.line), one.code, one.message, *own]


def frame_of(rejects: Iterable[Reject], width: int) -> pl.DataFrame:
    """The same in columns: the reasons, the line as a number, and the input's own columns, named by
    their place."""
    names = [*REASONS, *map(str, range(width))]
    rows = list(cells_of(rejects, width))
    frame = pl.DataFrame(rows, dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.col("line").cast(pl.Int64))


def lines_of(rejects: pl.DataFrame, delimiter: str, *, exact: bool) -> bytes:
    """Rows of ``frame_of`` as lines of CSV. exact: as ``encoded`` has it."""
    rows = rejects.with_columns(pl.col("line").cast(pl.String))  # quoted where it must be
    if not exact:
        rows, _ = guarded_columns(rows)
    text = io.BytesIO()
    plain = rows.with_columns(pl.col(pl.String).replace("", None))  # else quoted: ""
    plain.write_csv(text, include_header=False, separator=delimiter)
    return text.getvalue()


def encoded(rows: Iterable[Sequence[str]], delimiter: str, *, exact: bool) -> bytes:
    """Rows as lines of CSV. exact: leave cells alone that a spreadsheet would run."""
    safe = rows if exact else ([guarded(cell) for cell in row] for row in rows)
    return csv_lines(safe, delimiter).encode("utf-8", "replace")


def rejects_path(job: Job) -> str | None:
    """Where rejects go: beside the target, if that is a file, unless the job says
    where; None: nowhere."""
    if job.rejects is not None:
        return str(job.rejects)
    return None if is_straight(job.target) else f"{job.target}.rejects.csv"
