"""Whose dollars an estimate is in, and how it came to them."""

from __future__ import annotations

from mlsalary.figures import month_name, percent
from mlsalary.results import Notice


def money_of(month: str, base: str) -> str:
    """Whose dollars an answer is in; base: the last month of which growth is known."""
    carried = f", carried forward from {month_name(base)}" if month > base else ""
    return f"{month_name(month)} dollars{carried}"


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
