"""Degree and employer: what they do to base, to the spread and to the parts of the total."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mlsalary import rules
from mlsalary.engine.levels import Band
from mlsalary.engine.term import Term
from mlsalary.profile import Profile, priced_as
from mlsalary.results import Notice
from mlsalary.rulebook.model import RUNGS, UNKNOWN, Constant, Model
from mlsalary.sentences import estimate as sentences


def degree_logs(
    degree: str | None, model: Model, ladder: Mapping[str, Band], own: Mapping[str, Band]
) -> list[float]:
    """ln of the degree's factor at each level of the ladder; own: the guide's bands of the degree,
    which hold at their levels."""
    if degree is None:
        return [0.0 for _ in ladder]
    logs = {level: _at(model, f"degree.{priced_as(degree)}", level).value for level in ladder}
    logs |= {level: own[level].middle_log - ladder[level].middle_log for level in own}
    return list(logs.values())


def degree_term(
    profile: Profile,
    model: Model,
    chances: list[float],
    ladder: Mapping[str, Band],
    own: Mapping[str, Band],
    guide: str,
) -> Term | None:
    """The degree's part of base, None where it is not known; guide: the source of the bands."""
    degree = profile.degree
    if degree is None:
        return None
    log = float(rules.mixed(chances, degree_logs(degree, model, ladder, own)))
    constants = [_at(model, f"degree.{priced_as(degree)}", level) for level in ladder]
    error = float(rules.mixed(chances, [one.error for one in constants]))
    label, warnings = sentences.degree_label(degree), sentences.likened(degree)
    if profile.level is not None and profile.level in own:
        band, whole = own[profile.level], ladder[profile.level]
        low, high = sorted((math.log(band.low / whole.low), math.log(band.high / whole.high)))
        return Term("degree", label, log, low, high, (guide,), "cited", warnings=warnings)
    return Term(
        rule="degree",
        label=label,
        log=log,
        low=log - rules.Z90 * error,
        high=log + rules.Z90 * error,
        sources=model.cited(constants[0]),
        kind=constants[1].kind,
        note=sentences.degree_note(degree, bool(own)),
        doubts={"degree": error} if error else {},
        warnings=warnings,
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


def employer_facts(employer: str | None, model: Model, levels: Sequence[str]) -> Employer:
    """The constants of one kind of employer at these levels; None is the middle of the mix."""
    name = f"employer.{priced_as(employer) if employer else UNKNOWN}"
    usual = by_level(model, "total.share", levels)
    size, frozen = model.value(f"{name}.share"), model.value(f"{name}.illiquid")
    in_cash = by_level(model, f"{name}.bonus_part", levels)
    return Employer(
        model.constant(f"{name}.base"),
        model.value(f"{name}.spread"),
        [rules.equity_of(size * share, part) for share, part in zip(usual, in_cash, strict=True)],
        [rules.bonus_of(size * share, part) for share, part in zip(usual, in_cash, strict=True)],
        [frozen * share for share in usual],
        model.value(f"{name}.total_spread"),
    )


def by_level(model: Model, name: str, levels: Sequence[str]) -> list[float]:
    """A constant for each level; management's is staff's: nobody reported on it."""
    return [_at(model, name, level).value for level in levels]


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
        sources=model.cited(facts.base),
        kind=facts.base.kind,
        doubts={"employer": error} if error else {},
        warnings=(*sentences.likened(profile.employer), *assumed),
    )


def _at(model: Model, name: str, level: str) -> Constant:
    """A constant by level. Management stands where staff does: nobody reported on it."""
    whole = model.find(name) if not model.has_levels(name) else None
    if whole is not None:
        return whole
    return model.constant(f"{name}.{level if level in RUNGS else RUNGS[-1]}")
