"""The specialization: five ways of pricing it become one band of factors on the generalist."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, NamedTuple

from mlsalary import rules
from mlsalary.engine.bands import guide_source
from mlsalary.engine.case import Case
from mlsalary.engine.releases import peg
from mlsalary.engine.rule import Rival, Rule, Term, Worked
from mlsalary.profile import Profile, priced_as
from mlsalary.results import Evidence, Notice
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.citing import guide_rows
from mlsalary.rules.facts import Part
from mlsalary.rules.operations import Floats
from mlsalary.sentences import estimate as sentences

_M = Floats()


class Premium(NamedTuple):
    """A band of factors on the generalist, and where it comes from."""

    spec: str | None
    low: float
    high: float
    sources: tuple[str, ...] = ()
    kind: Evidence = "cited"
    error: float = 0.0

    @property
    def middle_log(self) -> float:
        """ln of the middle of the band."""
        return float(rules.middle_log(self.low, self.high, _M))


NO_PREMIUM = Premium(None, 1.0, 1.0)


@once_a_book
def guide_premium(book: Rulebook, spec: str) -> Premium:
    """The guide's premium for one specialization, whichever way the guide states it."""
    table = book.toml("guide/specializations.toml")
    key = priced_as(spec)
    row = next(row for row in guide_rows(book, "specializations") if row["id"] == key)
    low, high, kind = _stated(book, row)
    if row["stated"] != "premium":
        typical = table["typical_base_low"], table["typical_base_high"]
        low, high = rules.premium_of_band(low, high, *typical)
    return Premium(spec, float(low), float(high), (row["source"],), kind)


def _stated(book: Rulebook, row: dict[str, Any]) -> tuple[float, float, Evidence]:
    match row["stated"]:
        case "premium":
            return 1 + row["low"], 1 + row["high"], "cited"
        case "band":
            return row["base_low"], row["base_high"], "cited"
        case "percentiles":
            low, high = (peg(book, None, row["occupation"], row[end]) for end in ("low", "high"))
            return low, high, "assumed"
        case _:  # a floor: the guide gives no top, its width is a judgement
            return row["base_low"], row["base_low"] * row["assumed_top_width"], "assumed"


@once_a_book
def measured_premium(book: Rulebook, spec: str) -> Premium | None:
    """What job ads pay for one specialization, level held fixed; None where nobody measured."""
    for row in book.toml("evidence.toml")["row"]:
        if row["spec"] == priced_as(spec) and row.get("measured"):
            factor = 1 + row["effect"]
            error = rules.relative_error(row["standard_error"], factor)
            return Premium(spec, factor, factor, (row["source"],), "cited", error)
    return None


def premium(profile: Profile, book: Rulebook) -> Premium:
    """The band that counts: of several specializations the one with the highest middle."""
    if not profile.spec or profile.premiums == "none":
        return NO_PREMIUM
    if profile.premiums == "guide":
        found = [guide_premium(book, spec) for spec in profile.specs]
    else:
        found = [measured_premium(book, s) or Premium(s, 1.0, 1.0) for s in profile.specs]
    return max(found, key=lambda one: (one.middle_log, bool(one.sources)))


def rival(profile: Profile, book: Rulebook) -> Premium | None:
    """What was measured, beside the guide's premium; None where the guide's does not count, or
    where nobody measured the specialization that does."""
    chosen = premium(profile, book)
    if profile.premiums != "guide" or not chosen.spec or not measured_premium(book, chosen.spec):
        return None
    return premium(replace(profile, premiums="measured"), book)


def _part(case: Case) -> Part | None:
    if not case.profile.spec:
        return None
    chosen = premium(case.profile, case.book)
    own = rules.band_spread(chosen.low, chosen.high, _M)
    return Part(log=chosen.middle_log, widens=own or None)


def _term(case: Case, part: Part, worked: Worked) -> Term:
    profile, book = case.profile, case.book
    chosen = premium(profile, book)
    others = tuple(spec for spec in profile.specs if spec != chosen.spec)
    measured = measured_premium(book, chosen.spec) if chosen.spec else None
    other = rival(profile, book)
    return Term(
        label=sentences.premium_label(profile, chosen.spec, others),
        low=math.log(chosen.low),
        high=math.log(chosen.high),
        sources=(*chosen.sources, *(other.sources if other else ())),
        kind=chosen.kind,
        note=sentences.premium_note(
            profile, chosen.spec, chosen.low, chosen.high, whose(chosen, book), _effect(measured)
        ),
        doubts=_sampling(chosen),
        rivals=(_beside(chosen, other),) if other else (),
        warnings=_warnings(profile, book, chosen, measured, others),
    )


RULE = Rule("specialization", ("spec",), ("log", "widens"), _part, _term)


def _sampling(one: Premium) -> dict[str, float]:
    return {"premium_measured": one.error} if one.error else {}


def _beside(chosen: Premium, other: Premium) -> Rival:
    return Rival("premium_sources", other.middle_log - chosen.middle_log, _sampling(other))


def whose(chosen: Premium, book: Rulebook) -> str:
    """Whose premium it is: the guide's, or a source's laid over it."""
    ours = not chosen.sources or chosen.sources[0] == guide_source(book)
    return "guide" if ours else chosen.sources[0]


def _effect(measured: Premium | None) -> tuple[float, float] | None:
    return (measured.low - 1, measured.error) if measured else None


def _warnings(
    profile: Profile,
    book: Rulebook,
    chosen: Premium,
    measured: Premium | None,
    others: tuple[str, ...],
) -> tuple[Notice, ...]:
    notices = [notice for spec in profile.specs for notice in sentences.likened(spec)]
    if profile.premiums == "measured" and measured is None:
        notices.append(sentences.not_measured(profile.specs))
    if profile.premiums == "guide" and measured and chosen.spec:
        claimant, effect = whose(chosen, book), _effect(measured) or ()
        notices.append(sentences.contested(chosen.spec, chosen.low, chosen.high, claimant, *effect))
    if others and profile.premiums != "none":
        notices.append(sentences.highest_counts(chosen.spec, others))
    return tuple(notices)
