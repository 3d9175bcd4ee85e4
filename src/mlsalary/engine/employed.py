"""Whom somebody works for: which company's effects count, what kinds of employer do in a metro.

Several rules hang on it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mlsalary import rules
from mlsalary.engine.areas import PlaceRules
from mlsalary.engine.case import Case
from mlsalary.profile import priced_as
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import UNKNOWN, Model
from mlsalary.rules.facts import Part
from mlsalary.rules.operations import Floats

if TYPE_CHECKING:
    from mlsalary.reading.companies import Company

_M = Floats()
MIXES = {
    "big-tech": ("top-tech", "mega-tech"),
    "tech": ("tech", "enterprise"),
    UNKNOWN: ("top-tech", "mega-tech", "tech", "enterprise"),
}
"""Words that mean several kinds of employer where no company is known: they do in a metro what
these do, by how many report from there. People say ``tech`` of the technology of a bank too."""

LISTED = ("base", "beyond")
"""ln of the factors of ``employer.KIND.listed``: on base and on what is paid beyond it."""


def own_company(company: object, employer: object, book: Rulebook, model: Model) -> str | None:
    """Which company's effects count: its own name, or, where it has none of its own, its kind, of
    which it is known to be. None where it is priced as another kind: they are measured beside its
    own, and say nothing beside another; and where there are none."""
    if company is None:
        return None
    from mlsalary.reading.companies import read_company  # 5 ms, for who names a company

    listed = read_company(str(company), book)
    return own_of(listed, book, model) if listed and listed.employer == employer else None


def own_of(listed: Company, book: Rulebook, model: Model) -> str | None:
    """The same of a company as it is listed, which is priced as its own kind."""
    if listed.employer is None:
        return None
    if _has_own(listed.name, book, model):
        return listed.name
    kind = str(listed.employer)
    return kind if any(listed_effects(kind, model)) else None


def _has_own(name: str, book: Rulebook, model: Model) -> bool:
    return model.company(name) is not None or paid_in(name, book) is not None


def paid_in(name: str, book: Rulebook) -> str | None:
    """How a company pays what others pay in shares: ``cash`` or ``bonus``; None for in shares."""
    from mlsalary.reading.companies import FILE

    table = book.toml(FILE)
    return next((way for way in ("cash", "bonus") if name in table.get(way, ())), None)


def listed_effects(kind: str, model: Model) -> tuple[float, float]:
    """ln of the factors of companies that are known to be of a kind, on base and on what is paid
    beyond it, beside what the kind's word alone does."""
    base, beyond = (model.find(f"employer.{kind}.listed.{name}") for name in LISTED)
    return (base.value if base else 0.0), (beyond.value if beyond else 0.0)


def kinds_of(case: Case, *, known: bool) -> tuple[str, ...]:
    """The kind of employer that is told, or those that its word means where no company is known."""
    kind = kind_of(case)
    return (kind,) if known else MIXES.get(kind, (kind,))


def local_part(case: Case, *, known: bool) -> Part | None:
    """What a profile's kind of employer does in its metro, or in the metros of its state. known:
    whether a company tells it."""
    if case.found.kind == "state":
        return _in_state(case, known=known)
    kind, kinds, model = kind_of(case), kinds_of(case, known=known), case.model
    rows = reported_in(case, kinds)
    if not rows:
        return None
    strength, elasticity = model.value("place.pooling"), model.value("total.place_elasticity")
    own = [rules.pooled(0.0, row["log_factor"], row["reports"], strength) for row in rows]
    if kinds == (kind,):
        return Part(log=own[0], beyond=rules.tilt_log(own[0], elasticity))
    base, share = model.value(f"employer.{kind}.base"), model.value(f"employer.{kind}.share")
    found = [
        (row["reports"], log, *_of_kind(case, row["employer"]))
        for row, log in zip(rows, own, strict=True)
    ]
    found.append((_others(case, rows), 0.0, base, math.log(share)))
    whole = sum(reports for reports, *_ in found)
    parts = [reports / whole for reports, *_ in found]
    _, logs, bases, shares = zip(*found, strict=True)
    log = float(rules.mixed(parts, logs))
    return Part(
        log=log + float(rules.mixed(parts, bases)) - base,
        beyond=float(rules.mixed(parts, shares))
        - math.log(share)
        + rules.tilt_log(log, elasticity),
    )


def _in_state(case: Case, *, known: bool) -> Part | None:
    """The same in a state: its factor lies among those of its areas with it as without."""
    places = PlaceRules.of(case.book, case.model)
    parts = [local_part(hub, known=known) or Part(log=0.0, beyond=0.0) for hub in hubs(case)]
    if not any(part.log or part.beyond for part in parts):
        return None
    state, inside = (
        places.evidence(case.found.code, case.found.state),
        places.inside(case.found.state),
    )
    shares = places.shares(inside)
    log = float(rules.mixed(shares, [part.log for part in parts]))
    beyond = float(rules.mixed(shares, [part.beyond for part in parts]))
    factors = [
        places.factor(places.evidence(area.code, area.state)) + part.log
        for area, part in zip(inside, parts, strict=True)
    ]
    ends = min(factors), float(rules.mixed(shares, factors)), max(factors)
    drawn = float(rules.drawn_log(places.undrawn(state) + log, *ends, _M))
    return Part(log=drawn - places.factor(state), beyond=beyond)


def hubs(case: Case) -> list[Case]:
    """The case in each area of its state; in the metro that it names."""
    if case.found.kind != "state":
        return [case]
    inside = PlaceRules.of(case.book, case.model).inside(case.found.state)
    return [
        case._replace(found=case.found._replace(code=area.code, kind=area.kind)) for area in inside
    ]


def kind_of(case: Case) -> str:
    """The kind of employer whose figures count."""
    employer = case.profile.employer
    return str(priced_as(employer)) if employer else UNKNOWN


def reported_in(case: Case, kinds: Sequence[str]) -> list[Mapping[str, Any]]:
    """What is reported of these kinds in this metro."""
    return [row for row in case.model.employers_in(case.found.code) if row["employer"] in kinds]


def _of_kind(case: Case, kind: str) -> tuple[float, float]:
    """ln of the factors on base and on what is paid beyond it of companies that are known to be of
    a kind."""
    base, share = (case.model.value(f"employer.{kind}.{name}") for name in ("base", "share"))
    log, beyond = listed_effects(kind, case.model)
    return base + log, math.log(share) + beyond


def _others(case: Case, rows: Sequence[Mapping[str, Any]]) -> int:
    """Reports from the metro that are from none of these kinds: of an employer of whom nothing is
    known they are part."""
    metro = case.model.reports(case.found.code)
    told = sum(row["reports"] for row in rows)
    return max(0, metro["reports"] - told) if metro and kind_of(case) == UNKNOWN else 0


def company_known(case: Case) -> bool:
    """Whether a company tells the kind of employer."""
    profile = case.profile
    return own_company(profile.company, profile.employer, case.book, case.model) is not None
