"""The two BLS figures that the guide tells people to bring to a negotiation."""

from __future__ import annotations

from typing import NamedTuple

from mlsalary.engine.areas import DEVELOPERS, SCIENTISTS
from mlsalary.figures import Dollars
from mlsalary.places.located import NATIONAL
from mlsalary.results import Place
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION, Wage, wages
from mlsalary.rulebook.releases import newest


class BlsPoint(NamedTuple):
    """One figure to bring, US dollars a year.

    occupation: SOC code. high: None where BLS does not publish the upper figure. place: the area
    it holds for; note: why that is not the place asked for. dollars: the month, YYYY-MM, in whose
    US dollars it stands.
    """

    name: str
    occupation: str
    low: Dollars
    high: Dollars | None
    place: str
    sources: tuple[str, ...]
    note: str | None
    dollars: str


def bls_points(place: Place, book: Rulebook) -> tuple[BlsPoint, BlsPoint]:
    """Data scientists' median as the floor, software developers' p75 to p90 as the aim.

    For the place where BLS publishes them, else for the nation.
    """
    floor, where, note = _published(book, place, SCIENTISTS, "p50")
    upper, there, other = _published(book, place, DEVELOPERS, "p75")
    cited, month = (newest(book).source,), newest(book).month
    assert floor.p50 is not None
    assert upper.p75 is not None
    return (
        BlsPoint(
            "Data scientists, median",
            SCIENTISTS,
            floor.p50,
            floor.p50,
            where,
            cited,
            note,
            month,
        ),
        BlsPoint(
            "Software developers, p75 to p90",
            DEVELOPERS,
            upper.p75,
            upper.p90,
            there,
            cited,
            other or (None if upper.p90 else "BLS does not publish the p90."),
            month,
        ),
    )


def _published(
    book: Rulebook, place: Place, occupation: str, percentile: str
) -> tuple[Wage, str, str | None]:
    """The wage here or in the nation, the area's name, and a note where it is the nation."""
    prefix = newest(book).prefix
    here = wages(book, place.code, prefix).get(occupation)
    if here is not None and getattr(here, percentile) is not None:
        return here, place.name, None
    note = f"BLS publishes no {percentile} of this occupation for {place.name}: the nation's."
    return wages(book, NATION, prefix)[occupation], NATIONAL.name, note
