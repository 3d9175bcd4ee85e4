"""Builds data/prices.csv from the regional price parities of the Bureau of Economic Analysis.

    python scripts/build_prices.py MARPP.csv PARPP.csv [FOLDER]      writes FOLDER/prices.csv

The two files are in MARPP.zip and PARPP.zip of https://apps.bea.gov/regional/downloadzip.htm:
metropolitan areas, and the metropolitan and nonmetropolitan portions of states. Figures are kept to
the digit. BEA's metropolitan areas are those of the BLS release, by code and by name; where they no
longer are, nothing is written, and the message says which part. BEA shows a portion that a state
does not have as 0.000; it is left out.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION, areas
from mlsalary.rulebook.prices import FILE

DATA = Path(__file__).resolve().parents[1] / "data"
YEAR, RELEASED, SOURCE = "2024", "February 19, 2026", "bea-rpp-2024"
METROS, PORTIONS = "MARPP", "PARPP"
HEADER = (
    *("code", "part", "name"),
    *("all_items", "goods", "housing", "utilities", "other_services"),
    *("year", "source"),
)
ITEMS = {
    "1": "RPPs: All items",
    "2": "RPPs: Goods",
    "3": "RPPs: Services: Housing",
    "4": "RPPs: Services: Utilities",
    "5": "RPPs: Services: Other",
}
"""What each line of an area says, by its code, in the order of the columns."""
TITLE = ("GeoFIPS", "GeoName", "TableName", "LineCode", "Description", "Unit")
UNITED_STATES, OUTSIDE_METROS = "00000", "00999"
ENDINGS = {"998": "metropolitan", "999": "nonmetropolitan"}
"""How the codes of a state's portions end, and what they are."""
FIGURE = re.compile(r"[0-9]+[.][0-9]{3}")
NOTHING = "0.000"
METRO_NAME = re.compile(r"(.+, [A-Z]{2}(?:-[A-Z]{2})*) \(?Metropolitan Statistical Area\)?(?: \*)?")


class WrongFileError(Exception):
    """A file is not what BEA publishes as this table of this release."""


class Published(NamedTuple):
    """An area as BEA publishes it: its name, and its figures in the order of the columns."""

    name: str
    figures: tuple[str, ...]


def build(metros: Path, portions: Path, folder: Path) -> None:
    """Writes prices.csv into ``folder``; WrongFileError where a file is not as expected."""
    book = Rulebook(DATA)
    rows = [
        *_metro_rows(_read(metros, METROS), book),
        *_portion_rows(_read(portions, PORTIONS), book),
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows((*row, YEAR, SOURCE) for row in rows)
    lines = sorted(out.getvalue().encode().splitlines(keepends=True))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(f"{','.join(HEADER)}\n".encode() + b"".join(lines))


def _metro_rows(found: Mapping[str, Published], book: Rulebook) -> Iterator[Sequence[str]]:
    """The nation and the metropolitan areas."""
    nation = found[UNITED_STATES]
    yield NATION, "whole", nation.name, *nation.figures
    titles = {one.code: one for one in areas(book) if one.kind == "metro"}
    for code, (name, figures) in found.items():
        if code in (UNITED_STATES, OUTSIDE_METROS):
            continue
        title = titles[code].name if code in titles else "no metropolitan area"
        told = METRO_NAME.fullmatch(name)
        if told is None or told[1] != title:
            raise WrongFileError(f"{METROS}: {code} is {name}, and {title} in oews/areas.csv.")
        yield code, "whole", title, *figures
    for one in titles.values():
        if one.code not in found and one.state not in _left_out(book):
            raise WrongFileError(f"{METROS} has no area {one.code}, {one.name} in oews/areas.csv.")


def _portion_rows(found: Mapping[str, Published], book: Rulebook) -> Iterator[Sequence[str]]:
    """The portions of the states that have them."""
    states = {fips: name for _, fips, name in book.csv("states.csv").rows()}
    for code in (f"{fips}{ending}" for fips in _covered(book) for ending in ENDINGS):
        if code not in found:
            raise WrongFileError(f"{PORTIONS} has no portion {code}.")
    for code, (name, figures) in found.items():
        if code == UNITED_STATES:
            continue
        state, part = states.get(code[:2], "no state"), ENDINGS.get(code[2:], "no")
        if name != f"{state} ({part.capitalize()} Portion)":
            raise WrongFileError(
                f"{PORTIONS}: {code} is {name}, not the {part} portion of {state}."
            )
        if set(figures) != {NOTHING}:
            yield code[:2], part, f"{state} ({part} portion)", *figures


def _left_out(book: Rulebook) -> Sequence[str]:
    """The territories, of which BEA publishes no parities."""
    return tuple(book.toml("places.toml")["oews"]["territories"])


def _covered(book: Rulebook) -> Iterator[str]:
    """The FIPS codes of the states, D.C. among them."""
    left_out = _left_out(book)
    return (fips for letters, fips, _ in book.csv("states.csv").rows() if letters not in left_out)


def _read(path: Path, table: str) -> dict[str, Published]:
    """Every area of a table by its code, with its figures of the year."""
    rows = list(
        csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), skipinitialspace=True)
    )
    header, *others = rows or [[]]
    missing = [name for name in (*TITLE, YEAR) if name not in header]
    if missing:
        raise WrongFileError(f"{path}: the first line has no column {missing[0]}.")
    if header[-1] != YEAR:
        raise WrongFileError(f"{path}: the last column is {header[-1]}, not {YEAR}.")
    lines = [dict(zip(header, row, strict=True)) for row in others if len(row) == len(header)]
    _require_release(path, table, [row[0] for row in others if len(row) == 1])
    broken = [row for row in others if len(row) not in (1, len(header))]
    if broken:
        raise WrongFileError(f"{path}: {', '.join(broken[0][:2])} has {len(broken[0])} cells.")
    return _areas(path, table, lines)


def _require_release(path: Path, table: str, notes: Iterable[str]) -> None:
    """What stands below the figures names the table and the release."""
    said = list(notes)
    for wanted in (f"{table}: ", f"Last updated: {RELEASED}", "U.S. Bureau of Economic Analysis"):
        if not any(note.startswith(wanted) for note in said):
            raise WrongFileError(f'{path}: no line below the figures begins with "{wanted}".')


def _areas(path: Path, table: str, lines: Iterable[Mapping[str, str]]) -> dict[str, Published]:
    names: dict[str, str] = {}
    figures: dict[str, dict[str, str]] = {}
    for line in lines:
        code, item, figure = line["GeoFIPS"], line["LineCode"], line[YEAR]
        where = f"{path}: {code}, line {item}"
        if line["TableName"] != table or line["Unit"] != "Index":
            raise WrongFileError(f"{where}: is {line['Unit']} of {line['TableName']}, not {table}.")
        if line["Description"].strip() != ITEMS.get(item):
            raise WrongFileError(f"{where}: is {line['Description'].strip()}.")
        if not FIGURE.fullmatch(figure):
            raise WrongFileError(f"{where}: {figure!r} is not a figure of three decimals.")
        if item in figures.setdefault(code, {}):
            raise WrongFileError(f"{where}: is there twice.")
        if names.setdefault(code, line["GeoName"]) != line["GeoName"]:
            raise WrongFileError(f"{where}: is {line['GeoName']}, and {names[code]} above.")
        figures[code][item] = figure
    for code, own in figures.items():
        some = NOTHING in own.values() and set(own.values()) != {NOTHING}
        nothing = NOTHING in own.values() and not code.endswith("999")
        if own.keys() != ITEMS.keys() or some or nothing:
            raise WrongFileError(f"{path}: {code}, {names[code]}, has not all five figures.")
    if UNITED_STATES not in figures:
        raise WrongFileError(f"{path}: the United States is missing.")
    return {
        code: Published(names[code], tuple(own[item] for item in ITEMS))
        for code, own in figures.items()
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Rebuild data/prices.csv from BEA's two tables.")
    parser.add_argument("metros", type=Path, help="MARPP_MSA_2008_2024.csv")
    parser.add_argument("portions", type=Path, help="PARPP_PORT_2008_2024.csv")
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    asked = parser.parse_args()
    try:
        build(asked.metros, asked.portions, asked.folder)
    except (WrongFileError, OSError, ValueError, csv.Error) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
