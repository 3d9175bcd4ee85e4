"""From the money of the constants to that of the answer's month."""

from __future__ import annotations

from mlsalary.engine.case import Case
from mlsalary.engine.money import aged
from mlsalary.engine.rule import Rule, Term, Worked
from mlsalary.results import Notice
from mlsalary.rulebook.months import AGING, counted, published, today
from mlsalary.rules.facts import Part
from mlsalary.sentences import money as sentences


def _part(case: Case) -> Part:
    move = aged(case.book, case.model, case.profile.as_of or today(case.book))
    return Part(log=move.log, beyond=move.beyond)


def _term(case: Case, part: Part, worked: Worked) -> Term | None:
    """The step from the constants' money to that of the answer."""
    table = case.book.toml(AGING)
    month = case.profile.as_of or today(case.book)
    if month == table["dollars"]:
        return None
    move = aged(case.book, case.model, month)
    unpublished: tuple[Notice, ...] = ()
    if counted(month) > counted(today(case.book)):
        unpublished = (sentences.extrapolated(month, published(case.book), table["growth"]),)
    return Term(
        label=sentences.aging_label(table["dollars"], month),
        low=move.log - move.doubt,
        high=move.log + move.doubt,
        sources=move.sources,
        kind=move.kind,
        note=sentences.aging_note(move.kind, move.ahead, table["growth"]),
        doubts={"aging": move.doubt} if move.doubt else {},
        warnings=unpublished,
    )


RULE = Rule("aging", ("as_of",), ("log", "beyond"), _part, _term)
