"""The wages of an area: what guide and BLS say of them, and what reported pay makes of that."""

from __future__ import annotations

import math
from functools import cached_property
from typing import NamedTuple

from mlsalary import rules
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import Model
from mlsalary.rulebook.oews import NATION, Area, Wage, find_area, state_code, wages
from mlsalary.rulebook.releases import newest
from mlsalary.rules.operations import Floats

DEVELOPERS = "15-1252"
SCIENTISTS = "15-2051"
_M = Floats()


class Evidenced(NamedTuple):
    """What is known of the wages in an area. Wages in logs of US dollars on the guide's scale.

    guide, bls: each source's wage, None where it has none. reports: what reported pay says, as
    (number, ln factor, standard error). elsewhere: what it says of all the areas that have too
    few reports of their own, in logs. bls_error: standard error of the BLS wage. stand_in: the
    area whose wages these are, where the one asked for has none, and the doubt of that.
    """

    guide: float | None
    bls: float | None
    reports: tuple[int, float, float] | None
    elsewhere: float
    bls_error: float
    one_occupation: str | None
    stand_in: Area | None
    stand_in_doubt: float
    flags: tuple[str, ...]


class PlaceRules:
    """The place factor of any area, from one rulebook."""

    def __init__(self, book: Rulebook, model: Model) -> None:
        self.book = book
        self.model = model
        self._known: dict[tuple[str, str | None], Evidenced] = {}
        self.reference = math.log(model.value("place.reference"))
        self.elasticity = model.value("place.elasticity")

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
        chain = [code, state_code(self.book, state) if state else None, NATION]
        for stand_in in filter(None, chain):
            found = self._own(stand_in)
            if found.bls is not None or found.guide is not None:
                break
        if stand_in == code:
            return found
        area = find_area(self.book, stand_in, newest(self.book).prefix)
        whose = "nation" if stand_in == NATION else "state"
        doubt = f"doubt.{whose}_stands_in"
        return Evidenced(
            found.guide,
            found.bls,
            None,
            self._elsewhere(code),
            found.bls_error,
            found.one_occupation,
            area,
            self.model.value(doubt),
            found.flags,
        )

    def prior(self, known: Evidenced) -> float:
        """ln factor by guide and BLS together."""
        return self._factor(self.wage(known))

    def factor(self, known: Evidenced) -> float:
        """ln factor that is used: the prior, updated by reported pay where there is enough."""
        prior = self.prior(known)
        if known.reports is None:
            return prior + known.elsewhere
        number, reported, _ = known.reports
        strength = self.model.value("place.pooling")
        return float(rules.pooled(prior, reported, number, strength))

    def alone(self, wage: float | None) -> float | None:
        """ln factor by one source alone, None where it has no wage."""
        return None if wage is None else self._factor(wage)

    def prior_share(self, known: Evidenced) -> float:
        """The part of the factor that guide and BLS decide."""
        if known.reports is None:
            return 1.0
        return float(rules.pooled(1.0, 0.0, known.reports[0], self.model.value("place.pooling")))

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
        bls, error, only, flags = self._bls(code)
        reported = self.model.reports(code)
        return Evidenced(
            self.guide_wage(code),
            bls,
            (reported["reports"], reported["log_factor"], reported["error"]) if reported else None,
            0.0 if reported else self._elsewhere(code),
            error,
            only,
            None,
            0.0,
            flags,
        )

    def guide_wage(self, code: str) -> float | None:
        """ln of the guide's wage for a metro or a state, None where it has none."""
        if len(code) == len("US"):
            area = find_area(self.book, code)
            wanted, table = area.state if area else None, "states"
        else:
            wanted, table = code, "metros"
        rows = self.book.toml(f"guide/{table}.toml")["row"]
        return next((math.log(row["mean"]) for row in rows if row["id"] == wanted), None)

    def _elsewhere(self, code: str) -> float:
        """Zero for a state and the nation: most of their people work in the hubs."""
        return 0.0 if len(code) == len(NATION) else self.model.value("place.elsewhere")

    @cached_property
    def _national(self) -> dict[str, float]:
        nation = wages(self.book, NATION, newest(self.book).prefix)
        return {code: float(nation[code].mean or 0) for code in (DEVELOPERS, SCIENTISTS)}

    def _bls(self, code: str) -> tuple[float | None, float, str | None, tuple[str, ...]]:
        """ln wage on the guide's scale, its standard error, the only occupation, flags."""
        here = wages(self.book, code, newest(self.book).prefix)
        found = {code: here[code] for code in (DEVELOPERS, SCIENTISTS) if _mean(here.get(code))}
        if not found:
            return None, 0.0, None, ()
        only = None if len(found) == 2 else next(iter(found))
        weight = self.model.value("place.developers_weight")
        developers, scientists = (self._mean_of(each, found) for each in (DEVELOPERS, SCIENTISTS))
        blend = float(rules.blended_log(developers, scientists, weight, _M))
        developers, scientists = (self._national[each] for each in (DEVELOPERS, SCIENTISTS))
        national = float(rules.blended_log(developers, scientists, weight, _M))
        slope = self.model.value("place.bls_slope")
        scale = math.log(self.model.value("place.bls_scale"))
        on_scale = float(rules.on_guide_scale_log(blend - national, scale, slope))
        errors = [
            rules.counted((wage.mean_rse or 0.0) / 100, part)
            for part, wage in zip(
                (weight, 1 - weight) if only is None else (1.0,), found.values(), strict=True
            )
        ]
        flags = tuple(
            f"{occupation}:{flag}" for occupation, wage in found.items() for flag in wage.flags
        )
        return on_scale, slope * float(rules.combined(errors)), only, flags

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


def _mean(wage: Wage | None) -> float | None:
    return wage.mean if wage else None
