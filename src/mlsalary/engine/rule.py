"""What a rule is: one module with what it does to a profile's pay and what it says about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from mlsalary.engine.case import Case
from mlsalary.results import Evidence, Notice
from mlsalary.rulebook.model import RUNGS
from mlsalary.rules.facts import BY_LEVEL, FACTORS, Part
from mlsalary.rules.operations import Value


class Worked(NamedTuple):
    """What a rule is told when it speaks of itself.

    shares: P(level) on the individual ladder. log: ln of the rule's own factor. spread: of base
    among generalists like this, a standard deviation of log pay.
    """

    shares: Sequence[float]
    log: float
    spread: float


class Rival(NamedTuple):
    """Another source of what a rule says: it changes no middle, yet the truth may lie with it.

    name: of the doubt that it makes. shift: ln of its factor less ln of the rule's own. doubts:
    standard deviations of its own ln by part.
    """

    name: str
    shift: float
    doubts: Mapping[str, float]


class Term(NamedTuple):
    """What a rule says about its step.

    low, high: the rule's own band, in logs. kind: the weakest evidence in it. doubts: standard
    deviations of its log by part. rivals: sources that say otherwise.
    """

    label: str
    low: float
    high: float
    sources: tuple[str, ...]
    kind: Evidence
    note: str | None = None
    doubts: Mapping[str, float] = MappingProxyType({})
    rivals: tuple[Rival, ...] = ()
    warnings: tuple[Notice, ...] = ()


class Rule(NamedTuple):
    """One rule.

    name: of its step. fields: of a profile, on which its part hangs. pieces: of a ``Part``, which
    it may give. part: what it does to one profile's pay, None where it has nothing to say. term:
    what it says of that, None where there is no step to show.
    """

    name: str
    fields: tuple[str, ...]
    pieces: tuple[str, ...]
    part: Callable[[Case], Part | None]
    term: Callable[[Case, Part, Worked], Term | None]

    @property
    def columns(self) -> tuple[str, ...]:
        """What the numbers of its part are called in a table, one name each."""
        return columns_of(self.name, self.pieces)

    def numbers(self, part: Part | None) -> list[float]:
        """The part as the numbers of ``columns``; where it says nothing, they change nothing."""
        return [float(value) for value in values_of(self.pieces, part)]

    def gathered(self, values: Sequence[Value]) -> Part:
        """The part whose ``numbers`` these are, floats or columns."""
        return part_of(self.pieces, values)


def columns_of(name: str, pieces: Sequence[str]) -> tuple[str, ...]:
    """What the values of these pieces of a part are called in a table."""
    return tuple(
        f"{name}_{piece}{rung}"
        for piece in pieces
        for rung in ([f"_{number}" for number in range(len(RUNGS))] if _many(piece) else [""])
    )


def values_of(pieces: Sequence[str], part: Part | None) -> list[Value]:
    """These pieces of a part, one after the other; where it says nothing, they change nothing."""
    found = list[Value]()
    for piece in pieces:
        said = getattr(part, piece, None)
        if said is None:
            found += [1.0 if piece in FACTORS else 0.0] * (len(RUNGS) if _many(piece) else 1)
        else:
            found += said if _many(piece) else [said]
    return found


def part_of(pieces: Sequence[str], values: Sequence[Value]) -> Part:
    """The part of which these are the ``values_of``."""
    left = iter(values)
    return Part(
        **{piece: [next(left) for _ in RUNGS] if _many(piece) else next(left) for piece in pieces}
    )


def _many(piece: str) -> bool:
    return piece in BY_LEVEL


_WEAKEST: tuple[Evidence, ...] = ("assumed", "fitted", "cited")


def weakest(kinds: tuple[Evidence, ...]) -> Evidence:
    """The least certain of several kinds of evidence."""
    return min(kinds, key=_WEAKEST.index)
