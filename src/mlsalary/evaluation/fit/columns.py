"""Reported pay as columns of numbers, so that the rules price all of it at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mlsalary import rules
from mlsalary.engine.levels import CUTS, bands, degree_bands
from mlsalary.engine.person import degree_logs, employer_facts
from mlsalary.engine.place import PlaceRules
from mlsalary.engine.spread import elsewhere
from mlsalary.evaluation.reported import Report
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.rules.facts import Facts
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
        places = PlaceRules(self.book, model)
        logs = [
            0.0 if _national(code) else places.factor(places.evidence(code, state))
            for code, state in self.areas
        ]
        return np.array(logs)[self.area]

    def wage(self, model: Model) -> Numbers:
        """ln of the area's wage by guide and BLS together, nan for the nation: no place asked."""
        places = PlaceRules(self.book, model)
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
        cuts = [model.value(cut) for cut in CUTS]
        return rules.level_shares(self.years, model.value("levels.slope"), cuts, M)

    def priced(
        self, model: Model, place: Numbers, shares: list[Numbers] | None = None
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """ln p50 and spread of base, ln p50 and spread of the total, by the rules.

        place: ln of its factor. shares: P(level) where the years do not tell it.
        """
        ladder = bands(self.book)
        employers = [employer_facts(each, model, RUNGS) for each in self.employers]
        knots, base, total = (
            model.by_rung(name) for name in ("spread.years", "spread.base", "spread.total")
        )
        far = [self.elsewhere(model, pay) for pay in ("base", "total")]
        wide = np.array([each.total_spread for each in employers])[self.employer]
        facts = Facts(
            shares=shares or self.shares(model),
            middles=[ladder[level].middle_log for level in RUNGS],
            degree=self._by_level(
                [
                    degree_logs(each, model, ladder, degree_bands(self.book, each))
                    for each in self.degrees
                ],
                self.degree,
            ),
            equity=self._by_level([each.equity for each in employers], self.employer),
            bonus=self._by_level([each.bonus for each in employers], self.employer),
            base_spreads=self._same(far[0] * rules.along(self.years, knots, base, M)),
            total_spreads=self._same(wide * far[1] * rules.along(self.years, knots, total, M)),
            place=place,
            premium_low=np.ones(len(self)),
            premium_high=np.ones(len(self)),
            employer=np.array([each.base.value for each in employers])[self.employer],
            aging=0.0,
            narrowing=np.array([each.spread for each in employers])[self.employer],
            tilt=model.value("total.place_elasticity"),
        )
        return rules.price(facts, M)

    def _by_level(self, tables: Sequence[Sequence[float]], rows: Places) -> list[Numbers]:
        """A column per level of the individual ladder."""
        return [np.array([row[k] for row in tables])[rows] for k in range(len(RUNGS))]

    def _same(self, column: Numbers) -> list[Numbers]:
        return [column] * len(RUNGS)


def columns(reports: Sequence[Report], book: Rulebook) -> Columns:
    """Columns of the reports that tell years of experience; the others are left out."""
    kept = [one for one in reports if one.profile.years is not None]
    employers = _listed([one.profile.employer for one in kept])
    degrees = _listed([one.profile.degree for one in kept])
    areas = list(dict.fromkeys((one.place.code, one.place.state) for one in kept))
    levels = {level: number for number, level in enumerate(RUNGS)}
    return Columns(
        book=book,
        years=_numbers([one.profile.years for one in kept]),
        rung=np.array([levels.get(one.rung or "", -1) for one in kept], dtype=np.int64),
        base=_numbers([one.base for one in kept]),
        equity=_numbers([one.equity for one in kept]),
        bonus=_numbers([one.bonus for one in kept]),
        total=_numbers([one.total for one in kept]),
        employer=np.array([employers.index(one.profile.employer) for one in kept], dtype=np.int64),
        degree=np.array([degrees.index(one.profile.degree) for one in kept], dtype=np.int64),
        area=np.array(
            [areas.index((one.place.code, one.place.state)) for one in kept], dtype=np.int64
        ),
        employers=employers,
        degrees=degrees,
        areas=areas,
    )


def _listed(keys: Sequence[str | None]) -> list[str | None]:
    """Each key once, the unknown one first and always."""
    return [None, *sorted({key for key in keys if key is not None})]


def _numbers(values: Sequence[float | None]) -> Numbers:
    return np.array([math.nan if each is None else each for each in values], dtype=np.float64)


def _national(code: str) -> bool:
    return code == "US"
