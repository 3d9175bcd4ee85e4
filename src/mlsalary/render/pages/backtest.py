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
from mlsalary.render.pages.estimate import source_list

if TYPE_CHECKING:
    from mlsalary.evaluation.scorecard import Backtest, Baseline, Group, Rejected, Scored, Told

PAYS = {"base": "Base salary", "total": "Total compensation"}


def page(result: Backtest) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: Backtest) -> Iterator[Block]:
    yield Heading(f"Backtest on {result.base.n:,} reports", _how(result))
    yield _scorecard(result)
    yield Paragraph(
        "MdAPE and MAPE: median and mean error of the middle, of the pay reported. Bias: the "
        "middle over the pay reported, less one. 80% of people should lie inside p10-p90, 50% "
        "inside p25-p75.",
        "quiet",
    )
    if result.told:
        yield _told(result.told)
    for pay, name in PAYS.items():
        scored: Scored = getattr(result, pay)
        if scored.groups:
            yield _groups(name, scored.groups)
    yield _baselines(result)
    yield _reliability(result)
    if result.rejected:
        yield rejected_rows(result.rejected)
    if result.warnings:
        yield Bullets("Worth knowing", [notice.message for notice in result.warnings])
    yield source_list(result.sources)


def _how(result: Backtest) -> str:
    said = "Each report in the dollars of its own month"
    if result.folds:
        said += f"; {result.folds} folds, each by a model that has not seen it"
    if result.without:
        said += f"; without {', '.join(result.without)}"
    return said


def _scorecard(result: Backtest) -> Grid:
    scored: dict[str, Scored] = {name: getattr(result, pay) for pay, name in PAYS.items()}
    rows = [
        (
            name,
            _with_interval(one, "mdape"),
            _with_interval(one, "mape"),
            _percent(one.bias, sign=True),
            _with_interval(one, "coverage80"),
            _with_interval(one, "coverage50"),
            dollars(one.pinball),
        )
        for name, one in scored.items()
        if one.n
    ]
    return Grid(
        "Scorecard, with 80% intervals",
        (
            Column(""),
            Column("MdAPE", numeric=True),
            Column("MAPE", numeric=True),
            Column("Bias", numeric=True, rank=2),
            Column("In p10-p90", numeric=True),
            Column("In p25-p75", numeric=True, rank=1),
            Column("Pinball loss", numeric=True, rank=2),
        ),
        rows,
    )


def _with_interval(scored: Scored, metric: str) -> str:
    ends = scored.intervals[metric]
    return f"{getattr(scored, metric):.1f}% ({ends.low:.1f}-{ends.high:.1f})"


def _told(steps: Sequence[Told]) -> Grid:
    """What each further thing that people tell is worth."""
    return Grid(
        "By what is told",
        (
            Column("Told"),
            Column("Reports", numeric=True, rank=1),
            Column("Base MdAPE", numeric=True),
            Column("MAPE", numeric=True, rank=1),
            Column("p90 over p10", numeric=True, rank=2),
            Column("Total MdAPE", numeric=True),
            Column("MAPE", numeric=True, rank=1),
            Column("p90 over p10", numeric=True, rank=2),
        ),
        [
            (
                one.name,
                f"{one.base.n:,}",
                *(_percent(each) for each in (one.base.mdape, one.base.mape)),
                _percent(one.base.width80, sign=True),
                *(_percent(each) for each in (one.total.mdape, one.total.mape)),
                _percent(one.total.width80, sign=True),
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
            Column("Reports", numeric=True),
            Column("MdAPE", numeric=True),
            Column("MAPE", numeric=True),
            Column("Bias", numeric=True, rank=1),
            Column("In p10-p90", numeric=True),
            Column("In p25-p75", numeric=True, rank=1),
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


def _baselines(result: Backtest) -> Grid:
    """What simpler predictors reach, the estimates last."""
    rows = [_baseline(one) for one in result.baselines]
    base, total = result.base, result.total
    rows.append(
        (
            "These estimates",
            *(_percent(each) for each in (base.mdape, base.mape, total.mdape, total.mape)),
            "",
        )
    )
    return Grid(
        "Beside simpler answers",
        (
            Column("Predictor"),
            Column("Base MdAPE", numeric=True),
            Column("MAPE", numeric=True),
            Column("Total MdAPE", numeric=True),
            Column("MAPE", numeric=True),
            Column("Note", rank=1),
        ),
        rows,
        strong_rows=frozenset({len(rows) - 1}),
    )


def _baseline(one: Baseline) -> tuple[str, ...]:
    total = (one.total.mdape, one.total.mape) if one.total else (None, None)
    figures = (one.base.mdape, one.base.mape, *total)
    return (one.name, *(_percent(each) for each in figures), one.note)


def _reliability(result: Backtest) -> Grid:
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
        "Reliability: reports below each percentile of their own estimate",
        columns,
        rows,
        caption="A perfect estimate has 10% below its p10, 50% below its p50.",
    )


def rejected_rows(rejected: Sequence[Rejected]) -> Grid:
    """Rows that could not be used, by reason."""
    return Grid(
        "Rows not used",
        (
            Column("Reason"),
            Column("Rows", numeric=True),
            Column("First line", numeric=True),
            Column("There"),
        ),
        [
            (one.reason.replace("_", " "), f"{one.rows:,}", str(one.line), one.example)
            for one in rejected
        ],
    )


def _percent(value: float | None, *, sign: bool = False) -> str:
    return "-" if value is None else f"{value:{'+' if sign else ''}.1f}%"
