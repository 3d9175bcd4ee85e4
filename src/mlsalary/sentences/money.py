"""How an estimate came to the dollars that it is in."""

from __future__ import annotations

from mlsalary.figures import month_name, percent
from mlsalary.results import Notice


def aging_label(base: str, month: str) -> str:
    """From one month's money to another's."""
    return f"Adjusted from {month_name(base)} to {month_name(month)}"


def aging_note(kind: str, ahead: float, growth: float) -> str:
    """What the step stands on; ahead: years after the newest figure of BLS."""
    if ahead:
        return f"Carried forward at {percent(growth - 1, 1)} a year, as BLS's figures last grew."
    if kind == "fitted":
        return "How reported pay for the same job moved."
    return "How BLS's national wages moved."


def extrapolated(month: str, base: str, growth: float) -> Notice:
    """The month lies ahead of today's."""
    return Notice(
        "beyond_newest_release",
        f"BLS has no data for {month_name(month)} yet: {month_name(base)} pay is extended at "
        f"{percent(growth - 1, 1)} a year, so this is less certain.",
    )
