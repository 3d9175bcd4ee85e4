"""A profile by the premium that was measured, beside the guide's."""

from __future__ import annotations

import math
from dataclasses import replace

from mlsalary import rules
from mlsalary.engine import specialization
from mlsalary.engine.working import Working
from mlsalary.results import Measured
from mlsalary.rules.operations import Floats
from mlsalary.sentences import estimate as sentences


def by_measured(worked: Working) -> Measured | None:
    """What ``premiums="measured"`` would answer, where it and the guide's premium part."""
    case, rule = worked.case, specialization.RULE
    stated = specialization.premium(case.profile, case.book)
    found = specialization.rival(case.profile, case.book)
    if found is None or found.middle_log == stated.middle_log:
        return None
    asked = case._replace(profile=replace(case.profile, premiums="measured"))
    part = rule.part(asked)
    assert part is not None
    facts = worked.facts_of({**worked.facts.parts, rule.name: part})
    other = Working(asked, worked.typed, worked.read, facts, *rules.price(facts, Floats()))
    said = sentences.two_premiums(
        (stated.spec or "", math.exp(stated.middle_log) - 1),
        (found.spec or "", math.exp(found.middle_log) - 1),
        specialization.whose(stated, case.book),
        (other.base.p50, other.total.p50),
    )
    return Measured(other.base, other.total, said)
