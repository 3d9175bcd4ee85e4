"""What is reported at a level, over the middle of the guide's band."""

from __future__ import annotations

from mlsalary import rules
from mlsalary.engine.bands import correction
from mlsalary.engine.case import Case
from mlsalary.engine.rule import Rule, Term, Worked
from mlsalary.rules.facts import Part
from mlsalary.sentences import estimate as sentences


def _part(case: Case) -> Part | None:
    if case.profile.bands == "guide":
        return None
    found = [correction(case, level) for level in case.levels]
    return Part(by_level=[one.value for one in found if one]) if all(found) else None


def _term(case: Case, part: Part, worked: Worked) -> Term:
    constants = [case.model.constant(f"levels.reported.{level}") for level in case.levels]
    error = float(rules.mixed(worked.shares, [one.error for one in constants]))
    low, high = rules.around_log(worked.log, error)
    return Term(
        label=sentences.reported_label(case.profile.level),
        low=low,
        high=high,
        sources=case.model.cited(constants[0]),
        kind=constants[0].kind,
        note=sentences.reported_note(worked.log, case.profile.level),
        doubts={"reported_level": error} if error and case.profile.level else {},
    )


RULE = Rule("reported", ("level",), ("by_level",), _part, _term)
