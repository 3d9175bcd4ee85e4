"""What a batch is asked to do, what it found, and the pieces that it handles in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlsalary.files import STANDARD

if TYPE_CHECKING:
    import pyarrow as pa

    from mlsalary.batch.gathered import Gathered
    from mlsalary.frame.columns import Columns
    from mlsalary.frame.settings import Settings

__all__ = ["STANDARD", "Chunk", "Job", "Progress", "Reject", "Summary"]


UNREAD_SHOWN = 3
"""Pays that are not read, in the summary."""


class Job(NamedTuple):
    """One run. source, target: a file or ``-``. read_as, write_as: a format, where the name does
    not tell. columns: ours -> theirs. rejects: where refused rows go, None for beside the target.
    exact: leave cells alone that a spreadsheet would take for a formula. skip_lines: above the
    header. sheet: of a workbook, None for the first. rounds: whole dollars in every format.
    gathers: whether the summary has what a report shows."""

    source: str
    target: str
    settings: Settings
    columns: Mapping[str, str]
    pay: str | None = None
    read_as: str | None = None
    write_as: str | None = None
    rejects: Path | None = None
    force: bool = False
    exact: bool = False
    engine: str = "polars"
    master: str | None = None
    encoding: str = "utf-8"
    delimiter: str | None = None
    skip_lines: int = 0
    sheet: str | None = None
    rounds: bool = False
    gathers: bool = False


class Reject(NamedTuple):
    """A row that is not priced: the number of its line (of its row, in Parquet), why, and its
    cells; of a line that is no row, its text alone."""

    line: int
    code: str
    message: str
    cells: tuple[str, ...]


class Chunk(NamedTuple):
    """Some rows of the input, as they were read.

    table: every column, text where the format knows no types. lines: each row's line number.
    broken: the lines between them that are no rows. raw: the lines of JSON, to be written on as
    they are.
    """

    table: pa.Table
    lines: Sequence[int]
    broken: list[Reject]
    raw: Sequence[str] | None = None


@dataclass
class Summary:
    """What happened: rows read and written, rejects by code, places by kind of match, cells that
    were kept from becoming formulas, seconds, and where the rejects are (None: nowhere).

    columns: what was read from which. warned: rows by each code of their warnings. pays: how many
    were read; unread: what stood in some of those that were not, and how many those were;
    thousands: whether they are thousands of dollars. mended: whether it was a file of rejects.
    aside: what is to be said of how it was done. prices: rows by ``prices.CODES``, where pay at
    national prices is asked for. gathered: what a report shows, if that was asked for.
    """

    rows_in: int = 0
    rows_out: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    matches: Counter[str] = field(default_factory=Counter)
    guarded: int = 0
    seconds: float = 0.0
    rejects_in: str | None = None
    columns: Columns | None = None
    warned: Counter[str] = field(default_factory=Counter)
    pays: int = 0
    pays_unread: int = 0
    unread: list[str] = field(default_factory=list)
    thousands: bool = False
    mended: bool = False
    aside: str = ""
    prices: Counter[str] = field(default_factory=Counter)
    gathered: Gathered | None = None

    def add(self, other: Summary) -> None:
        """Count what another part of the same input came to."""
        for name in ("rows_in", "rows_out", "pays", "pays_unread"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("rejects", "matches", "warned", "prices"):
            getattr(self, name).update(getattr(other, name))
        self.unread = (self.unread + other.unread)[:UNREAD_SHOWN]
        self.thousands = self.thousands or other.thousands


Progress = Callable[[int, int], None]
"""Called with the bytes read so far and the rows read so far."""
