"""The sentences that an estimate carries: labels and notes of steps, and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mlsalary.figures import capital, dollars, percent, short_place, thousands, years
from mlsalary.profile import Profile, named, priced_as, short
from mlsalary.results import CONTESTED, MANY_YEARS, Notice

RELEASE_NOTE = (
    "Each end of a band moves as its BLS percentile did between the two releases, less what pay "
    "grew meanwhile: the month of the answer counts that."
)


def level_label(profile: Profile, chances: dict[str, float]) -> str:
    """The level, or what the years make likely."""
    if profile.level:
        return capital(named(profile.level))
    likely = max(chances, key=lambda level: chances[level])
    return (
        f"At {years(profile.experience or 0)}, most likely {named(likely)} "
        f"({percent(chances[likely])})"
    )


def level_note(row: dict[str, Any] | None, guide: str) -> str:
    """What the first step stands on; row: the band of a given level; guide: the guide's source."""
    if row is None:
        return (
            "The guide's bands, weighted by how likely each level is after these years "
            "in reported pay."
        )
    peg = row.get("peg_low")
    tie = f", pegged to BLS {peg['occupation']} {peg['percentile']}" if peg else ""
    whose = "The guide's band" if row["source"] == guide else f"The band of {row['source']}"
    return f"{whose}, {dollars(row['base_low'])} to {dollars(row['base_high'])}{tie}."


def level_and_years_apart(profile: Profile, row: dict[str, Any]) -> Notice:
    """The level was given and the years do not fit it; row: the guide's band of the level."""
    span = (
        f"{row['years_low']} to {row['years_high']}"
        if "years_high" in row
        else f"{row['years_low']} or more"
    )
    return Notice(
        "level_and_years_apart",
        f"The guide gives {named(profile.level or '')} {span} years, not "
        f"{years(profile.experience or 0)}. The level counts; years on top of it change little.",
    )


def many_years(told: float) -> Notice:
    """More years than most careers have."""
    return Notice(
        MANY_YEARS,
        f"{capital(years(told))} of experience is longer than most careers. Is that a slip?",
    )


def nobody_reported(level: str) -> Notice:
    """A level of management."""
    return Notice(
        "level_assumed",
        f"We have no pay reports at this level ({named(level)}): base is the guide's band, and "
        "what is paid beyond it is our assumption.",
    )


def reported_label(level: str | None) -> str:
    """What is reported over the guide's band."""
    return "Reported pay at that level" if level else "Reported pay at those levels"


def reported_note(log: float, level: str | None) -> str:
    """How far reports part from the guide's bands."""
    from math import exp

    if level is None:
        return "What is reported at each level, by how likely it is. --bands guide leaves this out."
    more = exp(log) - 1
    way = "more" if more > 0 else "less"
    said = f"say {percent(abs(more))} {way} than" if round(100 * more) else "agree with"
    return f"Reports {said} the midpoint of the guide's band. --bands guide leaves this out."


def experience_label(told: float) -> str:
    """The years that stand beside a level."""
    return f"{capital(years(told))} of experience"


def experience_note(usual: float) -> str:
    """What the years are measured against."""
    return f"{years(round(usual))} are usual at this level."


def local_label(employer: str | None, metro: str) -> str:
    """A kind of employer in a metro."""
    who = capital(named(employer)) if employer else "The usual mix of employers"
    return f"{who} in {short_place(metro).partition(',')[0]}"


def local_note(reports: int) -> str:
    """What it rests on."""
    return f"From {reports} reports there, on top of what place and employer do alone."


def company_label(company: str) -> str:
    """The company itself."""
    return company


def company_note(log: float, beyond: float, reports: int | None) -> str:
    """How the company pays beside others of its kind; reports: None where its own are too few."""
    said = [_beside(log, "base"), _beside(beyond, "pay beyond base")]
    share = [f"{part} {name}" for part, name in said if part]
    apart = " and ".join(share) if share else "as much"
    if reports is None:
        return (
            f"Companies that are known to be of this kind pay {apart} "
            f"{'than' if share else 'as'} those that only say so; its own reports are too few."
        )
    return (
        f"It pays {apart} {'as' if not share else 'than'} others of its kind, by {reports} reports."
    )


def _beside(log: float, name: str) -> tuple[str, str]:
    from math import exp

    more = exp(log) - 1
    if not round(more * 100):
        return "", name
    return f"{percent(abs(more))} {'more' if more > 0 else 'less'}", name


def paid_otherwise(company: str, way: str) -> Notice:
    """A company that pays ``cash`` or a ``bonus`` where others grant shares."""
    says = {
        "cash": f"{company} pays in cash what others pay in shares: read the total as wages, not "
        "as base and bonus.",
        "bonus": f"{company} pays a cash bonus where others grant shares: equity is 0, and the "
        "bonus varies more from year to year than a grant would.",
    }
    return Notice(f"paid_in_{way}", says[way])


def release_label(now: str, then: str) -> str:
    """Another release as the peg."""
    return f"BLS {now} as the peg, not {then}"


def premium_label(profile: Profile, spec: str | None, others: Sequence[str]) -> str:
    """The specialization that counts."""
    if spec is None:
        return "Specialization not priced"
    return capital(named(spec)) + (f" (not {', '.join(others)} as well)" if others else "")


def premium_note(
    profile: Profile,
    spec: str | None,
    low: float,
    high: float,
    whose: str,
    effect: tuple[float, float] | None,
) -> str:
    """The premium's band and, beside it, the evidence against it; whose: ``guide`` or a source."""
    if spec is None:
        return "Asked for without premiums: priced as a generalist."
    if profile.premiums == "measured":
        return f"Job ads with the level held fixed: x {low:.2f}."
    said = f"{capital(whose) if whose == 'guide' else whose} x {low:.2f}"
    said += f" to {high:.2f}" if high > low else ""
    if effect is None:
        return f"{said}; nobody was found who measured it."
    return f"{said}; job ads {percent(effect[0], sign=True)} (standard error {effect[1] * 100:.0f})"


def contested(
    spec: str, low: float, high: float, whose: str, effect: float, error: float
) -> Notice:
    """The premium of the guide, or of another source, and what job ads say."""
    ends = percent(low - 1, sign=True)
    ends += f" to {percent(high - 1, sign=True)}" if high > low else ""
    return Notice(
        CONTESTED,
        f"{'The guide' if whose == 'guide' else whose} puts {named(priced_as(spec))} at {ends} "
        f"on a generalist's base. US job ads, with level, employer "
        f"and metro held fixed, show {percent(effect, sign=True)} (standard error "
        f"{error * 100:.0f} points). --premiums measured uses the job ads.",
    )


def two_premiums(
    stated: tuple[str, float],
    found: tuple[str, float],
    whose: str,
    middles: tuple[float, float],
) -> str:
    """The premium that counts and the one that job ads show, each once.

    stated, found: the specialization and its premium in parts of one, as claimed and as measured.
    whose: ``guide`` or the source of the claim. middles: p50 of base and of the total by job ads.
    """
    (spec, claim), (other, effect) = stated, found
    of_other = f" for {short(other)}" if other != spec else ""
    base, total = map(thousands, middles)
    return (
        f"The {short(spec)} premium ({percent(claim, sign=True)}) is "
        f"{'the guide' if whose == 'guide' else whose}'s claim; job ads show "
        f"{percent(effect, sign=True)}{of_other}: {base} base, {total} total."
    )


def not_measured(specs: Sequence[str]) -> Notice:
    """No measurement for this specialization."""
    names = ", ".join(named(spec) for spec in specs)
    return Notice(
        "premium_not_measured",
        f"Nobody was found who measured the premium of {names}: the factor is 1.00.",
    )


def highest_counts(spec: str | None, others: Sequence[str]) -> Notice:
    """Several specializations are not multiplied."""
    names = " and ".join(named(other) for other in others)
    chosen = named(spec) if spec else "none"
    return Notice(
        "highest_premium_counts",
        f"Premiums are not multiplied: {chosen} counts, {names} adds nothing.",
    )


def word_label(word: str) -> str:
    """The word whose factor counts."""
    return capital(named(word))


def degree_note(degree: str, own_band: bool) -> str:
    """What the degree's factor stands on; own_band: whether the guide has one for the degree."""
    if own_band:
        return f"The guide's {named(degree)} band at entry, reported pay at the levels above."
    return "Against people whose degree is not known."


def assumed_employer(employer: str, *, advertised: bool) -> Notice:
    """Too little reported pay behind this kind of employer; advertised: but what it offers."""
    assumed = (
        "base follows the ranges it posts, and the rest is our assumption"
        if advertised
        else "this adjustment is our assumption"
    )
    return Notice(
        "employer_assumed",
        f"We have too few pay reports from this kind of employer ({named(employer)}): {assumed}.",
    )


def likened(key: str) -> tuple[Notice, ...]:
    """A word without figures of its own; nothing for any other."""
    if priced_as(key) == key:
        return ()
    return (
        Notice(
            "priced_as",
            f"{capital(named(key))}: no figures of its own yet, so it is priced as "
            f"{named(priced_as(key))}.",
        ),
    )


def equity_label() -> str:
    """A year's part of the grant."""
    return "Equity of a normal year"


def equity_note(share: float, low: float, high: float) -> str:
    """What the equity is beside the guide's claim."""
    return (
        f"{percent(share)} of base; the guide says {low * 100:.0f} to {high * 100:.0f}% "
        "at public technology companies."
    )


def bonus_label() -> str:
    """The yearly bonus."""
    return "Bonus"
