"""The wages of an area: what guide and BLS say of them, and what reported pay makes of that.

A state's own wage is drawn into the range of its areas, and so is the nation's where it stands for
a place of which nothing is known. Where an area has no wage, its state's stands in, less what such
a stand-in is wrong by on average.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from mlsalary import rules
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.oews import NATION, Area, Wage, areas, find_area, state_code, wages
from mlsalary.rulebook.releases import newest
from mlsalary.rules.operations import Floats

DEVELOPERS = "15-1252"
SCIENTISTS = "15-2051"
_M = Floats()


class Around(NamedTuple):
    """The areas of a state that have wages of their own: the lowest, the mean (by jobs) and the
    highest ln factor, how many they are, and the part of their jobs that is outside the hubs."""

    low: float
    mean: float
    high: float
    number: int
    outside: float


class Evidenced(NamedTuple):
    """What is known of the wages in an area. Wages in logs of US dollars on the guide's scale.

    guide, bls: each source's wage, None where it has none. reports: what reported pay says, as
    (number, ln factor, standard error); counts: what they count as. outside: the part of the jobs
    that is in areas with too few reports of their own. elsewhere: what reported pay says of these,
    in logs, times that part.
    bls_error: standard error of the BLS wage. few_jobs: the weight on wages of few jobs, 0 to 1.
    stand_in: the area whose wages these are, where the one asked for has none, the doubt of that,
    and what it is wrong by on average, in logs, by kind of area. around: of a state, its areas.
    """

    guide: float | None
    bls: float | None
    reports: tuple[int, float, float] | None
    counts: float
    outside: float
    elsewhere: float
    bls_error: float
    few_jobs: float
    one_occupation: str | None
    flags: tuple[str, ...]
    stand_in: Area | None = None
    stand_in_doubt: float = 0.0
    corrections: Mapping[str, float] = MappingProxyType({})
    around: Around | None = None

    @property
    def correction(self) -> float:
        """What the stand-in is wrong by in all, in logs."""
        return sum(self.corrections.values())


class PlaceRules:
    """The place factor of any area, from one rulebook."""

    def __init__(self, book: Rulebook, model: Model) -> None:
        self.book = book
        self.model = model
        self._known: dict[tuple[str, str | None], Evidenced] = {}
        self.reference = math.log(model.value("place.reference"))
        self.elasticity = model.value("place.elasticity")
        self._strength = model.value("place.pooling")

    @classmethod
    def of(cls, book: Rulebook, model: Model) -> PlaceRules:
        """By these constants; of a rulebook's own they are made once."""
        return place_rules(book) if model is Model.of(book) else cls(book, model)

    def evidence(self, code: str, state: str | None) -> Evidenced:
        """What is known of the area, or of what stands in for it: its state, then the nation."""
        if (code, state) not in self._known:
            self._known[code, state] = self._evidence(code, state)
        return self._known[code, state]

    def _evidence(self, code: str, state: str | None) -> Evidenced:
        own = found = self._own(code)
        chain = [code, state_code(self.book, state) if state else None, NATION]
        for stand_in in filter(None, chain):
            found = own if stand_in == code else self._own(stand_in)
            if found.bls is not None or found.guide is not None:
                break
        if stand_in != code:
            whose = "nation" if stand_in == NATION else "state"
            found = found._replace(
                reports=None,
                counts=0.0,
                outside=1.0,
                stand_in=find_area(self.book, stand_in, newest(self.book).prefix),
                stand_in_doubt=self.model.value(f"doubt.{whose}_stands_in"),
                corrections=self._corrections(code, state, stand_in),
            )
        around = self._around(code, state) if _is_wide(code) else None
        outside = around.outside if around else found.outside
        elsewhere = outside * self.model.value("place.elsewhere")
        return found._replace(around=around, outside=outside, elsewhere=elsewhere)

    def _corrections(self, code: str, state: str | None, stand_in: str) -> dict[str, float]:
        """What a stand-in is wrong by on average, in logs, by the kind of area that it is asked
        for: a metro or the rest of a state by its state, a territory by the nation."""
        area = find_area(self.book, code, newest(self.book).prefix)
        kinds: list[str] = [area.kind] if area and area.kind in ("metro", "nonmetro") else []
        if stand_in == NATION and state in territories(self.book):
            kinds.append("territory")
        return {kind: self.model.value(f"place.stand_in.{kind}") for kind in kinds}

    def _around(self, code: str, state: str | None) -> Around | None:
        """The areas of a state, or of the nation, that have wages; None where there are none."""
        inside = self.inside(None if code == NATION else state)
        if not inside:
            return None
        known = [self.evidence(area.code, area.state) for area in inside]
        factors, shares = [self.factor(each) for each in known], self.shares(inside)
        mean = float(rules.mixed(shares, factors))
        outside = float(rules.mixed(shares, [each.outside for each in known]))
        return Around(min(factors), mean, max(factors), len(known), outside)

    def inside(self, state: str | None) -> list[Area]:
        """The areas of a state that have wages of their own; None: of the nation."""
        areas = areas_of(self.book, state)
        return [area for area in areas if self.evidence(area.code, area.state).stand_in is None]

    def shares(self, inside: Sequence[Area]) -> list[float]:
        """The part of their jobs that each of some areas has."""
        jobs = [self.jobs(area.code) for area in inside]
        jobs = jobs if any(jobs) else [1.0 for _ in jobs]
        return [each / sum(jobs) for each in jobs]

    def jobs(self, code: str) -> float:
        """Jobs of both occupations, as far as BLS publishes their number."""
        here = wages(self.book, code, newest(self.book).prefix)
        return sum(
            here[each].employment or 0.0 for each in (DEVELOPERS, SCIENTISTS) if each in here
        )

    def prior(self, known: Evidenced) -> float:
        """ln factor by guide and BLS together."""
        return self._factor(self.wage(known))

    def factor(self, known: Evidenced) -> float:
        """ln factor that is used: the prior, updated by reported pay where there is enough, and of
        a state drawn into the range of its areas."""
        own = self.undrawn(known)
        if known.around is None:
            return own
        around = known.around
        return float(rules.drawn_log(own, around.low, around.mean, around.high, _M))

    def undrawn(self, known: Evidenced) -> float:
        """ln factor by the wage and reported pay of the place itself, or of what stands in."""
        prior = self.prior(known)
        if known.reports is None:
            return prior + known.elsewhere + known.correction
        return float(rules.pooled(prior, known.reports[1], known.counts, self._strength))

    def alone(self, wage: float | None) -> float | None:
        """ln factor by one source alone, None where it has no wage."""
        return None if wage is None else self._factor(wage)

    def prior_share(self, known: Evidenced) -> float:
        """The part of the factor that guide and BLS decide."""
        if known.reports is None:
            return 1.0
        return float(rules.pooled(1.0, 0.0, known.counts, self._strength))

    def wage(self, known: Evidenced) -> float:
        """ln of the wage by guide and BLS together, US dollars on the guide's scale."""
        guide, bls = known.guide, known.bls
        if guide is None or bls is None:
            only = bls if guide is None else guide
            assert only is not None  # the chain of stand-ins ends at the nation
            return only
        return float(rules.weighted(guide, bls, self.model.value("place.guide_weight")))

    def _factor(self, wage_log: float) -> float:
        return float(rules.place_log(wage_log, self.reference, self.elasticity))

    def _own(self, code: str) -> Evidenced:
        bls, error, few_jobs, only, flags = self._bls(code)
        reported = self.model.reports(code)
        return Evidenced(
            guide=self.guide_wage(code),
            bls=bls,
            reports=(reported["reports"], reported["log_factor"], reported["error"])
            if reported
            else None,
            counts=reported["counts"] if reported else 0.0,
            outside=0.0 if reported else 1.0,
            elsewhere=0.0,
            bls_error=error,
            few_jobs=few_jobs,
            one_occupation=only,
            flags=flags,
        )

    def guide_wage(self, code: str) -> float | None:
        """ln of the guide's wage for a metro or a state, None where it has none."""
        if _is_wide(code):
            area = find_area(self.book, code)
            wanted, table = area.state if area else None, "states"
        else:
            wanted, table = code, "metros"
        rows = self.book.toml(f"guide/{table}.toml")["row"]
        return next((math.log(row["mean"]) for row in rows if row["id"] == wanted), None)

    @cached_property
    def _national(self) -> dict[str, float]:
        nation = wages(self.book, NATION, newest(self.book).prefix)
        return {code: float(nation[code].mean or 0) for code in (DEVELOPERS, SCIENTISTS)}

    def _bls(self, code: str) -> tuple[float | None, float, float, str | None, tuple[str, ...]]:
        """ln wage on the guide's scale, its standard error, how far it is one of few jobs, the only
        occupation, flags."""
        here = wages(self.book, code, newest(self.book).prefix)
        found = {code: here[code] for code in (DEVELOPERS, SCIENTISTS) if _mean(here.get(code))}
        if not found:
            return None, 0.0, 0.0, None, ()
        only = None if len(found) == 2 else next(iter(found))
        weight = self.model.value("place.developers_weight")
        developers, scientists = (self._mean_of(each, found) for each in (DEVELOPERS, SCIENTISTS))
        blend = float(rules.blended_log(developers, scientists, weight, _M))
        developers, scientists = (self._national[each] for each in (DEVELOPERS, SCIENTISTS))
        national = float(rules.blended_log(developers, scientists, weight, _M))
        slope = self.model.value("place.bls_slope")
        scale = math.log(self.model.value("place.bls_scale"))
        on_scale = float(rules.on_guide_scale_log(blend - national, scale, slope))
        parts = (weight, 1 - weight) if only is None else (1.0,)
        cells = list(zip(parts, found.values(), strict=True))
        errors = [rules.counted((wage.mean_rse or 0.0) / 100, part) for part, wage in cells]
        most = self.model.value("place.few_jobs")
        few = [part for part, wage in cells if (wage.employment or 0.0) < most]
        flags = tuple(
            f"{occupation}:{flag}" for occupation, wage in found.items() for flag in wage.flags
        )
        error = slope * float(rules.combined(errors))
        return on_scale, error, float(rules.combined(few)), only, flags

    def _mean_of(self, occupation: str, found: dict[str, Wage]) -> float:
        """An occupation's mean here; if BLS has none, the other's, in the nation's proportion."""
        if occupation in found:
            return float(found[occupation].mean or 0)
        ((other, wage),) = found.items()
        return float(rules.stand_in(wage.mean, self._national[other], self._national[occupation]))


@once_a_book
def place_rules(book: Rulebook) -> PlaceRules:
    """The place rules of a rulebook and its own model."""
    return PlaceRules(book, Model.of(book))


@once_a_book
def areas_of(book: Rulebook, state: str | None) -> tuple[Area, ...]:
    """The metros and the nonmetropolitan areas of a state, in whose title it stands; None: all."""
    if state is None:
        every = areas(book, newest(book).prefix)
        return tuple(area for area in every if not _is_wide(area.code))
    return _by_state(book).get(state, ())


@once_a_book
def _by_state(book: Rulebook) -> Mapping[str | None, tuple[Area, ...]]:
    from mlsalary.places.names import title_states  # for questions that name a place

    inside = defaultdict[str | None, list[Area]](list)
    for area in areas_of(book, None):
        for state in dict.fromkeys(title_states(area.name) or (area.state,)):
            inside[state].append(area)
    return {state: tuple(some) for state, some in inside.items()}


def territories(book: Rulebook) -> tuple[str, ...]:
    """The letters of the territories."""
    return tuple(book.toml("places.toml")["oews"].get("territories", ()))


def _is_wide(code: str) -> bool:
    """Whether a code is a state's or the nation's."""
    return len(code) == len(NATION)


def _mean(wage: Wage | None) -> float | None:
    return wage.mean if wage else None
