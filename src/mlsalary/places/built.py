"""Whether towns and ZIP codes were sorted into the areas that the rulebook has."""

from __future__ import annotations

from zlib import crc32

from mlsalary.rulebook import Rulebook, once_a_book

FILE = "built.toml"


@once_a_book
def outdated(book: Rulebook) -> str | None:
    """What must be run when the areas have changed since; None when all fits."""
    if book.toml(FILE)["areas"] == sum_of_areas(book):
        return None
    return (
        "places.csv and zips.csv were built for other areas than those of oews/areas.csv and "
        "states.csv; run `python scripts/build_places.py` in a clone"
    )


def sum_of_areas(book: Rulebook) -> str:
    """CRC-32 of the code, kind and state of every area, and of the codes of the states: what the
    two files follow from, besides the downloads."""
    areas = [(code, kind, state) for code, _, kind, state in book.csv("oews/areas.csv").rows()]
    states = [(state, fips) for state, fips, _ in book.csv("states.csv").rows()]
    return f"{crc32(repr((areas, states)).encode()):08x}"
