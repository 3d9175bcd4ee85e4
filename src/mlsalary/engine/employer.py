"""The kind of employer: base, the spreads, and what is paid beyond base."""

from __future__ import annotations

from mlsalary import rules
from mlsalary.engine.case import Case
from mlsalary.engine.factor import factor_term
from mlsalary.engine.rule import Rule, Term, Worked, weakest
from mlsalary.profile import priced_as
from mlsalary.results import Evidence, Notice
from mlsalary.rulebook.model import UNKNOWN, Constant, Model
from mlsalary.rules.facts import Part
from mlsalary.sentences import estimate as sentences


def constant(case: Case, name: str) -> Constant:
    """A constant of the profile's kind of employer, or of the mix where that is unknown."""
    return case.model.constant(f"{_kind(case)}.{name}")


def beyond_evidence(case: Case) -> tuple[Evidence, tuple[str, ...]]:
    """What the shares of base that are paid beyond it rest on, with its sources."""
    found = [constant(case, "share")]
    found += [one for level in case.levels[:1] if (one := _of_managers(case.model, level))]
    kind = weakest(tuple(one.kind for one in found))
    return kind, tuple(dict.fromkeys(id_ for one in found for id_ in case.model.cited(one)))


def illiquid(case: Case) -> list[float]:
    """The yearly grant that cannot be sold, by level, as a share of base."""
    frozen = constant(case, "illiquid").value
    return [frozen * share for share in _shares(case)]


def _part(case: Case) -> Part:
    size = constant(case, "share").value
    cash = [case.model.at_level(f"{_kind(case)}.bonus_part", one).value for one in case.levels]
    paid = list(zip((size * share for share in _shares(case)), cash, strict=True))
    spread = constant(case, "spread").value
    return Part(
        log=constant(case, "base").value if case.profile.employer else None,
        band_factor=spread / case.model.value(f"employer.{UNKNOWN}.spread"),
        base_factor=spread,
        beyond_spread=constant(case, "beyond_spread").value,
        equity=[rules.equity_of(beyond, part) for beyond, part in paid],
        bonus=[rules.bonus_of(beyond, part) for beyond, part in paid],
    )


def _term(case: Case, part: Part, worked: Worked) -> Term | None:
    employer = case.profile.employer
    if employer is None:
        return None
    base = constant(case, "base")
    assumed: tuple[Notice, ...] = ()
    if base.kind == "assumed":
        assumed = (sentences.assumed_employer(employer, advertised=bool(base.source)),)
    term = factor_term(case, "employer", base)
    return term._replace(warnings=(*term.warnings, *assumed))


RULE = Rule(
    "employer",
    ("level", "employer"),
    ("log", "band_factor", "base_factor", "beyond_spread", "equity", "bonus"),
    _part,
    _term,
)


def _kind(case: Case) -> str:
    employer = case.profile.employer
    return f"employer.{priced_as(employer) if employer else UNKNOWN}"


def _shares(case: Case) -> list[float]:
    """What is paid beyond base at each level, as a share of it, by the kind that is the measure."""
    return [_share(case.model, level) for level in case.levels]


def _share(model: Model, level: str) -> float:
    """Of managers it is staff's times a factor of their own."""
    share = model.at_level("total.share", level).value
    manages = _of_managers(model, level)
    return share if manages is None else share * manages.value


def _of_managers(model: Model, level: str) -> Constant | None:
    return model.find(f"total.management.{level}")
