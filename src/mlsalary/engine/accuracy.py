"""How far answers to such a question miss, by what it tells: looked up in data/accuracy.toml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from mlsalary.engine.case import Case
from mlsalary.engine.employed import paid_in
from mlsalary.engine.employer import constant
from mlsalary.profile import named
from mlsalary.results import Accuracy
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.model import RUNGS
from mlsalary.rulebook.months import today
from mlsalary.rulebook.releases import newest
from mlsalary.sentences import accuracy as sentences

FILE = "accuracy.toml"
SCORED = ("model.toml", "guide/experience.toml", "guide/career.toml", "guide/metros.toml")
"""The files whose figures were scored: where one of them is another, nothing is known. Hardly a
report tells a state alone."""


class Rests(NamedTuple):
    """accuracy: of what was told, None where nobody reported the like. said: what the answer rests
    on and how far it misses, in sentences. left_out: what that miss leaves out, likewise."""

    accuracy: Accuracy | None
    said: str
    left_out: str = ""


class _Told(NamedTuple):
    """What a question tells, as the rows of the file have it."""

    years: bool
    level: bool
    place: str | None
    employer: str | None

    @property
    def row(self) -> tuple[frozenset[str], str | None]:
        words = [name for name in ("years", "level") if getattr(self, name)]
        return frozenset([*words, *([self.employer] if self.employer else [])]), self.place


@once_a_book
def sum_of_scored(book: Rulebook) -> str:
    """The sums of the files that were scored."""
    return " ".join(book.sum(name) for name in SCORED)


def rests_on(case: Case) -> Rests:
    """What an answer rests on."""
    table = case.book.toml(FILE)
    later = (case.profile.as_of or today(case.book)) > table["until"]
    release = newest(case.book).month
    ground = sentences.ground(release, table["reports"], table["until"], later=later)
    unlike = _unlike(case, table)
    if unlike:
        return Rests(None, f"{ground} {unlike}")
    told = _told(case)
    rows = {(frozenset(row["told"]), row.get("place")): row for row in table["row"]}
    row = rows[told.row]
    more, names = _more(told, case)
    said = sentences.misses(_miss(row), _miss(rows[more.row]), names)
    claimed = bool(case.profile.specs) and case.profile.premiums != "none"
    found = Accuracy(row["base"], row["total"], row["reports"], table["until"])
    return Rests(found, f"{ground} {said}", sentences.left_out(later=later, claimed=claimed))


def _unlike(case: Case, table: Mapping[str, Any]) -> str | None:
    """Why no report tells how far such an answer misses."""
    profile, level = case.profile, case.profile.level
    if sum_of_scored(case.book) != table["rulebook"]:
        return sentences.OTHER_RULEBOOK
    if level is not None and level not in RUNGS:
        return sentences.nobody(named(level))
    if profile.employer and constant(case, "base").kind == "assumed":
        return sentences.nobody(named(profile.employer))
    if profile.company and paid_in(str(profile.company), case.book):
        return sentences.nobody(str(profile.company))
    if profile.bands == "guide":
        return sentences.GUIDE_BANDS
    return None


def _told(case: Case) -> _Told:
    """Of a state nobody asked alone: it counts as no place."""
    profile, place = case.profile, None
    if case.found.kind in ("metro", "nonmetro"):
        place = "hubs" if case.model.reports(case.found.code) else "elsewhere"
    own = profile.company and case.model.company(str(profile.company))
    return _Told(
        profile.experience is not None,
        profile.level is not None,
        place,
        "company" if own else "kind" if profile.employer else None,
    )


def _more(told: _Told, case: Case) -> tuple[_Told, list[str]]:
    """The same with what would narrow it, and what that is called."""
    more, names = told, list[str]()
    if told.place is None:
        more, names = more._replace(place="hubs"), [*names, "metro"]
    if case.profile.company is None:
        more, names = more._replace(employer="company"), [*names, "company"]
    elif told.employer is None:  # of a company that is not known
        more, names = more._replace(employer="kind"), [*names, "kind of employer"]
    if not told.level:
        more, names = more._replace(level=True), [*names, "level"]
    return more, names


def _miss(row: Mapping[str, Any]) -> tuple[float, float]:
    return row["base"], row["total"]
