"""Areas and wages of one OEWS release, read by bisection: the files are never parsed whole.

A release is two files, ``areas.csv`` and ``wages.csv``, under one prefix of the rulebook; the
shipped one stands under ``oews/``. Wages are annual, in dollars of the release's month.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from mlsalary.errors import BadDataError, NotFoundError
from mlsalary.rulebook import Rulebook, once_a_book

Kind = Literal["metro", "nonmetro", "state", "national"]
SHIPPED = "oews/"
NATION = "US"
LARGE_ERROR = "large_error"
"""The flag that places.toml decides on; in an older import it may stand in the file as well."""


class Area(NamedTuple):
    """One area of a release. ``state`` is the first state of a metro, None for the nation."""

    code: str
    name: str
    kind: Kind
    state: str | None


class Wage(NamedTuple):
    """One occupation in one area; None where BLS publishes no figure, and ``missing`` says why.

    Dollars a year and jobs; ``_rse`` are relative standard errors in per cent. ``missing`` holds
    ``what:why`` (``all:no_series``, ``wages:not_released``, ``p90:above_cap`` …), ``flags`` any of
    ``collapsed`` and, where the mean is as uncertain as places.toml says, ``large_error``.
    """

    occupation: str
    employment: float | None
    employment_rse: float | None
    mean: float | None
    mean_rse: float | None
    p10: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None
    missing: tuple[str, ...]
    flags: tuple[str, ...]


def area(book: Rulebook, code: str, prefix: str = SHIPPED) -> Area:
    """The area with this code; NotFoundError when the release has none."""
    found = find_area(book, code, prefix)
    if found is None:
        raise NotFoundError(
            "area_not_found",
            f"No area of the BLS release has the code {code}. "
            "`mlsalary table places NAME` shows the code of a place.",
        )
    return found


@once_a_book
def find_area(book: Rulebook, code: str, prefix: str = SHIPPED) -> Area | None:
    """The area with this code, or None."""
    rows = book.csv(f"{prefix}areas.csv").starting(f"{code},")
    return _area(rows[0]) if rows else None


def areas(book: Rulebook, prefix: str = SHIPPED) -> Iterator[Area]:
    """Every area of the release, in the order of the file (by code)."""
    return map(_area, book.csv(f"{prefix}areas.csv").rows())


@once_a_book
def wages(book: Rulebook, code: str, prefix: str = SHIPPED) -> dict[str, Wage]:
    """Occupation -> wage for one area; empty when the release does not know the area.

    Raises BadDataError when a figure is not a number.
    """
    table = book.csv(f"{prefix}wages.csv")
    coarse = book.toml("places.toml")["oews"]["large_error_percent"]
    return {row[1]: _wage(row, str(table.path), coarse) for row in table.starting(f"{code},")}


def state_code(book: Rulebook, letters: str) -> str | None:
    """The two-digit FIPS code of a state or territory by its two capital letters, or None."""
    rows = book.csv("states.csv").starting(f"{letters},")
    return rows[0][1] if rows else None


def _area(row: list[str]) -> Area:
    code, name, kind, state = row
    return Area(code, name, kind, state or None)  # type: ignore[arg-type]  # checked with the data


def _wage(row: list[str], file: str, coarse: float) -> Wage:
    try:
        figures = [float(cell) if cell else None for cell in row[2:11]]
    except ValueError as error:
        raise BadDataError(
            "bad_figure", f"{file}, area {row[0]}, occupation {row[1]}: {error}. Fix the cell."
        ) from error
    wage = Wage._make([row[1], *figures, *map(_parts, row[11:13])])
    flags = tuple(flag for flag in wage.flags if flag != LARGE_ERROR)
    is_coarse = wage.mean_rse is not None and wage.mean_rse > coarse
    return wage._replace(flags=(*flags, LARGE_ERROR) if is_coarse else flags)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()
