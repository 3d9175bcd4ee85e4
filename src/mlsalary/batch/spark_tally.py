"""What each task of Spark's came to, told to the driver at its end: once, if it ran twice too."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl
from pyspark.accumulators import AccumulatorParam

from mlsalary.batch.job import Summary

TASK_CARRIES, ALL_CARRY = 8 << 20, 64 << 20
"""Bytes of rejects that one task tells the driver, and that the driver holds: beyond, they are read
in a pass of their own."""


class Done(NamedTuple):
    """A part of the input.

    lines: how many it has. refused: the rejects with their lines in this part, None where they are
    too many to be told. runs_on: whether a quoted cell runs on over a line's end. mixed: whether
    some of its pay looks like thousands of dollars, and some does not.
    """

    lines: int
    summary: Summary
    refused: pl.DataFrame | None
    runs_on: bool = False
    mixed: bool = False

    @property
    def size(self) -> int:
        """Bytes of the rejects."""
        return 0 if self.refused is None else int(self.refused.estimated_size())


Tally = dict[int, Done]
"""By the number of the part."""


class Tallies(AccumulatorParam):  # type: ignore[misc]
    """Adds up to one tally; a task that ran twice counts once."""

    def zero(self, value: Tally) -> Tally:
        """Nothing yet."""
        return {}

    def addInPlace(self, value1: Tally, value2: Tally) -> Tally:  # noqa: N802 (Spark's name)
        """The first with the second."""
        for part, done in value2.items():
            if part not in value1:
                value1[part] = done
                _count_together(value1, done)
        if sum(done.size for done in value1.values()) > ALL_CARRY:
            for part, done in value1.items():
                if done.size:
                    value1[part] = done._replace(refused=None)
        return value1


def _count_together(tally: Tally, done: Done) -> None:
    """Add the counts for a report to those of the first part, so that the driver holds them once,
    however many parts there are."""
    first, own = next(iter(tally.values())).summary.gathered, done.summary.gathered
    if first is not None and own is not None and own is not first:
        first.take_counts(own)
