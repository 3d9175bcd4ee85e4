"""An offer as it is made, and as it is read: what it pays in which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.grant import read_grant, yearly_equity
from mlsalary.decisions.shares import kind_told
from mlsalary.errors import UsageError
from mlsalary.profile import Profile, priced_as
from mlsalary.reading.amount_text import Written
from mlsalary.reading.amounts import is_nothing, read_amount, read_sum
from mlsalary.reading.bonus import read_bonus
from mlsalary.reading.profile import bound
from mlsalary.results import Read
from mlsalary.rulebook import Rulebook
from mlsalary.rules import offer as formulas
from mlsalary.spelling import quoted, unknown

Kind = Literal["rsu", "options", "private"]


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer for a job, amounts as people write them or as numbers of US dollars.

    profile: the job.
    base: a year, or ``$95/hour``, which is reckoned to a year of full-time work.
    equity: a whole grant, ``480000/4y`` or an amount over the usual four years; ``120k/yr`` is
    what each year brings, ``0.1%`` a part of the company at its ``valuation``.
    vesting: per cent of each year, ``5,15,40,40``; None: every year the same.
    kind: rsu, options, or private (stock of a company that is not listed).
    liquid: whether the equity can be sold as it vests; None: as usual for its kind.
    bonus: a year, ``15%`` of base or dollars.
    signing: once.
    name: for comparisons.
    shares, price: instead of ``equity``, how many shares and US dollars for one of them.
    strike: of options, US dollars: they are worth what the price exceeds it by.
    valuation: US dollars for the whole company.

    Amounts are read by whoever judges the offer: making one raises nothing.

    >>> from mlsalary import Offer, Profile, judge_offer
    >>> offer = Offer(Profile(years=7, metro="Seattle"), base="$195,000", bonus="10%")
    >>> terms = judge_offer(offer).terms
    >>> terms.base, terms.bonus
    (195000.0, 19500.0)
    """

    profile: Profile
    base: Written
    equity: Written | None = None
    vesting: str | Sequence[float] | None = None
    kind: str | None = None
    liquid: bool | None = None
    bonus: Written | None = None
    signing: Written | None = None
    name: str | None = None
    shares: Written | None = None
    price: Written | None = None
    strike: Written | None = None
    valuation: Written | None = None


class Terms(NamedTuple):
    """An offer once it is read, US dollars.

    vesting: what each year brings of the grant, per cent. bonus: a year; bonus_share: its share of
    base where it was stated so. kind, liquid: of a grant, were there one.
    """

    base: float
    grant: float
    vesting: tuple[float, ...]
    kind: Kind
    liquid: bool
    bonus: float
    bonus_share: float | None
    signing: float


class Year(NamedTuple):
    """What one year pays, US dollars: ``total`` is the sum of the four parts before it.

    year: 1 is the first; 0 is a normal year: the grant's average year, no signing bonus. liquid:
    the total without equity that cannot be sold.
    """

    year: int
    base: float
    equity: float
    bonus: float
    signing: float
    total: float
    liquid: float


def read_terms(offer: Offer, book: Rulebook) -> tuple[Terms, tuple[Read, ...]]:
    """The offer in numbers, and how they were read where they stood otherwise.

    UsageError for what cannot be read or has no answer.
    """
    base, read = _base(offer, book)
    grant = read_grant(offer, book)
    kind, liquid = _equity_kind(offer, grant.worth, book)
    bonus = read_bonus(0 if offer.bonus is None else offer.bonus, book)
    if bonus.note:
        read.append(Read("bonus", str(offer.bonus), bonus.dollars, bonus.note))
    share = bonus.share
    terms = Terms(
        base=base,
        grant=grant.worth,
        vesting=grant.vesting,
        kind=kind,
        liquid=liquid,
        bonus=bonus.dollars if share is None else float(formulas.bonus_paid(base, share)),
        bonus_share=share,
        signing=_signing(offer.signing, book),
    )
    return terms, (*read, *grant.read)


def _base(offer: Offer, book: Rulebook) -> tuple[float, list[Read]]:
    """One amount of base a year, above zero."""
    if offer.base in (0, "0"):
        raise UsageError("bad_money", "An offer needs a base above zero. Add --base 190k.")
    amount = read_amount(offer.base, book, what="The base")
    if amount.low != amount.high:
        raise UsageError(
            "bad_money",
            f"The base {quoted(offer.base)} is a range. Give one amount, like 190k, or place the "
            "range with --posted.",
        )
    told = [Read("base", str(offer.base), amount.low, amount.note)] if amount.note else []
    return amount.low, told


def _signing(written: Written | None, book: Rulebook) -> float:
    """What is paid once."""
    if written is None or is_nothing(written, book):
        return 0.0
    amount, period = read_sum(written, "The signing bonus", book)
    if period is not None:
        raise UsageError(
            "bad_money",
            f"The signing bonus {quoted(written)} is paid once, not for {period.name}. Write it "
            "like 40k, or as --bonus.",
        )
    return amount


def years_of(terms: Terms, book: Rulebook) -> tuple[Year, ...]:
    """Year by year, as long as the grant is earned, and four years at least."""
    count = max(len(terms.vesting) if terms.grant else 0, assumed(book, "grant")["years_shown"])
    equity = yearly_equity(terms.grant, terms.vesting, count)
    return tuple(
        _year(number, terms, part, terms.signing if number == 1 else 0.0)
        for number, part in enumerate(equity, 1)
    )


def normal_year(terms: Terms) -> Year:
    """The year that an estimate is compared with."""
    return _year(0, terms, float(formulas.normal_equity(terms.grant, len(terms.vesting))), 0.0)


def _year(number: int, terms: Terms, equity: float, signing: float) -> Year:
    total = float(formulas.paid(terms.base, equity, terms.bonus, signing))
    sold = equity if terms.liquid else 0.0
    liquid = float(formulas.paid(terms.base, sold, terms.bonus, signing))
    return Year(number, terms.base, equity, terms.bonus, signing, total, liquid)


def _equity_kind(offer: Offer, grant: float, book: Rulebook) -> tuple[Kind, bool]:
    """The kind of equity and whether it can be sold, as the offer says, else as its kind and the
    employer mean: what a startup grants is stock that is not listed."""
    usual = assumed(book, "kinds")
    employer = bound(offer.profile, book).employer
    unlisted = (
        employer is not None and priced_as(employer) in assumed(book, "unlisted")["employers"]
    )
    kind = kind_told(offer) or ("private" if unlisted and grant else "rsu")
    if kind not in usual:
        raise unknown(UsageError, "bad_kind", "kind of equity", kind, list(usual))
    usually = usual[kind] and not unlisted
    return cast(Kind, kind), usually if offer.liquid is None else offer.liquid
