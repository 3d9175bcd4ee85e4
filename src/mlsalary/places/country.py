"""A column of countries: the United States, or abroad."""

from __future__ import annotations

from mlsalary.errors import NotFoundError
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.spelling import folded, quoted
from mlsalary.vocabulary import vocabulary

FILE = "places.toml"


@once_a_book
def ours(book: Rulebook) -> frozenset[str]:
    """What is written for the United States, and for nothing, folded."""
    told = book.toml(FILE).get("country") or Rulebook.shipped().toml(FILE)["country"]
    return frozenset(map(folded, told["ours"])) | vocabulary(book).nothing


def require_ours(country: str, book: Rulebook) -> None:
    """NotFoundError ``place_abroad`` for another country."""
    if folded(country) not in ours(book):
        raise NotFoundError(
            "place_abroad",
            f"The country is {quoted(country)}; mlsalary covers the US only. Leave the country out "
            "where the place is in the US.",
        )
