"""A rule that is one factor on base for each word of a field: ``FIELD.WORD`` of model.toml is its
natural log, and ``total.FIELD.WORD`` that of the factor on what is paid beyond base."""

from __future__ import annotations

from mlsalary import rules
from mlsalary.engine.case import Case
from mlsalary.engine.rule import Rule, Term, Worked
from mlsalary.profile import priced_as
from mlsalary.rulebook.model import Constant
from mlsalary.rules.facts import Part
from mlsalary.sentences import estimate as sentences


def factor_rule(field: str) -> Rule:
    """The rule of a field of a profile whose words differ by one factor each."""

    def constant(case: Case) -> Constant:
        return case.model.constant(f"{field}.{priced_as(getattr(case.profile, field))}")

    def part(case: Case) -> Part | None:
        if getattr(case.profile, field) is None:
            return None
        return Part(log=constant(case).value, beyond=beyond_of(case, field))

    def term(case: Case, part: Part, worked: Worked) -> Term | None:
        said = factor_term(case, field, constant(case))
        does = part.log or part.beyond or constant(case).error
        return said if does or said.warnings else None

    return Rule(field, (field,), ("log", "beyond"), part, term)


def beyond_of(case: Case, field: str) -> float | None:
    """ln of a word's factor on what is paid beyond base, None where the model has none."""
    found = case.model.find(f"total.{field}.{priced_as(getattr(case.profile, field))}")
    return None if found is None else found.value


def factor_term(case: Case, field: str, constant: Constant) -> Term:
    """What is said of one constant of the model that is the log of a factor."""
    word = getattr(case.profile, field)
    low, high = rules.around_log(constant.value, constant.error)
    return Term(
        label=sentences.word_label(word),
        low=low,
        high=high,
        sources=case.model.cited(constant),
        kind=constant.kind,
        doubts={field: constant.error} if constant.error else {},
        warnings=sentences.likened(word),
    )
