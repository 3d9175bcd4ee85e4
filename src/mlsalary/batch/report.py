"""What a batch came to, for a report: what was read, what became of the rows, and their pay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from mlsalary.batch.gathered import (
    ABOVE,
    BELOW,
    STEP,
    WHOLE,
    WITHIN,
    YEARS_AT_ONCE,
    Gathered,
    Low,
)
from mlsalary.batch.job import Job, Summary
from mlsalary.results import Range
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.months import today
from mlsalary.rulebook.oews import NATION, area
from mlsalary.vocabulary import vocabulary

if TYPE_CHECKING:
    from mlsalary.frame.columns import Columns
    from mlsalary.frame.settings import Settings

_PLACES_SHOWN = 15
_PER_CENT, _HALF = 100, 50


class RefusedRows(NamedTuple):
    """How many rows are refused for a reason, and the first of them: its line, what is said of it,
    and what it holds in the columns that are read, ours -> text."""

    code: str
    rows: int
    line: int | None
    message: str
    held: tuple[tuple[str, str], ...]


class WarnedRows(NamedTuple):
    """How many rows bear a warning, and the line of the first."""

    code: str
    rows: int
    line: int | None


class Paid(NamedTuple):
    """Pay beside the rows' own estimates: how many stand below p25, from there to p75, and above;
    and the median of pay less the estimate's median, US dollars."""

    below: int
    within: int
    above: int
    gap: float

    @property
    def rows(self) -> int:
        """How many have a pay that is read."""
        return self.below + self.within + self.above


class Spread(NamedTuple):
    """The medians of some rows' estimates: how many rows, and percentiles, US dollars a year."""

    rows: int
    base: Range
    total: Range


class Group(NamedTuple):
    """Rows of a level or of a place; paid: of base, None where no pay is read."""

    name: str
    spread: Spread
    paid: Paid | None


class BatchReport(NamedTuple):
    """What a report shows.

    dollars: the month, YYYY-MM, in whose money rows are that name no other. settings, engine:
    what held for all rows. matches: rows by the way their place was found. nationwide: how many are
    priced for the nation. by_base, by_total: rows by the median of their estimates, in
    steps of a hundred dollars. places: those with most rows; places_left: how many more there are,
    and their rows. base_paid, total_paid: pay beside each. lowest: rows below p25 of base, the
    least share of it first; none of these names a person.
    """

    source: str
    target: str
    summary: Summary
    dollars: str
    settings: Settings
    engine: str
    refused: tuple[RefusedRows, ...]
    warned: tuple[WarnedRows, ...]
    nationwide: int
    spread: Spread | None
    by_base: tuple[tuple[int, int], ...]
    by_total: tuple[tuple[int, int], ...]
    levels: tuple[Group, ...]
    places: tuple[Group, ...]
    places_left: tuple[int, int]
    base_paid: Paid | None
    total_paid: Paid | None
    lowest: tuple[Low, ...]

    @property
    def columns(self) -> Columns | None:
        """What was read from which column."""
        return self.summary.columns


def report_of(job: Job, summary: Summary) -> BatchReport:
    """The report of a batch whose summary was gathered for one."""
    gathered, book = summary.gathered, job.settings.book
    assert gathered is not None
    levels = sorted(_groups(gathered, "level"), key=_by_ladder(book))
    places = sorted(_groups(gathered, "place"), key=lambda one: (-one.spread.rows, one.name))
    left = places[_PLACES_SHOWN:]
    by_base, by_total = (
        _summed(gathered.counts(WHOLE[0], measure)) for measure in ("base", "total")
    )
    return BatchReport(
        source=job.source,
        target=job.target,
        summary=summary,
        dollars=today(book),
        settings=job.settings,
        engine=job.engine,
        refused=_refused(summary.rejects, gathered),
        warned=tuple(
            WarnedRows(code, rows, gathered.warned.get(code))
            for code, rows in _most_first(summary.warned)
        ),
        nationwide=sum(one.spread.rows for one in places if one.name == NATION),
        spread=_spread(by_base, by_total),
        by_base=tuple((step * STEP, rows) for step, rows in by_base),
        by_total=tuple((step * STEP, rows) for step, rows in by_total),
        levels=tuple(one._replace(name=_level_name(one.name, book)) for one in levels),
        places=tuple(_named(one, book) for one in places[:_PLACES_SHOWN]),
        places_left=(len(left), sum(one.spread.rows for one in left)),
        base_paid=_paid_of(gathered, "base"),
        total_paid=_paid_of(gathered, "total"),
        lowest=tuple(
            one._replace(place=area(book, one.place).name, level=_level_name(one.level, book))
            for one in gathered.lowest
        ),
    )


def _refused(rejects: Counter[str], gathered: Gathered) -> tuple[RefusedRows, ...]:
    found = []
    for code, rows in _most_first(rejects):
        first = gathered.refused.get(code)
        told = (first.line, first.message, first.held) if first else (None, "", ())
        found.append(RefusedRows(code, rows, *told))
    return tuple(found)


def _most_first(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _groups(gathered: Gathered, by: str) -> Iterable[Group]:
    """Each level or place by its key."""
    parted = {
        measure: _parted(gathered.counts(by, measure))
        for measure in ("base", "total", "base_gap", "base_side")
    }
    for name, base in parted["base"].items():
        spread = _spread(base, parted["total"][name])
        assert spread is not None
        gaps, sides = (parted[measure].get(name, []) for measure in ("base_gap", "base_side"))
        yield Group(name, spread, _paid(gaps, sides))


Counts = Sequence[tuple[int, int]]
"""Values, the least first, and how many rows have each."""


def _parted(counts: pl.DataFrame) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for group, value, rows in counts.sort("group", "value").iter_rows():
        found.setdefault(group, []).append((value, rows))
    return found


def _summed(counts: pl.DataFrame) -> Counts:
    return counts.group_by("value").agg(pl.col("rows").sum()).sort("value").rows()


def _spread(base: Counts, total: Counts) -> Spread | None:
    rows = sum(count for _, count in base)
    if not rows:
        return None
    return Spread(rows, _range(base), _range(total))


def _range(counts: Counts) -> Range:
    return Range(*(_percentile(counts, int(name.removeprefix("p"))) for name in Range._fields))


def _percentile(counts: Counts, percent: int) -> float:
    """Dollars up to which so many per cent of the rows go, at the least: always one row's own."""
    needed, passed = percent * sum(rows for _, rows in counts), 0
    for value, rows in counts:
        passed += rows
        if passed * _PER_CENT >= needed:
            return float(value * STEP)
    raise ValueError(counts)


def _paid_of(gathered: Gathered, kind: str) -> Paid | None:
    gaps, sides = (_summed(gathered.counts(WHOLE[0], f"{kind}_{what}")) for what in ("gap", "side"))
    return _paid(gaps, sides)


def _paid(gaps: Counts, sides: Counts) -> Paid | None:
    if not gaps:
        return None
    rows = dict(sides)
    below, within, above = (rows.get(side, 0) for side in (BELOW, WITHIN, ABOVE))
    return Paid(below, within, above, _percentile(gaps, _HALF))


def _by_ladder(book: Rulebook) -> Callable[[Group], tuple[int, int]]:
    """The order of levels, then that of years."""
    ladder = {str(word): at for at, word in enumerate(vocabulary(book).levels)}

    def place(one: Group) -> tuple[int, int]:
        return (0, ladder[one.name]) if one.name in ladder else (1, int(one.name))

    return place


def _level_name(key: str, book: Rulebook) -> str:
    """The name of a level; of years, where none is read, all that count together."""
    named = next((one.name for one in vocabulary(book).levels if one == key), None)
    return named or f"{key}-{int(key) + YEARS_AT_ONCE - 1} years"


def _named(one: Group, book: Rulebook) -> Group:
    return one._replace(name=area(book, one.name).name)
