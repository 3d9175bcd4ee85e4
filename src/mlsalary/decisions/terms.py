"""An offer as it is made, and as it is read: what it pays in which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.money import Written, read_bonus, read_money
from mlsalary.decisions.vesting import read_grant, yearly_equity
from mlsalary.errors import UsageError
from mlsalary.profile import Profile, priced_as
from mlsalary.reading.profile import bound
from mlsalary.rulebook import Rulebook
from mlsalary.rules import offer as formulas
from mlsalary.spelling import unknown

Kind = Literal["rsu", "options", "private"]


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer for a job, amounts as people write them or as numbers of US dollars.

    profile: the job.
    base: a year.
    equity: a whole grant, ``480000/4y`` or an amount over the usual four years.
    vesting: per cent of each year, ``5,15,40,40``; None: every year the same.
    kind: rsu, options, or private (stock of a company that is not listed).
    liquid: whether the equity can be sold as it vests; None: as usual for its kind.
    bonus: a year, ``15%`` of base or dollars.
    signing: once.
    name: for comparisons.

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


def read_terms(offer: Offer, book: Rulebook) -> Terms:
    """The offer in numbers. UsageError for what cannot be read or has no answer."""
    base = read_money(offer.base, "The base", book)
    if base <= 0:
        raise UsageError("bad_money", "An offer needs a base above zero. Add --base 190k.")
    grant, vesting = read_grant(offer.equity, offer.vesting, book)
    kind, liquid = _equity_kind(offer, grant, book)
    share, bonus = read_bonus(offer.bonus, book) if offer.bonus is not None else (None, 0.0)
    return Terms(
        base=base,
        grant=grant,
        vesting=vesting,
        kind=kind,
        liquid=liquid,
        bonus=bonus if share is None else float(formulas.bonus_paid(base, share)),
        bonus_share=share,
        signing=read_money(offer.signing or 0, "The signing bonus", book),
    )


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
    """The kind of equity and whether it can be sold; RSUs of a startup need a word on that."""
    usual = assumed(book, "kinds")
    kind = (offer.kind or "rsu").strip().casefold()
    if kind not in usual:
        raise unknown(UsageError, "bad_kind", "kind of equity", kind, list(usual))
    employer = bound(offer.profile, book).employer
    unlisted = assumed(book, "unlisted")["employers"]
    private = kind == "rsu" and employer is not None and priced_as(employer) in unlisted
    if grant and private and offer.liquid is None:
        raise UsageError(
            "liquidity_unknown",
            "RSUs of a private company may never turn into money. Say --kind private if they "
            "cannot be sold, or --liquid or --illiquid.",
        )
    usually = usual[kind] and not private
    return cast(Kind, kind), usually if offer.liquid is None else offer.liquid
