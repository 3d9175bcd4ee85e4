"""Is this offer good, and what to ask for."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from mlsalary.decisions.assumptions import assumed, judgement
from mlsalary.decisions.bls_points import BlsPoint, bls_points
from mlsalary.decisions.standing import percentile
from mlsalary.decisions.terms import Offer, Terms, Year, normal_year, read_terms, years_of
from mlsalary.engine import estimate
from mlsalary.profile import Profile
from mlsalary.results import Estimate, Notice, Read, Source, contract, plain
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rules import offer as formulas
from mlsalary.rules.operations import Floats
from mlsalary.sentences import offer as sentences

Component = Literal["equity", "bonus", "base"]
To = Literal["p50", "p75"]
_M = Floats()


class ByMeasured(NamedTuple):
    """The percentiles of a ``Standing`` by the measured premium."""

    base: float
    total: float


class Standing(NamedTuple):
    """Percentiles, 0 to 100: of base, and of the liquid pay of a normal year among totals.

    measured: the same by the measured premium, where that and the guide's part; else None.
    """

    base: float
    total: float
    measured: ByMeasured | None


class Ask(NamedTuple):
    """A rise of one component that alone brings the normal year to a percentile of the total.

    amount: US dollars in which the component is stated: equity as a whole grant, bonus and base a
    year. a_year: what it adds to a normal year. sources: whose judgement the order is.
    """

    component: Component
    to: To
    amount: float
    a_year: float
    sources: tuple[str, ...]


class Monthly(NamedTuple):
    """A normal year by the month, US dollars before tax."""

    base: float
    liquid: float


@contract("mlsalary/offer/1")
class JudgedOffer(NamedTuple):
    """An offer against the estimate for the same job: what ``judge_offer`` gives.

    US dollars a year unless said.

    name: the offer's, or None.
    profile: the job, with the place's own name.
    terms: the offer in numbers; the grant is its whole worth.
    read: how they were read where they did not stand as plain dollars, a row each.
    yearly: what each year pays: as many years as the vesting, four at least.
    normal_year, first_year: an average year of the grant, and the first with its signing bonus.
    monthly: base and liquid pay of a normal year by the month, before tax.
    liquid, illiquid: of a normal year, what can be spent and what cannot be sold.
    percentile: of base, and of liquid pay among totals, 0 to 100; by the measured premium too.
    standing: by the premium that counts: ``below p25``, ``p25-p75`` or ``above p75``.
    verdict: the same in a sentence.
    ask: rises to p50 and p75 of the total, what an employer gives most easily first; empty where
        they are reached.
    bls: the two figures of BLS to bring.
    estimate: the range that the offer is held against.
    sources: every source that is cited, once.
    warnings: of the offer and of the estimate.

    >>> from mlsalary import Offer, Profile, judge_offer
    >>> judged = judge_offer(Offer(Profile(years=7, metro="Seattle"), "195k", "480000/4y"))
    >>> judged.normal_year.equity, len(judged.yearly)
    (120000.0, 4)
    """

    name: str | None
    profile: Profile
    terms: Terms
    read: tuple[Read, ...]
    yearly: tuple[Year, ...]
    normal_year: Year
    first_year: Year
    monthly: Monthly
    liquid: float
    illiquid: float
    percentile: Standing
    standing: str
    verdict: str
    ask: tuple[Ask, ...]
    bls: tuple[BlsPoint, ...]
    estimate: Estimate
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``offer``."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """One row a year, then the normal year as year 0."""
        return [{"offer": self.name} | year._asdict() for year in (*self.yearly, self.normal_year)]


def judge_offer(offer: Offer, book: Rulebook | None = None) -> JudgedOffer:
    """Say where an offer stands among people like this, and what to ask for.

    Amounts are US dollars a year unless said, percentiles run from 0 to 100. book: the rulebook to
    price by; None is the shipped one. The order in which to ask is a judgement, and cited as one;
    the figures to bring are published by BLS.

    Raises UsageError for amounts that cannot be read and for a profile that cannot be priced,
    NotFoundError for a word, place or release that is not known, and BadDataError for a rulebook
    that cannot be used.

    >>> from mlsalary import Offer, Profile, judge_offer
    >>> person = Profile(years=7, metro="Seattle")
    >>> low, high = judge_offer(Offer(person, "120k")), judge_offer(Offer(person, "300k"))
    >>> low.percentile.base < high.percentile.base, bool(low.ask)
    (True, True)
    """
    book = book or Rulebook.shipped()
    terms, read = read_terms(offer, book)
    priced = estimate(offer.profile, book)
    yearly, normal = years_of(terms, book), normal_year(terms)
    standing = _standing(terms.base, normal.liquid, priced)
    points = bls_points(priced.place, book)
    cited = [source.id for source in priced.sources] + [judgement(book)]
    cited += [id_ for point in points for id_ in point.sources]
    return JudgedOffer(
        name=offer.name,
        profile=priced.profile,
        terms=terms,
        read=read,
        yearly=yearly,
        normal_year=normal,
        first_year=yearly[0],
        monthly=Monthly(
            float(formulas.a_month(terms.base)), float(formulas.a_month(normal.liquid))
        ),
        liquid=normal.liquid,
        illiquid=normal.total - normal.liquid,
        percentile=standing,
        standing=sentences.half_of(normal.liquid, priced.total),
        verdict=sentences.verdict(
            (normal.liquid, standing.total, priced.total),
            (terms.base, standing.base, priced.base),
            _measured(terms.base, normal.liquid, priced, standing),
        ),
        ask=asks(terms, normal, priced, book),
        bls=points,
        estimate=priced,
        sources=sources_of(book, cited),
        warnings=(*_warnings(offer, terms, normal, yearly), *priced.warnings),
    )


def _standing(base: float, liquid: float, priced: Estimate) -> Standing:
    other = priced.measured
    return Standing(
        percentile(base, priced.base),
        percentile(liquid, priced.total),
        other and ByMeasured(percentile(base, other.base), percentile(liquid, other.total)),
    )


def _measured(
    base: float, liquid: float, priced: Estimate, standing: Standing
) -> tuple[sentences.Place, sentences.Place] | None:
    """Where a normal year and base stand by the measured premium, for the verdict."""
    at, among = standing.measured, priced.measured
    if at is None or among is None:
        return None
    return (liquid, at.total, among.total), (base, at.base, among.base)


def asks(terms: Terms, normal: Year, priced: Estimate, book: Rulebook) -> tuple[Ask, ...]:
    """What each component alone would have to rise by, up to p50 and up to p75 of the total.

    A component that such jobs do not pay and the offer does not have is left out, and so is
    equity that cannot be sold.
    """
    parts = priced.components
    open_to = {
        "equity": terms.liquid and bool(terms.grant or parts.equity > 0),
        "bonus": bool(terms.bonus or parts.bonus > 0),
        "base": True,
    }
    found = []
    goals: tuple[tuple[To, float], ...] = (("p50", priced.total.p50), ("p75", priced.total.p75))
    for to, wanted in goals:
        gap = float(formulas.missing(wanted, normal.liquid, _M))
        amounts = {
            "equity": formulas.grant_for(gap, len(terms.vesting)),
            "bonus": gap,
            "base": formulas.base_for(gap, terms.bonus_share or 0.0),
        }
        found += [
            Ask(component, to, float(amounts[component]), gap, (judgement(book),))
            for component in assumed(book, "ask")["cheapest_first"]
            if round(gap, 2) > 0 and open_to[component]
        ]
    return tuple(found)


def _warnings(offer: Offer, terms: Terms, normal: Year, yearly: tuple[Year, ...]) -> list[Notice]:
    if offer.equity is None and offer.shares is None:
        unused = [name for name in ("kind", "liquid") if getattr(offer, name) is not None]
        return [sentences.without_equity(unused)] if unused else []
    if not terms.grant:
        return []
    notices = [] if terms.liquid else [sentences.illiquid(terms.kind)]
    if len(set(terms.vesting)) > 1:
        notices.append(sentences.cliff(normal.equity, yearly[0].equity))
    if len(terms.vesting) < len(yearly):
        notices.append(sentences.ends(len(terms.vesting)))
    return notices
