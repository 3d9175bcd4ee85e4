"""Reported pay made for the tests, from constants that the tests know."""

from __future__ import annotations

import csv
import math
import random
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from guide_bands import BANDS, MEANS

from mlsalary.rulebook import shipped_folder

LEVELS = ("entry", "mid", "senior", "staff")
MIDDLES = tuple(math.log(math.prod(BANDS[level, None])) / 2 for level in LEVELS)
METROS = MEANS

# The truth behind the made rows, all of it figures of the tests' own; logs unless said.
SLOPE, CUTS = 2.0, (1.0, 4.0, 6.5)
REPORTED = (0.10, 0.05, -0.05, -0.10)  # they add up to 0: what they share is the reference's
# For each that ln(1 + years) is above that of the usual years of the level. Only where asked for:
# with years alone the model knows no such thing, so that such rows bend the curve of the levels.
BESIDE = 0.08
REFERENCE, ELASTICITY = 150_000.0, 0.6
BACHELORS, PHD_ENTRY, PHD_LATER = -0.04, 0.16, 0.06
SCIENTIST, SCIENTIST_BEYOND = -0.04, -0.15
SPREAD = 0.12
BEYOND_SPREAD = 0.15  # how much wider the total spreads, for each that ln(total / base) is
SHARES = (0.5, 0.7, 0.9, 1.1)  # of base
TILT = 0.5
BONUS = 0.25  # part of what is paid beyond base


class Kind(NamedTuple):
    """A kind of employer: ln of its factor on base, its factor on what is paid beyond, how often
    people report from it, its companies from which many report, how many others there are from
    which few do, what a file calls it."""

    base: float
    share: float
    often: float
    companies: tuple[str, ...]
    others: int
    told: str


# A fit takes a company's people as alike: many companies tell of a kind what a few cannot.
MEGA = ("Microsoft", "Amazon", "Apple", "Nvidia")
KINDS = {
    "top-tech": Kind(0.08, 1.0, 0.35, ("Google", "Uber", "Airbnb"), 35, "big_tech"),
    "mega-tech": Kind(0.0, 0.7, 0.25, MEGA, 0, "big_tech"),
    "tech": Kind(-0.05, 0.45, 0.25, ("Cisco", "Oracle"), 50, "other"),
    "enterprise": Kind(-0.12, 0.35, 0.15, ("Walmart",), 50, "other"),
}
ABSENT = ("PayPal", "Intuit")  # whom tests add rows of
LARGE = 0.2  # of its kind's people who report from each company of many reports, where others are
# Beside the kind, on base and on what is paid beyond it: they even out, so that the kind keeps its.
COMPANIES = {"Uber": (0.06, -0.3), "Airbnb": (-0.06, 0.3)}
SEATTLE, NEW_YORK = "42660", "35620"
# Likewise: neither kind nor metro moves by them.
LOCAL = {
    ("tech", SEATTLE): 0.12,
    ("enterprise", SEATTLE): -0.12,
    ("tech", NEW_YORK): -0.12,
    ("enterprise", NEW_YORK): 0.12,
}
# Of seven in ten the level is told: in the company's own words, or in everybody's.
TELL = 0.7
WORDS = {"Google": ("L3", "L4", "L5", "L6"), "Microsoft": ("59", "61", "63", "65")}


def chances(years: float) -> list[float]:
    """P(level) after these years, by the ordered logit that the fit should find."""
    below = [1 / (1 + math.exp(SLOPE * math.log1p(years) - cut)) for cut in CUTS]
    return [below[0], below[1] - below[0], below[2] - below[1], 1 - below[2]]


def _usual() -> list[float]:
    """The mean ln(1 + years) at each level, of people of every age alike."""
    ages = [number / 10 for number in range(161)]
    odds = [chances(age) for age in ages]
    means = []
    for rung in range(len(LEVELS)):
        weights = [each[rung] for each in odds]
        logs = [math.log1p(age) * weight for age, weight in zip(ages, weights, strict=True)]
        means.append(sum(logs) / sum(weights))
    return means


USUAL = _usual()


@cache
def others(kind: str) -> tuple[str, ...]:
    """Companies from which few report."""
    listed = tomllib.loads((shipped_folder() / "companies.toml").read_text(encoding="utf-8"))
    apart = {*listed["cash"], *listed["bonus"], *KINDS[kind].companies, *ABSENT}
    names = [name for name in listed["kinds"][kind] if name not in apart]
    return tuple(names[: KINDS[kind].others])


def counts(made: list[dict[str, Any]]) -> Counter[str]:
    """How many rows are from each kind of employer."""
    kinds = {
        company: kind for kind, one in KINDS.items() for company in (*one.companies, *others(kind))
    }
    return Counter(kinds[row["company"]] for row in made)


def rows(count: int, seed: int = 7, beside: float = 0.0) -> list[dict[str, Any]]:
    """Reports in May 2025's money, from the guide's metros only."""
    random_ = random.Random(seed)
    return [_row(random_, beside) for _ in range(count)]


def _row(random_: random.Random, beside: float) -> dict[str, Any]:
    years = round(random_.uniform(0, 16), 1)
    rung = random_.choices(range(4), chances(years))[0]
    code = random_.choice(list(METROS))
    name = random_.choices([*KINDS], [one.often for one in KINDS.values()])[0]
    kind = KINDS[name]
    company = random_.choice(kind.companies)
    if small := others(name):
        large = LARGE * len(kind.companies)
        company = company if random_.random() < large else random_.choice(small)
    scientist, degree = random_.random() < 0.4, random_.choice(("", "BS", "MS", "PhD"))
    own_base, own_beyond = COMPANIES.get(company, (0.0, 0.0))
    place = ELASTICITY * math.log(METROS[code] / REFERENCE) + LOCAL.get((name, code), 0.0)
    phd = PHD_LATER if rung else PHD_ENTRY
    middle = (
        MIDDLES[rung]
        + REPORTED[rung]
        + beside * (math.log1p(years) - USUAL[rung])
        + place
        + {"PhD": phd, "BS": BACHELORS}.get(degree, 0.0)
        + SCIENTIST * scientist
        + kind.base
        + own_base
    )
    beyond = TILT * place + own_beyond + SCIENTIST_BEYOND * scientist
    ratio = math.log(1 + SHARES[rung] * kind.share * math.exp(beyond))
    wider = math.sqrt((SPREAD + BEYOND_SPREAD * ratio) ** 2 - SPREAD**2)
    tells, words = random_.random() < TELL, WORDS.get(company)
    base = math.exp(middle + random_.gauss(0, SPREAD))
    total = max(base, base * math.exp(ratio + random_.gauss(0, wider)))
    return {
        "date": "2025-05",
        "title": "Data Scientist" if scientist else "Software Engineer",
        "company": company,
        "level": LEVELS[rung] if tells and not words else "",
        "company_level": words[rung] if tells and words else "",
        "employer_tier": kind.told,
        "metro": f"cbsa:{code}",
        "years": years,
        "degree": degree,
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


def quick(folder: Path) -> str:
    """A folder to lay over the rulebook, with few bootstrap samples."""
    folder.mkdir()
    text = (shipped_folder() / "reported.toml").read_text(encoding="utf-8")
    assert text.count("resamples = 40") == 1
    few = text.replace("resamples = 40", "resamples = 2")
    (folder / "reported.toml").write_text(few, encoding="utf-8")
    return str(folder)
