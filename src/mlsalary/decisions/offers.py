"""Several offers side by side, year by year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from mlsalary import values
from mlsalary.decisions.offer import JudgedOffer, judge_offer
from mlsalary.decisions.terms import Offer
from mlsalary.errors import UsageError
from mlsalary.figures import Dollars
from mlsalary.results import Notice, Source, contract, plain
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rules import offer as formulas


class Sums(NamedTuple):
    """What an offer has paid up to the end of a year, US dollars; liquid: without what cannot be
    sold. Both are None where equity was not told; where no bonus was, the typical one counts.
    least: liquid, or what it pays at least where equity was not told."""

    name: str
    total: Dollars | None
    liquid: Dollars | None
    least: Dollars


class ToDate(NamedTuple):
    """The offers side by side at the end of one year."""

    year: int
    offers: tuple[Sums, ...]


@contract("mlsalary/offers/1")
class OfferComparison(NamedTuple):
    """Offers in the order given: what ``compare_offers`` gives. US dollars.

    offers: each judged among people in its own job; one without a name is called Offer 1, 2 …
    yearly: what each has paid by the end of each year, in all and without what cannot be sold.
    best: the name of the offer that pays most (liquid) over all those years, of those whose equity
        was given; None where that is one at most.
    best_standing: of the one that stands highest among people in its own job, by its normal year;
        by base where the equity of one was not given.
    sources: every source that is cited, once.
    warnings: each once, with the offers it is about.

    >>> from mlsalary import Offer, Profile, compare_offers
    >>> person = Profile(years=7, metro="Seattle")
    >>> first = Offer(person, "180k", "400k/4y", bonus="none")
    >>> both = compare_offers([first, Offer(person, "250k", equity="none", bonus="none")])
    >>> [sums.total for sums in both.yearly[-1].offers]  # after four years
    [1120000.0, 1000000.0]
    """

    offers: tuple[JudgedOffer, ...]
    yearly: tuple[ToDate, ...]
    best: str | None
    best_standing: str
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``offer FILE``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """One row an offer and year."""
        return [row for one in self.offers for row in one.records()]

    def to_frame(self, kind: values.FrameKind = "polars") -> Any:
        """The rows of ``records()`` as a Polars, pandas or PyArrow table."""
        return values.frame(self.records(), kind)


def compare_offers(offers: Sequence[Offer], book: Rulebook | None = None) -> OfferComparison:
    """Lay offers side by side: each judged among people in its own job, and what it pays by when.

    Amounts are US dollars, summed up to the end of each year. book: the rulebook to price by; None
    is the shipped one. Sources are those of ``judge_offer``.

    Raises UsageError for fewer than two offers, for amounts that cannot be read and for a profile
    that cannot be priced, NotFoundError for a word, place or release that is not known, and
    BadDataError for a rulebook that cannot be used.

    >>> from mlsalary import Offer, Profile, compare_offers
    >>> person = Profile(years=7, metro="Seattle")
    >>> some, more = (Offer(person, base, equity="none", name=base) for base in ("190k", "200k"))
    >>> compare_offers([some, more]).best
    '200k'
    """
    book = Rulebook.given(book)
    offers = values.several("compare_offers", offers, "Offers")
    for one in offers:
        if not isinstance(one, Offer):
            raise values.wrong("Each of compare_offers", "an Offer", one)
    if len(offers) < 2:
        raise UsageError("too_few_offers", "A comparison needs two offers. Add another one.")
    judged = tuple(judge_offer(_named(offer, n), book) for n, offer in enumerate(offers, 1))
    years = max(len(one.yearly) for one in judged)
    yearly = tuple(
        ToDate(year, tuple(_sums(one, year) for one in judged)) for year in range(1, years + 1)
    )
    return OfferComparison(
        offers=judged,
        yearly=yearly,
        best=_best(yearly[-1].offers),
        best_standing=_highest(judged),
        sources=sources_of(book, [source.id for one in judged for source in one.sources]),
        warnings=_together(judged),
    )


def _best(sums: Sequence[Sums]) -> str | None:
    known = [(one.liquid, one.name) for one in sums if one.liquid is not None]
    return max(known, key=lambda one: one[0])[1] if len(known) > 1 else None


def _highest(judged: Sequence[JudgedOffer]) -> str:
    totals = [one.percentile.total for one in judged]
    stands = [one.percentile.base for one in judged]
    known = [total for total in totals if total is not None]
    stands = known if len(known) == len(judged) else stands
    return judged[stands.index(max(stands))].name or ""


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
    return offer if offer.name else replace(offer, name=f"Offer {number}")


def _sums(one: JudgedOffer, until: int) -> Sums:
    """After the years of its own table an offer goes on without its grant."""
    shown = one.yearly[:until]
    bonus = one.terms.bonus if one.assumed_bonus is None else one.assumed_bonus
    cash = float(formulas.paid(one.terms.base, 0.0, bonus or 0.0, 0.0))
    later = (until - len(shown)) * cash
    liquid = _sum([year.liquid for year in shown], later)
    least = until * cash + (one.terms.signing or 0.0) if liquid is None else liquid
    return Sums(one.name or "", _sum([year.total for year in shown], later), liquid, least)


def _sum(years: Sequence[float | None], later: float) -> float | None:
    known = [year for year in years if year is not None]
    return math.fsum((*known, later)) if len(known) == len(years) else None
