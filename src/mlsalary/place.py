"""Where a typed place leads. How it leads there is said in places.py, which few questions need."""

from __future__ import annotations

from typing import NamedTuple

from mlsalary.estimate import PlaceKind, PlaceMatch


class Place(NamedTuple):
    """The area a typed place stands for: product.md's ``place`` object, and its state.

    code: five-digit CBSA, BLS's seven digits, two-digit FIPS or ``US``. state: two letters, the
    asked or typed one, else the first of the area; None for the nation.
    """

    code: str
    name: str
    kind: PlaceKind
    match: PlaceMatch
    state: str | None = None
    note: str | None = None


NATIONAL_PLACE = Place("US", "United States", "national", "national")
