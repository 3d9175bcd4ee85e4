"""Reads an official OEWS workbook: finds the sheet of wages, its year, and the rows that count.

The reader is python-calamine: it is released every few months, where openpyxl has had no release
since June 2024, and it takes 4 seconds for the 150,000 rows of the metropolitan workbook.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, islice
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from mlsalary.errors import BadDataError, MlsalaryError
from mlsalary.extras import need
from mlsalary.importing.archive import Workbook
from mlsalary.rulebook.checks.problem import shown
from mlsalary.spelling import one_line

Value = Any  # what a cell holds: text, a number, a truth value, "" where it is empty

# As the sheet "Field Descriptions" names them, and ours.
FIGURES = {
    "TOT_EMP": "employment",
    "EMP_PRSE": "employment_rse",
    "A_MEAN": "mean",
    "MEAN_PRSE": "mean_rse",
    "A_PCT10": "p10",
    "A_PCT25": "p25",
    "A_MEDIAN": "p50",
    "A_PCT75": "p75",
    "A_PCT90": "p90",
}
NEEDED = ("AREA", "AREA_TITLE", "AREA_TYPE", "PRIM_STATE", "OCC_CODE", *FIGURES)
_DESCRIPTIONS = re.compile(r"descriptions?", re.IGNORECASE)
_YEAR = re.compile(
    r"oesm(?P<two>[0-9]{2})(?=[a-z])|(?<![a-z])m_?(?P<four>20[0-9]{2})(?![0-9])"
    r"|\bmay[ _-]?(?P<spelled>20[0-9]{2})\b",
    re.IGNORECASE,
)
# A file's title stands in the first rows of its field descriptions: "May 2025 OEWS Estimates".
_TITLE_ROWS = 3
_SHEETS_SHOWN = 8


class Row(NamedTuple):
    """A row of a sheet of wages: where it stands, for messages, and its cells by column."""

    where: str
    cells: dict[str, Value]


class Sheet(NamedTuple):
    """A sheet as the reader gives it, and the names of its workbook and its own."""

    workbook: str
    name: str
    content: Any

    def numbered(self) -> Iterator[tuple[int, list[Value]]]:
        """The rows with their numbers."""
        with _sound(self.workbook):  # the reader fails on a sheet without cells
            rows = iter(self.content.iter_rows() if self.content.start else ())
        for number in count(1):
            with _sound(self.workbook):
                values = next(rows, None)
            if values is None:
                return
            yield number, values


class Hint(NamedTuple):
    """A year that is written somewhere, and where."""

    year: str
    where: str


class Contents(NamedTuple):
    """What one workbook holds: the years it names, and the rows of its sheets of wages."""

    hints: list[Hint]
    rows: Iterator[Row]


def named_years(text: str, where: str) -> list[Hint]:
    """The years that a name or title gives: ``oesm25st.zip``, ``state_M2025_dl``, ``May 2025``."""
    return [
        Hint(f"20{match['two']}" if match["two"] else match["four"] or match["spelled"], where)
        for match in _YEAR.finditer(text)
    ]


def read(workbook: Workbook) -> Contents | None:
    """The contents of a workbook; None for one that only describes the fields of others.

    Raises BadDataError: ``archive_damaged`` when it cannot be read, ``sheet_missing`` when
    no sheet holds wages, ``column_missing`` when one lacks a column; UsageError without the extra.
    """
    calamine = need("python_calamine", "xlsx")
    with _sound(workbook.name):
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook.content))
        names = list(book.sheet_names)
    hints = named_years(PurePosixPath(workbook.name).name, f"the name of {workbook.name}")
    wages = []
    for name in names:
        with _sound(workbook.name):
            sheet = Sheet(workbook.name, name, book.get_sheet_by_name(name))
        first, header = _header(sheet)
        hints += named_years(name, f"its sheet {one_line(name)}")
        if header.keys() & set(NEEDED):
            _require_columns(sheet, header)
            wages.append((sheet, first, header))
        else:
            hints += _title_years(sheet)
    if wages:
        return Contents(hints, _rows(wages))
    if _DESCRIPTIONS.search(workbook.name):
        return None
    listed = ", ".join(shown(name) for name in names[:_SHEETS_SHOWN])
    listed += ", …" if len(names) > _SHEETS_SHOWN else ""
    raise BadDataError(
        "sheet_missing",
        f"{workbook.name} has no wage sheet, whose first row names {', '.join(NEEDED[:5])} "
        f"and so on. Its sheets: {listed}. Import the workbook as BLS gives it.",
    )


@contextmanager
def _sound(workbook: str) -> Iterator[None]:
    """Whatever the reader raises on a damaged workbook is ``archive_damaged``.

    A panic of Rust derives from BaseException.
    """
    try:
        yield
    except (MlsalaryError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise BadDataError(
            "archive_damaged",
            f"{workbook} is not a readable workbook ({one_line(error)}). Download it again.",
        ) from error


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The number of the first row that is not empty, and its columns by name."""
    for number, values in sheet.numbered():
        if any(value != "" for value in values):
            return number, {str(value).strip().upper(): at for at, value in enumerate(values)}
    return 0, {}


def _title_years(sheet: Sheet) -> list[Hint]:
    texts = (str(cell) for _, row in islice(sheet.numbered(), _TITLE_ROWS) for cell in row)
    where = f"its sheet {one_line(sheet.name)}"
    return [hint for text in texts for hint in named_years(text, where)]


def _require_columns(sheet: Sheet, header: dict[str, int]) -> None:
    missing = [column for column in NEEDED if column not in header]
    if missing:
        what = "the column" if len(missing) == 1 else "the columns"
        raise BadDataError(
            "column_missing",
            f"{sheet.workbook}, sheet {shown(sheet.name)}, lacks {what} {', '.join(missing)}. "
            "Import the workbook as BLS gives it.",
        )


def _rows(sheets: list[tuple[Sheet, int, dict[str, int]]]) -> Iterator[Row]:
    for sheet, first, header in sheets:
        for number, values in sheet.numbered():
            if number > first and any(value != "" for value in values):
                cells = {name: values[at] for name, at in header.items()}
                yield Row(f"{sheet.workbook}, sheet {shown(sheet.name)}, row {number}", cells)
