"""One row of an official sheet as a line of areas.csv and one of wages.csv.

What stands in place of a figure, by the sheet "Field Descriptions": ``*`` a wage estimate is not
available, ``**`` an employment estimate is not available, ``#`` a wage at or above what BLS
publishes ($239,200 a year in May 2025).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from mlsalary.errors import BadDataError
from mlsalary.importing.workbook import FIGURES, Row, Value
from mlsalary.rulebook.checks.problem import shown
from mlsalary.rulebook.oews import NATION, Area, Kind

REASONS = {"*": "not_released", "**": "not_released", "#": "above_cap"}
# By AREA_TYPE: the code's kind, and how many digits it has here.
_KINDS: dict[str, tuple[Kind, int]] = {
    "1": ("national", 0),
    "2": ("state", 2),
    "3": ("state", 2),  # a territory
    "4": ("metro", 5),
    "6": ("nonmetro", 7),
}
_NATION = "99"
_LONGEST_TITLE = 300  # the longest of May 2025 has 73 letters
# What marks the rows of all industries, all owners, and of occupations as they are published.
_WANTED = {
    "NAICS": ("000000", "0", ""),
    "I_GROUP": ("cross-industry", ""),
    "OWN_CODE": ("1235", ""),
    "O_GROUP": ("detailed", ""),
}
_NUMBER = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?|[0-9]+(\.[0-9]+)?")


class Cell(NamedTuple):
    """One occupation in one area: the figures that BLS gives, and why each other is missing."""

    area: str
    occupation: str
    figures: dict[str, str]
    reasons: dict[str, str]


class Bounds(NamedTuple):
    """The ends of what a wage of a year may be: ``imports`` of data/limits.toml."""

    least: float
    most: float


def wage_cell(row: Row, area: Area, occupations: Collection[str], bounds: Bounds) -> Cell | None:
    """The row as a cell; None for other occupations, single industries, owners and groups.

    Raises BadDataError ``bad_cell`` naming workbook, sheet, row and column.
    """
    occupation = _text(row.cells["OCC_CODE"])
    if occupation not in occupations:
        return None
    if any(_text(row.cells.get(name, "")) not in words for name, words in _WANTED.items()):
        return None
    figures: dict[str, str] = {}
    reasons: dict[str, str] = {}
    hourly = _text(row.cells.get("HOURLY", "")).upper() == "TRUE"
    for column, name in FIGURES.items():
        said = _text(row.cells[column])
        if said in REASONS:
            reasons[name] = "hourly_only" if hourly and said == "*" else REASONS[said]
        else:
            figures[name] = _figure(row, column, said)
    for column, name in FIGURES.items():
        wage = name not in ("employment", "employment_rse", "mean_rse")
        if wage and name in figures and not bounds.least <= float(figures[name]) <= bounds.most:
            raise _bad(row, column, "is not a yearly wage in US dollars.")
    return Cell(area.code, occupation, figures, reasons)


def row_area(row: Row) -> Area:
    """The area of a row, with its code as the rulebook writes it; BadDataError ``bad_cell``."""
    kind, digits = _KINDS.get(_text(row.cells["AREA_TYPE"]), (None, 0))
    if kind is None:
        raise _bad(row, "AREA_TYPE", f"is not one of {', '.join(_KINDS)}.")
    code = _text(row.cells["AREA"])
    significant = code.lstrip("0")
    name = " ".join(_text(row.cells["AREA_TITLE"]).split())
    if not name:
        raise BadDataError("bad_cell", f"{row.where}: AREA_TITLE is empty. {_WAY_OUT}")
    if len(name) > _LONGEST_TITLE or not name.isprintable():
        raise _bad(row, "AREA_TITLE", "is not the name of an area.")
    if kind == "national":
        if significant != _NATION:
            raise _bad(row, "AREA", f"is not the code of the nation, {_NATION}.")
        return Area(NATION, name, kind, None)
    if not re.fullmatch(r"[0-9]+", significant) or len(significant) > digits:
        raise _bad(row, "AREA", f"is not the code of a {kind} area.")
    return Area(significant.zfill(digits), name, kind, _text(row.cells["PRIM_STATE"]).upper())


def _figure(row: Row, column: str, said: str) -> str:
    if not _NUMBER.fullmatch(said):
        if said:
            raise _bad(row, column, "is not a number of 0 or more, nor *, ** or #.")
        raise BadDataError("bad_cell", f"{row.where}: {column} is empty. {_WAY_OUT}")
    return said.replace(",", "").removesuffix(".0")


def _text(value: Value) -> str:
    """A cell as text: 99.0, which a workbook keeps for 99, is ``99``."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


_WAY_OUT = "Import the workbook as BLS gives it."


def _bad(row: Row, column: str, fault: str) -> BadDataError:
    said = shown(_text(row.cells[column]))
    return BadDataError("bad_cell", f"{row.where}: {column} {said} {fault} {_WAY_OUT}")
