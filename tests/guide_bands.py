"""The guide's figures by level, specialization and area, from their second typing."""

from __future__ import annotations

import math

from guide_figures import CAREER, EXPERIENCE, FAQ, METROS, SPECIALIZATIONS

BANDS: dict[tuple[str, str | None], tuple[int, int]] = {
    **{(one["level"], one["degree"]): (one["base_low"], one["base_high"]) for one in EXPERIENCE},
    **{
        (level, None): (CAREER[level]["low"], CAREER[level]["high"])
        for level in ("lead", "director", "vp", "chief")
    },
}
"""Level and degree -> the band of base salary, US dollars a year."""

MEANS = {code: mean for _, mean, code in METROS}
"""CBSA code -> the mean wage, US dollars a year."""

(_AVERAGE,) = (one["figures"] for one in FAQ if one["keyword"] == "average")
TYPICAL = math.sqrt(_AVERAGE["base_low"] * _AVERAGE["base_high"])
"""The middle of the typical base salary, to which dollars of a specialization are compared."""


def premium(spec: str) -> tuple[float, float]:
    """The factors on generalist pay: said as per cent, or as dollars beside the typical base."""
    said = SPECIALIZATIONS[spec]
    if said["stated_as"] == "premium":
        return 1 + said["premium_percent_low"] / 100, 1 + said["premium_percent_high"] / 100
    return said["base_low"] / TYPICAL, said["base_high"] / TYPICAL
