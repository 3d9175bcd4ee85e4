"""A grant that is told as shares, or as options with their strike price."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mlsalary.errors import UsageError
from mlsalary.figures import Amount
from mlsalary.reading.amount_words import FILE
from mlsalary.reading.amounts import read_figure
from mlsalary.reading.equity import counted, read_count
from mlsalary.results import Read
from mlsalary.rulebook import Rulebook
from mlsalary.rules import offer as formulas
from mlsalary.rules.operations import Floats

if TYPE_CHECKING:
    from mlsalary.decisions.terms import Offer

OPTIONS = "options"


def kind_told(offer: Offer) -> str | None:
    """The kind of equity that an offer says: what has a strike price is options.

    UsageError ``bad_grant`` where the two contradict each other.
    """
    kind = None if offer.kind is None else offer.kind.strip().casefold()
    if offer.strike is None:
        return kind
    if kind not in (None, OPTIONS):
        raise UsageError(
            "bad_grant",
            f"A strike price makes them options, not {kind}. Leave out strike or kind.",
        )
    return OPTIONS


def as_counted(offer: Offer, book: Rulebook) -> Offer:
    """An offer whose equity is told as so many shares or options, or as a part of the company in
    options, with each of that where it belongs. The same offer where it is told otherwise."""
    if offer.equity is None or offer.shares is not None:
        return offer
    told = counted(offer.equity, book)
    if told is None or not (told.percent or offer.price is not None):
        return offer
    kind = OPTIONS if told.options and offer.kind is None else offer.kind
    vesting = told.time if offer.vesting is None else offer.vesting
    if told.percent:
        return replace(offer, equity=told.text, kind=kind, vesting=vesting)
    return replace(offer, equity=None, shares=told.text, kind=kind, vesting=vesting)


def is_part(offer: Offer) -> bool:
    """Whether the grant is a part of a company: only such a grant has a valuation."""
    return offer.valuation is not None


def shares_worth(offer: Offer, book: Rulebook) -> Read:
    """What the shares of an offer are worth in US dollars, ``as_``, and how that was reckoned."""
    if offer.price is None:
        raise UsageError("bad_grant", "What is a share worth? Add --price 18.")
    shares = read_count(offer.shares or 0, book)
    price = read_figure(offer.price, "The price", book)
    if offer.strike is not None:
        strike = read_figure(offer.strike, "The strike price", book)
        worth = float(formulas.options_worth(shares, price, strike, Floats()))
        note = f"{shares:,.0f} options x (${price:,.2f} - ${strike:,.2f})"
        note += ", worth nothing at this price" if strike >= price else ""
    elif kind_told(offer) == OPTIONS:
        raise UsageError(
            "bad_grant",
            "Options are worth what a share gains above their strike price. Add --strike 4.",
        )
    else:
        worth = float(formulas.shares_worth(shares, price))
        note = f"{shares:,.0f} shares x ${price:,.2f}"
    most = book.toml(FILE)["sum"]["most"]
    if worth > most:
        raise UsageError(
            "bad_money",
            f"The grant would be worth ${worth:,.0f}, above ${most:,}. "
            "Check the number of shares and the price of one.",
        )
    return Read("shares", str(offer.shares), Amount(worth), note)
