"""Which county a point lies in, and which area a county belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from places_sources import County, Settlement
from shapely import STRtree
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from mlsalary.places.names import key

STANDARD = "STANDARD"
NO_AREA = "99999"  # of the crosswalk: in no core based statistical area
CONNECTICUT = "CT"


class Outlines:
    """The outlines of counties by their states' FIPS codes."""

    def __init__(self, shapes: Iterable[tuple[str, BaseGeometry]]) -> None:
        held: dict[str, list[tuple[str, BaseGeometry]]] = defaultdict(list)
        for fips, outline in shapes:
            held[fips[:2]].append((fips, outline))
        self._counties = {state: [fips for fips, _ in rows] for state, rows in held.items()}
        self._trees = {state: STRtree([one for _, one in rows]) for state, rows in held.items()}

    def county(self, place: Settlement, state: str) -> str:
        """The FIPS code of the county of that state in which a place lies, or which is nearest.

        A point in the water or across a state line is the map's, not the place's: where the two
        disagree, the state that GeoNames names is right.
        """
        point, tree = Point(place.longitude, place.latitude), self._trees[state]
        inside = tree.query(point, predicate="within")
        found = min(map(int, inside)) if len(inside) else int(tree.nearest(point))
        return self._counties[state][found]


class Connecticut:
    """The planning regions, by which the delineation of 2023 parts Connecticut and the outlines of
    2016 do not: a town goes by its name, what lies in one by the nearest ZIP code.

    ``regions`` leads from the keys of towns to the FIPS codes of regions.
    """

    def __init__(
        self,
        regions: Mapping[str, str],
        codes: Iterable[Mapping[str, Any]],
        zips: Mapping[str, str],
    ) -> None:
        self.regions = regions
        held = [
            (Point(float(row["long"]), float(row["lat"])), zips[row["zip_code"]])
            for row in codes
            if row["state"] == CONNECTICUT and lived_in(row) and row["zip_code"] in zips
        ]
        self._codes = [code for _, code in held]
        self._tree = STRtree([point for point, _ in held])

    def nearest(self, place: Settlement) -> str:
        """The area of the ZIP code whose middle is nearest."""
        return self._codes[int(self._tree.nearest(Point(place.longitude, place.latitude)))]


def county_areas(
    counties: Iterable[County],
    codes: Iterable[Mapping[str, Any]],
    shares: Iterable[Mapping[str, str]],
    corrections: Mapping[str, str],
) -> dict[str, str]:
    """FIPS code of a county -> its core based statistical area, if it has one.

    An area is made of whole counties, so the homes of a county's ZIP codes tell it, except where
    ``corrections`` says otherwise.
    """
    area: dict[str, tuple[float, float, str]] = {}
    for row in shares:
        ranked = float(row["res_ratio"]), float(row["tot_ratio"]), row["geoid"]
        area[row["zip"]] = max(area.get(row["zip"], ranked), ranked)
    by_name = {(key(one.name), one.state): one.fips for one in counties}
    homes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for post in codes:
        county = by_name.get((key(post["county"]), post["state"]))
        if county and lived_in(post) and post["zip_code"] in area:
            share, _, code = area[post["zip_code"]]
            homes[county][code] += share
    found = {
        county: max(held, key=lambda code: (held[code], code)) for county, held in homes.items()
    }
    found.update(corrections)
    return {county: code for county, code in found.items() if code not in ("", NO_AREA)}


def lived_in(row: Mapping[str, Any]) -> bool:
    """Whether a ZIP code is in use for homes, not for boxes or for one company alone."""
    return bool(row["active"]) and row["zip_code_type"] == STANDARD
