"""Reported pay as columns of numbers, so that the rules price all of it at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mlsalary import rules
from mlsalary.engine.areas import PlaceRules
from mlsalary.engine.case import Case
from mlsalary.engine.chain import RULES
from mlsalary.engine.level import curve
from mlsalary.engine.place import RULE as PLACE
from mlsalary.engine.place import elsewhere, place_part
from mlsalary.engine.rule import Rule
from mlsalary.evaluation.reported import Report
from mlsalary.profile import Profile, priced_as
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, UNKNOWN, Model
from mlsalary.rules.facts import Part
from mlsalary.rules.operations import Value

Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]
Values: TypeAlias = dict[str, float]
"""Constants by their dotted name."""
KINDS = ("big-tech", "tech")
"""The kinds of employer that people report from."""


class Arrays:
    """The operations of ``maths.Maths`` on columns."""

    exp = staticmethod(np.exp)
    log = staticmethod(np.log)

    @staticmethod
    def where(condition: Value, then: Value, otherwise: Value) -> Value:
        """Row by row."""
        return np.where(condition, then, otherwise)


M = Arrays()


@dataclass(frozen=True)
class Columns:
    """Reports with years of experience, a row each.

    rung: the number of the level on the individual ladder, -1 where it is not known. employer,
    degree, area: numbers into the three lists behind them. base, equity, bonus, total: US dollars
    a year, nan where not reported. Areas are (code, state).
    """

    book: Rulebook
    years: Numbers
    rung: Places
    base: Numbers
    equity: Numbers
    bonus: Numbers
    total: Numbers
    employer: Places
    degree: Places
    area: Places
    employers: Sequence[str | None]
    degrees: Sequence[str | None]
    areas: Sequence[tuple[str, str | None]]

    def __len__(self) -> int:
        return len(self.years)

    def take(self, rows: Any) -> Columns:
        """Some of the rows, by number or by truth value."""
        cut = {
            name: value[rows]
            for name, value in vars(self).items()
            if isinstance(value, np.ndarray) and len(value) == len(self)
        }
        return replace(self, **cut)

    def of_employer(self, employer: str | None) -> Any:
        """Which rows are from this kind of employer."""
        return self.employer == self.employers.index(employer)

    def without_employer(self) -> Columns:
        """The same people, their employers not told."""
        unknown = self.employers.index(None)
        return replace(self, employer=np.full(len(self), unknown))

    def place(self, model: Model) -> Numbers:
        """ln of the place's factor, as the engine finds it."""
        places = PlaceRules.of(self.book, model)
        logs = [
            0.0 if _national(code) else places.factor(places.evidence(code, state))
            for code, state in self.areas
        ]
        return np.array(logs)[self.area]

    def wage(self, model: Model) -> Numbers:
        """ln of the area's wage by guide and BLS together, nan for the nation: no place asked."""
        places = PlaceRules.of(self.book, model)
        logs = [
            math.nan if _national(code) else places.wage(places.evidence(code, state))
            for code, state in self.areas
        ]
        return np.array(logs)[self.area]

    def elsewhere(self, model: Model, pay: str) -> Numbers:
        """The factor on the spread in areas that have too few reports of their own."""
        return np.array([elsewhere(model, pay, code) for code, _ in self.areas])[self.area]

    def shares(self, model: Model) -> list[Numbers]:
        """P(level) after these years."""
        known = curve(model)
        return rules.level_shares(self.years, known.slope, known.cuts, M)

    def priced(
        self, model: Model, place: Numbers, shares: list[Numbers] | None = None
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """ln p50 and spread of base, ln p50 and spread of the total, by the rules.

        place: ln of its factor. shares: P(level) where the years do not tell it.
        """
        far = self.elsewhere(model, "base"), self.elsewhere(model, "total")
        found = {rule.name: self._part(rule, model) for rule in RULES}
        found[PLACE.name] = place_part(place, far, model)
        parts = {name: part for name, part in found.items() if part is not None}
        return rules.price(rules.gather(parts, curve(model), self.years, True, M, shares), M)

    def _part(self, rule: Rule, model: Model) -> Part | None:
        """What a rule does to each row, by the one field that it hangs on and reports tell."""
        told = {"degree": (self.degrees, self.degree), "employer": (self.employers, self.employer)}
        hangs_on = [field for field in rule.fields if field in told]
        if not hangs_on:
            return rule.part(Case(Profile(), self.book, model))
        (field,) = hangs_on
        words, rows = told[field]
        asked = [Profile(**{field: word}) for word in words]  # type: ignore[arg-type]
        cases = [Case(profile, self.book, model) for profile in asked]
        table = np.array([rule.numbers(rule.part(case)) for case in cases])
        return rule.gathered(list(table[rows].T))


def columns(reports: Sequence[Report], book: Rulebook) -> Columns:
    """Columns of the reports that tell years of experience; the others are left out."""
    kept = [one for one in reports if one.profile.experience is not None]
    kinds = [_with_figures(one.profile.employer) for one in kept]
    employers = _listed(kinds)
    degrees = _listed([one.profile.degree for one in kept])
    areas = list(dict.fromkeys((one.place.code, one.place.state) for one in kept))
    levels = {level: number for number, level in enumerate(RUNGS)}
    return Columns(
        book=book,
        years=_numbers([one.profile.experience for one in kept]),
        rung=np.array([levels.get(one.rung or "", -1) for one in kept], dtype=np.int64),
        base=_numbers([one.base for one in kept]),
        equity=_numbers([one.equity for one in kept]),
        bonus=_numbers([one.bonus for one in kept]),
        total=_numbers([one.total for one in kept]),
        employer=np.array([employers.index(kind) for kind in kinds], dtype=np.int64),
        degree=np.array([degrees.index(one.profile.degree) for one in kept], dtype=np.int64),
        area=np.array(
            [areas.index((one.place.code, one.place.state)) for one in kept], dtype=np.int64
        ),
        employers=employers,
        degrees=degrees,
        areas=areas,
    )


def _with_figures(employer: str | None) -> str | None:
    """The kind of employer by whose figures another is priced, None for the mix of all."""
    kind = None if employer is None else priced_as(employer)
    return None if kind == UNKNOWN else kind


def _listed(keys: Sequence[str | None]) -> list[str | None]:
    """Each key once, the unknown one first and always."""
    return [None, *sorted({key for key in keys if key is not None})]


def _numbers(values: Sequence[float | None]) -> Numbers:
    return np.array([math.nan if each is None else each for each in values], dtype=np.float64)


def _national(code: str) -> bool:
    return code == "US"
