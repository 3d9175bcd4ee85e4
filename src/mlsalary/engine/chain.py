"""The rules, in the order in which they are applied and shown."""

from __future__ import annotations

from mlsalary.engine import (
    aging,
    company,
    degree,
    employer,
    experience,
    level,
    local,
    place,
    release,
    reported,
    role,
    specialization,
)

RULES = (
    level.RULE,
    reported.RULE,
    experience.RULE,
    release.RULE,
    place.RULE,
    local.RULE,
    specialization.RULE,
    degree.RULE,
    role.RULE,
    employer.RULE,
    company.RULE,
    aging.RULE,
)
"""The first gives the dollars that all others multiply."""
