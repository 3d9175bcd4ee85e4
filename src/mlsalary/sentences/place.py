"""What an estimate says of its place: whose wages count, what stands in, how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mlsalary.figures import percent
from mlsalary.results import Notice, Place
from mlsalary.rulebook.oews import Area
from mlsalary.spelling import one_line

_OCCUPATIONS = {"15-1252": "software developers", "15-2051": "data scientists"}
_BELOW = {
    "metro": "metros with few jobs",
    "nonmetro": "areas with few jobs outside the metros",
    "territory": "territories",
}


def place_label(place: Place, hub: str | None) -> str:
    """The area whose wages count; hub: the title of one that pays as if no place were told."""
    if place.kind != "national":
        return place.name
    return f"No place given: like {_leading(hub)}" if hub else "No place given: national"


def no_place_note(hub: str | None, typed: str | None = None) -> str:
    """What is priced where no place is told; typed: a word that names none, such as remote."""
    such = f" such as {_leading(hub)}" if hub else ""
    if typed:
        return (
            f"{one_line(typed)}: priced as no place, the pay of a typical hub{such}. Name where "
            "you live for the pay there."
        )
    return (
        f"Without a place, this is the pay of a typical hub{such}. Name a metro or a state for the "
        "pay there."
    )


def _leading(title: str) -> str:
    """The first city in the title of a metro."""
    return title.partition(", ")[0].partition("-")[0]


def place_note(
    sides: Sequence[float | None],
    reports: tuple[int, float, float] | None,
    elsewhere: float,
    used: float,
    stand_in: Area | None,
    corrections: Mapping[str, float],
    around: tuple[float, float, float, int] | None,
) -> str:
    """What each source says of the place and what is used.

    Factors as logs. corrections: of a stand-in, by the kind of area that it stands in for. around:
    of a state the lowest, the mean and the highest of its areas, and how many they are.
    """
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
    said += [f"{_BELOW[kind]} x {exp(log):.2f}" for kind, log in corrections.items()]
    if around:
        low, mean, high, number = around
        spanned = f"{exp(low):.2f} to {exp(high):.2f}, mean {exp(mean):.2f} weighted by jobs"
        said.append(
            f"kept within its {number} areas with wages, {spanned}"
            if number > 1
            else f"its only area {exp(mean):.2f}, which counts alone"
        )
    whose = f"{_whose(stand_in)} stands in: " if stand_in else ""
    arrow = f" -> {exp(used):.2f}" if len(said) > 1 else ""
    return whose + ", ".join(said) + arrow


def _whose(area: Area) -> str:
    """The area that stands in, at the start of a sentence."""
    return "The nation" if area.kind == "national" else area.name


def stands_in(place: Place, area: Area, correction: float) -> Notice:
    """BLS publishes neither occupation in this place; correction: of what stands in, in logs."""
    from math import exp

    apart = percent(abs(1 - exp(correction)))
    sign, less = ("minus", "less") if correction < 0 else ("plus", "more")
    rule = f", {sign} {apart} since such places pay {less} on average" if correction else ""
    return Notice(
        f"{'nation' if area.kind == 'national' else 'state'}_stands_in",
        f"BLS publishes no wages of software developers or data scientists for {place.name}. "
        f"{_whose(area)} stands in{rule}, so the median is less certain.",
    )


def one_occupation(place: Place, only: str) -> Notice:
    """BLS publishes one of the two occupations in this place."""
    other = next(name for code, name in _OCCUPATIONS.items() if code != only)
    return Notice(
        "one_occupation",
        f"For {place.name}, BLS publishes the wages of {_OCCUPATIONS[only]} but not of {other}. "
        "We used the one for both, so the median is less certain.",
    )


def flagged(place: Place, flags: Sequence[str]) -> Notice:
    """BLS's own figures for this place are coarse."""
    words = {
        "collapsed": "several percentiles of {} have the same value",
        "large_error": "the mean of {} has a large relative standard error",
    }
    said = [
        words[flag].format(_OCCUPATIONS[occupation])
        for occupation, _, flag in (each.partition(":") for each in flags)
        if flag in words
    ]
    return Notice("bls_coarse", f"BLS figures for {place.name} are coarse: {'; '.join(said)}.")
