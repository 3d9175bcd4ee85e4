"""National percentiles of a BLS release: what the guide's bands are pegged to."""

from __future__ import annotations

from mlsalary.errors import NotFoundError
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.oews import NATION, wages
from mlsalary.rulebook.releases import releases
from mlsalary.spelling import quoted

SECTION = "percentiles"


@once_a_book
def guide_release(book: Rulebook) -> str:
    """The year of the release that the guide quotes."""
    return _guide_month(book)[:4]


def _guide_month(book: Rulebook) -> str:
    return str(book.toml(f"guide/{SECTION}.toml")["row"][0]["release"])


def release_month(book: Rulebook, release: str) -> str:
    """The month, YYYY-MM, of a release."""
    year = release[:4]
    return _guide_month(book) if year == guide_release(book) else releases(book)[year].month


@once_a_book
def peg(book: Rulebook, release: str | None, occupation: str, percentile: str) -> float:
    """A national percentile, US dollars a year, in one release (None: the guide's own).

    NotFoundError when the release is not imported.
    """
    if release is None or release[:4] == guide_release(book):
        rows = book.toml(f"guide/{SECTION}.toml")["row"]
        return next(
            float(row[percentile])
            for row in rows
            if row["occupation"] == occupation and row.get("unit", "usd/year") == "usd/year"
        )
    known = releases(book)
    if release[:4] not in known:
        at_hand = sorted({guide_release(book), *known})
        raise NotFoundError(
            "release_not_found",
            f"There is no BLS release {quoted(release)}. Available: {', '.join(at_hand)}. "
            "`mlsalary data import FILE` reads another one.",
            at_hand,
        )
    nation = wages(book, NATION, known[release[:4]].prefix)
    if not nation:
        raise NotFoundError(
            "release_incomplete",
            f"The national figures of the {release[:4]} release were not imported, and the bands "
            f"need them. Import them: mlsalary data import oesm{release[2:4]}nat.zip",
        )
    figure = getattr(nation[occupation], percentile) if occupation in nation else None
    if figure is None:
        raise NotFoundError(
            "peg_not_published",
            f"The {release} release publishes no national {percentile} for {occupation}. "
            "Ask for another release.",
        )
    return float(figure)


def release_source(book: Rulebook, release: str) -> str:
    """The id of the source that a release is cited as."""
    if release[:4] == guide_release(book):
        return str(book.toml(f"guide/{SECTION}.toml")["source"])
    return releases(book)[release[:4]].source
