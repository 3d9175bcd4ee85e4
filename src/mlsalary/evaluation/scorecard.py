"""What a backtest answers."""

from __future__ import annotations

from typing import Any, NamedTuple

from mlsalary.figures import Dollars
from mlsalary.results import Notice, Source, contract, plain

TERMS = {
    "level": "the level that the years mean",
    "reported": "what is reported at each level over the guide's band",
    "beside": "years given with a level",
    "place": "the place",
    "guide": "the guide's wages of places (BLS's are used for all)",
    "bls": "BLS's wages of the guide's places",
    "pooling": "what reported pay says about metros",
    "local": "kinds of employer within a metro",
    "degree": "the degree",
    "role": "the role",
    "employer": "the employer, and the company with it",
    "company": "the company (its kind stays)",
    "tilt": "pay beyond base depends on the place more than base does",
    "share": "pay beyond base grows with the level",
    "growth": "what reports say about how pay moved",
}
"""What ``--without`` can take out of a backtest."""


class Score(NamedTuple):
    """n: reports. mdape, mape: median and mean absolute error of p50, per cent of the pay reported.
    bias: geometric mean of p50 over the pay reported, less one, per cent; above 0 is too high.
    coverage80, coverage50: per cent of reports inside p10-p90 and p25-p75. pinball: mean quantile
    loss over the five percentiles, dollars. width80: by how much p90 exceeds p10, per cent, the
    median. All but n are None where nothing is reported.
    """

    n: int
    mdape: float | None
    mape: float | None
    bias: float | None
    coverage80: float | None
    coverage50: float | None
    pinball: Dollars | None
    width80: float | None


class Interval(NamedTuple):
    """The 80% interval of a figure over bootstrap samples of the reports."""

    low: float
    high: float


class Loss(Interval):
    """That of a pinball loss, which is in dollars."""

    __slots__ = ()
    low: Dollars
    high: Dollars


class Error(NamedTuple):
    """Reports scored, and the median and mean absolute error in per cent."""

    n: int
    mdape: float
    mape: float


class Baseline(NamedTuple):
    """A predictor's errors; ``total`` is None where it says nothing of total compensation."""

    name: str
    base: Error
    total: Error | None
    sources: tuple[str, ...]
    note: str


class Group(NamedTuple):
    """The score of a part of the reports: ``by`` is years, level, employer, place, company or
    company level."""

    by: str
    name: str
    n: int
    mdape: float | None
    mape: float | None
    bias: float | None
    coverage80: float | None
    coverage50: float | None
    pinball: Dollars | None
    width80: float | None


class Scored(NamedTuple):
    """The score of one kind of pay, as ``scores.Score``; intervals are 80% bootstrap ones."""

    n: int
    mdape: float | None
    mape: float | None
    bias: float | None
    coverage80: float | None
    coverage50: float | None
    pinball: Dollars | None
    width80: float | None
    intervals: dict[str, Interval]
    groups: tuple[Group, ...]


class Reliability(NamedTuple):
    """The per cent of reports that lie below a percentile of their own estimate."""

    percentile: int
    base: float
    total: float | None


class Rejected(NamedTuple):
    """Rows that cannot be used, by reason, with the first of them."""

    reason: str
    rows: int
    line: int
    example: str


class Told(NamedTuple):
    """The scores where no more than this is told: one of the steps of what people tell."""

    name: str
    base: Score
    total: Score
    reliability: tuple[Reliability, ...]


@contract("mlsalary/backtest/1")
class Backtest(NamedTuple):
    """How well the estimates fit a file of reported pay.

    dollars: the month whose money a report is in that tells none; the others are in that of their
    own. folds: 0 when the model is used as it is,
    else how many parts each were estimated by a model fitted to the others. without: the terms
    that were taken out. base, total: errors and coverage in per cent, pinball in dollars, of all
    that the reports tell; told: of parts of it.
    """

    dollars: str
    folds: int
    without: tuple[str, ...]
    base: Scored
    total: Scored
    told: tuple[Told, ...]
    baselines: tuple[Baseline, ...]
    reliability: tuple[Reliability, ...]
    rejected: tuple[Rejected, ...]
    sources: tuple[Source, ...]
    warnings: tuple[Notice, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return dict(plain(self))

    def records(self) -> list[dict[str, Any]]:
        """A row a kind of pay and group, the whole first."""
        whole = {"by": "all", "name": "all"}
        rows: list[dict[str, Any]] = []
        for pay in ("base", "total"):
            scored: Scored = getattr(self, pay)
            figures = {name: getattr(scored, name) for name in Score._fields}
            rows.append({"pay": pay} | whole | figures)
            rows += [{"pay": pay} | group._asdict() for group in scored.groups]
        return rows
