"""The page of a posted range: where comparable people land in it, whom it is for, how wide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING

from mlsalary.figures import dollars, hundreds, listed, month_name, percent, thousands
from mlsalary.profile import named, short
from mlsalary.render.fitting import fitted, why_and
from mlsalary.render.page import Bands, Bar, Block, Column, Grid, Heading, Page, Paragraph, Stack
from mlsalary.render.pages.closing import closing
from mlsalary.render.pages.estimate import not_in_front, pay_bands, place_note, profile_title
from mlsalary.render.pages.notes import warning_notes
from mlsalary.render.pages.parts import bls_grid
from mlsalary.render.read_lines import read_lines
from mlsalary.render.view import FIRST_SCREEN, View
from mlsalary.sentences.offer import share

if TYPE_CHECKING:
    from mlsalary.decisions.posted import PostedRange

_LINES = 3
"""How many lines of notes stand on the first screen."""


def page(result: PostedRange, view: View = FIRST_SCREEN) -> Page:
    """The blocks of the page."""
    return list(_blocks(result, view))


def _blocks(result: PostedRange, view: View) -> Iterator[Block]:
    low, high = result.posted
    money = f"{month_name(result.estimate.dollars)} dollars"
    job = view.job(profile_title(result.profile))
    yield Heading(f"Posted {dollars(low)} to {dollars(high)}", f"{job} · {money}")
    yield Paragraph(result.verdict, "strong")
    base, _ = pay_bands(result.estimate).bands
    at = result.percentile
    marks = (
        (f"From {dollars(low)}, beats {share(at.low)}", low),
        (f"To {dollars(high)}, beats {share(at.high)}", high),
    )
    yield Bands((replace(base, marks=marks),), headlines=False)
    noted = [Paragraph(text, "note") for text in _notes(result, view)]
    shown = noted if view.every_note else fitted(noted, _LINES)
    yield Stack(
        (
            Paragraph(_spanned(result)),
            Paragraph(_width(result)),
            *read_lines((*result.estimate.read, *result.read)),
            *shown,
        )
    )
    if view.explain:
        yield Paragraph(_ways(result))
        yield _levels(result)
        yield bls_grid(result.bls)
        rests = (result.estimate.rests_on, result.estimate.left_out)
        yield Stack([Paragraph(said, "quiet") for said in rests if said])
    yield from closing(view, result.sources, why=why_and(len(noted) - len(shown)))


def _notes(result: PostedRange, view: View) -> list[str]:
    priced = result.estimate
    found = [place_note(priced)]
    found += warning_notes(not_in_front(result.warnings, priced.measured), view)
    found += [priced.measured.said] if priced.measured else []
    return [text for text in found if text]


def _ways(result: PostedRange) -> str:
    names = {"p25": "p25", "p50": "median", "p75": "p75"}
    lands = ", ".join(f"{names[name]} {_clamped(way)}" for name, way in result.lands.items())
    return f"On the way from its low end to its high end, comparable people's {lands}."


def _clamped(way: float) -> str:
    """How far through the range, in percent."""
    if way < 0:
        return "below it"
    return "above it" if way > 100 else f"at {way:.0f}%"


def _spanned(result: PostedRange) -> str:
    """The levels whose median the range holds."""
    spanned = [
        f"{short(one.level)} ({thousands(one.base.p50)})" for one in result.levels if one.spanned
    ]
    if not spanned:
        return "It spans the median of no level here."
    return f"It spans the median of: {listed(spanned)}."


def _levels(result: PostedRange) -> Grid:
    # On a scale of ratios, or the highest level would squeeze all the others together.
    low = log(min(one.base.p25 for one in result.levels))
    high = log(max(one.base.p75 for one in result.levels))
    return Grid(
        "Whom it is for",
        (
            Column("Level"),
            Column("p25", numeric=True, rank=2),
            Column("Median", numeric=True),
            Column("p75", numeric=True, rank=2),
            Column("Spanned"),
            Column("", bar=True, rank=1),
        ),
        [
            (
                named(one.level),
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
            f"{named(one.level)}: median base {hundreds(one.base.p50)}, half earn "
            f"{hundreds(one.base.p25)} to {hundreds(one.base.p75)}; "
            f"{'spanned' if one.spanned else 'not spanned'}."
            for one in result.levels
        ],
        strong_rows=frozenset(n for n, one in enumerate(result.levels) if one.spanned),
        caption="Spanned: the level's median, in this place and specialization, is in the range.",
    )


def _width(result: PostedRange) -> str:
    width = result.width
    usual = f"{percent(width.norm_low)} to {percent(width.norm_high)}"
    if width.share > width.norm_high:
        judged = f"more than the usual {usual}: ask which level they mean"
    elif width.share < width.norm_low:
        judged = f"less than the usual {usual}: there is little room in it"
    else:
        judged = f"as usual ({usual})"
    return f"It is {percent(width.share)} of its midpoint wide, {judged}."
