"""Reported pay as columns of numbers, so that the rules price all of it at once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mlsalary import rules
from mlsalary.engine import aging, employed, experience, local, money
from mlsalary.engine.areas import PlaceRules, areas_of
from mlsalary.engine.case import Case
from mlsalary.engine.chain import RULES
from mlsalary.engine.level import curve
from mlsalary.engine.place import RULE as PLACE
from mlsalary.engine.place import elsewhere, place_part
from mlsalary.engine.rule import Rule
from mlsalary.evaluation.fit.remembered import Remembered
from mlsalary.evaluation.reported import RULES as SETTINGS
from mlsalary.evaluation.reported import Report
from mlsalary.places.located import Located
from mlsalary.profile import Profile, priced_as
from mlsalary.reading.companies import read_company
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, UNKNOWN, Model
from mlsalary.rulebook.months import AGING, counted, years_between
from mlsalary.rules.facts import Facts, Part
from mlsalary.rules.operations import Value

Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]
Values: TypeAlias = dict[str, float]
"""Constants by their dotted name."""
KINDS = ("top-tech", "mega-tech", "big-tech", "tech", "enterprise")
"""The kinds of employer that people report from; the first that is fitted is the measure of what is
paid beyond base, the last but for ``enterprise`` that of the spread."""
FIELDS = ("degree", "role", "employer", "company")
"""The fields of words that reports tell and rules hang on."""


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

    level, rung: the number of the level on the individual ladder, -1 where it is not known: by any
    word for it, and by one that is known to mean it. degree, role, employer, company, area: numbers
    into the lists of ``words`` and ``areas``; told: likewise, the employer as a column of the file
    has it. base, equity, bonus, total: US dollars a year in the money of the report's month, nan
    where not reported. Areas are (code, state). ml: whether the work is machine learning. month:
    of the report, counted. owner: a number for each company, and for who tells none. known: whether
    companies tell the kinds of employer. remembered: what rules said of these rows.
    """

    book: Rulebook
    years: Numbers
    level: Places
    rung: Places
    base: Numbers
    equity: Numbers
    bonus: Numbers
    total: Numbers
    degree: Places
    role: Places
    employer: Places
    company: Places
    told: Places
    area: Places
    ml: NDArray[np.bool_]
    month: Places
    owner: Places
    words: Mapping[str, Sequence[str | None]]
    known: bool
    areas: Sequence[tuple[str, str | None]]
    remembered: Remembered = field(default_factory=Remembered)

    def __len__(self) -> int:
        return len(self.years)

    def take(self, rows: Any) -> Columns:
        """Some of the rows, by number or by truth value."""
        cut = {
            name: value[rows]
            for name, value in vars(self).items()
            if isinstance(value, np.ndarray) and len(value) == len(self)
        }
        return replace(self, remembered=Remembered(), **cut)

    def of(self, field: str, word: str | None) -> NDArray[np.bool_]:
        """Which rows tell this word of a field."""
        words = self.words[field]
        if word not in words:
            return np.zeros(len(self), bool)
        found: NDArray[np.bool_] = getattr(self, field) == words.index(word)
        return found

    def said(self, kind: str) -> NDArray[np.bool_]:
        """Which rows are from an employer of this kind by what their file says."""
        words = self.words["told"]
        found: NDArray[np.bool_] = self.told == (words.index(kind) if kind in words else -1)
        return found

    def as_employer(self, kind: str | None) -> Columns:
        """The same people, were this all that is told of their employers."""
        words = {**self.words, "employer": [*self.words["employer"], kind]}
        told = np.full(len(self), len(words["employer"]) - 1)
        nobody = np.zeros_like(self.company)
        return replace(
            self,
            words=words,
            employer=told,
            company=nobody,
            known=False,
            remembered=Remembered(),
        )

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

    def elsewhere(self, model: Model) -> Numbers:
        """The factor on the spread in areas that have too few reports of their own."""
        return np.array([elsewhere(model, code) for code, _ in self.areas])[self.area]

    def shares(self, model: Model) -> list[Numbers]:
        """P(level) after these years."""
        known = curve(model)
        return rules.level_shares(self.years, known.slope, known.cuts, M)

    def priced(
        self, model: Model, place: Numbers, *, by_level: bool = False
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """ln p50 and spread of base, ln p50 and spread of the total, by the rules; as ``facts``."""
        return rules.price(self.facts(model, place, by_level=by_level), M)

    def facts(self, model: Model, place: Numbers, *, by_level: bool = False) -> Facts:
        """What the rules are told of each row.

        place: ln of its factor. by_level: whether the level is told beside the years, which needs
        rows that know it.
        """
        makers = {rule.name: partial(self._part, rule) for rule in RULES} | {
            aging.RULE.name: self._money,
            local.RULE.name: self._local,
        }
        found = {name: self.remembered.part(name, model, make) for name, make in makers.items()}
        found[PLACE.name] = place_part(place, self.elsewhere(model), model)
        shares = None
        if by_level:
            found[experience.RULE.name] = self.remembered.part("by level", model, self._experience)
            shares = list(np.eye(len(RUNGS))[self.level].T)
        parts = {name: part for name, part in found.items() if part is not None}
        said = rules.Told(self.years, not by_level, by_level)
        return rules.gather(parts, curve(model), said, M, shares)

    def _part(self, rule: Rule, model: Model) -> Part | None:
        """What a rule does to each row, by the one field that it hangs on and reports tell."""
        hangs_on = [field for field in rule.fields if field in FIELDS]
        if {"metro", "as_of"} & set(rule.fields):
            return None  # found apart
        if not hangs_on:
            return rule.part(Case(Profile(), self.book, model))
        (field,) = hangs_on
        cases = [self._case({field: word}, model) for word in self.words[field]]
        table = np.array([rule.numbers(rule.part(case)) for case in cases])
        return rule.gathered(list(table[getattr(self, field)].T))

    def _case(self, told: dict[str, str | None], model: Model) -> Case:
        """A company is asked for with its own kind, beside which its effects are measured."""
        listed = read_company(told.get("company") or "", self.book)
        employer = {"employer": listed.employer} if listed else {}
        return Case(Profile(**{**told, **employer}), self.book, model)  # type: ignore[arg-type]

    def _money(self, model: Model) -> Part:
        """From the model's money to that of each row's month."""
        base, beyond = (money.points(self.book, model, name) for name in money.SERIES)
        known, share = (
            np.interp(self.month, [one.month for one in found], [one.log for one in found])
            for found in (base, beyond)
        )
        ahead = np.maximum(0.0, years_between(base[-1].month, self.month))
        growth = self.book.toml(AGING)["growth"]
        return Part(log=rules.grown_log(known, growth, ahead, M), beyond=share)

    def _local(self, model: Model) -> Part:
        """What kinds of employer do in a metro or a state: a table of both."""
        rule, employers = local.RULE, self.words["employer"]
        table = np.zeros((len(self.areas), len(employers), len(rule.columns)))
        told = {code for code, _ in model.local}
        for at, (code, state) in enumerate(self.areas):
            wide = _is_state(code)
            if code in told or (wide and not told.isdisjoint(_codes_in(self.book, state))):
                there = Located(code, code, "state" if wide else "metro", "exact", state)
                asked = (Profile(employer=kind) for kind in employers)
                cases = [Case(profile, self.book, model, there) for profile in asked]
                parts = [employed.local_part(case, known=self.known) for case in cases]
                table[at] = [rule.numbers(part) for part in parts]
        return rule.gathered(list(table[self.area, self.employer].T))

    def _experience(self, model: Model) -> Part:
        """What years do beside the level of each row."""
        rule = experience.RULE
        cases = [Case(Profile(level=level), self.book, model) for level in RUNGS]
        table = np.array([rule.numbers(rule.part(case)) for case in cases])
        return rule.gathered(list(table[self.level].T))


def columns(reports: Sequence[Report], book: Rulebook) -> Columns:
    """Columns of the reports that tell years of experience; the others are left out."""
    kept = [one for one in reports if one.profile.experience is not None]
    told: dict[str, list[str | None]] = {
        "degree": [one.profile.degree for one in kept],
        "role": [one.profile.role for one in kept],
        "employer": [_with_figures(one.profile.employer) for one in kept],
        "company": _companies(kept, book),
        "told": [_with_figures(one.employer) for one in kept],
    }
    words = {field: _listed(keys) for field, keys in told.items()}
    placed: dict[str, Any] = {field: _placed(keys, words[field]) for field, keys in told.items()}
    areas = list(dict.fromkeys((one.place.code, one.place.state) for one in kept))
    newest = Model.of(book).dollars
    owners = [one.profile.company or number for number, one in enumerate(kept)]
    return Columns(
        book=book,
        years=_numbers([one.profile.experience for one in kept]),
        level=_rungs([one.profile.level for one in kept]),
        rung=_rungs([one.rung for one in kept]),
        base=_numbers([one.base for one in kept]),
        equity=_numbers([one.equity for one in kept]),
        bonus=_numbers([one.bonus for one in kept]),
        total=_numbers([one.total for one in kept]),
        **placed,
        area=_placed([(one.place.code, one.place.state) for one in kept], areas),
        ml=np.array([one.ml for one in kept], dtype=np.bool_),
        month=np.array([counted(one.month or newest) for one in kept], dtype=np.int64),
        owner=_placed(owners, [*dict.fromkeys(owners)]),
        words=words,
        known=True,
        areas=areas,
    )


def _companies(reports: Sequence[Report], book: Rulebook) -> list[str | None]:
    """The company where it is listed and enough people report from it to speak for itself."""
    least = book.toml(SETTINGS)["fit"]["least_company"]
    names = [one.profile.company for one in reports]
    many = {name for name, reports in Counter(names).items() if name and reports >= least}
    listed = {name: read_company(name, book) for name in many}
    own = {name for name, company in listed.items() if company and company.employer}
    return [name if name in own else None for name in names]


def _with_figures(employer: str | None) -> str | None:
    """The kind of employer by whose figures another is priced, None for the mix of all."""
    kind = None if employer is None else priced_as(employer)
    return None if kind == UNKNOWN else kind


def _listed(keys: Sequence[str | None]) -> list[str | None]:
    """Each key once, the unknown one first and always."""
    return [None, *sorted({key for key in keys if key is not None})]


def _placed(keys: Sequence[Any], listed: Sequence[Any]) -> Places:
    number = {key: at for at, key in enumerate(listed)}
    return np.array([number[key] for key in keys], dtype=np.int64)


def _rungs(levels: Sequence[str | None]) -> Places:
    """Numbers on the individual ladder, -1 for all else."""
    number = {level: at for at, level in enumerate(RUNGS)}
    return np.array([number.get(level or "", -1) for level in levels], dtype=np.int64)


def _numbers(values: Sequence[float | None]) -> Numbers:
    return np.array([math.nan if each is None else each for each in values], dtype=np.float64)


def _is_state(code: str) -> bool:
    return len(code) == len("US") and not _national(code)


def _codes_in(book: Rulebook, state: str | None) -> set[str]:
    return {area.code for area in areas_of(book, state)}


def _national(code: str) -> bool:
    return code == "US"
