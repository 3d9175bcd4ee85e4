"""The rules, in the order in which they are applied and shown."""

from __future__ import annotations

from mlsalary.engine import (
    aging,
    degree,
    employer,
    level,
    place,
    release,
    specialization,
)

RULES = (
    level.RULE,
    release.RULE,
    place.RULE,
    specialization.RULE,
    degree.RULE,
    employer.RULE,
    aging.RULE,
)
"""The first gives the dollars that all others multiply."""
