"""The page of a posted range: where people like this land in it, whom it is for, how wide."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import TYPE_CHECKING

from mlsalary.figures import dollars, hundreds, listed, percent, stands
from mlsalary.render.page import (
    Band,
    Bands,
    Bar,
    Block,
    Column,
    Grid,
    Heading,
    Page,
    Paragraph,
)
from mlsalary.render.pages.estimate import not_in_front, profile_title, two_premiums
from mlsalary.render.pages.parts import bls_grid, endings
from mlsalary.render.read_lines import read_lines

if TYPE_CHECKING:
    from mlsalary.decisions.posted import PostedRange


def page(result: PostedRange) -> Page:
    """The blocks of the page."""
    return list(_blocks(result))


def _blocks(result: PostedRange) -> Iterator[Block]:
    low, high = result.posted
    yield Heading(
        f"Posted {dollars(low)} to {dollars(high)} · {profile_title(result.profile)}",
        f"Base salary per year, in {result.estimate.money}",
    )
    yield Paragraph(result.verdict, "strong")
    measured = result.estimate.measured
    yield from two_premiums(measured)
    yield from read_lines((*result.estimate.read, *result.read))
    yield Bands(
        (Band("Base salary", result.estimate.base),),
        (("Posted low", low), ("Posted high", high)),
    )
    yield Paragraph(_ends(result))
    yield _levels(result)
    yield Paragraph(_width(result))
    yield bls_grid(result.bls)
    yield Paragraph(result.estimate.rests_on, "quiet")
    yield from endings(not_in_front(result.warnings, measured), result.sources)


def _ends(result: PostedRange) -> str:
    lands = ", ".join(f"{name} {_clamped(way)}" for name, way in result.lands.items())
    return (
        f"Among people like this its low end stands {stands(result.percentile.low)} and its high "
        f"end {stands(result.percentile.high)}. On the way from low to high: their {lands}."
    )


def _clamped(way: float) -> str:
    """How far through the range, in per cent."""
    if way < 0:
        return "below it"
    return "above it" if way > 100 else f"at {way:.0f}%"


def _levels(result: PostedRange) -> Grid:
    # On a scale of ratios, or the highest level would squeeze all the others together.
    low = log(min(one.base.p25 for one in result.levels))
    high = log(max(one.base.p75 for one in result.levels))
    spanned = [one.level for one in result.levels if one.spanned]
    return Grid(
        f"Whom it is for: {listed(spanned) or 'no level by its middle'}",
        (
            Column("Level"),
            Column("p25", numeric=True, rank=2),
            Column("p50", numeric=True),
            Column("p75", numeric=True, rank=2),
            Column("Spanned"),
            Column("", bar=True, rank=1),
        ),
        [
            (
                one.level,
                hundreds(one.base.p25),
                hundreds(one.base.p50),
                hundreds(one.base.p75),
                "yes" if one.spanned else "-",
                Bar(
                    log(one.base.p25),
                    log(one.base.p75),
                    low,
                    high,
                    "good" if one.spanned else "quiet",
                ),
            )
            for one in result.levels
        ],
        sentences=[
            f"{one.level}: base {hundreds(one.base.p50)} in the middle, half between "
            f"{hundreds(one.base.p25)} and {hundreds(one.base.p75)}; "
            f"{'spanned' if one.spanned else 'not spanned'}."
            for one in result.levels
        ],
        strong_rows=frozenset(n for n, one in enumerate(result.levels) if one.spanned),
        caption="Spanned: the level's middle, in this place and specialization, lies in the range.",
    )


def _width(result: PostedRange) -> str:
    width = result.width
    if width.share > width.norm_high:
        judged = "which is wide: it covers more than one job, so ask which level they mean"
    elif width.share < width.norm_low:
        judged = "which is narrow: there is little room inside it"
    else:
        judged = "as usual"
    return (
        f"From its low to its high end is {percent(width.share)} of its middle, {judged}. Salary "
        f"ranges are most often {percent(width.norm_low)} wide ({', '.join(width.sources)}); above "
        f"{percent(width.norm_high)} they say little (a judgement)."
    )
