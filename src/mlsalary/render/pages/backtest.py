"""The page of a backtest: the scorecard, its groups, simpler predictors, the reliability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mlsalary.figures import dollars
from mlsalary.render.page import (
    Bar,
    Block,
    Bullets,
    Cell,
    Column,
    Grid,
    Heading,
    Page,
    Paragraph,
)
from mlsalary.render.pages.charting import by_percentile
from mlsalary.render.pages.closing import closing
from mlsalary.render.view import FIRST_SCREEN, View

if TYPE_CHECKING:
    from mlsalary.evaluation.scorecard import Backtest, Baseline, Group, Rejected, Scored, Told

PAYS = {"base": "Base salary", "total": "Total compensation"}


def page(result: Backtest, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(result, view))


def _blocks(result: Backtest, view: View) -> Iterator[Block]:
    yield Heading(f"Backtest on {result.base.n:,} reports", _how(result))
    yield Paragraph(_verdict(result), "strong")
    if view.chart:
        yield _reliability(result, view)
    if view.explain or not view.chart_alone:
        yield from _scores(result, view)
    if view.explain:
        yield _intervals(result)
        for pay, name in PAYS.items():
            scored: Scored = getattr(result, pay)
            if scored.groups:
                yield _groups(name, scored.groups)
    if view.explain and not view.chart:
        yield _reliability(result, view)
    if result.rejected:
        yield rejected_rows(result.rejected)
    if result.warnings:
        yield Bullets("Worth knowing", [notice.message for notice in result.warnings])
    why = "Scores and groups" if view.chart else "Groups and reliability"
    yield from closing(view, result.sources, why=why)


def _scores(result: Backtest, view: View) -> Iterator[Block]:
    """How far the estimates miss, by what is known, and beside simpler methods."""
    yield _scorecard(result)
    yield Paragraph(
        "MdAPE and MAPE: median and mean error of the estimated median, as a share of the pay "
        "reported. Bias: how far the estimate is above (+) or below (-) that pay. 80% of people "
        "should be inside p10-p90, and 50% inside p25-p75.",
        "quiet",
    )
    if result.told:
        yield _told(result.told, view)
    yield from _baselines(result, view)


def _verdict(result: Backtest) -> str:
    """How far the estimates miss, and how many people their ranges hold."""
    told = _scored(result)
    miss = ", ".join(f"{_percent(one.mdape)} for {name.lower()}" for one, name in told)
    held = " and ".join(f"{one.coverage80:.0f}%" for one, _ in told)
    return f"Typical miss {miss}. The range from p10 to p90 holds {held} (80% would be right)."


def _how(result: Backtest) -> str:
    said = "Each report in the dollars of its own month"
    if result.folds:
        said += f"; {result.folds} folds, each by a model that has not seen it"
    if result.without:
        said += f"; without {', '.join(result.without)}"
    return said


def _scorecard(result: Backtest) -> Grid:
    return Grid(
        "",
        (
            Column("Pay"),
            Column("MdAPE", numeric=True),
            Column("MAPE", numeric=True, rank=1),
            Column("Bias", numeric=True, rank=3),
            Column("In p10-p90", numeric=True, rank=1),
            Column("In p25-p75", numeric=True, rank=2),
        ),
        [
            (
                name,
                *(_percent(each) for each in (one.mdape, one.mape)),
                _percent(one.bias, sign=True),
                *(_percent(each) for each in (one.coverage80, one.coverage50)),
            )
            for one, name in _scored(result)
        ],
    )


def _intervals(result: Backtest) -> Grid:
    """How sure each score is."""
    metrics = {
        "mdape": "MdAPE",
        "mape": "MAPE",
        "coverage80": "In p10-p90",
        "coverage50": "In p25-p75",
    }
    return Grid(
        "80% intervals of the scores",
        (
            Column("Pay"),
            *(Column(name, numeric=True, rank=at) for at, name in enumerate(metrics.values())),
            Column("Pinball loss", numeric=True, rank=4),
        ),
        [
            (
                name,
                *(
                    f"{ends.low:.1f}% to {ends.high:.1f}%"
                    for ends in (one.intervals[metric] for metric in metrics)
                ),
                dollars(one.pinball),
            )
            for one, name in _scored(result)
        ],
    )


def _scored(result: Backtest) -> list[tuple[Scored, str]]:
    """Base and total with their names, where there are reports of them."""
    found = [(getattr(result, pay), name) for pay, name in PAYS.items()]
    return [(one, name) for one, name in found if one.n]


def _told(steps: Sequence[Told], view: View) -> Grid:
    """What each further thing that people tell is worth."""
    names = ("MdAPE", "MAPE", "p90 over p10")
    shown = names if view.explain else names[:1]
    return Grid(
        "By what is known",
        (
            Column("Known"),
            Column("Reports", numeric=True, rank=4),
            *(
                Column(f"{pay} {name}", numeric=True, rank=at)
                for pay in ("Base", "Total")
                for at, name in enumerate(shown)
            ),
        ),
        [
            (
                one.name,
                f"{one.base.n:,}",
                *(
                    cell
                    for pay in (one.base, one.total)
                    for cell in (
                        _percent(pay.mdape),
                        _percent(pay.mape),
                        _percent(pay.width80, sign=True),
                    )[: len(shown)]
                ),
            )
            for one in steps
            if one.base.n
        ],
    )


def _groups(name: str, groups: Sequence[Group]) -> Grid:
    return Grid(
        name,
        (
            Column("By"),
            Column("Group"),
            Column("Reports", numeric=True, rank=1),
            Column("MdAPE", numeric=True),
            Column("MAPE", numeric=True, rank=2),
            Column("Bias", numeric=True, rank=3),
            Column("In p10-p90", numeric=True, rank=1),
            Column("In p25-p75", numeric=True, rank=3),
        ),
        [
            (
                one.by,
                one.name,
                f"{one.n:,}",
                _percent(one.mdape),
                _percent(one.mape),
                _percent(one.bias, sign=True),
                _percent(one.coverage80),
                _percent(one.coverage50),
            )
            for one in groups
        ],
    )


def _baselines(result: Backtest, view: View) -> Iterator[Block]:
    """What simpler predictors reach, the estimates last."""
    rows = [_baseline(one) for one in result.baselines]
    base, total = result.base, result.total
    scores = (base.mdape, base.mape, total.mdape, total.mape)
    rows.append(("These estimates", *map(_percent, scores)))
    yield Grid(
        "Compared with simpler methods",
        (
            Column("Predictor"),
            Column("Base MdAPE", numeric=True),
            Column("Base MAPE", numeric=True, rank=1),
            Column("Total MdAPE", numeric=True),
            Column("Total MAPE", numeric=True, rank=1),
        ),
        rows,
        strong_rows=frozenset({len(rows) - 1}),
    )
    if view.explain:
        yield Bullets("What they are", [f"{one.name}: {one.note}" for one in result.baselines])


def _baseline(one: Baseline) -> tuple[str, ...]:
    total = (one.total.mdape, one.total.mape) if one.total else (None, None)
    figures = (one.base.mdape, one.base.mape, *total)
    return (one.name, *map(_percent, figures))


def _reliability(result: Backtest, view: View) -> Grid:
    """How many reports lie below each percentile, where that many per cent should."""
    has_total = result.total.n > 0
    rows: list[list[Cell]] = []
    for one in result.reliability:
        row: list[Cell] = [f"p{one.percentile}", _percent(one.base), Bar(0, one.base, 0, 100)]
        if has_total and one.total is not None:
            row += [_percent(one.total), Bar(0, one.total, 0, 100)]
        rows.append(row)
    columns = [Column("Below"), Column("Base", numeric=True), Column("", bar=True)]
    if has_total:
        columns += [Column("Total", numeric=True), Column("", bar=True, rank=1)]
    return Grid(
        "Reliability: reports below each percentile of their estimate",
        columns,
        rows,
        chart=by_percentile(result.reliability) if view.chart else None,
        caption="With a perfect estimate, 10% are below p10 and 50% below the median (p50).",
    )


def rejected_rows(rejected: Sequence[Rejected]) -> Grid:
    """Rows that could not be used, by reason."""
    return Grid(
        "Rows not used",
        (
            Column("Reason"),
            Column("Rows", numeric=True),
            Column("First line", numeric=True),
            Column("Example"),
        ),
        [
            (one.reason.replace("_", " "), f"{one.rows:,}", str(one.line), one.example)
            for one in rejected
        ],
    )


def _percent(value: float | None, *, sign: bool = False) -> str:
    return "-" if value is None else f"{value:{'+' if sign else ''}.1f}%"
