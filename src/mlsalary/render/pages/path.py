"""The page of a path: pay by years as a chart, how likely each level is, and the ladders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mlsalary.figures import hundreds, month_name, percent, years
from mlsalary.render.page import Bar, Block, Column, Grid, Heading, Page, Paragraph
from mlsalary.render.pages.estimate import profile_title
from mlsalary.render.pages.parts import endings, middle_half
from mlsalary.results import Range

if TYPE_CHECKING:
    from mlsalary.decisions.path import Path, PathRow


def page(result: Path) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: Path) -> Iterator[Block]:
    yield Heading(
        profile_title(result.profile),
        f"From {years(result.rows[0].years)} of experience on; per year, in "
        f"{month_name(result.dollars)} dollars, market-wide raises not included",
    )
    yield Paragraph(_verdict(result), "strong")
    yield _chart(result)
    yield Paragraph(_claim(result))
    yield _levels(result)
    yield _ladders(result)
    yield from endings(result.warnings, result.sources)


def _verdict(result: Path) -> str:
    first, last = result.rows[0], result.rows[-1]
    parts = [
        f"{name} from {hundreds(before.p50)} to {hundreds(after.p50)} "
        f"({percent(after.p50 / before.p50 - 1, sign=True)})"
        for name, before, after in (
            ("base", first.base, last.base),
            ("total", first.total, last.total),
        )
    ]
    return f"From {first.years:g} to {years(last.years)}: {', '.join(parts)}."


def _chart(result: Path) -> Grid:
    bars = [_bars([getattr(row, name) for row in result.rows]) for name in ("base", "total")]
    return Grid(
        "Pay by years: the middle, and bars from p25 to p75",
        (
            Column("Years"),
            Column("Base", numeric=True),
            Column("", bar=True),
            Column("Total", numeric=True),
            Column("", bar=True),
            Column("Likeliest", rank=1),
        ),
        [
            (
                f"{row.years:g}",
                hundreds(row.base.p50),
                base,
                hundreds(row.total.p50),
                total,
                _likeliest(row),
            )
            for row, base, total in zip(result.rows, *bars, strict=True)
        ],
        sentences=[_sentence(row) for row in result.rows],
    )


def _bars(pays: Sequence[Range]) -> list[Bar]:
    """The middle halves of many ranges on one scale."""
    low, high = min(pay.p25 for pay in pays), max(pay.p75 for pay in pays)
    return [Bar(pay.p25, pay.p75, low, high) for pay in pays]


def _likeliest(row: PathRow) -> str:
    level = max(row.levels, key=lambda one: row.levels[one])
    return f"{level} {percent(row.levels[level])}"


def _sentence(row: PathRow) -> str:
    return (
        f"{years(row.years)}: base {hundreds(row.base.p50)} (half {middle_half(row.base)}), "
        f"total {hundreds(row.total.p50)} (half {middle_half(row.total)})."
    )


def _claim(result: Path) -> str:
    claim = result.claim
    modelled = " and ".join(
        f"{percent(one.share, sign=True)} in {years(one.years)}" for one in claim.modelled
    )
    reached = [
        f"{percent(share, sign=True)} takes {after} years"
        if after is not None
        else f"{percent(share, sign=True)} is not reached in {claim.within} years"
        for share, after in zip((claim.low, claim.high), claim.reached, strict=True)
    ]
    note = f" {claim.note}" if claim.note else ""
    return (
        f"The guide says that base grows by {claim.low * 100:.0f} to {percent(claim.high)} from "
        f"entry to senior, in {claim.years_low:g} to {years(claim.years_high)} "
        f"[{', '.join(claim.sources)}]. Here the middle grows {modelled} from the first day, since "
        f"not everybody is senior by then; {', '.join(reached)}.{note}"
    )


def _levels(result: Path) -> Grid:
    names = list(dict.fromkeys(level for row in result.rows for level in row.levels))
    rows = [
        (f"{row.years:g}", *(percent(row.levels.get(level, 0.0)) for level in names))
        for row in result.rows
    ]
    return Grid(
        "How likely each level is",
        (Column("Years"), *(Column(name, numeric=True) for name in names)),
        rows,
        sentences=[
            f"{years(row.years)}: "
            + ", ".join(f"{name} {percent(row.levels.get(name, 0.0))}" for name in names)
            + "."
            for row in result.rows
        ],
    )


def _ladders(result: Path) -> Grid:
    rows = [
        (
            rung.title,
            rung.ladder,
            hundreds(rung.base.p50) if rung.base else "-",
            middle_half(rung.base) if rung.base else "-",
            hundreds(rung.total.p50) if rung.total else "-",
        )
        for rung in result.ladders
    ]
    return Grid(
        "The ladders beyond",
        (
            Column("Step"),
            Column("Ladder", rank=2),
            Column("Base", numeric=True),
            Column("Half between", numeric=True, rank=1),
            Column("Total", numeric=True),
        ),
        rows,
        sentences=[
            f"{title}, {ladder}: "
            + (
                f"base {base} (half {half}), total {total}."
                if base != "-"
                else "the guide calls its pay comparable and gives no figure."
            )
            for title, ladder, base, half, total in rows
        ],
        caption="Of the research ladder the guide says that its pay is comparable; no figures.",
    )
