"""The process that reads a workbook: bounds itself, reads, and writes the sheet as CSV.

See ``batch.workbook_reader`` for why; it stands here because the packages of a batch alone take
more memory than it may have. Each line begins with the number of its row in the sheet.
"""

from __future__ import annotations

import io
import json
import signal
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import compress, islice
from typing import Any

from mlsalary.errors import BadDataError, MlsalaryError, NotFoundError
from mlsalary.files.spreadsheet import csv_lines
from mlsalary.importing.apart_child import bound
from mlsalary.spelling import one_line, quoted

_AT_ONCE = 1_000  # rows
_DIGITS = 1e15  # a whole number below has all its digits


def answer(name: str, sheet: str | None, skip: int, memory: int, seconds: int) -> None:
    """Write the rows of the sheet of the workbook on standard input, those below ``skip`` others;
    or the error that it ends in to standard error.

    memory, seconds: what it may take, in bytes and in seconds of the processor.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    bound(memory, seconds)
    try:
        rows = _rows(sys.stdin.buffer.read(), name, sheet, skip)
        while some := list(islice(rows, _AT_ONCE)):
            sys.stdout.buffer.write(csv_lines(some).encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except MlsalaryError as error:
        sys.stderr.write(json.dumps([type(error).__name__, error.code, error.message]))
        raise SystemExit(1) from None


def _rows(content: bytes, name: str, sheet: str | None, skip: int) -> Iterator[list[str]]:
    """The rows that are not empty with their numbers, without the columns that are."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        if sheet is not None and sheet not in names:
            raise NotFoundError(
                "sheet_not_found",
                f"{name} has no sheet {quoted(sheet)}. It has {', '.join(map(quoted, names))}.",
            )
        found = book.get_sheet_by_name(sheet if sheet is not None else names[0])
    except calamine.PasswordError:
        raise BadDataError(
            "workbook_encrypted", f"{name} is locked with a password. Save it without one."
        ) from None
    except (calamine.CalamineError, OSError, IndexError) as error:
        raise BadDataError(
            "workbook_damaged",
            f"{name} is not a readable workbook ({one_line(error, 100)}). Save it again as .xlsx.",
        ) from None
    if not found.start:  # no cells, on which the reader of rows fails
        return
    used: list[bool] = []
    for row in islice(found.iter_rows(), skip, None):
        before = used or [False] * len(row)
        used = [is_used or cell != "" for is_used, cell in zip(before, row, strict=True)]
        if all(used):
            break
    for number, row in enumerate(islice(found.iter_rows(), skip, None), skip + 1):
        if any(cell != "" for cell in row):
            yield [str(number), *(as_text(cell) for cell in compress(row, used))]


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
