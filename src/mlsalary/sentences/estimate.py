"""The sentences that an estimate carries: labels and notes of steps, and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mlsalary.figures import capital, dollars, percent, years
from mlsalary.profile import Profile, named, priced_as
from mlsalary.results import Notice, Place
from mlsalary.rulebook.oews import Area

_OCCUPATIONS = {"15-1252": "software developers", "15-2051": "data scientists"}
RELEASE_NOTE = "Each end of a band moves as its BLS percentile moved between the two releases."


def level_label(profile: Profile, chances: dict[str, float]) -> str:
    """The level, or what the years make likely."""
    if profile.level:
        return capital(named(profile.level))
    likely = max(chances, key=lambda level: chances[level])
    share = f"{named(likely)} {percent(chances[likely])}"
    return f"{capital(years(profile.experience or 0))}: {share} likely"


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
        f"{years(profile.experience or 0)}. The level counts, the years change nothing.",
    )


def release_label(now: str, then: str) -> str:
    """Another release as the peg."""
    return f"BLS {now} as the peg, not {then}"


def place_label(place: Place) -> str:
    """The area whose wages count."""
    return "No place: national" if place.kind == "national" else place.name


def place_note(
    sides: Sequence[float | None],
    reports: tuple[int, float, float] | None,
    elsewhere: float,
    used: float,
    stand_in: str | None,
) -> str:
    """What each source says of the place and what is used."""
    from math import exp

    said = [
        f"{name} {exp(log):.2f}"
        for name, log in zip(("guide", "BLS"), sides, strict=True)
        if log is not None
    ]
    if reports:
        said.append(f"{reports[0]} reports {exp(reports[1]):.2f}")
    if elsewhere:
        said.append(f"reports outside the hubs x {exp(elsewhere):.2f}")
    whose = f"{stand_in} stands in: " if stand_in else ""
    arrow = f" -> {exp(used):.2f}" if len(said) > 1 else ""
    return whose + ", ".join(said) + arrow


def stands_in(place: Place, area: Area) -> Notice:
    """BLS publishes neither occupation in this place."""
    whose = "The nation" if area.kind == "national" else area.name
    return Notice(
        f"{'nation' if area.kind == 'national' else 'state'}_stands_in",
        f"BLS publishes no wage of software developers or data scientists for {place.name}. "
        f"{whose} stands in, and the middle is less certain.",
    )


def one_occupation(place: Place, only: str) -> Notice:
    """BLS publishes one of the two occupations in this place."""
    other = next(name for code, name in _OCCUPATIONS.items() if code != only)
    return Notice(
        "one_occupation",
        f"For {place.name} BLS publishes the wage of {_OCCUPATIONS[only]} but not of {other}. "
        "The one stands for both, and the middle is less certain.",
    )


def flagged(place: Place, flags: Sequence[str]) -> Notice:
    """BLS's own figures for this place are coarse."""
    words = {
        "collapsed": "several percentiles of {} fall on one value",
        "large_error": "the mean of {} has a large relative standard error",
    }
    said = [
        words[flag].format(_OCCUPATIONS[occupation])
        for occupation, _, flag in (each.partition(":") for each in flags)
        if flag in words
    ]
    return Notice("bls_coarse", f"BLS figures for {place.name} are coarse: {'; '.join(said)}.")


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
        return f"Adverts with the level held fixed: x {low:.2f}."
    said = f"{capital(whose) if whose == 'guide' else whose} x {low:.2f}"
    said += f" to {high:.2f}" if high > low else ""
    if effect is None:
        return f"{said}; nobody was found who measured it."
    return f"{said}; adverts {percent(effect[0], sign=True)} (standard error {effect[1] * 100:.0f})"


def contested(
    spec: str, low: float, high: float, whose: str, effect: float, error: float
) -> Notice:
    """The premium of the guide, or of another source, and what adverts say."""
    ends = percent(low - 1, sign=True)
    ends += f" to {percent(high - 1, sign=True)}" if high > low else ""
    return Notice(
        "premium_contested",
        f"{'The guide' if whose == 'guide' else whose} puts {named(priced_as(spec))} at {ends} "
        f"on a generalist's base. US adverts, with level, employer "
        f"and metro held fixed, show {percent(effect, sign=True)} (standard error "
        f"{error * 100:.0f} points). --premiums measured uses the adverts.",
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


def assumed_employer(employer: str) -> Notice:
    """No reported pay behind this kind of employer."""
    return Notice(
        "employer_assumed",
        f"Nobody's reported pay stands behind a {named(employer)} here: "
        "what the employer does to base and total is an assumption.",
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
        f"{percent(share)} of base; the guide says {low * 100:.0f} to {high * 100:.0f} % "
        "at public technology companies."
    )


def bonus_label() -> str:
    """The yearly bonus."""
    return "Bonus"


def aging_label(base: str, month: str) -> str:
    """From one month's money to another's."""
    return f"Money of {month}, not {base}"


def aging_note(kind: str) -> str:
    """What the aging factor stands on."""
    if kind == "assumed":
        return "A convention near the growth of BLS national means, not a published index."
    return "National percentiles of software developers and data scientists, BLS."


def extrapolated(month: str, base: str, growth: float) -> Notice:
    """The month lies beyond the newest release."""
    return Notice(
        "beyond_newest_release",
        f"BLS has published nothing for {month} yet: pay is carried on from {base} at "
        f"{(growth - 1) * 100:.1f} % a year, as between the last two releases, and the middle is "
        "less certain.",
    )
