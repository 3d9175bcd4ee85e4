"""Warnings in a line each, for a first screen; at length they stand beside the rules."""

from __future__ import annotations

from mlsalary.results import CONTESTED

IN_SHORT = {
    CONTESTED: "The guide's premiums count here; job ads show others: --premiums measured.",
    "employer_assumed": "Too little reported pay from this kind of employer: our assumption.",
    "level_assumed": "No reported pay at this level: the guide's band and our assumption.",
}
"""By the code of the warning."""
