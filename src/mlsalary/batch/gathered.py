"""What a report shows of the rows of a file, gathered piece by piece: counts, never the rows.

Amounts are counted by the hundred dollars, which is as fine as a page shows them: whatever
percentile is taken of the counts is that of the rows, to the same hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from mlsalary.spelling import one_line

GROUPS = ("level", "place")
WHOLE = GROUPS[:1]
"""Of what is told of all rows together."""
BELOW, WITHIN, ABOVE = -1, 0, 1
"""Where a pay stands: beside the middle half of its own estimate, or in it."""
STEP = 100
"""Dollars."""
LOWEST_KEPT = 24
"""Of the rows that stand below, those that are named one by one."""
YEARS_AT_ONCE = 5
"""Of rows that tell no level."""
_KINDS = ("base", "total")
_HELD_CELL = 40
_APART_MOST = 1 << 18
"""Counts that are not added up yet: some megabytes."""
_COUNTED = pl.Schema({"group": pl.String, "value": pl.Int64, "rows": pl.UInt32})


class Refused(NamedTuple):
    """The first row that is refused for a reason: its line, what is said of it, and what it holds
    in the columns that are read, ours -> text."""

    line: int
    message: str
    held: tuple[tuple[str, str], ...]


class Low(NamedTuple):
    """A row whose pay stands below p25 of its own estimate of base; dollars a year."""

    line: int
    place: str
    level: str
    pay: float
    p25: float

    @property
    def share(self) -> float:
        """Of p25, in parts of one."""
        return self.pay / self.p25


class Gathered:
    """What was gathered of some pieces.

    refused: by code, the first row. warned: by code, the first line. lowest: the rows whose pay is
    the least share of p25, that least first.
    """

    def __init__(self) -> None:
        self.refused: dict[str, Refused] = {}
        self.warned: dict[str, int] = {}
        self.lowest: list[Low] = []
        self._counts: dict[tuple[str, str], list[pl.DataFrame]] = {}

    def counts(self, group: str, measure: str) -> pl.DataFrame:
        """How many ``rows`` of each ``group`` have each ``value``.

        group: one of ``GROUPS``, of total_gap and total_side of ``WHOLE``. measure: base or total,
        the median of an estimate in steps of ``STEP``; base_gap or total_gap, from that to the pay,
        in such steps; base_side or total_side, where the pay stands.
        """
        parts = self._counts.get((group, measure), [pl.DataFrame(schema=_COUNTED)])
        return pl.concat(parts).group_by("group", "value").agg(pl.col("rows").sum())

    def add(
        self, told: pl.DataFrame, added: pl.DataFrame, lines: pl.Series, pay: pl.Series | None
    ) -> None:
        """Take rows that are priced: what they tell, as ``Pricer.told`` has it, what is added to
        them, their lines, and their pay, null where a row has none."""
        rows = told.hstack(added).with_columns(lines.alias("line"), _level().alias("level"))
        rows = rows.with_columns(_steps(f"{kind}_p50").alias(kind) for kind in _KINDS)
        self._count(rows, GROUPS, _KINDS)
        self._note_warnings(rows)
        if pay is not None:
            paid = rows.with_columns(pay.alias("pay")).drop_nulls("pay")
            paid = paid.with_columns(*map(_gap, _KINDS), *map(_side, _KINDS))
            self._count(paid, GROUPS, ("base_gap", "base_side"))
            self._count(paid, WHOLE, ("total_gap", "total_side"))
            self._note_lowest(paid.filter(pl.col("base_side") == BELOW))

    def refuse(self, refused: pl.DataFrame, columns: Sequence[tuple[str, int]]) -> None:
        """Take rows that are refused, as ``rejects.frame_of`` has them. columns: ours, and the
        place of each among theirs."""
        for row in refused.unique("code", keep="first", maintain_order=True).iter_rows():
            line, code, message, *cells = row
            texts = [(ours, one_line(cells[at] or "", _HELD_CELL)) for ours, at in columns]
            told = tuple((ours, text) for ours, text in texts if text)
            self._refuse(code, Refused(line, message, told))

    def moved(self, lines: int) -> Gathered:
        """The same of a part that so many lines stand before."""
        found = Gathered()
        found._counts = self._counts
        found.warned = {code: line + lines for code, line in self.warned.items()}
        found.lowest = [one._replace(line=one.line + lines) for one in self.lowest]
        found.refused = {
            code: one._replace(line=one.line + lines) for code, one in self.refused.items()
        }
        return found

    def take_counts(self, other: Gathered) -> None:
        """Count what another one has counted, which has no counts then."""
        for key, parts in other._counts.items():
            for counts in parts:
                self._join(key, counts)
        other._counts = {}

    def join(self, other: Gathered) -> None:
        """Take what was gathered of other pieces, from them."""
        self.take_counts(other)
        for code, refused in other.refused.items():
            self._refuse(code, refused)
        self._warn(other.warned.items())
        self._lower(other.lowest)

    def _count(self, rows: pl.DataFrame, groups: Iterable[str], measures: Sequence[str]) -> None:
        for group in groups:
            for measure in measures:
                keys = pl.col(group).alias("group"), pl.col(measure).alias("value")
                self._join((group, measure), rows.group_by(keys).len("rows"))

    def _join(self, key: tuple[str, str], counts: pl.DataFrame) -> None:
        parts = self._counts.setdefault(key, [])
        parts.append(counts.cast(_COUNTED))
        if sum(part.height for part in parts) > _APART_MOST:
            self._counts[key] = [self.counts(*key)]

    def _note_warnings(self, rows: pl.DataFrame) -> None:
        first = rows.group_by("warnings").agg(pl.col("line").min())
        self._warn((code, line) for codes, line in first.iter_rows() for code in codes.split(";"))

    def _note_lowest(self, below: pl.DataFrame) -> None:
        lowest = below.bottom_k(LOWEST_KEPT, by=pl.col("pay") / pl.col("base_p25"))
        cells = lowest.select("line", "place", "level", "pay", "base_p25")
        self._lower(Low(*row) for row in cells.iter_rows())

    def _refuse(self, code: str, refused: Refused) -> None:
        if code not in self.refused or refused.line < self.refused[code].line:
            self.refused[code] = refused

    def _warn(self, found: Iterable[tuple[str, int]]) -> None:
        for code, line in found:
            if code:
                self.warned[code] = min(line, self.warned.get(code, line))

    def _lower(self, found: Iterable[Low]) -> None:
        ordered = sorted([*self.lowest, *found], key=lambda one: (one.share, one.line))
        self.lowest = ordered[:LOWEST_KEPT]


def _level() -> pl.Expr:
    """The level as it is read; where none is, the first of the years that count together."""
    first = (pl.col("years") / YEARS_AT_ONCE).floor().cast(pl.Int64) * YEARS_AT_ONCE
    return pl.when(pl.col("level") == "").then(first.cast(pl.String)).otherwise("level")


def _steps(amount: str | pl.Expr) -> pl.Expr:
    """Dollars in steps of ``STEP``."""
    whole = pl.col(amount) if isinstance(amount, str) else amount
    return (whole / STEP).round().cast(pl.Int64)


def _gap(kind: str) -> pl.Expr:
    return _steps(pl.col("pay") - pl.col(f"{kind}_p50")).alias(f"{kind}_gap")


def _side(kind: str) -> pl.Expr:
    below = pl.col("pay") < pl.col(f"{kind}_p25")
    above = pl.col("pay") > pl.col(f"{kind}_p75")
    side = pl.when(below).then(BELOW).when(above).then(ABOVE).otherwise(WITHIN)
    return side.alias(f"{kind}_side")
