"""Is this offer good, and what to ask for."""

from __future__ import annotations

from typing import Any, NamedTuple, Unpack, overload

from mlsalary import values
from mlsalary.decisions.asks import Ask, asks
from mlsalary.decisions.assumptions import judgement
from mlsalary.decisions.bls_points import BlsPoint, bls_points
from mlsalary.decisions.cautions import notes, precision, warnings
from mlsalary.decisions.real import PricesOf, Real, at_prices_of, bought, prices_of, real_columns
from mlsalary.decisions.shares import as_counted
from mlsalary.decisions.standing import ByEmployer, ByMeasured, Standing, by_employer, standing
from mlsalary.decisions.terms import (
    Offer,
    OfferFields,
    Terms,
    Year,
    normal_year,
    offered,
    read_terms,
    years_of,
)
from mlsalary.engine import estimate
from mlsalary.figures import Dollars
from mlsalary.profile import Profile
from mlsalary.reading.amount_text import Written
from mlsalary.reading.profile import bound
from mlsalary.results import Estimate, Measured, Notice, Place, Read, Source, contract, plain
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rules import offer as formulas
from mlsalary.sentences import offer as sentences
from mlsalary.sentences.offer import Evidence, Moved, Verdict


class Monthly(NamedTuple):
    """A normal year by the month, US dollars before tax; liquid: None where equity was not told."""

    base: Dollars
    liquid: Dollars | None


class RealOffer(NamedTuple):
    """An offer at national prices, US dollars a year: base, and the total of a normal year and what
    of it is liquid, both None where equity was not told."""

    base: Dollars
    total: Dollars | None
    liquid: Dollars | None


@contract("mlsalary/offer/2")
class JudgedOffer(NamedTuple):
    """An offer against the estimate for the same job: what ``judge_offer`` gives.

    US dollars a year unless said. A part that was not given has the value None, none at all is 0.
    Where no bonus was given, the typical one is in every sum; where no equity was given, there is
    no sum and base alone is judged.

    name: the offer's, or None.
    profile: the job, with the place's own name.
    terms: the offer in numbers; the grant is its whole worth.
    read: how they were read where they did not stand as plain dollars, a row each.
    assumed_bonus: the typical bonus, which counts where none was given; None where one was.
    yearly: what each year pays: as many years as the vesting, four at least.
    normal_year, first_year: the year that is judged, and the first with its signing bonus. A
        normal year is the grant's average one; of a grant that ends before year 4 it is the
        average of years 2 to 4.
    monthly: base and liquid pay of a normal year by the month, before tax.
    liquid, illiquid: of a normal year, what can be spent and what cannot be sold.
    percentile: of base, and of liquid pay among totals, 0 to 100; by the measured premium too.
    verdict: ``low``, ``fair`` or ``strong``: below, in or above the middle half, of the total or,
        where no equity was given, of base; by the premium that counts.
    said: the same in a sentence, with what it hangs on.
    by_employer: the percentiles of the same pay at other kinds of employer.
    ask: rises to p50 and p75, what an employer gives most easily first; none to one that is
        reached, or as good as reached.
    bls: the two figures of BLS to bring.
    estimate: the range that the offer is held against.
    price_parity, housing_parity, housing_apart, prices, real: what the pay of
        that range buys in the place, as in ``Bought``.
    real_offer: what base and a normal year of the offer itself buy there.
    prices_of: the year of the prices, and the id of their source; None where the place has none.
    notes: what the figures do not say of such an offer.
    sources: every source that is cited, once.
    warnings: of the offer and of the estimate.

    >>> from mlsalary import Offer, Profile, judge_offer
    >>> judged = judge_offer(Offer(Profile(years=7, metro="Seattle"), "195k", "480000/4y"))
    >>> judged.normal_year.equity, len(judged.yearly), judged.terms.bonus
    (120000.0, 4, None)
    >>> judge_offer(Offer(Profile(years=7, metro="Seattle"), "195k")).percentile.total is None
    True
    """

    name: str | None
    profile: Profile
    terms: Terms
    read: tuple[Read, ...]
    assumed_bonus: Dollars | None
    yearly: tuple[Year, ...]
    normal_year: Year
    first_year: Year
    monthly: Monthly
    liquid: Dollars | None
    illiquid: Dollars | None
    percentile: Standing
    verdict: Verdict
    said: str
    by_employer: tuple[ByEmployer, ...]
    ask: tuple[Ask, ...]
    bls: tuple[BlsPoint, ...]
    estimate: Estimate
    price_parity: float | None
    housing_parity: float | None
    housing_apart: bool | None
    prices: str | None
    real: Real | None
    real_offer: RealOffer | None
    prices_of: PricesOf | None
    notes: tuple[Notice, ...]
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``offer``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """One row a year, then the normal year as year 0."""
        buys = real_columns(self)
        return [
            {"offer": self.name} | year._asdict() | buys
            for year in (*self.yearly, self.normal_year)
        ]

    def to_frame(self, kind: values.FrameKind = "polars") -> Any:
        """The rows of ``records()`` as a Polars, pandas or PyArrow table."""
        return values.frame(self.records(), kind)


@overload
def judge_offer(offer: Offer, book: Rulebook | None = None) -> JudgedOffer: ...
@overload
def judge_offer(
    *, base: Written, book: Rulebook | None = None, **fields: Unpack[OfferFields]
) -> JudgedOffer: ...
def judge_offer(
    offer: Offer | None = None, book: Rulebook | None = None, **fields: Any
) -> JudgedOffer:
    """Say where an offer stands among comparable people, and what to ask for.

    The offer is an Offer, or its parts and the fields of its profile by name. Amounts are
    US dollars a year unless said, percentiles run from 0 to 100. A part that is left out is
    unknown, which is not the same as none. book: the rulebook to price by; None is the shipped one.
    The order in which to ask is a judgment, and cited as one; the figures to bring are published by
    BLS.

    Raises UsageError for amounts that cannot be read and for a profile that cannot be priced,
    NotFoundError for a word, place or release that is not known, and BadDataError for a rulebook
    that cannot be used.

    >>> from mlsalary import Offer, Profile, judge_offer
    >>> person = Profile(years=7, metro="Seattle")
    >>> low, high = judge_offer(Offer(person, "120k")), judge_offer(Offer(person, "300k"))
    >>> low.percentile.base < high.percentile.base, bool(low.ask)
    (True, True)
    >>> judge_offer(base="120k", years=7, metro="Seattle") == low
    True
    """
    book = Rulebook.given(book)
    offer = as_counted(offered("judge_offer", offer, fields), book)
    terms, read = read_terms(offer, book)
    priced = estimate(offer.profile, book)
    parts = priced.components
    usual = float(formulas.bonus_share(parts.bonus, parts.base))
    typical = float(formulas.bonus_paid(terms.base, usual))
    bonus = typical if terms.bonus is None else terms.bonus
    yearly, normal = years_of(terms, bonus, book), normal_year(terms, bonus, book)
    at = standing(terms.base, normal.liquid, priced)
    elsewhere = by_employer(bound(offer.profile, book), terms.base, normal.liquid, book)
    found = _evidence(terms.base, normal.liquid, priced, at)
    follows = usual if terms.bonus is None else terms.bonus_share or 0
    asked = asks(terms, normal, follows, priced, book)
    points = bls_points(priced.place, book)
    cited = [source.id for source in priced.sources]
    cited += [judgement(book), *precision(book)["sources"]]
    cited += [id_ for point in points for id_ in point.sources]
    prices = prices_of([priced.place], book)
    cited += [prices.source] if prices else []
    return JudgedOffer(
        name=offer.name,
        profile=priced.profile,
        terms=terms,
        read=read,
        assumed_bonus=typical if terms.bonus is None else None,
        yearly=yearly,
        normal_year=normal,
        first_year=yearly[0],
        monthly=Monthly(
            float(formulas.a_month(terms.base)),
            None if normal.liquid is None else float(formulas.a_month(normal.liquid)),
        ),
        liquid=normal.liquid,
        illiquid=_illiquid(normal),
        percentile=at,
        verdict=found[0].word,
        said=sentences.said(*found, _moved(priced.profile, elsewhere)),
        by_employer=elsewhere,
        ask=asked,
        bls=points,
        estimate=priced,
        **bought(priced.place, priced.base, priced.total, book)._asdict(),
        real_offer=_real_offer(normal, priced.place, book),
        prices_of=prices,
        notes=notes(offer, terms, asked, priced, book),
        sources=sources_of(book, cited),
        warnings=(*warnings(offer, terms, bonus, yearly, priced, book), *priced.warnings),
    )


def _real_offer(normal: Year, place: Place, book: Rulebook) -> RealOffer | None:
    base, total, liquid = (
        at_prices_of(place, amount, book) for amount in (normal.base, normal.total, normal.liquid)
    )
    return None if base is None else RealOffer(base, total, liquid)


def _illiquid(normal: Year) -> float | None:
    if normal.total is None or normal.liquid is None:
        return None
    return normal.total - normal.liquid


def _evidence(
    base: float, liquid: float | None, priced: Estimate, at: Standing
) -> tuple[Evidence, Evidence | None]:
    """The verdict by the premium that counts, and by the measured one."""
    stated = _one(base, liquid, priced, at)
    if at.measured is None or priced.measured is None:
        return stated, None
    return stated, _one(base, liquid, priced.measured, at.measured)


def _one(
    base: float, liquid: float | None, among: Estimate | Measured, at: Standing | ByMeasured
) -> Evidence:
    """The total's, with base beside it; base's where nothing is known of the total."""
    if liquid is None or at.total is None:
        return Evidence(sentences.verdict(base, among.base), at.base, None)
    return Evidence(sentences.verdict(liquid, among.total), at.total, at.base)


def _moved(profile: Profile, elsewhere: tuple[ByEmployer, ...]) -> Moved:
    """What the kind of employer does, told or not."""
    own = profile.employer and (profile.company or profile.employer)
    return Moved(
        own,
        [
            (str(one.employer or ""), one.base if one.total is None else one.total)
            for one in elsewhere
        ],
    )
