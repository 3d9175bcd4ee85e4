"""What a change of the rulebook does to pay: a panel of profiles under two of them, in dollars."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from mlsalary.engine import estimate
from mlsalary.engine.money import grown
from mlsalary.figures import Amount
from mlsalary.profile import Profile
from mlsalary.results import Estimate, Range
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.months import today
from mlsalary.rules import offer as formulas
from mlsalary.tables.data import DataReport, Row
from mlsalary.tables.panel import PANEL, panel, reason, typed

SHIPPED = "shipped"
"""What the rulebook that comes with the package is called, beside folders."""
BEYOND_BASE = "beyond_base"
"""The step from base to total, after the rules of the chain."""
_A_MOVE = 0.5
"""US dollars: less is the same amount on every page."""


class _Compared(NamedTuple):
    """A profile under both rulebooks; None where one refuses it, for the reason beside."""

    profile: Profile
    before: Estimate | None
    after: Estimate | None
    refused_before: str | None
    refused_after: str | None


def compared(old: Path, new: Path) -> DataReport:
    """The panel of ``new`` under both rulebooks, each a folder laid over the shipped one, or
    ``shipped`` itself. BadDataError for a folder that is not there or has a fault."""
    books = _book(old), _book(new)
    found = [_compared(profile, *books) for profile in panel(books[1])]
    cited = {str(books[1].toml(PANEL)["source"]), *(id_ for one in found for id_ in _sources(one))}
    rows = tuple(_row(one) for one in found)
    summary = {"old": str(old), "new": str(new), "dollars": _dollars(found)} | _summary(rows)
    summary |= _money(*books)
    return DataReport("diff", rows, sources_of(books[1], cited), summary=summary)


def _money(old: Rulebook, new: Rulebook) -> Row:
    """Whose dollars each answers in where none are asked for, and what that alone does to base."""
    before, after = today(old), today(new)
    moved = math.expm1(grown(new, Model.of(new), before, after))
    return {"today_before": before, "today_after": after, "today_change_percent": 100 * moved}


def _book(folder: Path) -> Rulebook:
    """A rulebook with a memory of its own, but for the shipped one."""
    return Rulebook.shipped() if str(folder) == SHIPPED else Rulebook.overlay(folder)


def _compared(profile: Profile, old: Rulebook, new: Rulebook) -> _Compared:
    """Where the months differ in whose money the two answer, the new one's holds for both."""
    (before, not_before), (after, not_after) = _answer(profile, old), _answer(profile, new)
    if before and after and before.dollars != after.dollars:
        before, not_before = _answer(replace(profile, as_of=after.dollars), old)
    return _Compared(profile, before, after, not_before, not_after)


def _answer(profile: Profile, book: Rulebook) -> tuple[Estimate | None, str | None]:
    """The estimate, or why there is none."""
    try:
        return estimate(profile, book), None
    except Exception as error:
        return None, reason(error)


def _dollars(found: Sequence[_Compared]) -> str | None:
    """The month in whose money the rows stand that ask for none."""
    usual = (one.after or one.before for one in found if one.profile.as_of is None)
    return next((answer.dollars for answer in usual if answer), None)


def _row(one: _Compared) -> Row:
    was, now = one.before, one.after
    told = now or was
    return {
        "profile": typed(one.profile),
        "dollars": told.dollars if told else None,
        **_change("base", was and was.base, now and now.base),
        **_change("total", was and was.total, now and now.total),
        "moved": _differ(_medians(was), _medians(now)) if was and now else None,
        "ranges_moved": _differ(_percentiles(was), _percentiles(now)) if was and now else None,
        "steps": _steps(was, now) if was and now else [],
        "refused_before": one.refused_before,
        "refused_after": one.refused_after,
    }


def _change(name: str, was: Range | None, now: Range | None) -> Row:
    """The medians, US dollars a year, and what parts them in dollars and in per cent."""
    change = Amount(now.p50 - was.p50) if was and now else None
    percent = 100 * formulas.growth(now.p50, was.p50) if was and now else None
    return {
        f"{name}_before": Amount(was.p50) if was else None,
        f"{name}_after": Amount(now.p50) if now else None,
        f"{name}_change": change,
        f"{name}_change_percent": percent,
    }


def _medians(answer: Estimate) -> tuple[float, ...]:
    return answer.base.p50, answer.total.p50


def _percentiles(answer: Estimate) -> tuple[float, ...]:
    return *answer.base, *answer.total


def _differ(some: Sequence[float], others: Sequence[float]) -> bool:
    return any(abs(one - other) >= _A_MOVE for one, other in zip(some, others, strict=True))


def _steps(was: Estimate, now: Estimate) -> list[Row]:
    """The steps that are not as before, the one that moves pay most in front.

    percent: what the move does to pay. A step that one of the two has not does nothing there.
    """
    before, after = _chain(was), _chain(now)
    found = []
    for at in dict.fromkeys([*after, *before]):
        (old, old_factor), (new, new_factor) = before.get(at, _NOTHING), after.get(at, _NOTHING)
        effect = formulas.growth(new_factor, old_factor)
        if abs(effect * was.total.p50) >= _A_MOVE:
            said = {"before": old, "after": new, "percent": 100 * effect}
            found.append({"rule": at[0], "unit": at[1]} | said)
    return sorted(found, key=lambda step: -abs(math.log1p(step["percent"] / 100)))


_NOTHING = (1.0, 1.0)


def _chain(answer: Estimate) -> dict[tuple[str, str], tuple[float, float]]:
    """By rule and unit what a step is said to be and by which factor it moves pay: where the chain
    starts in dollars, then factors, then what is paid beyond base as a share of it."""
    first, *others = answer.steps
    beyond = answer.total.p50 / answer.base.p50
    return {
        (first.rule, "usd/year"): (Amount(first.base), first.base),
        **{(step.rule, "factor"): (step.factor, step.factor) for step in others},
        (BEYOND_BASE, "share"): (beyond - 1, beyond),
    }


def _sources(one: _Compared) -> Iterator[str]:
    """What the steps rest on that moved."""
    if one.before and one.after:
        moved = {step["rule"] for step in _steps(one.before, one.after)}
        beyond = one.after.total_steps if BEYOND_BASE in moved else ()
        steps = (*(step for step in one.after.steps if step.rule in moved), *beyond)
        yield from (id_ for step in steps for id_ in step.sources)


def _summary(rows: Sequence[Row]) -> dict[str, Any]:
    """How many moved, by how much in the median, and the two that moved furthest, in total
    compensation."""
    moved = sorted((row for row in rows if row["moved"]), key=lambda row: row["total_change"])
    changes = [row["total_change"] for row in moved]
    percents = [row["total_change_percent"] for row in moved]
    ups = [row["profile"] for row in moved if row["total_change"] >= _A_MOVE]
    downs = [row["profile"] for row in moved if row["total_change"] <= -_A_MOVE]
    return {
        "profiles": len(rows),
        "moved": len(moved),
        "ranges_moved": sum(bool(row["ranges_moved"]) for row in rows),
        "refused": sum(row["moved"] is None for row in rows),
        "median_change": Amount(median(changes)) if changes else None,
        "median_change_percent": median(percents) if percents else None,
        "largest_up": ups[-1] if ups else None,
        "largest_down": downs[0] if downs else None,
    }
