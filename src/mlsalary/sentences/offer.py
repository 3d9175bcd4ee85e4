"""The sentences that an offer's answers carry: verdicts, warnings and notes."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Literal, NamedTuple

from mlsalary.figures import capital, dollars, hundreds, listed, next_hundred, percent
from mlsalary.results import Notice, Range
from mlsalary.spelling import shell_took

Verdict = Literal["low", "fair", "strong"]


def verdict(pay: float, among: Range) -> Verdict:
    """Where a pay stands against the middle half: below it, in it or above it."""
    if pay < among.p25:
        return "low"
    return "strong" if pay > among.p75 else "fair"


def share(percentile: float) -> str:
    """Of how many people: ``31%``; the ends of the scale are not numbered."""
    if percentile < 1:
        return "under 1%"
    return "over 99%" if percentile > 99 else f"{percentile:.0f}%"


class Evidence(NamedTuple):
    """One verdict with the percentiles behind it.

    of: that of the total, else that of base alone, where no equity was told. base: that of base
    beside a total, which it is most of: no second finding, hence no verdict of its own.
    """

    word: Verdict
    of: float
    base: float | None


class Moved(NamedTuple):
    """How the kind of employer moves the percentile. own: what the employer told is called; None
    where none was told. at: other kinds by their keys, with the percentile there."""

    own: str | None
    at: Sequence[tuple[str, float]]


def said(stated: Evidence, measured: Evidence | None, moved: Moved) -> str:
    """The judgment in words: what it is and what it hangs on.

    measured: by the premium that job ads show, where that and the guide's part.
    """
    return f"{_beats(stated, measured)} {_moved(stated, moved)}".strip()


def _beats(stated: Evidence, measured: Evidence | None) -> str:
    lead = capital(stated.word) + (" on base alone" if stated.base is None else "")
    beats = f"beats {share(stated.of)} of comparable people{_beside(stated)}"
    if measured is None:
        return f"{lead}: {beats}."
    other = f"{share(measured.of)}"
    if measured.word == stated.word:
        return f"{lead}: {beats}, {other} by the premium in job ads{_beside(measured)}."
    return (
        f"{lead} by the guide's premium, {measured.word} by the one in job ads: {beats}, or "
        f"{other}{_beside(measured)}."
    )


def _beside(one: Evidence) -> str:
    return "" if one.base is None else f" (base {share(one.base)})"


def _moved(stated: Evidence, moved: Moved) -> str:
    """What hangs on the kind of employer: without it, or kind by kind."""
    if moved.own is None:
        shares = [(kind, share(at)) for kind, at in sorted(moved.at, key=lambda one: one[1])]
        if len({at for _, at in shares}) < 2:
            return ""
        (kind, at), *others = shares
        return (
            ", ".join((f"At {kind} it beats {at}", *(f"at {kind} {at}" for kind, at in others)))
            + "."
        )
    (_, without), *_ = moved.at
    if share(stated.of) == share(without):
        return ""
    pay = "base" if stated.base is None else "total"
    return f"Among all employers the same {pay} beats {share(without)}."


def echo(base: float, parts: Sequence[tuple[str, float | None, str]]) -> str:
    """The offer as it was read: base, then each part as its name, its amount and how it is said."""
    told = [f"{dollars(base)} base"]
    for name, amount, said in parts:
        if amount is None:
            told.append(f"{name} not given")
        else:
            told.append(said if amount else f"no {name}")
    return ", ".join(told)


# Warnings: what changes how the answer is to be read ----------------------------------------------


def equity_untold(needed: float | None) -> Notice:
    """Base alone is judged; needed: what a year of equity would bring the total to its median,
    None where such jobs grant none that can be sold."""
    more = ""
    if needed is not None:
        more = (
            f" The median total needs {hundreds(needed)} of equity a year."
            if needed > 0
            else " Without any it is above the median total already."
        )
    return Notice(
        "equity_not_told",
        "Equity was not given, so base alone is judged. Add --equity 400k/4y or --equity none."
        f"{more}",
    )


def bonus_assumed(bonus: float, of_base: float) -> Notice:
    """The typical bonus counts, US dollars a year, and as a share of base."""
    assumed = f"the typical {percent(of_base)} of base ({dollars(bonus)}) is assumed"
    if not round(bonus):
        assumed = "none is assumed, for such jobs pay none"
    return Notice(
        "bonus_assumed",
        f"No bonus was given: {assumed}. Add --bonus 10% or --bonus none.",
    )


def illiquid(kind: str, *, part: bool = False) -> Notice:
    """The grant is counted apart; part: because it is a part of a company, of which nobody said
    that it is listed."""
    whose = {
        "options": "Options may be worth nothing",
        "private": "Private stock cannot be sold yet",
        "rsu": "The grant cannot be sold yet",
    }[kind]
    more = " Where the company is listed, add --liquid." if part else ""
    return Notice(
        "illiquid_equity",
        f"{whose}: counted apart, not in the percentile.{more}",
    )


def before_strike(grant: float) -> Notice:
    """A part of a company as options: their strike price would come off its worth."""
    return Notice(
        "before_strike",
        f"The options are worth {dollars(grant)} before the strike price, which is not given: they "
        "are counted apart and are not in the percentile. Ask for it.",
    )


def small_grant(grant: float) -> Notice:
    """A grant from which a shell may have taken a digit."""
    return Notice(
        "small_grant",
        f"The whole grant is {dollars(grant)}, little for such a base: {shell_took('$420k/4y')}",
    )


def without_equity(unused: Sequence[str]) -> Notice:
    """Something was said about equity, and no equity told."""
    return Notice(
        "no_equity",
        f"Without equity {listed(unused)} {'has' if len(unused) == 1 else 'have'} no effect. "
        "Add --equity 480000/4y.",
    )


def uneven(normal: float, first: float) -> Notice:
    """The first year's equity is far from the average one's."""
    return Notice(
        "uneven_vesting",
        f"The grant brings {dollars(first)} in the first year, {dollars(normal)} in an average "
        "one, which is what counts here.",
    )


def ends(year: int, shown: int, normal: float, renewed: float) -> Notice:
    """The grant ends within the years shown; normal: what a normal year brings of it; renewed: what
    each would, were it renewed."""
    left = f"which average {dollars(normal)} of it" if round(normal) else "which have none of it"
    return Notice(
        "grant_ends",
        f"The grant ends with year {year}: the verdict uses years 2 to {shown}, {left}. If it is "
        f"renewed, write --equity {renewed:.0f}/yr.",
    )


# Notes: what an offer's figures do not say --------------------------------------------------------


def cliff(month: int) -> Notice:
    """Nothing of a grant is earned before its first anniversary."""
    return Notice(
        "grant_cliff",
        f"With the usual one-year cliff, leaving in month {month - 1} leaves you no equity.",
    )


def at_target() -> Notice:
    """A bonus is a promise."""
    return Notice("bonus_at_target", "The bonus is taken at target; what is paid may be less.")


def clawback() -> Notice:
    """Signing bonuses have strings."""
    return Notice(
        "signing_terms",
        "Signing bonuses may come in parts and be owed back if you leave early: ask.",
    )


def later_grants() -> Notice:
    """Refreshers."""
    return Notice("later_grants", "Later grants (refreshers) are in no figure here.")


def full_time(more: float | None, each: float | None, period: str) -> Notice:
    """A rate by the hour need not be an employee's. more, each: what is asked for of base, US
    dollars a year and by the period in which base was told; None where nothing is."""
    said = (
        "Full-time, all year. A contractor's rate must also pay for time off, gaps, insurance and "
        "the employer's payroll taxes."
    )
    if more is not None and each is not None:
        said += f" {dollars(next_hundred(more))} a year more is {dollars(ceil(each))} {period}."
    return Notice("full_time", said)


def good_to(group: float, one: tuple[float, float], company: str | None) -> Notice:
    """How many points a percentile is good to; one: at one company, from and to. company: the one
    whose own pay is known, None where it is not."""
    said = f"A percentile is good to {group} points for a group"
    said += f" at {company}" if company else f", {one[0]} to {one[1]} at one company"
    return Notice("percentile_precision", f"{said}.")


def good_to_unknown() -> Notice:
    """Nobody measured how far such percentiles carry."""
    return Notice(
        "percentile_precision",
        "How good the percentile is is not known: too few such jobs are reported.",
    )


def one_evidence(correlation: float) -> Notice:
    """Why base and total are not two findings; correlation: of how far each is off."""
    return Notice(
        "one_evidence",
        "Base and total are one piece of evidence: pay above the estimate in one mostly is in the "
        f"other (correlation {correlation:.2f}).",
    )


def level_left_aside(level: str) -> Notice:
    """A path runs over years, so a level cannot be held."""
    return Notice(
        "level_left_aside",
        f"A path follows the years: the level {level} is left aside.",
    )


# Posted ranges ------------------------------------------------------------------------------------


def posted_verdict(base: Range, low: float, high: float, way: float) -> str:
    """Where the median of comparable people lands in a posted range."""
    if base.p50 < low:
        return (
            f"Above the market: even its low end, {hundreds(low)}, is above the median for "
            f"comparable people, {hundreds(base.p50)}."
        )
    if base.p50 > high:
        return (
            f"Below the market: even its high end, {hundreds(high)}, is below the median for "
            f"comparable people, {hundreds(base.p50)}."
        )
    third = "lower" if way < 100 / 3 else "upper" if way > 200 / 3 else "middle"
    return (
        f"Within the market: the median for comparable people, {hundreds(base.p50)}, lies "
        f"{way:.0f}% of the way up the range, in its {third} third."
    )


def posted_measured(median: float, way: float) -> str:
    """Where their median lands by the measured premium, US dollars of base."""
    where = f"{way:.0f}% of the way up" if 0 <= way <= 100 else "above its high end"
    where = "below its low end" if way < 0 else where
    return f" By the premium in job ads the median is {hundreds(median)}, {where}."
