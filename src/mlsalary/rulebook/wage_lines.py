"""Lines of areas.csv and wages.csv as data/README.md describes them, from figures and reasons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from mlsalary.rulebook.checks.csv_files import AREAS, FIGURES, MISSING, WAGE_TABLE
from mlsalary.rulebook.checks.schema import PERCENTILES

_GROUPS = ("all", "employment", "wages")
Line = Sequence[str]


def wage_line(
    area: str,
    occupation: str,
    figures: Mapping[str, str],
    reasons: Mapping[str, str],
) -> tuple[str, ...]:
    """A line of wages.csv.

    figures: column -> number. reasons: column -> why there is none.
    """
    cells = (figures.get(name, "") for name in FIGURES)
    return (area, occupation, *cells, _missing(reasons), _flags(figures))


def areas_text(lines: Iterable[Line]) -> str:
    """areas.csv with these lines, in the order of their bytes."""
    return _text(AREAS.header, lines)


def wages_text(lines: Iterable[Line]) -> str:
    """wages.csv with these lines, in the order of their bytes."""
    return _text(WAGE_TABLE.header, lines)


def _missing(reasons: Mapping[str, str]) -> str:
    """``all:no_series``, ``wages:not_released``, ``p90:above_cap`` …, joined by ``;``."""
    left = dict(reasons)
    said = []
    for group in _GROUPS:
        why = {left.get(name) for name in MISSING[group]}
        if len(why) == 1 and None not in why:
            said.append(f"{group}:{why.pop()}")
            left = {name: reason for name, reason in left.items() if name not in MISSING[group]}
    return ";".join(said + [f"{name}:{reason}" for name, reason in left.items()])


def _flags(figures: Mapping[str, str]) -> str:
    published = [figures[name] for name in PERCENTILES if name in figures]
    return "collapsed" if len(set(published)) < len(published) else ""


def _text(header: Line, lines: Iterable[Line]) -> str:
    first, *rest = (_line(line) for line in (header, *lines))
    return first + "".join(sorted(rest, key=str.encode))


def _line(cells: Line) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
