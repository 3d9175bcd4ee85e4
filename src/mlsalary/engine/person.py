"""Degree and employer: what they do to base, to the spread and to the parts of the total."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from mlsalary import rules
from mlsalary.engine.levels import ALL, Band
from mlsalary.engine.term import Term
from mlsalary.profile import Profile
from mlsalary.results import Notice
from mlsalary.rulebook.model import Constant, Model
from mlsalary.sentences import estimate as sentences
from mlsalary.vocabulary import INDIVIDUAL_LADDER

UNKNOWN = "unknown"


def degree_logs(degree: str | None, model: Model, ladder: dict[str, Band]) -> list[float]:
    """ln of the degree's factor at each level; a PhD's at entry is the guide's own band."""
    if degree is None:
        return [0.0 for _ in ALL]
    logs = [_at(model, f"degree.{degree}", level).value for level in ALL]
    if degree == "phd":
        logs[0] = ladder["entry-phd"].middle_log - ladder["entry"].middle_log
    return logs


def degree_term(
    profile: Profile, model: Model, chances: list[float], ladder: dict[str, Band]
) -> Term | None:
    """The degree's part of base, None where it is not known."""
    if profile.degree is None:
        return None
    log = float(rules.mixed(chances, degree_logs(profile.degree, model, ladder)))
    constants = [_at(model, f"degree.{profile.degree}", level) for level in ALL]
    error = float(rules.mixed(chances, [one.error for one in constants]))
    if profile.degree == "phd" and profile.level == "entry":
        low, high = (
            math.log(getattr(ladder["entry-phd"], end) / getattr(ladder["entry"], end))
            for end in ("low", "high")
        )
        low, high = sorted((low, high))
        return Term(
            "degree", sentences.degree_label("phd"), log, low, high, ("guide-2026",), "cited"
        )
    return Term(
        rule="degree",
        label=sentences.degree_label(profile.degree),
        log=log,
        low=log - rules.Z90 * error,
        high=log + rules.Z90 * error,
        sources=_sources(model, constants[0]),
        kind=constants[1].kind,
        note=sentences.degree_note(profile.degree),
        doubts={"degree": error} if error else {},
    )


class Employer(NamedTuple):
    """What an employer means, by level where a sequence.

    base: ln factor on base. spread: factor on the spread of base. equity, bonus, illiquid: shares
    of base in a normal year. total_spread: factor on the spread of total compensation.
    """

    base: Constant
    spread: float
    equity: list[float]
    bonus: list[float]
    illiquid: list[float]
    total_spread: float


@lru_cache(maxsize=32)
def employer_facts(employer: str | None, model: Model) -> Employer:
    """The constants of one kind of employer; None is the middle of the mix."""
    name = f"employer.{employer or UNKNOWN}"
    usual = by_level(model, "total.share")
    size, frozen = model.value(f"{name}.share"), model.value(f"{name}.illiquid")
    in_cash = by_level(model, f"{name}.bonus_part")
    return Employer(
        model.constant(f"{name}.base"),
        model.value(f"{name}.spread"),
        [rules.equity_of(size * share, part) for share, part in zip(usual, in_cash, strict=True)],
        [rules.bonus_of(size * share, part) for share, part in zip(usual, in_cash, strict=True)],
        [frozen * share for share in usual],
        model.value(f"{name}.total_spread"),
    )


def by_level(model: Model, name: str) -> list[float]:
    """A constant for every level; management's is staff's: nobody reported on it."""
    return [_at(model, name, level).value for level in ALL]


def employer_term(profile: Profile, model: Model, facts: Employer) -> Term | None:
    """The employer's part of base, None where it is not known."""
    if profile.employer is None:
        return None
    log, error = facts.base.value, facts.base.error
    assumed: tuple[Notice, ...] = ()
    if facts.base.kind == "assumed":
        assumed = (sentences.assumed_employer(profile.employer),)
    return Term(
        rule="employer",
        label=sentences.employer_label(profile.employer),
        log=log,
        low=log - rules.Z90 * error,
        high=log + rules.Z90 * error,
        sources=_sources(model, facts.base),
        kind=facts.base.kind,
        doubts={"employer": error} if error else {},
        warnings=assumed,
    )


def _at(model: Model, name: str, level: str) -> Constant:
    """A constant by level. Management stands where staff does: nobody reported on it."""
    whole = model.find(name) if not model.has_levels(name) else None
    if whole is not None:
        return whole
    return model.constant(f"{name}.{level if level in INDIVIDUAL_LADDER else 'staff'}")


def _sources(model: Model, constant: Constant) -> tuple[str, ...]:
    return ("mlsalary-judgement",) if constant.kind == "assumed" else model.sources
