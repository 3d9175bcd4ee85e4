"""Aging: pay of one month in the money of another, along the series of data/aging.toml."""

from __future__ import annotations

from typing import Any, NamedTuple

from mlsalary import rules
from mlsalary.engine.case import Case
from mlsalary.engine.rule import Rule, Term, Worked, weakest
from mlsalary.errors import UsageError
from mlsalary.results import Evidence, Notice
from mlsalary.rulebook import Rulebook
from mlsalary.rules.facts import Part
from mlsalary.rules.operations import Floats
from mlsalary.sentences import estimate as sentences

FILE = "aging.toml"
_M = Floats()


class Aged(NamedTuple):
    """ln of what a dollar of the series' base month is in another month.

    beyond: years after the last row; doubt: standard deviation of the log that this brings.
    """

    log: float
    kind: Evidence
    sources: tuple[str, ...]
    beyond: float = 0.0
    doubt: float = 0.0


def aged(book: Rulebook, month: str) -> Aged:
    """From the base month of the series to ``month``, YYYY-MM; UsageError before its start."""
    series = book.toml(FILE)
    rows: list[dict[str, Any]] = series["row"]
    at = _months(month)
    if at < _months(rows[0]["start"]):
        raise UsageError(
            "as_of_too_early",
            f"The aging series starts in {rows[0]['start']}. Ask for that month or a later one.",
        )
    last = rows[-1]
    if at > _months(last["end"]):
        years = (at - _months(last["end"])) / 12
        return Aged(
            log=rules.aged_beyond_log(last["factor"], series["growth"], years, _M),
            kind=series["growth_kind"],
            sources=tuple(series["growth_sources"]),
            beyond=years,
            doubt=rules.aging_doubt(series["doubt"], years),
        )
    after = next(place for place, row in enumerate(rows) if at <= _months(row["end"]))
    row = rows[after]
    if at >= _months(row["start"]):
        return Aged(rules.aged_log(row["factor"], _M), row["kind"], (row["source"],))
    return _between(rows[after - 1], row, at)


def _between(before: dict[str, Any], after: dict[str, Any], at: int) -> Aged:
    start, end = _months(before["end"]), _months(after["start"])
    part = (at - start) / (end - start)
    return Aged(
        rules.aged_between_log(before["factor"], after["factor"], part, _M),
        weakest((before["kind"], after["kind"])),
        tuple(dict.fromkeys((before["source"], after["source"]))),
    )


def _part(case: Case) -> Part | None:
    month = case.profile.as_of
    return None if month is None else Part(log=aged(case.book, month).log)


def _term(case: Case, part: Part, worked: Worked) -> Term | None:
    """The step from the base month's money to that of ``as_of``."""
    month = case.profile.as_of
    if month is None:
        return None
    series = case.book.toml(FILE)
    base, move = str(series["base"]), aged(case.book, month)
    beyond: tuple[Notice, ...] = ()
    if move.beyond:
        beyond = (sentences.extrapolated(month, base, series["growth"]),)
    return Term(
        label=sentences.aging_label(base, month),
        low=move.log - move.doubt,
        high=move.log + move.doubt,
        sources=move.sources,
        kind=move.kind,
        note=sentences.aging_note(move.kind),
        doubts={"aging": move.doubt} if move.doubt else {},
        warnings=beyond,
    )


RULE = Rule("aging", ("as_of",), ("log",), _part, _term)


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])
