"""Reads a download whole: one release, its areas, and the occupations that the rulebook knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from mlsalary.errors import BadDataError
from mlsalary.importing.archive import Limits, workbooks
from mlsalary.importing.cells import Bounds, Cell, row_area, wage_cell
from mlsalary.importing.workbook import Hint, Row, Value, named_years, read
from mlsalary.rulebook.oews import Area
from mlsalary.spelling import one_line


class Reading(NamedTuple):
    """What a download says: its year, its areas by code, its cells by area and occupation."""

    year: str
    areas: dict[str, Area]
    cells: dict[tuple[str, str], Cell]


def read_download(
    file: Path, occupations: Collection[str], limits: Limits, bounds: Bounds
) -> Reading:
    """Everything of ``file`` that counts.

    Raises BadDataError naming what is wrong with it (see the modules archive, workbook, cells), and
    ``year_unknown``, ``year_conflict``, ``cell_twice`` or ``nothing_to_import``.
    """
    name = one_line(file.name)
    hints = named_years(file.name, f"its name, {name}")
    areas: dict[tuple[Value, Value], Area] = {}
    cells: dict[tuple[str, str], Cell] = {}
    for workbook in workbooks(file, limits):
        contents = read(workbook)
        if contents is None:
            continue
        hints += contents.hints
        _one_year(file, hints)
        for row in contents.rows:
            key = (row.cells["AREA"], row.cells["AREA_TYPE"])
            if key not in areas:
                areas[key] = row_area(row)
                _require_few(file, areas, limits)
            _add(cells, row, wage_cell(row, areas[key], occupations, bounds))
    if not cells:
        raise BadDataError(
            "nothing_to_import",
            f"{name} has no wages of {_listed(occupations)} across all industries. Import "
            "oesmYYst.zip, oesmYYma.zip or oesmYYnat.zip of a release since May 2021.",
        )
    year = _one_year(file, hints)
    return Reading(year, {area.code: area for area in areas.values()}, cells)


def _require_few(file: Path, areas: Collection[object], limits: Limits) -> None:
    if len(areas) > limits.areas:
        raise BadDataError(
            "archive_too_large",
            f"{one_line(file.name)} has more than {limits.areas:,} areas, which no BLS download "
            "has. Import the workbook as BLS gives it.",
        )


def _add(cells: dict[tuple[str, str], Cell], row: Row, cell: Cell | None) -> None:
    if cell is None:
        return
    if cells.setdefault((cell.area, cell.occupation), cell) != cell:
        raise BadDataError(
            "cell_twice",
            f"{row.where}: {cell.occupation} in area {cell.area} is listed twice, with different "
            "figures. Import the workbook as BLS gives it.",
        )


def _one_year(file: Path, hints: Iterable[Hint]) -> str:
    name = one_line(file.name)
    years = {hint.year: hint.where for hint in reversed(list(hints))}
    if not years:
        raise BadDataError(
            "year_unknown",
            f"Nothing in {name} says which year it is for. Give it the name that BLS gave it, "
            "such as oesm25st.zip or state_M2025_dl.xlsx.",
        )
    if len(years) > 1:
        said = " and ".join(f"of {year} by {where}" for year, where in sorted(years.items()))
        raise BadDataError(
            "year_conflict",
            f"{name} is {said}. Import one release at a time, under the name BLS gave it.",
        )
    return next(iter(years))


def _listed(occupations: Iterable[str]) -> str:
    return ", ".join(sorted(occupations))
