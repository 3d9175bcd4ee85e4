"""How far estimates lie from pay, and how far the pay of people who are alike lies apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from math import log, sqrt
from typing import Any, NamedTuple

import numpy as np
from external_pay import KINDS, Line
from numpy.typing import NDArray

from mlsalary import engine
from mlsalary.evaluation.reported import RULES, Report

LEAST = 10  # rows of a part that is shown
LEAST_EMPLOYERS = 5  # below, samples are drawn of rows, as where no employer is named
QUANTILES = (10, 25, 50, 75, 90)
INTERVAL = (10, 90)
YEARS_APART = 1  # of two people who are alike in years
Numbers = NDArray[np.float64]


class Measure(NamedTuple):
    """How far estimates lie above pay, per cent of the pay: the median, its 80% interval over
    bootstrap samples, and the median without sign."""

    median: float
    low: float
    high: float
    mdape: float


def off(line: Line, kind: str) -> Numbers:
    """How far each estimate lies above the pay, per cent."""
    pay = [getattr(report, kind) for report in line.reports]
    asked = [line.ask(report.profile) for report in line.reports]
    prices = {one: getattr(engine.price(one, line.book), kind).p50 for one in set(asked)}
    found: Numbers = 100 * (np.array([prices[one] for one in asked]) / np.array(pay) - 1)
    return found


def measure(line: Line, kind: str) -> Measure:
    """Of one kind of pay that the line tells."""
    found = off(line, kind)
    settings = line.book.toml(RULES)["backtest"]
    low, high = _interval(found, clusters(line.reports), settings["resamples"], settings["seed"])
    return Measure(float(np.median(found)), low, high, float(np.median(np.abs(found))))


def employers(reports: Sequence[Report]) -> int:
    """How many are named."""
    return len({report.profile.company for report in reports} - {None})


def clusters(reports: Sequence[Report]) -> list[list[int]]:
    """Rows that are drawn together: an employer's; each alone where few employers are named."""
    if employers(reports) < LEAST_EMPLOYERS:
        return [[row] for row in range(len(reports))]
    found = defaultdict[Hashable, list[int]](list)
    for row, report in enumerate(reports):
        found[report.profile.company or row].append(row)
    return list(found.values())


def _interval(
    found: Numbers, rows: Sequence[Sequence[int]], resamples: int, seed: int
) -> tuple[float, float]:
    random = np.random.default_rng(seed)
    parts = [found[part] for part in rows]
    drawn = (random.integers(0, len(parts), len(parts)) for _ in range(resamples))
    medians = [np.median(np.concatenate([parts[one] for one in sample])) for sample in drawn]
    low, high = np.percentile(medians, INTERVAL)
    return float(low), float(high)


# Tables ------------------------------------------------------------------------------------------


def table(lines: Sequence[Line]) -> str:
    """Lines with enough rows. Errors in percent: below zero the estimate is too low."""
    kinds = [kind for kind in KINDS if any(kind in line.kinds for line in lines)]
    heads = ["pay", "told", "rows", "employers"]
    for kind in kinds:
        heads += [f"{kind}: estimate minus pay", "80% interval", "MdAPE"]
    body = [
        [line.pay, line.told, f"{len(line.reports):,}", f"{employers(line.reports) or ''}"]
        + [cell for kind in kinds for cell in _cells(line, kind)]
        for line in lines
        if len(line.reports) >= LEAST
    ]
    return _markdown(heads, body)


def _cells(line: Line, kind: str) -> list[str]:
    if kind not in line.kinds:
        return ["", "", ""]
    one = measure(line, kind)
    return [f"{one.median:+.1f}", f"{one.low:+.1f} to {one.high:+.1f}", f"{one.mdape:.1f}"]


def quantiles(lines: Sequence[Line]) -> str:
    """How the errors of lines with enough rows spread, percent."""
    heads = ["told", "averages", *(f"{kind}: {at}%" for kind in KINDS for at in QUANTILES)]
    body = []
    for line in (one for one in lines if len(one.reports) >= LEAST):
        spread = [np.percentile(off(line, kind), QUANTILES) for kind in KINDS]
        cells = [f"{error:+.0f}" for one in spread for error in one]
        body.append([line.told, f"{len(line.reports):,}", *cells])
    return _markdown(heads, body)


def _markdown(heads: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    rows = [heads, ["---"] * len(heads), *body]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


# Noise -------------------------------------------------------------------------------------------

_Alike = Callable[[Report], tuple[Any, ...]]
ALIKE: Mapping[str, _Alike] = {
    "years, metro, degree, two kinds of employer": lambda one: (
        one.place.code,
        one.profile.degree or "",
        one.employer,
    ),
    "years, metro, company": lambda one: (one.place.code, one.profile.company),
    "years, metro, company, level": lambda one: (
        one.place.code,
        one.profile.company,
        one.profile.level,
    ),
}
"""What two people who are alike share beside their years."""


def noise(reports: Sequence[Report]) -> str:
    """How far two people who are alike lie apart, and so by how much an estimate that knew the
    median of all such people would miss, percent in logs."""
    heads = ["alike in", "pairs"]
    for kind in KINDS:
        heads += [f"{kind}: gap between two people", "lowest possible typical miss"]
    body = []
    for name in ALIKE:
        pairs, *apart = alike(reports, name)
        cells = [f"{each:.1f}" for one in apart for each in (one, one / sqrt(2))]
        body.append([name, f"{pairs:,}", *cells])
    return _markdown(heads, body)


def alike(reports: Sequence[Report], name: str) -> tuple[int, float, float]:
    """Pairs, and how far base and total of two people lie apart: the median, percent in logs. From
    the middle of all one lies less far than two from each other, by the root of 2."""
    pairs = list(_pairs(reports, ALIKE[name]))
    base, total = (_apart(pairs, kind) for kind in KINDS)
    return len(pairs), base, total


def _pairs(reports: Sequence[Report], shared: _Alike) -> Iterator[tuple[Report, Report]]:
    groups = defaultdict[tuple[Any, ...], list[Report]](list)
    for report in reports:
        if report.profile.experience is not None and None not in shared(report):
            groups[shared(report)].append(report)
    for group in groups.values():
        for one, other in combinations(group, 2):
            years = (one.profile.experience or 0.0) - (other.profile.experience or 0.0)
            if abs(years) <= YEARS_APART:
                yield one, other


def _apart(pairs: Sequence[tuple[Report, Report]], kind: str) -> float:
    pays = [(getattr(one, kind), getattr(other, kind)) for one, other in pairs]
    return float(100 * np.median([abs(log(one / other)) for one, other in pays if one and other]))
