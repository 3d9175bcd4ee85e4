"""Where an amount stands among comparable people, and how the kind of employer moves it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from mlsalary import rules
from mlsalary.decisions.assumptions import assumed
from mlsalary.engine import price
from mlsalary.profile import Profile, priced_as
from mlsalary.results import Estimate, Priced, Range
from mlsalary.rulebook import Rulebook
from mlsalary.rules.operations import Floats
from mlsalary.vocabulary import vocabulary

_M = Floats()


class ByMeasured(NamedTuple):
    """The percentiles of a ``Standing`` by the measured premium."""

    base: float
    total: float | None


class Standing(NamedTuple):
    """Percentiles, 0 to 100: of base, and of the liquid pay of a normal year among totals, which
    is None where equity was not told.

    measured: the same by the measured premium, where that and the guide's part; else None.
    """

    base: float
    total: float | None
    measured: ByMeasured | None


class ByEmployer(NamedTuple):
    """The percentiles that the same pay would have at another kind of employer; None: where its
    kind is not known, in the mix of them."""

    employer: str | None
    base: float
    total: float | None


def percentile(pay: float, among: Range) -> float:
    """The percentile, 0 to 100, of a pay in US dollars a year."""
    return float(rules.percentile_rank(pay, among.p25, among.p50, among.p75, _M))


def standing(base: float, liquid: float | None, priced: Estimate) -> Standing:
    """Where a base and a normal year's liquid pay stand; liquid: None where that is not known."""
    other = priced.measured
    return Standing(
        percentile(base, priced.base),
        _total(liquid, priced.total),
        other and ByMeasured(percentile(base, other.base), _total(liquid, other.total)),
    )


def by_employer(
    profile: Profile, base: float, liquid: float | None, book: Rulebook
) -> tuple[ByEmployer, ...]:
    """The same pay at the kinds of employer that decisions.toml names, the profile's own left out;
    first, where one was told, among people of whose employers nothing is known."""
    own = profile.employer
    asked: list[str | None] = [None] if own else []
    asked += [
        word
        for word in vocabulary(book).words["employer"]
        if word in assumed(book, "employers")["compared"] and word != (own and priced_as(own))
    ]
    found = []
    for kind in asked:
        priced: Priced = price(replace(profile, employer=kind, company=None), book)
        found.append(ByEmployer(kind, percentile(base, priced.base), _total(liquid, priced.total)))
    return tuple(found)


def _total(liquid: float | None, among: Range) -> float | None:
    return None if liquid is None else percentile(liquid, among)
