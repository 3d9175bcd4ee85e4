"""Several offers side by side, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from mlsalary.decisions.offer import JudgedOffer, judge_offer
from mlsalary.decisions.terms import Offer
from mlsalary.errors import UsageError
from mlsalary.results import Notice, Source, contract, plain
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of


class Sums(NamedTuple):
    """What an offer has paid up to the end of a year, US dollars; liquid: without what cannot be
    sold."""

    name: str
    total: float
    liquid: float


class ToDate(NamedTuple):
    """The offers side by side at the end of one year."""

    year: int
    offers: tuple[Sums, ...]


@contract("mlsalary/offers/1")
class OfferComparison(NamedTuple):
    """Offers in the order given: what ``compare_offers`` gives. US dollars.

    offers: each judged among people in its own job; one without a name is called Offer 1, 2 …
    yearly: what each has paid by the end of each year, in all and without what cannot be sold.
    best: the name of the offer that pays most (liquid) over all those years.
    best_standing: of the one whose normal year stands highest among people in its own job.
    sources: every source that is cited, once.
    warnings: each once, with the offers it is about.

    >>> from mlsalary import Offer, Profile, compare_offers
    >>> person = Profile(years=7, metro="Seattle")
    >>> both = compare_offers([Offer(person, "180k", "400k/4y"), Offer(person, "250k")])
    >>> [sums.total for sums in both.yearly[-1].offers]  # after four years
    [1120000.0, 1000000.0]
    """

    offers: tuple[JudgedOffer, ...]
    yearly: tuple[ToDate, ...]
    best: str
    best_standing: str
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``offer FILE``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """One row an offer and year."""
        return [row for one in self.offers for row in one.records()]


def compare_offers(offers: Sequence[Offer], book: Rulebook | None = None) -> OfferComparison:
    """Lay offers side by side: each judged among people in its own job, and what it pays by when.

    Amounts are US dollars, summed up to the end of each year. book: the rulebook to price by; None
    is the shipped one. Sources are those of ``judge_offer``.

    Raises UsageError for fewer than two offers, for amounts that cannot be read and for a profile
    that cannot be priced, NotFoundError for a word, place or release that is not known, and
    BadDataError for a rulebook that cannot be used.

    >>> from mlsalary import Offer, Profile, compare_offers
    >>> person = Profile(years=7, metro="Seattle")
    >>> compare_offers([Offer(person, "190k", name="A"), Offer(person, "200k", name="B")]).best
    'B'
    """
    if len(offers) < 2:
        raise UsageError("too_few_offers", "A comparison needs two offers. Add another one.")
    book = book or Rulebook.shipped()
    judged = tuple(judge_offer(_named(offer, n), book) for n, offer in enumerate(offers, 1))
    years = max(len(one.yearly) for one in judged)
    yearly = tuple(
        ToDate(year, tuple(_sums(one, year) for one in judged)) for year in range(1, years + 1)
    )
    most = max(yearly[-1].offers, key=lambda sums: sums.liquid)
    highest = max(judged, key=lambda one: one.percentile.total)
    return OfferComparison(
        offers=judged,
        yearly=yearly,
        best=most.name,
        best_standing=highest.name or "",
        sources=sources_of(book, [source.id for one in judged for source in one.sources]),
        warnings=_together(judged),
    )


def _together(judged: Sequence[JudgedOffer]) -> tuple[Notice, ...]:
    """Each warning once, with the offers it is about unless it is about all."""
    about: dict[Notice, list[str]] = {}
    for one in judged:
        for notice in one.warnings:
            about.setdefault(notice, []).append(one.name or "")
    return tuple(
        notice
        if len(names) == len(judged)
        else Notice(notice.code, f"{', '.join(names)}: {notice.message}")
        for notice, names in about.items()
    )


def _named(offer: Offer, number: int) -> Offer:
    from dataclasses import replace

    return offer if offer.name else replace(offer, name=f"Offer {number}")


def _sums(one: JudgedOffer, until: int) -> Sums:
    """After the years of its own table an offer goes on without its grant."""
    shown = one.yearly[:until]
    later = until - len(shown)
    cash = one.terms.base + one.terms.bonus
    return Sums(
        one.name or "",
        sum(year.total for year in shown) + later * cash,
        sum(year.liquid for year in shown) + later * cash,
    )
