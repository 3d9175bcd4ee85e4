"""From base to total compensation: equity and bonus of a normal year, the signing bonus apart."""

from __future__ import annotations

from math import exp
from typing import Any

from mlsalary import rules
from mlsalary.engine.employer import beyond_evidence
from mlsalary.engine.working import Working
from mlsalary.profile import Profile, priced_as
from mlsalary.results import Start, Step
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import guide_rows
from mlsalary.rules.operations import Floats
from mlsalary.sentences import estimate as sentences

_M = Floats()


def total_steps(worked: Working, base: float) -> tuple[Step, ...]:
    """Base, then equity, then bonus; the last step's amount is the p50 of the total."""
    case = worked.case
    equity, bonus = (float(share) for share in rules.beyond_base(worked.facts, _M))
    with_equity = float(rules.ratio(equity, 0.0))
    whole = float(rules.ratio(equity, bonus))
    kind, own = beyond_evidence(case)
    claim = _guide_equity(case.book)
    steps: list[Step] = [Start("base", "Base salary", 1.0, base, base, base, (), kind)]
    if equity:
        low, high = claim["low"], claim["high"]
        steps.append(
            Step(
                "equity",
                sentences.equity_label(),
                with_equity,
                1 + low,
                1 + high,
                base * with_equity,
                (claim["source"], *own),
                kind,
                sentences.equity_note(equity, low, high),
            )
        )
    steps.append(
        Step(
            "bonus",
            sentences.bonus_label(),
            whole / with_equity,
            whole / with_equity,
            whole / with_equity,
            base * whole,
            own,
            kind,
        )
    )
    return tuple(steps)


def signing(profile: Profile, book: Rulebook) -> float | None:
    """The usual one-time signing bonus, US dollars: the middle of the guide's range, or None.

    The guide speaks of some kinds of employer, so others get none.
    """
    known = book.toml("guide/compensation.toml")["signing_employers"]
    if not profile.employer or priced_as(profile.employer) not in known:
        return None
    row = next(row for row in guide_rows(book, "compensation") if row["id"] == "signing")
    return exp(rules.middle_log(row["low"], row["high"], _M))


def _guide_equity(book: Rulebook) -> dict[str, Any]:
    rows = guide_rows(book, "compensation")
    return next(row for row in rows if row["id"] == "equity-public")
