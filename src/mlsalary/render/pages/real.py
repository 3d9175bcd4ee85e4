"""What pages say of prices: the parity of a place, what stands in for it, and whose figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from mlsalary.figures import hundreds, percent, short_place
from mlsalary.results import Place, Source
from mlsalary.sentences.prices import LEFT_OUT, no_parity, standing_in

if TYPE_CHECKING:
    from mlsalary.decisions.offer import JudgedOffer
    from mlsalary.decisions.real import Buying, PricesOf


class Cited(Protocol):
    """An answer that cites what it rests on."""

    @property
    def prices_of(self) -> PricesOf | None: ...
    @property
    def sources(self) -> tuple[Source, ...]: ...


NONE = "-"
"""In a cell of what has no parity."""


def index(parity: float | None) -> str:
    """A parity in a column of them: US = 100."""
    return NONE if parity is None else f"{parity:.1f}"


def housing_index(one: Buying) -> str:
    """The parity of housing where it differs much from that of all items."""
    return index(one.housing_parity) if one.housing_apart else ""


def beside_the_nation(one: Buying) -> str:
    """``prices 10% above the nation's (110.4), housing 112% above it``; empty without a parity."""
    if one.price_parity is None or one.housing_parity is None:
        return ""
    said = f"prices {_apart(one.price_parity)} the nation's ({index(one.price_parity)})"
    return f"{said}, housing {_apart(one.housing_parity)} it" if one.housing_apart else said


def _apart(parity: float) -> str:
    share = percent(abs(parity / 100 - 1))
    if share == percent(0):
        return "level with"
    return f"{share} {'above' if parity > 100 else 'below'}"


def price_notes(found: Iterable[tuple[Place, Buying]]) -> Iterator[str]:
    """Whose prices stand in for those of places, and which places have none."""
    for place, one in found:
        if one.price_parity is None:
            yield no_parity(place.name).message
        elif one.prices is not None:
            yield f"{short_place(place.name)}: {standing_in(one.prices)}."


def real_notes(found: Sequence[tuple[Place, Buying]], result: Cited) -> list[str]:
    """The prices of places beside the nation's, whose they are, and what they leave out."""
    prices = [
        f"{short_place(place.name)}: {said}."
        for place, one in found
        if (said := beside_the_nation(one))
    ]
    told = [" ".join(filter(None, (*prices, whose_prices(result)))), *price_notes(found)]
    return [*filter(None, dict.fromkeys(told)), LEFT_OUT.message]


def offer_buys(offer: JudgedOffer) -> str:
    """What an offer buys; nothing where its place has no parity."""
    real = offer.real_offer
    if real is None:
        return ""
    year = "" if real.total is None else f", a normal year {hundreds(real.total)}"
    return f"At national prices, before taxes, its base is {hundreds(real.base)}{year}."


def whose_prices(result: Cited) -> str:
    """Of which year prices are, by whom; nothing where there are none."""
    of = result.prices_of
    who = next((one.publisher for one in result.sources if of and one.id == of.source), None)
    return f"Prices: US = 100 ({who}, {of.year})." if of else ""


def cited_by(results: Sequence[Cited], sources: Sequence[Source], *, real: bool) -> list[Source]:
    """The sources of several answers, without that of prices where the page shows none."""
    theirs = {one.prices_of.source for one in results if one.prices_of}
    return [one for one in sources if real or one.id not in theirs]


def cited(result: Cited, *, real: bool) -> Sequence[Source]:
    """The sources of what a page shows: that of prices where it shows them."""
    return cited_by([result], result.sources, real=real)
