"""The sentences that the answers carry: verdicts, labels and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from mlsalary.figures import dollars, hundreds, listed, stands
from mlsalary.results import Notice, Range

HALVES = {
    "below p25": "Low",
    "p25-p75": "Fair",
    "above p75": "Strong",
}


def half_of(pay: float, among: Range) -> str:
    """Where a pay stands against the middle half: a key of HALVES."""
    if pay < among.p25:
        return "below p25"
    return "above p75" if pay > among.p75 else "p25-p75"


Place: TypeAlias = tuple[float, float, Range]
"""A pay in US dollars, its percentile, and the range in which it stands there."""


def verdict(year: Place, base: Place, measured: tuple[Place, Place] | None = None) -> str:
    """The judgement in words: it follows from the percentile of the total, and says so.

    year, base: the liquid pay of a normal year, and base. measured: both by the measured premium,
    where that and the guide's part.
    """
    pay, at, among = year
    half, base_half = half_of(pay, among), half_of(base[0], base[2])
    lead = HALVES[half]
    said = f"{hundreds(pay)} in a normal year stands {stands(at)} of people like this"
    said_of_base = (
        f"Base alone stands {stands(base[1])}"
        if base_half == half
        else f"Base alone is {HALVES[base_half].lower()}: {stands(base[1])}, {base_half}"
    )
    if measured is None:
        return f"{lead}: {said}, {_where(half, among)}. {said_of_base}."
    (_, other_at, other_among), (_, other_base_at, _) = measured
    other = half_of(pay, other_among)
    if other != half:
        lead = f"{lead} by the guide's premium, {HALVES[other].lower()} as job ads show it"
    return (
        f"{lead}: {said} by the guide's premium, {_where(half, among)}; as job ads show it, "
        f"{stands(other_at)}, {_where(other, other_among)}. {said_of_base}; as job ads show the "
        f"premium, {stands(other_base_at)}."
    )


def _where(half: str, among: Range) -> str:
    """A half with its dollars."""
    return {
        "below p25": f"below p25 ({hundreds(among.p25)})",
        "above p75": f"above p75 ({hundreds(among.p75)})",
        "p25-p75": f"inside p25-p75 ({hundreds(among.p25)} to {hundreds(among.p75)})",
    }[half]


def illiquid(kind: str) -> Notice:
    """The grant is counted apart."""
    whose = {
        "options": "Options are worth what the share gains above their strike price, "
        "which nobody knows yet",
        "private": "Stock of a private company cannot be sold until somebody buys the company or "
        "it is listed",
        "rsu": "The grant cannot be sold as it vests",
    }[kind]
    return Notice(
        "illiquid_equity", f"{whose}: the grant is counted apart and is no part of the percentile."
    )


def without_equity(unused: Sequence[str]) -> Notice:
    """Something was said about equity, and no equity told."""
    return Notice(
        "no_equity",
        f"The offer has no equity: nothing follows from {listed(unused)}. Add --equity 480000/4y.",
    )


def cliff(normal: float, first: float) -> Notice:
    """The first year's equity is far from the average one's."""
    return Notice(
        "uneven_vesting",
        f"The grant brings {dollars(first)} in the first year against {dollars(normal)} in an "
        "average one. "
        "The percentile looks at the average year.",
    )


def ends(year: int) -> Notice:
    """The grant ends within the years shown."""
    return Notice(
        "grant_ends",
        f"The grant is earned after year {year}. What later grants may bring is in no figure here.",
    )


def level_left_aside(level: str) -> Notice:
    """A path runs over years, so a level cannot be held."""
    return Notice(
        "level_left_aside",
        f"A path follows the years: the level {level} is left aside.",
    )


def posted_verdict(base: Range, low: float, high: float, way: float) -> str:
    """Where the middle of people like this lands in a posted range."""
    if base.p50 < low:
        return (
            f"Above the market: even its low end, {hundreds(low)}, is above the middle for people "
            f"like this, {hundreds(base.p50)}."
        )
    if base.p50 > high:
        return (
            f"Below the market: even its high end, {hundreds(high)}, is below the middle for "
            f"people like this, {hundreds(base.p50)}."
        )
    third = "lower" if way < 100 / 3 else "upper" if way > 200 / 3 else "middle"
    return (
        f"Within the market: the middle for people like this, {hundreds(base.p50)}, lies "
        f"{way:.0f}% of the way through the posted range, in its {third} third."
    )


def posted_measured(middle: float, way: float) -> str:
    """Where their middle lands by the measured premium, US dollars of base."""
    where = f"{way:.0f}% of the way through it" if 0 <= way <= 100 else "above its high end"
    where = "below its low end" if way < 0 else where
    return f" As job ads show the premium, the middle is {hundreds(middle)}, {where}."
