"""What pay buys: pay of a place at national prices, and whose prices those are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from mlsalary.figures import Dollars
from mlsalary.results import Place, Range
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.prices import Parity, housing_apart, parity
from mlsalary.rules.parity import at_national_prices, differs


class Real(NamedTuple):
    """Base and total at national prices, US dollars a year."""

    base: Range
    total: Range


class Bought(NamedTuple):
    """What pay buys in a place. All None where the place has no parity and nothing stands in.

    price_parity: of all items, US = 100. housing_parity: of housing. housing_apart: whether the
    second differs from the first by so much that pages show both. prices: the portion of a state
    whose prices stand in; None where they are the place's own. real: pay at national prices.
    """

    price_parity: float | None = None
    housing_parity: float | None = None
    housing_apart: bool | None = None
    prices: str | None = None
    real: Real | None = None


class Buying(Protocol):
    """What has the fields of ``Bought`` among its own."""

    @property
    def price_parity(self) -> float | None: ...
    @property
    def housing_parity(self) -> float | None: ...
    @property
    def housing_apart(self) -> bool | None: ...
    @property
    def prices(self) -> str | None: ...
    @property
    def real(self) -> Real | None: ...


class PricesOf(NamedTuple):
    """The year of the prices, and the id of who published them."""

    year: int
    source: str


def bought(place: Place, base: Range, total: Range, book: Rulebook) -> Bought:
    """What this pay buys in this place."""
    found = parity_of(place, book)
    if found is None:
        return Bought()
    return Bought(
        found.all_items,
        found.housing,
        bool(differs(found.housing, found.all_items, housing_apart(book))),
        found.name if found.stands_in else None,
        Real(_real(base, found), _real(total, found)),
    )


def at_prices_of(place: Place, amount: Dollars | None, book: Rulebook) -> Dollars | None:
    """An amount paid in a place, at national prices; None where either is not known."""
    found = parity_of(place, book)
    if found is None or amount is None:
        return None
    return float(at_national_prices(amount, found.all_items))


def prices_of(places: Iterable[Place], book: Rulebook) -> PricesOf | None:
    """Of which year the prices of these places are, by whom; None where none has any."""
    known = (found for place in places if (found := parity_of(place, book)))
    return next((PricesOf(one.year, one.source) for one in known), None)


def real_columns(one: Buying) -> dict[str, float | None]:
    """The columns that files carry beside those of pay."""
    return {
        "price_parity": one.price_parity,
        "housing_parity": one.housing_parity,
        "real_base_p50": one.real and one.real.base.p50,
        "real_total_p50": one.real and one.real.total.p50,
    }


def parity_of(place: Place, book: Rulebook) -> Parity | None:
    """The prices of a place as an answer has it."""
    return parity(book, place.code, place.match)


def _real(pay: Range, found: Parity) -> Range:
    return Range(*(float(at_national_prices(amount, found.all_items)) for amount in pay))
