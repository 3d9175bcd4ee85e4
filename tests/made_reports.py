"""Reported pay made for the tests, from constants that the tests know."""

from __future__ import annotations

import csv
import math
import random
from pathlib import Path
from typing import Any

from guide_bands import BANDS, MEANS

# The truth behind the made rows, all of it figures of the tests' own.
SLOPE, CUTS = 2.0, (1.0, 4.0, 6.5)
REFERENCE, ELASTICITY = 150_000.0, 0.6
PHD_LATER = 0.08
BIG, TECH = 0.04, -0.06
SPREAD, TOTAL_SPREAD = 0.15, 0.25
SHARES, TECH_SHARE = (0.3, 0.5, 0.7, 0.9), 0.4
BONUS = 0.25
MIDDLES = tuple(
    math.sqrt(math.prod(BANDS[level, None])) for level in ("entry", "mid", "senior", "staff")
)
PHD_ENTRY = math.sqrt(math.prod(BANDS["entry", "phd"])) / MIDDLES[0]
METROS = MEANS
# Google's levels, and the rungs they stand for.
GOOGLE = ("L3", "L4", "L5", "L6")


def chances(years: float) -> list[float]:
    """P(level) after these years, by the ordered logit that the fit should find."""
    below = [1 / (1 + math.exp(SLOPE * math.log(1 + years) - cut)) for cut in CUTS]
    return [below[0], below[1] - below[0], below[2] - below[1], 1 - below[2]]


def rows(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """Reports in May 2025's money, from the guide's metros only."""
    random_ = random.Random(seed)
    return [_row(random_) for _ in range(count)]


def _row(random_: random.Random) -> dict[str, Any]:
    years = round(random_.uniform(0, 16), 1)
    odds = chances(years)
    rung = random_.choices(range(4), odds)[0]
    code = random_.choice(list(METROS))
    big, phd = random_.random() < 0.6, random_.random() < 0.3
    place = ELASTICITY * math.log(METROS[code] / REFERENCE)
    level = sum(p * math.log(m) for p, m in zip(odds, MIDDLES, strict=True))
    degree = phd * (odds[0] * math.log(PHD_ENTRY) + (1 - odds[0]) * PHD_LATER)
    log_base = level + place + degree + (BIG if big else TECH) + random_.gauss(0, SPREAD)
    share = sum(p * s for p, s in zip(odds, SHARES, strict=True)) * (1 if big else TECH_SHARE)
    base = math.exp(log_base)
    wider = math.sqrt(TOTAL_SPREAD**2 - SPREAD**2)
    total = max(base, base * (1 + share) * math.exp(random_.gauss(0, wider)))
    return {
        "date": "2025-05",
        "company": "Google" if big else "Elsewhere Ltd",
        "company_level": GOOGLE[rung] if big else "",
        "employer_tier": "big_tech" if big else "other",
        "metro": f"cbsa:{code}",
        "years": years,
        "degree": "PhD" if phd else "",
        "base": round(base),
        "bonus": round(BONUS * (total - base)),
        "total": round(total),
    }


def written(path: Path, made: list[dict[str, Any]], *without: str) -> Path:
    """A CSV file of these rows, less some columns."""
    names = [name for name in made[0] if name not in without]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(made)
    return path
