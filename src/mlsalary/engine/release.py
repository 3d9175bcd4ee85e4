"""Another BLS release: how far the bands move with their pegs."""

from __future__ import annotations

import math

from mlsalary import rules
from mlsalary.engine.bands import bands
from mlsalary.engine.case import Case
from mlsalary.engine.money import grown
from mlsalary.engine.releases import guide_release, release_month, release_source
from mlsalary.engine.rule import Rule, Term, Worked
from mlsalary.rules.facts import Part
from mlsalary.sentences import estimate as sentences


def _asked(case: Case) -> str | None:
    """The release whose percentiles count, None where it is the guide's own."""
    year = case.profile.bls[:4] if case.profile.bls else None
    return None if year == guide_release(case.book) else case.profile.bls


def _counted_already(case: Case, release: str) -> float:
    """ln of the growth between the two releases, which the money of the answer brings anyway."""
    months = (release_month(case.book, year) for year in (guide_release(case.book), release))
    return grown(case.book, case.model, *months)


def _part(case: Case) -> Part | None:
    asked = _asked(case)
    if asked is None:
        return None
    then, now = bands(case.book), bands(case.book, asked)
    given, growth = case.profile.level, _counted_already(case, asked)
    return Part(
        by_level=[now[level].middle_log - then[level].middle_log - growth for level in case.levels],
        band_factor=None if given is None else now[given].spread / then[given].spread,
    )


def _term(case: Case, part: Part, worked: Worked) -> Term:
    release = case.profile.bls or ""
    then, now = bands(case.book), bands(case.book, release)
    growth = _counted_already(case, release)
    low, high = sorted(
        float(
            rules.mixed(
                worked.shares,
                [
                    math.log(getattr(now[level], end) / getattr(then[level], end)) - growth
                    for level in case.levels
                ],
            )
        )
        for end in ("low", "high")
    )
    guides = guide_release(case.book)
    return Term(
        label=sentences.release_label(release[:4], guides),
        low=low,
        high=high,
        sources=(release_source(case.book, release), release_source(case.book, guides)),
        kind="cited",
        note=sentences.RELEASE_NOTE,
    )


RULE = Rule("release", ("level",), ("by_level", "band_factor"), _part, _term)
