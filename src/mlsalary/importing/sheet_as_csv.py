"""The process that reads a workbook: bounds itself, reads, and writes the sheet as CSV.

See ``batch.workbook_reader`` for why; it stands here because the packages of a batch alone take
more memory than it may have. Each line begins with the number of its row in the sheet.
"""

from __future__ import annotations

import io
import json
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import compress, islice
from typing import Any

from mlsalary.errors import BadDataError, MlsalaryError, NotFoundError
from mlsalary.files.spreadsheet import csv_lines
from mlsalary.importing.apart_child import bound
from mlsalary.spelling import one_line, quoted

_AT_ONCE = 1_000  # rows
_NAMED = 5  # sheets, in a message
_DIGITS = 1e15  # a whole number below has all its digits


def answer(name: str, sheet: str | None, skip: int, memory: int, seconds: int) -> None:
    """Write the rows of the sheet of the workbook on standard input, those below ``skip`` others;
    or the error that it ends in to standard error.

    memory, seconds: what it may take, in bytes and in seconds of the processor.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    bound(memory, seconds)
    try:
        rows = sheet_rows(sys.stdin.buffer.read(), name, sheet, skip)
        while some := list(islice(rows, _AT_ONCE)):
            sys.stdout.buffer.write(csv_lines(some).encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except MlsalaryError as error:
        sys.stderr.write(json.dumps([type(error).__name__, error.code, error.message]))
        raise SystemExit(1) from None


def sheet_rows(content: bytes, name: str, sheet: str | None, skip: int) -> Iterator[list[str]]:
    """The rows that are not empty with their numbers, without the columns that are. In front of
    the first, in place of a number, stands which sheet it is where nobody asked for one of several.

    sheet: None for the first that is not hidden. skip: rows above the header. NotFoundError
    ``sheet_not_found``, BadDataError ``workbook_encrypted``, ``workbook_damaged`` or
    ``empty_file``.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        if sheet is not None and sheet not in names:
            raise NotFoundError(
                "sheet_not_found",
                f"{name} has no sheet {quoted(sheet)}. It has {', '.join(map(quoted, names))}.",
            )
        found = book.get_sheet_by_name(sheet if sheet is not None else _first(book))
    except calamine.PasswordError:
        raise BadDataError(
            "workbook_encrypted", f"{name} is locked with a password. Save it without one."
        ) from None
    except (calamine.CalamineError, OSError, IndexError) as error:
        raise BadDataError(
            "workbook_damaged",
            f"{name} is not a readable workbook ({one_line(error, 100)}). Save it again as .xlsx.",
        ) from None
    which = _which(found.name, names) if sheet is None else ""
    if not found.start:  # no cells, on which the reader of rows fails
        raise BadDataError("empty_file", f"{name} is empty. Add a header line.{which}")
    used: list[bool] = []
    for row in islice(found.iter_rows(), skip, None):
        before = used or [False] * len(row)
        used = [is_used or cell != "" for is_used, cell in zip(before, row, strict=True)]
        if all(used):
            break
    below = _Merged(found.merged_cell_ranges or ())
    header = False
    for number, row in enumerate(islice(found.iter_rows(), skip, None), skip):
        if any(cell != "" for cell in row):
            whole = below.filled(number, row) if header else row
            begins = str(number + 1) if header else which
            header = True
            yield [begins, *(as_text(cell) for cell in compress(whole, used))]


def _which(found: str, names: Sequence[str]) -> str:
    """Which sheet of several it is, and how to get another."""
    others = [quoted(name) for name in names if name != found][:_NAMED]
    return (
        f" This is its sheet {quoted(found)}. For another, --sheet {' or '.join(others)}."
        if others
        else ""
    )


def _first(book: Any) -> str:
    """The first sheet of cells that is not hidden; the first of all where each is."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    seen = (
        one.name
        for one in book.sheets_metadata
        if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
    )
    return str(next(seen, book.sheet_names[0]))


class _Merged:
    """The cells of a sheet that were merged of several, each by its first and its last row and
    column. Only the first holds what a person sees in all of its rows."""

    def __init__(self, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        self._waiting = deque(sorted(ranges))
        self._begun: list[tuple[int, int, Any]] = []

    def filled(self, number: int, row: list[Any]) -> list[Any]:
        """A row of this number, counted from 0, in which such a cell is in each of its rows. What
        began above the first row that is asked for is left alone: it is of the header."""
        while self._waiting and self._waiting[0][0][0] <= number:
            (top, left), (bottom, _) = self._waiting.popleft()
            if top == number < bottom and left < len(row):
                self._begun.append((bottom, left, row[left]))
        self._begun = [one for one in self._begun if number <= one[0]]
        whole = list(row)
        for _, left, value in self._begun:
            whole[left] = value
        return whole


def as_text(value: Any) -> str:
    """A cell as a person would write it: 5 for 5.0, ISO 8601 for days and times."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _DIGITS:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    return str(value).replace("\0", "")
