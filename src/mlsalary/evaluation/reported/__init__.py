"""Reads a file of reported pay, one package a row, from whatever file ``batch`` reads.

What columns may be called stands in ``data/reading.toml`` and, of what a profile does not have, in
``data/reported.toml``; the rules, column by column:

- **date**: any date; pay is in the money of that month. Without one it is taken to be in the money
  of the newest BLS release.
- **years**: total years of experience; **level**: a level, as in a profile; **title**, **role** and
  **spec** likewise. A row needs years or a level, be it in the title.
- **company**: tells the kind of employer, where it is listed; some are left out altogether.
  **company_level**: the company's own word, put on our ladder by ``data/ladders.toml``.
- **ml**: 0 or no for people whose work is not machine learning, of whom only companies are learned;
  without the column all are.
- **metro**, **zip**, **city** and **state**: as in a profile; all empty is the nation.
- **employer** and **degree**: as in a profile, and the words of reported.toml. One that is not
  known is left out.
- **base**, **equity**, **bonus**, **total**: US dollars a year, or for the time that stands beside
  them; of base also in the column **interval**. A bonus may be a share of base. Base is needed. An
  empty total is not scored.
- **currency**: empty or US dollars.

A row that cannot be used is rejected with a reason; a file in which no row can be used is an
error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mlsalary.errors import BadDataError, MlsalaryError
from mlsalary.evaluation.scorecard import Rejected
from mlsalary.figures import month_name
from mlsalary.places.located import Located
from mlsalary.profile import Profile, Word
from mlsalary.reading.headers import Headers
from mlsalary.results import Notice
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model

RULES = "reported.toml"
_SHOWN = 5


class PayFile(NamedTuple):
    """A file of reported pay, ``-`` for standard input, and how it is read.

    columns: ours -> theirs, where their names do not tell. read_as: a format, where its name does
    not tell. delimiter: of CSV, None for the one that the file shows. skip_lines: above the header.
    sheet: of a workbook, None for the first.
    """

    source: str
    columns: Mapping[str, str] = MappingProxyType({})
    read_as: str | None = None
    delimiter: str | None = None
    encoding: str = "utf-8"
    skip_lines: int = 0
    sheet: str | None = None


class Report(NamedTuple):
    """One reported package, US dollars a year in the money of its month.

    profile: all that it tells, in keys; its employer is the company's kind where that is listed.
    employer: as a column tells it, or the company. place: the area that its words mean. rung: the
    level on the individual ladder where the word for it is known to mean that, None where not.
    month: YYYY-MM, None where unknown: then that of the model. ml: whether the work is machine
    learning.
    """

    line: int
    profile: Profile
    employer: Word | None
    place: Located
    rung: str | None
    month: str | None
    ml: bool
    base: float
    equity: float | None
    bonus: float | None
    total: float | None


class Reject(NamedTuple):
    """A row that cannot be used: its line in the file, a stable code and the reason."""

    line: int
    code: str
    message: str


class Reported(NamedTuple):
    """What a file holds. ``digest``: SHA-256 of its bytes. ``headers``: which column told what.
    ``notices``: how was read what can mean several things, and what was left out."""

    reports: tuple[Report, ...]
    rejects: tuple[Reject, ...]
    digest: str
    headers: Headers
    notices: tuple[Notice, ...]

    def counted(self) -> tuple[Rejected, ...]:
        """Rejected rows by reason, the most frequent first."""
        return counted(self.rejects)


def counted(rejects: tuple[Reject, ...]) -> tuple[Rejected, ...]:
    """How many there are for each reason, the most frequent first, with the first of each."""
    counts = Counter(reject.code for reject in rejects)
    first = {reject.code: reject for reject in reversed(rejects)}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Rejected(code, rows, first[code].line, first[code].message) for code, rows in ordered
    )


def read(file: PayFile | Path | str, book: Rulebook) -> Reported:
    """The reported pay in a file. Needs the extra ``batch``.

    BadDataError when it cannot be read, lacks a column or holds no usable row; UsageError for
    columns that are named and not there.
    """
    from mlsalary.evaluation.reported.rows import RowReader
    from mlsalary.evaluation.reported.table import pay_table  # Polars, 100 ms

    file = file if isinstance(file, PayFile) else PayFile(str(file))
    table = pay_table(file, book)
    rows = RowReader(table, book)
    reports, rejects = [], list(table.broken)
    for line, row in table.rows():
        try:
            reports.append(rows.report(line, row))
        except MlsalaryError as error:
            rejects.append(Reject(line, error.code, error.message))
    found = Reported(
        tuple(reports), tuple(sorted(rejects)), table.digest, table.headers, rows.notices()
    )
    if not reports:
        raise _nothing_usable(table.name, found)
    return found


def undated(reported: Reported, book: Rulebook) -> list[Notice]:
    """What to know of a file whose reports tell no month."""
    if "date" in reported.headers.found:
        return []
    month = month_name(Model.of(book).dollars)
    return [Notice("no_dates", f"There is no date column, so all pay is taken to be from {month}.")]


def _nothing_usable(name: str, found: Reported) -> BadDataError:
    if not found.rejects:
        return BadDataError(
            "empty_file", f"{name} has a header but no rows. Give a file with reported pay."
        )
    said = [f"{one.rows} x {one.example}" for one in found.counted()[:_SHOWN]]
    return BadDataError("no_usable_row", f"{name}: no row can be used. " + " ".join(said))
