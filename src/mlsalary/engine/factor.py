"""A rule that is one factor on base for each word of a field: ``FIELD.WORD`` of model.toml is its
natural log."""

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
        told = getattr(case.profile, field) is not None
        return Part(log=constant(case).value) if told else None

    def term(case: Case, part: Part, worked: Worked) -> Term:
        return factor_term(case, field, constant(case))

    return Rule(field, (field,), ("log",), part, term)


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
