"""An offer as it is made, and as it is read: what it pays in which year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple, cast

from mlsalary import values
from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.grant import read_grant, yearly_equity
from mlsalary.decisions.shares import is_part, kind_told
from mlsalary.errors import UsageError
from mlsalary.figures import Amount, Dollars
from mlsalary.profile import Fields, Profile, only_said, priced_as
from mlsalary.reading.amount_text import Written
from mlsalary.reading.amounts import is_nothing, read_amount, read_sum, untold
from mlsalary.reading.bonus import read_bonus
from mlsalary.reading.equity import in_parts
from mlsalary.reading.given import NAMES, given, not_one, require_known, require_one
from mlsalary.reading.profile import bound
from mlsalary.results import Read
from mlsalary.rulebook import Rulebook
from mlsalary.rules import offer as formulas
from mlsalary.spelling import quoted, unknown

Kind = Literal["rsu", "options", "private"]


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer for a job, amounts as people write them or as numbers of US dollars.

    A part that is left out is unknown, which is not the same as none: say ``0`` or ``none``.

    profile: the job.
    base: a year, or ``$95/hour``, which is reckoned to a year of full-time work.
    equity: a whole grant, ``480000/4y`` or an amount over the usual four years; ``120k/yr`` is
    what each year brings, ``0.1%`` a part of the company at its ``valuation``.
    vesting: percentages of the years, ``5,15,40,40``, or years, ``4``; None: all years the same.
    kind: rsu, options, or private (stock of a company that is not listed).
    liquid: whether the equity can be sold as it vests; None: as usual for its kind.
    bonus: a year, ``15%`` of base or dollars.
    signing: once.
    name: for comparisons.
    shares, price: instead of ``equity``, how many shares and US dollars for one of them.
    strike: of options, US dollars: they are worth what the price exceeds it by.
    valuation: US dollars for the whole company.

    Amounts are read by whoever judges the offer. Raises UsageError for a value that is neither text
    nor a number.

    >>> from mlsalary import Offer, Profile, judge_offer
    >>> offer = Offer(Profile(years=7, metro="Seattle"), base="$195,000", bonus="10%")
    >>> terms = judge_offer(offer).terms
    >>> terms.base, terms.bonus
    (195000.0, 19500.0)
    """

    profile: Profile
    base: Written
    equity: Written | None = None
    vesting: str | float | Sequence[float] | None = None
    kind: str | None = None
    liquid: bool | None = None
    bonus: Written | None = None
    signing: Written | None = None
    name: str | None = None
    shares: Written | None = None
    price: Written | None = None
    strike: Written | None = None
    valuation: Written | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.profile, Profile):
            raise values.wrong("The profile of an Offer", "a Profile", self.profile)
        for name, value in ((name, getattr(self, name)) for name in PARTS):
            if value is not None:
                object.__setattr__(self, name, _plain(name, value))

    def __repr__(self) -> str:
        return only_said(self)


PARTS = tuple(one.name for one in fields(Offer) if one.name != "profile")
"""What an offer may say beside the job."""


class OfferFields(Fields[float | str | None, str | None, Iterable[str] | None], total=False):
    """An offer but for its base, and the fields of its profile, as a function takes them."""

    profile: Profile
    equity: Written | None
    vesting: str | float | Sequence[float] | None
    kind: str | None
    liquid: bool | None
    bonus: Written | None
    signing: Written | None
    name: str | None
    shares: Written | None
    price: Written | None
    strike: Written | None
    valuation: Written | None


def offered(function: str, offer: object, told: Mapping[str, Any]) -> Offer:
    """The offer that ``function`` was asked about: an Offer, or its parts and the fields of its
    profile by name; never both.

    UsageError for both, for a name that there is not, and for no base.
    """
    require_known(function, told, ("profile", *PARTS, *NAMES))
    if offer is None:
        if told.get("base") is None:
            raise UsageError("no_offer", f'{function} needs an Offer, or its base: base="190k".')
        parts = {name: told[name] for name in told if name in PARTS}
        job = {name: told[name] for name in told if name in NAMES}
        return Offer(given(function, told.get("profile"), job), **parts)
    if not isinstance(offer, Offer):
        raise not_one(function, "an Offer", offer)
    require_one(function, "an Offer", told)
    return offer


def _plain(name: str, value: object) -> Any:
    """A part of an offer as a plain value."""
    if name in ("kind", "name"):
        return values.text(name, value)
    if name == "liquid":
        return values.flag(name, value)
    value = values.plain(value)
    if name == "vesting" and not isinstance(value, str | int | float):
        parts = values.several(name, value, "numbers")
        return tuple(values.amount(name, part) for part in parts)
    return values.amount(name, value)


class Terms(NamedTuple):
    """An offer once it is read, US dollars. A part that was not told is None, none at all is 0.

    vesting: what each year brings of the grant, per cent; evenly over the usual years where there
    is no grant. kind, liquid: of the grant, were there one. bonus: a year; bonus_share: its share
    of base where it was stated so.
    """

    base: Dollars
    grant: Dollars | None
    vesting: tuple[float, ...]
    kind: Kind
    liquid: bool
    bonus: Dollars | None
    bonus_share: float | None
    signing: Dollars | None


class Year(NamedTuple):
    """What one year pays, US dollars. A part that was not told is None, none at all is 0.

    year: 1 is the first; 0 is a normal year: the grant's average year, no signing bonus. Of a
    grant of fewer than four years it is the average of years 2 to 4.
    total: the sum of the four parts before it. Where no bonus was told, the typical one is in it;
    where no equity was told there is no total, hence None. liquid: the total without equity that
    cannot be sold.
    """

    year: int
    base: Dollars
    equity: Dollars | None
    bonus: Dollars | None
    signing: Dollars | None
    total: Dollars | None
    liquid: Dollars | None


def read_terms(offer: Offer, book: Rulebook) -> tuple[Terms, tuple[Read, ...]]:
    """The offer in numbers, and how they were read where they stood otherwise.

    UsageError for what cannot be read or has no answer.
    """
    base, read = _base(offer, book)
    grant = read_grant(offer, book)
    kind, liquid = _equity_kind(offer, grant.worth, book)
    bonus, share, told = _bonus(offer.bonus, base, book)
    signing, once = _signing(offer.signing, book)
    terms = Terms(
        base=base,
        grant=grant.worth,
        vesting=grant.vesting,
        kind=kind,
        liquid=liquid,
        bonus=bonus,
        bonus_share=share,
        signing=signing,
    )
    return terms, (*read, *told, *once, *grant.read)


def _base(offer: Offer, book: Rulebook) -> tuple[float, list[Read]]:
    """One amount of base a year, above zero."""
    if offer.base in (0, "0"):
        raise UsageError("bad_money", "An offer needs a base above zero. Add --base 190k.")
    amount = read_amount(offer.base, book, what="The base", typed=True)
    if amount.low != amount.high:
        raise UsageError(
            "bad_money",
            f"The base {quoted(offer.base)} is a range. An offer has one amount, like 190k, in a "
            "file too. To place a range: mlsalary offer --posted 130k-242k.",
        )
    told = [Read("base", str(offer.base), Amount(amount.low), amount.note)] if amount.note else []
    return amount.low, told


def _bonus(
    written: Written | None, base: float, book: Rulebook
) -> tuple[float | None, float | None, list[Read]]:
    """A year's bonus, its share of base where it is stated so, and how it was read."""
    if written is None or untold(written, book):
        return None, None, []
    bonus = read_bonus(written, book)
    if bonus.share is not None:
        return float(formulas.bonus_paid(base, bonus.share)), bonus.share, []
    said = Read("bonus", str(written), Amount(bonus.dollars), bonus.note)
    return bonus.dollars, None, [said] if bonus.note else []


def _signing(written: Written | None, book: Rulebook) -> tuple[float | None, list[Read]]:
    """What is paid once, and how it was read: in parts it is the whole of them."""
    if written is None or untold(written, book):
        return None, []
    if is_nothing(written, book):
        return 0.0, []
    whole, apart = in_parts(written, book)
    amount, period = read_sum(whole, "The signing bonus", book)
    if period is not None:
        raise UsageError(
            "bad_money",
            f"The signing bonus {quoted(written)} is paid once, not for {period.name}. Write it "
            "like 40k, or as --bonus.",
        )
    note = "comes in parts, all counted in year 1"
    return amount, [Read("signing", str(written), Amount(amount), note)] if apart else []


def years_of(terms: Terms, bonus: float, book: Rulebook) -> tuple[Year, ...]:
    """Year by year, as long as the grant is earned, and four years at least; bonus: the one that
    counts, told or not."""
    count = max(len(terms.vesting) if terms.grant else 0, years_shown(book))
    earned: list[float | None] = [None] * count
    if terms.grant is not None:
        earned = [*yearly_equity(terms.grant, terms.vesting, count)]
    return tuple(
        _year(number, terms, bonus, part, terms.signing if number == 1 else 0.0)
        for number, part in enumerate(earned, 1)
    )


def normal_year(terms: Terms, bonus: float, book: Rulebook) -> Year:
    """The year that an estimate is compared with; bonus: the one that counts, told or not."""
    share = formulas.normal_share(terms.vesting, years_shown(book))
    equity = None if terms.grant is None else float(formulas.normal_equity(terms.grant, share))
    return _year(0, terms, bonus, equity, 0.0)


def years_shown(book: Rulebook) -> int:
    """Over how many years an offer is looked at, at least."""
    return int(assumed(book, "grant")["years_shown"])


def _year(
    number: int, terms: Terms, bonus: float, equity: float | None, signing: float | None
) -> Year:
    total = liquid = None
    if equity is not None:
        total = float(formulas.paid(terms.base, equity, bonus, signing or 0.0))
        sold = equity if terms.liquid else 0.0
        liquid = float(formulas.paid(terms.base, sold, bonus, signing or 0.0))
    return Year(number, terms.base, equity, terms.bonus, signing, total, liquid)


def _equity_kind(offer: Offer, grant: float | None, book: Rulebook) -> tuple[Kind, bool]:
    """The kind of equity and whether it can be sold, as the offer says, else as its kind and the
    employer mean: what a startup grants is stock that is not listed, and so is a part of a company
    that has a valuation."""
    usual = assumed(book, "kinds")
    unlisted = _unlisted(offer, book)
    kind = kind_told(offer) or ("private" if unlisted and grant else "rsu")
    if kind not in usual:
        raise unknown(UsageError, "bad_kind", "kind of equity", kind, list(usual))
    usually = usual[kind] and not unlisted
    return cast(Kind, kind), usually if offer.liquid is None else offer.liquid


def _unlisted(offer: Offer, book: Rulebook) -> bool:
    employer, words = bound(offer.profile, book).employer, assumed(book, "unlisted")
    kind = employer and priced_as(employer)
    return kind in words["employers"] or (is_part(offer) and kind not in words["but"])
