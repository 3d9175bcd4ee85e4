"""What should be known of an offer: what changes how it is read, and what no figure says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlsalary.decisions.asks import Ask
from mlsalary.decisions.assumptions import assumed
from mlsalary.decisions.shares import OPTIONS, is_part
from mlsalary.decisions.terms import Offer, Terms, Year, years_shown
from mlsalary.engine.employed import own_company
from mlsalary.profile import Profile, priced_as
from mlsalary.reading.amounts import read_period
from mlsalary.results import Estimate, Notice
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.rules import offer as formulas
from mlsalary.rules.operations import Floats
from mlsalary.sentences import offer as sentences


def warnings(
    offer: Offer,
    terms: Terms,
    bonus: float,
    yearly: tuple[Year, ...],
    priced: Estimate,
    book: Rulebook,
) -> list[Notice]:
    """What was not told, what cannot be sold, and when a grant brings what; bonus: the one that
    counts, told or not."""
    found = []
    if terms.grant is None:
        found.append(sentences.equity_untold(_needed(terms, bonus, priced)))
    if terms.bonus is None:
        found.append(sentences.bonus_assumed(bonus, float(formulas.bonus_share(bonus, terms.base))))
    if not terms.grant:
        unused = [name for name in ("kind", "liquid") if getattr(offer, name) is not None]
        return [*found, sentences.without_equity(unused)] if unused else found
    if not terms.liquid:
        found.append(_apart(offer, terms, priced, book))
    if _is_small(offer, terms.grant, terms.base, book):
        found.append(sentences.small_grant(terms.grant))
    return found + _grant(terms, terms.grant, yearly, book)


def _apart(offer: Offer, terms: Terms, priced: Estimate, book: Rulebook) -> Notice:
    """Why the grant is counted apart; of a part of a company no strike price can be given."""
    part = is_part(offer)
    if part and terms.kind == OPTIONS:
        return sentences.before_strike(terms.grant or 0.0)
    employer = priced.profile.employer
    startup = employer is not None and priced_as(employer) in assumed(book, "unlisted")["employers"]
    return sentences.illiquid(terms.kind, part=part and offer.liquid is None and not startup)


def _is_small(offer: Offer, grant: float, base: float, book: Rulebook) -> bool:
    """Whether a whole grant, typed as an amount, is so small that a digit may be missing."""
    typed = isinstance(offer.equity, str) and "$" not in offer.equity and not is_part(offer)
    return typed and grant < float(assumed(book, "small")["grant"]) * base


def _needed(terms: Terms, bonus: float, priced: Estimate) -> float | None:
    """What a year of equity would bring the total to its median; None where none could."""
    if not terms.liquid or not priced.components.equity:
        return None
    cash = formulas.paid(terms.base, 0.0, bonus, 0.0)
    return float(formulas.missing(priced.total.p50, cash, Floats()))


def _grant(terms: Terms, grant: float, yearly: tuple[Year, ...], book: Rulebook) -> list[Notice]:
    first, shown = yearly[0].equity or 0.0, years_shown(book)
    share = formulas.normal_share(terms.vesting, shown)
    normal = float(formulas.normal_equity(grant, share))
    last = formulas.years_earned(terms.vesting)
    if last < shown:
        return [sentences.ends(last, shown, normal, float(formulas.average(grant, last)))]
    return [sentences.uneven(normal, first)] if len(set(terms.vesting)) > 1 else []


def notes(
    offer: Offer, terms: Terms, asked: tuple[Ask, ...], priced: Estimate, book: Rulebook
) -> tuple[Notice, ...]:
    """What applies to such an offer and is in no figure, the most telling first. asked: what it
    lacks."""
    found, good = [*_by_the_hour(offer, asked, book)], precision(book)
    found.append(_good_to(priced, book))
    if terms.grant:
        found.append(sentences.cliff(assumed(book, "grant")["cliff_months"]))
    if terms.signing:
        found.append(sentences.clawback())
    if terms.bonus:
        found.append(sentences.at_target())
    if terms.grant:
        found.append(sentences.later_grants())
    if terms.grant is not None:
        found.append(sentences.one_evidence(good["correlation"]))
    return tuple(found)


def _by_the_hour(offer: Offer, asked: tuple[Ask, ...], book: Rulebook) -> Iterator[Notice]:
    """Of a base that is told by the hour or the like: what that leaves out, and what the first ask
    of base is by the same."""
    period = read_period(offer.base, "The base", book)
    if period and period.a_year != 1:
        more = next((ask.amount for ask in asked if ask.component == "base"), None)
        each = None if more is None else float(formulas.by_the(more, period.a_year))
        yield sentences.full_time(more, each, period.name)


def precision(book: Rulebook) -> dict[str, Any]:
    """How far a percentile carries, with the sources of that."""
    return assumed(book, "percentile")


def _good_to(priced: Estimate, book: Rulebook) -> Notice:
    """How far the percentile carries, where it was measured how far such estimates miss."""
    if priced.accuracy is None:
        return sentences.good_to_unknown()
    good = precision(book)
    ends = good["company_points_low"], good["company_points_high"]
    own = _has_own_effect(priced.profile, book)
    company = priced.profile.company if own else None
    return sentences.good_to(good["group_points"], ends, company)


def _has_own_effect(profile: Profile, book: Rulebook) -> bool:
    model = Model.of(book)
    own = own_company(profile.company, profile.employer, book, model)
    return own is not None and model.company(own) is not None
