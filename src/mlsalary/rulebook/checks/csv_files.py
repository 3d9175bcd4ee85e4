"""The checks of the CSV files: headers, order, keys, numbers, and codes that resolve.

``SortedCsv`` trusts all of it: a line out of order would be a place that cannot be found.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from mlsalary.rulebook.checks.known import Known
from mlsalary.rulebook.checks.problem import Problem, shown
from mlsalary.rulebook.checks.schema import PERCENTILES

Cells = dict[str, str]
Fault = tuple[str, str]  # column, what is wrong
WAGES = ("mean", "mean_rse", *PERCENTILES)
FIGURES = ("employment", "employment_rse", *WAGES)
MISSING = {
    "all": FIGURES,
    "employment": ("employment", "employment_rse"),
    "wages": WAGES,
    **{name: (name,) for name in FIGURES if name != "employment"},
}
REASONS = ("no_series", "hourly_only", "above_cap", "not_released")
FLAGS = ("collapsed", "large_error")
KINDS = {"national": r"US", "state": r"\d{2}", "metro": r"\d{5}", "nonmetro": r"\d{7}"}

PORTIONS = ("metropolitan", "nonmetropolitan")
PARITIES = ("all_items", "goods", "housing", "utilities", "other_services")
LEAST_PARITY, GREATEST_PARITY = 10, 1000
"""What lies beyond was not meant with US = 100, such as 1.05 for 105."""


@dataclass(frozen=True)
class CsvFile:
    """A CSV file's header, the columns that together stand once, and the check of one row."""

    header: tuple[str, ...]
    key: tuple[str, ...]
    check_row: Callable[[Cells, Known, str], Iterator[Fault]]
    sorted: bool = True  # False: read whole, never by bisection


def problems(path: Path, name: str, text: str, schema: CsvFile, known: Known) -> list[Problem]:
    """Every fault of a CSV file, in the order of its lines."""
    found: list[Problem] = []
    lines = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    if lines[0].split(",") != list(schema.header):
        wanted = ",".join(schema.header)
        return [Problem(path, 1, "", f"the header is {shown(lines[0])}, not {wanted}.")]
    if not text.endswith("\n"):
        found.append(Problem(path, len(lines), "", "the last line does not end with a line break."))
    first_at: dict[tuple[str, ...], int] = {}
    before = b""
    for number, line in enumerate(lines[1:], 2):
        if not line:
            found.append(Problem(path, number, "", "is an empty line; remove it."))
            continue
        now = line.encode()
        if schema.sorted and now <= before:
            message = "is out of byte order, or is there twice; sort the lines (LC_ALL=C sort)."
            found.append(Problem(path, number, "", message))
        before = now
        cells = _cells(line)
        if len(cells) != len(schema.header):
            message = f"is not a line of {len(schema.header)} cells: {shown(line)}."
            found.append(Problem(path, number, "", message))
            continue
        row = dict(zip(schema.header, cells, strict=True))
        key = tuple(row[column] for column in schema.key)
        if first_at.setdefault(key, number) != number:
            message = f"{shown(' '.join(key))} is on line {first_at[key]} already."
            found.append(Problem(path, number, schema.key[0], message))
        found += [Problem(path, number, *one) for one in schema.check_row(row, known, name)]
    return found


def _cells(line: str) -> list[str]:
    """The cells of one line; none where it is empty, badly quoted or broken in two."""
    try:
        rows = list(csv.reader(line.splitlines(), strict=True))
    except csv.Error:
        return []
    return rows[0] if len(rows) == 1 else []


def _area(row: Cells, known: Known, _: str) -> Iterator[Fault]:
    kind = row["kind"]
    if kind not in KINDS:
        yield "kind", f"{shown(kind)} is not one of {', '.join(KINDS)}."
    elif not re.fullmatch(KINDS[kind], row["code"]):
        yield "code", f"{shown(row['code'])} is not the code of a {kind} area."
    yield from _filled(row, "name")
    yield from _state(row, known, empty=kind == "national")


def _wage(row: Cells, known: Known, name: str) -> Iterator[Fault]:
    yield from _code(row, "area", known, name.replace("wages.csv", "areas.csv"))
    if not re.fullmatch(r"\d{2}-\d{4}", row["occupation"]):
        yield "occupation", f"{shown(row['occupation'])} is not a SOC code such as 15-1252."
    figures = {column: _number(row[column]) for column in FIGURES if row[column]}
    for column, figure in figures.items():
        if figure is None:
            yield column, f"{shown(row[column])} is not a number of 0 or more."
        elif figure == 0 and (column in PERCENTILES or column == "mean"):
            yield column, "is 0, which is not a wage; leave it empty and say why in missing."
    present = [(c, figure) for c in PERCENTILES if (figure := figures.get(c)) is not None]
    for (low, below), (high, above) in pairwise(present):
        if above < below:
            yield high, f"is {above:g}, below {low} = {below:g}."
    yield from _gaps(row)


def _gaps(row: Cells) -> Iterator[Fault]:
    """Every empty figure has a reason; a reason and a flag are words that we know."""
    explained: set[str] = set()
    for part in filter(None, row["missing"].split(";")):
        what, _, why = part.partition(":")
        if what not in MISSING or why not in REASONS:
            yield "missing", f"{shown(part)} is not what:why, such as wages:not_released."
        explained.update(MISSING.get(what, ()))
    for column in FIGURES:
        if not row[column] and column not in explained:
            yield column, "is empty and missing does not say why."
    for flag in filter(None, row["flags"].split(";")):
        if flag not in FLAGS:
            yield "flags", f"{shown(flag)} is not one of {', '.join(FLAGS)}."


def _place(row: Cells, known: Known, _: str) -> Iterator[Fault]:
    yield from _filled(row, "key", "name")
    yield from _state(row, known)
    yield from _code(row, "code", known, "oews/areas.csv")
    yield from _people(row)


def _zip(row: Cells, known: Known, _: str) -> Iterator[Fault]:
    if not re.fullmatch(r"[0-9]{5}", row["zip"]):
        yield "zip", f"{shown(row['zip'])} is not five digits."
    yield from _code(row, "code", known, "oews/areas.csv")


def _micropolitan(row: Cells, known: Known, _: str) -> Iterator[Fault]:
    if not re.fullmatch(r"[0-9]{5}", row["code"]):
        yield "code", f"{shown(row['code'])} is not five digits."
    yield from _state(row, known)


def _former_area(row: Cells, known: Known, _: str) -> Iterator[Fault]:
    yield from _filled(row, "name", "delineation")
    if not re.fullmatch(r"[0-9]{5}", row["code"]):
        yield "code", f"{shown(row['code'])} is not five digits."
    yield from _code(row, "now", known, "oews/areas.csv")
    yield from _source(row, known)


def _abroad(row: Cells, _: Known, __: str) -> Iterator[Fault]:
    yield from _filled(row, "key", "kind", "country")


def _abroad_city(row: Cells, _: Known, __: str) -> Iterator[Fault]:
    yield from _filled(row, "key", "country")
    yield from _people(row)


def _county_area(row: Cells, known: Known, _: str) -> Iterator[Fault]:
    """A county without ``code`` is in no core based statistical area."""
    if not re.fullmatch(r"[0-9]{5}", row["fips"]):
        yield "fips", f"{shown(row['fips'])} is not five digits."
    if row["code"] and not re.fullmatch(r"[0-9]{5}", row["code"]):
        yield "code", f"{shown(row['code'])} is not five digits."
    yield from _state(row, known)
    yield from _filled(row, "name")
    yield from _source(row, known)


def _place_county(row: Cells, known: Known, _: str) -> Iterator[Fault]:
    """Without ``people`` they are as many as GeoNames says."""
    yield from _filled(row, "name")
    yield from _state(row, known)
    if not re.fullmatch(r"[0-9]{5}", row["fips"]):
        yield "fips", f"{shown(row['fips'])} is not five digits."
    if row["people"]:
        yield from _people(row)
    yield from _source(row, known)


def _town(row: Cells, known: Known, _: str) -> Iterator[Fault]:
    yield from _filled(row, "town")
    yield from _code(row, "region", known, "county_areas.csv")
    yield from _source(row, known)


def _state_row(row: Cells, _: Known, __: str) -> Iterator[Fault]:
    if not re.fullmatch(r"[A-Z]{2}", row["state"]):
        yield "state", f"{shown(row['state'])} is not two capital letters."
    if not re.fullmatch(r"[0-9]{2}", row["fips"]):
        yield "fips", f"{shown(row['fips'])} is not two digits."
    yield from _filled(row, "name")


def _price(row: Cells, known: Known, _: str) -> Iterator[Fault]:
    """A state has prices by portion, any other area as a whole."""
    yield from _code(row, "code", known, "oews/areas.csv")
    parts = PORTIONS if re.fullmatch(KINDS["state"], row["code"]) else ("whole",)
    if row["part"] not in parts:
        yield "part", f"{shown(row['part'])} is not {' or '.join(parts)}."
    yield from _filled(row, "name")
    for column in PARITIES:
        figure = _number(row[column])
        if figure is None or not LEAST_PARITY <= figure <= GREATEST_PARITY:
            wanted = f"a number from {LEAST_PARITY} to {GREATEST_PARITY} (US = 100)"
            yield column, f"{shown(row[column])} is not {wanted}."
    if not re.fullmatch(r"(19|20)[0-9]{2}", row["year"]):
        yield "year", f"{shown(row['year'])} is not a year such as 2024."
    yield from _source(row, known)


def _filled(row: Cells, *columns: str) -> Iterator[Fault]:
    for column in columns:
        if not row[column].strip():
            yield column, "is empty."


def _state(row: Cells, known: Known, *, empty: bool = False) -> Iterator[Fault]:
    states = known.first_cells("states.csv")
    if row["state"] == "" and empty:
        return
    if states is not None and row["state"] not in states:
        yield "state", f"{shown(row['state'])} is not in states.csv."


def _code(row: Cells, column: str, known: Known, areas: str) -> Iterator[Fault]:
    codes = known.first_cells(areas)
    if codes is not None and row[column] not in codes:
        yield column, f"{shown(row[column])} is not a code in {areas}."


def _source(row: Cells, known: Known) -> Iterator[Fault]:
    if known.sources is not None and row["source"] not in known.sources:
        yield "source", f"{shown(row['source'])} is not in sources.toml."


def _people(row: Cells) -> Iterator[Fault]:
    if not re.fullmatch(r"[0-9]+", row["people"]):
        yield "people", f"{shown(row['people'])} is not a whole number of 0 or more."


def _number(cell: str) -> float | None:
    """The cell as a number of 0 or more; None when it is not one, nan and inf included."""
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", cell):
        return None
    figure = float(cell)
    return figure if math.isfinite(figure) else None


AREAS = CsvFile(("code", "name", "kind", "state"), ("code",), _area)
WAGE_TABLE = CsvFile(
    ("area", "occupation", *FIGURES, "missing", "flags"), ("area", "occupation"), _wage
)
PLACES = CsvFile(
    ("key", "state", "code", "name", "people", "county"), ("key", "state", "code"), _place
)
ZIPS = CsvFile(("zip", "code"), ("zip",), _zip)
STATES = CsvFile(("state", "fips", "name"), ("state",), _state_row)
MICROPOLITAN = CsvFile(("code", "state"), ("code",), _micropolitan)
FORMER_AREAS = CsvFile(
    ("code", "name", "now", "delineation", "source"),
    ("code", "name", "delineation"),
    _former_area,
    sorted=False,
)
ABROAD = CsvFile(("key", "kind", "country"), ("key", "kind"), _abroad)
ABROAD_CITIES = CsvFile(("key", "country", "people"), ("key",), _abroad_city)
COUNTY_AREAS = CsvFile(("fips", "state", "name", "code", "source"), ("fips",), _county_area)
PLACE_COUNTIES = CsvFile(
    ("name", "state", "fips", "people", "source"), ("name", "state", "fips"), _place_county
)
CONNECTICUT = CsvFile(("town", "region", "source"), ("town",), _town)
PRICES = CsvFile(("code", "part", "name", *PARITIES, "year", "source"), ("code", "part"), _price)
