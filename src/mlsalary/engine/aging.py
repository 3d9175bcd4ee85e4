"""Aging: pay of one month in the money of another, along the series of data/aging.toml."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from mlsalary.engine.term import Term, weakest
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.results import Evidence, Notice
from mlsalary.rulebook import Rulebook
from mlsalary.sentences import estimate as sentences

FILE = "aging.toml"


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
            log=years * math.log(series["growth"]) - math.log(last["factor"]),
            kind=series["growth_kind"],
            sources=tuple(series["growth_sources"]),
            beyond=years,
            doubt=series["doubt"] * years,
        )
    after = next(place for place, row in enumerate(rows) if at <= _months(row["end"]))
    row = rows[after]
    if at >= _months(row["start"]):
        return Aged(-math.log(row["factor"]), row["kind"], (row["source"],))
    return _between(rows[after - 1], row, at)


def _between(before: dict[str, Any], after: dict[str, Any], at: int) -> Aged:
    start, end = _months(before["end"]), _months(after["start"])
    part = (at - start) / (end - start)
    log = (1 - part) * math.log(before["factor"]) + part * math.log(after["factor"])
    return Aged(
        -log,
        weakest((before["kind"], after["kind"])),
        tuple(dict.fromkeys((before["source"], after["source"]))),
    )


def aging_term(profile: Profile, book: Rulebook) -> Term | None:
    """The step from the base month's money to that of ``as_of``, None where it is not asked."""
    if profile.as_of is None:
        return None
    base = str(book.toml(FILE)["base"])
    move = aged(book, profile.as_of)
    beyond: tuple[Notice, ...] = ()
    if move.beyond:
        beyond = (sentences.extrapolated(profile.as_of, base, book.toml(FILE)["growth"]),)
    return Term(
        rule="aging",
        label=sentences.aging_label(base, profile.as_of),
        log=move.log,
        low=move.log - move.doubt,
        high=move.log + move.doubt,
        sources=move.sources,
        kind=move.kind,
        note=sentences.aging_note(move.kind),
        doubts={"aging": move.doubt} if move.doubt else {},
        warnings=beyond,
    )


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])
