"""Years beside a level: what more or fewer than usual bring, and how people then spread."""

from __future__ import annotations

import math

from mlsalary import rules
from mlsalary.engine.bands import bands
from mlsalary.engine.case import Case
from mlsalary.engine.rule import Rule, Term, Worked
from mlsalary.rulebook.model import RUNGS, UNKNOWN
from mlsalary.rules.facts import Part
from mlsalary.sentences import estimate as sentences

SLOPE = "levels.beside.slope"


def usual_years(case: Case, level: str) -> float:
    """The years that are usual at a level of the individual ladder."""
    return case.model.value(f"levels.beside.usual.{level}")


def _part(case: Case) -> Part | None:
    level = case.profile.level
    if level is None:
        return None
    if level not in RUNGS:  # nobody reported from management: the band is all that is known
        of_band = bands(case.book)[level].spread / case.model.value(f"employer.{UNKNOWN}.spread")
        return Part(spread_beside=[of_band for _ in RUNGS])
    slope = case.model.value(SLOPE)
    return Part(
        a_log_year=slope,
        at_usual=slope * math.log1p(usual_years(case, level)),
        spread_beside=[case.model.value(f"spread.beside.{level}") for _ in RUNGS],
        beyond_beside=case.model.value("spread.beyond_beside"),
    )


def _term(case: Case, part: Part, worked: Worked) -> Term | None:
    level, told = case.profile.level, case.profile.experience
    if part.a_log_year is None or told is None or level is None:
        return None
    slope = case.model.constant(SLOPE)
    doubt = abs(worked.log) * rules.relative_error(slope.error, slope.value) if slope.value else 0.0
    low, high = rules.around_log(worked.log, doubt)
    return Term(
        label=sentences.experience_label(told),
        low=low,
        high=high,
        sources=case.model.cited(slope),
        kind=slope.kind,
        note=sentences.experience_note(usual_years(case, level)),
        doubts={"years_beside": doubt},
    )


RULE = Rule(
    "years", ("level",), ("a_log_year", "at_usual", "spread_beside", "beyond_beside"), _part, _term
)
