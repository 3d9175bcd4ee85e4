"""The degree: a factor on base by level, or the guide's own band where it has one."""

from __future__ import annotations

import math

from mlsalary import rules
from mlsalary.engine.bands import bands, degree_bands, guide_source
from mlsalary.engine.case import Case
from mlsalary.engine.factor import beyond_of
from mlsalary.engine.rule import Rule, Term, Worked
from mlsalary.profile import priced_as
from mlsalary.rulebook.model import RUNGS, Constant
from mlsalary.rules.facts import Part
from mlsalary.sentences import estimate as sentences


def _part(case: Case) -> Part | None:
    degree, release, given = case.profile.degree, case.profile.bls, case.profile.level
    if degree is None:
        return None
    ladder, own = bands(case.book, release), degree_bands(case.book, degree, release)
    guides = own if case.profile.bands == "guide" else {}
    return Part(
        by_level=[
            guides[level].middle_log - ladder[level].middle_log
            if level in guides
            else _constant(case, level).value
            for level in case.levels
        ],
        band_factor=own[given].spread / ladder[given].spread if given in own else None,
        beyond=beyond_of(case, "degree"),
    )


def _term(case: Case, part: Part, worked: Worked) -> Term | None:
    degree, given = case.profile.degree, case.profile.level
    if degree is None:
        return None
    label, warnings = sentences.word_label(degree), sentences.likened(degree)
    own = degree_bands(case.book, degree, case.profile.bls)
    guides = case.profile.bands == "guide"
    if guides and given in own:
        band, whole = own[given], bands(case.book, case.profile.bls)[given]
        low, high = sorted((math.log(band.low / whole.low), math.log(band.high / whole.high)))
        return Term(label, low, high, (guide_source(case.book),), "cited", warnings=warnings)
    constants = [_constant(case, level) for level in case.levels]
    error = float(rules.mixed(worked.shares, [one.error for one in constants]))
    low, high = rules.around_log(worked.log, error)
    return Term(
        label=label,
        low=low,
        high=high,
        sources=case.model.cited(_constant(case, RUNGS[0])),
        kind=_constant(case, RUNGS[1]).kind,
        note=sentences.degree_note(degree, own_band=guides and bool(own)),
        doubts={"degree": error} if error else {},
        warnings=warnings,
    )


RULE = Rule("degree", ("level", "degree"), ("by_level", "band_factor", "beyond"), _part, _term)


def _constant(case: Case, level: str) -> Constant:
    return case.model.at_level(f"degree.{priced_as(case.profile.degree or '')}", level)
