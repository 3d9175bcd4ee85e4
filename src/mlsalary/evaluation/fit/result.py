"""What a fit answers."""

from __future__ import annotations

from typing import Any, NamedTuple

from mlsalary.evaluation.scorecard import Rejected
from mlsalary.results import Evidence, Notice, Source, contract, plain


class Need(NamedTuple):
    """A group of constants: what they are called, which rows tell them, how many there are and
    how many there must be."""

    group: str
    constants: str
    rows_that: str
    usable: int
    least: int

    @property
    def lacking(self) -> int:
        """How many rows more it takes."""
        return max(0, self.least - self.usable)


class Row(NamedTuple):
    """A constant of the model: ``error`` is its standard error, None where it has none."""

    constant: str
    value: float
    error: float | None
    kind: Evidence


@contract("mlsalary/fit/1", apart=("text",))
class Fitted(NamedTuple):
    """A model fitted to reported pay.

    reports: how many rows told it, from the month ``start`` to ``end``. needs: the rows behind
    each group of constants. rejected: rows that could not be used, by reason. text: the model
    file.
    """

    reports: int
    start: str | None
    end: str | None
    rows: tuple[Row, ...]
    needs: tuple[Need, ...]
    rejected: tuple[Rejected, ...]
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values; the file itself is left out."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """A row a constant."""
        return [row._asdict() for row in self.rows]
