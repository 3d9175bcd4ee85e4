"""One rule's part in an estimate, with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from mlsalary.results import Evidence, Notice


class Term(NamedTuple):
    """What one rule adds to ln base p50.

    low, high: the rule's own band, in logs. doubts: standard deviations of the term by part, in
    logs. kind: the weakest evidence in it.
    """

    rule: str
    label: str
    log: float
    low: float
    high: float
    sources: tuple[str, ...]
    kind: Evidence
    note: str | None = None
    doubts: Mapping[str, float] = MappingProxyType({})
    warnings: tuple[Notice, ...] = ()


_WEAKEST: tuple[Evidence, ...] = ("assumed", "fitted", "cited")


def weakest(kinds: tuple[Evidence, ...]) -> Evidence:
    """The least certain of several kinds of evidence."""
    return min(kinds, key=_WEAKEST.index)
