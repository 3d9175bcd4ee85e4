"""A kind of employer in one metro, beside what the metro and the kind do each for itself."""

from __future__ import annotations

from mlsalary import rules
from mlsalary.engine.case import Case
from mlsalary.engine.employed import company_known, hubs, kinds_of, local_part, reported_in
from mlsalary.engine.rule import Rule, Term, Worked
from mlsalary.rules.facts import Part
from mlsalary.sentences import estimate as sentences


def _part(case: Case) -> Part | None:
    return local_part(case, known=company_known(case))


def _term(case: Case, part: Part, worked: Worked) -> Term:
    kinds = kinds_of(case, known=company_known(case))
    rows = [row for hub in hubs(case) for row in reported_in(hub, kinds)]
    reports = sum(row["reports"] for row in rows)
    error = float(rules.combined([row["error"] * row["reports"] / reports for row in rows]))
    low, high = rules.around_log(worked.log, error)
    return Term(
        label=sentences.local_label(case.profile.employer, case.found.name),
        low=low,
        high=high,
        sources=case.model.sources,
        kind="fitted",
        note=sentences.local_note(reports),
        doubts={"local_employer": error},
    )


RULE = Rule(
    "place_employer", ("metro", "state", "employer", "company"), ("log", "beyond"), _part, _term
)
