"""The charts of pages: which figures stand on which axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mlsalary.figures import thousands
from mlsalary.render.axes import money_axis
from mlsalary.render.page import CUT, Axis, Chart, Point, Series, Stroke
from mlsalary.results import Range

if TYPE_CHECKING:
    from mlsalary.evaluation.scorecard import Reliability

MARKS = {"base": "●", "total": "■"}
"""What stands for each kind of pay."""
_ASIDE = 0.25
"""Of a line, between the marks of a row and each of its middle halves."""
_LONGEST = 1.5
"""Times the highest median up to which lines are drawn in full: beyond it, those of a few rows
would leave too little room to the others."""
_FIFTH = 5
"""Years between the marks of an axis."""


class Pay(NamedTuple):
    """Base and total of one profile."""

    base: Range
    total: Range


def by_share(pay: Pay) -> Chart:
    """The pay below which each share of people earn; in seven lines each percentile has its own."""
    shares = [int(name.removeprefix("p")) for name in Range._fields]
    series = []
    for name, mark in MARKS.items():
        points = [
            Point(amount, share, thousands(amount))
            for amount, share in zip(getattr(pay, name), shares, strict=True)
        ]
        series.append(Series(name, mark, points, [Stroke(points)], labels_left=name == "base"))
    return Chart(
        "How many comparable people earn less",
        money_axis((*pay.base, *pay.total), 8),
        Axis(shares[0], shares[-1], [(share, f"{share}%") for share in shares]),
        series,
        lines=7,
    )


def by_years(pays: Mapping[float, Pay], turns: Sequence[float], caption: str) -> Chart:
    """The median at each of the years, marked at every fifth, between the low end of what half of
    people earn as base and the high end as total: their other ends run into one another. turns:
    years of another likeliest level, to mark on the axis."""
    first, last = min(pays), max(pays)
    series = []
    for (name, mark), outer in zip(MARKS.items(), ("p25", "p75"), strict=True):
        p50, end_of_half = (
            [Point(at, getattr(getattr(pay, name), part)) for at, pay in pays.items()]
            for part in ("p50", outer)
        )
        marked = [one for one in p50[:-1] if one.x % _FIFTH < 1 or one.x == first]
        end = Point(last, p50[-1].y, thousands(p50[-1].y))
        lines = [Stroke(p50), Stroke(end_of_half, dotted=True)]
        series.append(Series(name, mark, [*marked, end], lines))
    fifths = [at for at in range(0, int(last) + 1, _FIFTH) if at > first]
    return Chart(
        "Pay by years of experience",
        Axis(first, last, [(at, f"{at:g}") for at in (first, *fifths)], "Years", turns),
        money_axis([end for pay in pays.values() for end in _middle_halves(pay)], 6),
        series,
        lines=11,
        key=["dotted: base p25, total p75"],
        caption=caption,
    )


def side_by_side(head: str, pays: Sequence[tuple[str, Pay]], *, figures: bool = True) -> Chart:
    """A row for each, named and with its medians. head: what the names are. figures: whether the
    medians stand beside the names, and not in a table beneath."""
    of = {name: [getattr(pay, name) for _, pay in pays] for name in MARKS}
    scale = _scale([pay for _, pay in pays])
    series = []
    for (name, mark), aside in zip(MARKS.items(), (_ASIDE, -_ASIDE), strict=True):
        upward: list[tuple[int, Range]] = list(enumerate(reversed(of[name])))
        points = [Point(pay.p50, at) for at, pay in upward]
        halves = [_half(pay, at + aside, scale.high) for at, pay in upward]
        series.append(Series(name, mark, points, halves))
    cut = any(stroke.cut for one in series for stroke in one.strokes)
    medians = [
        _aligned([name.capitalize(), *(thousands(pay.p50) for pay in of[name])], str.rjust)
        for name in MARKS
        if figures
    ]
    names = _aligned([head, *(name for name, _ in pays)], str.ljust)
    above, *rows = map("  ".join, zip(names, *medians, strict=True))
    return Chart(
        "Median pay",
        scale,
        Axis(0, len(pays) - 1, list(enumerate(reversed(rows))), above),
        series,
        lines=len(pays),
        key=["lines: p25 to p75", *([f"{CUT} beyond the axis"] if cut else [])],
    )


def _scale(pays: Sequence[Pay]) -> Axis:
    """Dollars for all medians, and for all middle halves unless one is much longer."""
    ends = [end for pay in pays for end in _middle_halves(pay)]
    highest = max(pay.total.p50 for pay in pays)
    return money_axis(ends if max(ends) < _LONGEST * highest else [min(ends), highest], 6)


def _half(pay: Range, at: float, most: float) -> Stroke:
    """The line of a middle half, as far as an axis to ``most`` goes."""
    ends = [Point(pay.p25, at), Point(min(pay.p75, most), at)]
    return Stroke(ends, cut=pay.p75 > most)


def _aligned(words: Sequence[str], justified: Callable[[str, int], str]) -> list[str]:
    longest = max(map(len, words))
    return [justified(word, longest) for word in words]


def by_percentile(found: Sequence[Reliability]) -> Chart:
    """How many reports lie below each percentile, beside how many should."""
    series = []
    for name, mark in MARKS.items():
        below = [(one.percentile, getattr(one, name)) for one in found]
        if points := [Point(at, share) for at, share in below if share is not None]:
            series.append(Series(name, mark, points, [Stroke(points)]))
    diagonal = Stroke([Point(0, 0), Point(100, 100)], dotted=True)
    return Chart(
        "Reports below each percentile of their estimate",
        Axis(0, 100, [(at, f"p{at}") for at in range(10, 100, 10)]),
        Axis(0, 100, [(at, f"{at}%") for at in range(0, 101, 25)]),
        [*series, Series("dotted: a perfect estimate", "", strokes=[diagonal])],
        lines=11,
    )


def _middle_halves(pay: Pay) -> tuple[float, ...]:
    return (pay.base.p25, pay.base.p75, pay.total.p25, pay.total.p75)
