"""The company itself, beside its kind of employer, where enough people report from it."""

from __future__ import annotations

from mlsalary import rules
from mlsalary.engine.case import Case
from mlsalary.engine.employed import listed_effects, own_company, paid_in
from mlsalary.engine.rule import Rule, Term, Worked
from mlsalary.rulebook.model import RUNGS
from mlsalary.rules.facts import Part
from mlsalary.sentences import estimate as sentences


def _part(case: Case) -> Part | None:
    profile = case.profile
    company = own_company(profile.company, profile.employer, case.book, case.model)
    if company is None:
        return None
    base, beyond = listed_effects(str(profile.employer), case.model)
    row = case.model.company(company)
    levels = [level if level in RUNGS else RUNGS[-1] for level in case.levels]
    return Part(
        by_level=[base + row["base"][level] for level in levels] if row else None,
        log=None if row else base,
        beyond=beyond + row["beyond"] if row else beyond,
        cash=1.0 if paid_in(company, case.book) else None,
    )


def _term(case: Case, part: Part, worked: Worked) -> Term | None:
    company = str(case.profile.company)
    way = paid_in(company, case.book)
    warnings = (sentences.paid_otherwise(company, way),) if way else ()
    row = case.model.company(company)
    error = row["error"] if row else 0.0
    low, high = rules.around_log(worked.log, error)
    return Term(
        label=sentences.company_label(company),
        low=low,
        high=high,
        sources=case.model.sources,
        kind="fitted",
        note=sentences.company_note(worked.log, part.beyond, row["reports"] if row else None),
        doubts={"company": error} if error else {},
        warnings=warnings,
    )


RULE = Rule("company", ("company",), ("by_level", "log", "beyond", "cash"), _part, _term)
