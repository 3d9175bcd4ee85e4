"""The level: the guide's bands, pegged to BLS percentiles, and who stands in them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from mlsalary import rules
from mlsalary.engine.releases import guide_release, peg, release_source
from mlsalary.engine.term import Term
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.results import Notice
from mlsalary.rulebook import Rulebook, once_a_book
from mlsalary.rulebook.citing import guide_rows
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.rules.operations import Floats
from mlsalary.sentences import estimate as sentences
from mlsalary.vocabulary import vocabulary

CUTS = tuple(f"levels.up_to_{level}" for level in RUNGS[:-1])


class Band(NamedTuple):
    """A level's base band, US dollars a year."""

    low: float
    high: float

    @property
    def middle_log(self) -> float:
        """ln of its geometric middle."""
        return float(rules.middle_log(self.low, self.high, Floats()))

    @property
    def spread(self) -> float:
        """The spread of which it is the middle half."""
        return float(rules.band_spread(self.low, self.high, Floats()))


@once_a_book
def band_rows(book: Rulebook) -> dict[str, dict[str, Any]]:
    """The guide's band of every level, in the order of the vocabulary."""
    rows = [row for row in guide_rows(book, "experience") if "degree" not in row]
    rows += [row for row in guide_rows(book, "career") if row.get("level")]
    by_level = {row["level"]: row for row in rows}
    return {level: by_level[level] for level in vocabulary(book).levels}


@once_a_book
def bands(book: Rulebook, release: str | None = None) -> dict[str, Band]:
    """The band of every level, each end moved with its peg to another BLS release.

    Management has no peg of its own and moves as staff does.
    """
    rows = band_rows(book)
    top = rows[RUNGS[-1]]
    return {level: _moved(book, row, top, release) for level, row in rows.items()}


@once_a_book
def guide_source(book: Rulebook) -> str:
    """The source of the guide's bands."""
    return str(book.toml("guide/experience.toml")["source"])


@once_a_book
def degree_bands(book: Rulebook, degree: str | None, release: str | None = None) -> dict[str, Band]:
    """The guide's own bands of a degree, by level; for most degrees it has none."""
    rows = [row for row in guide_rows(book, "experience") if row.get("degree", "") == degree]
    return {row["level"]: _moved(book, row, row, release) for row in rows}


def _moved(book: Rulebook, row: dict[str, Any], top: dict[str, Any], release: str | None) -> Band:
    if release is None:
        return Band(row["base_low"], row["base_high"])
    ends = []
    for end in ("low", "high"):
        tie = row.get(f"peg_{end}", top[f"peg_{end}"])
        now = peg(book, release, tie["occupation"], tie["percentile"])
        then = peg(book, None, tie["occupation"], tie["percentile"])
        ends.append(float(rules.pegged(row[f"base_{end}"], then, now)))
    return Band(*ends)


def shares(profile: Profile, book: Rulebook, model: Model) -> list[float]:
    """P(level) for every level: 1 for a given one, else the ordered logit of the years.

    UsageError when neither level nor years are known, or the years are beyond a working life.
    """
    most = book.toml("limits.toml")["years_most"]
    if profile.years is not None and profile.years > most:
        raise UsageError(
            "bad_years",
            f"{profile.years:g} years of experience is more than a working life ({most}). "
            "Check the figure.",
        )
    if profile.level is not None:
        return [1.0 if level == profile.level else 0.0 for level in vocabulary(book).levels]
    if profile.years is None:
        raise UsageError(
            "years_or_level",
            "An estimate needs years of experience or a level. "
            "Add --years 5, or --level senior, or both.",
        )
    cuts = [model.value(cut) for cut in CUTS]
    ladder = rules.level_shares(profile.years, model.value("levels.slope"), cuts, Floats())
    return [*ladder, *(0.0 for _ in vocabulary(book).management)]


def level_term(
    profile: Profile, book: Rulebook, model: Model, chances: list[float], spread: float
) -> Term:
    """The first step: the middle of the level's band, or of the levels that the years allow.

    Its ``low`` and ``high`` are ln dollars, the middle half of generalists.
    """
    ladder = bands(book)
    middle = float(rules.mixed(chances, [band.middle_log for band in ladder.values()]))
    rows = band_rows(book)
    named = profile.level
    half = rules.Z75 * spread
    guide = guide_source(book)
    source = str(rows[named]["source"]) if named else guide
    return Term(
        rule="level",
        label=sentences.level_label(profile, dict(zip(ladder, chances, strict=True))),
        log=middle,
        low=math.log(ladder[named].low) if named else middle - half,
        high=math.log(ladder[named].high) if named else middle + half,
        sources=(source,) if named else (source, *model.sources),
        kind="cited" if named else "fitted",
        note=sentences.level_note(rows[named] if named else None, guide),
        doubts=_doubts(named, model),
        warnings=_mismatch(profile, book),
    )


def _doubts(level: str | None, model: Model) -> dict[str, float]:
    """Of the years: how well they tell the level. Of a band: how far reported pay lies from it.

    Nobody reported on management, whose bands are doubted as much as staff's.
    """
    if level is None:
        return {"level": model.value("doubt.level")}
    known = level if level in RUNGS else RUNGS[-1]
    return {"band_sources": model.value(f"doubt.band.{known}")}


def release_term(profile: Profile, book: Rulebook, chances: list[float]) -> Term | None:
    """How far the bands move with their pegs to the BLS release asked for."""
    if profile.bls is None or profile.bls[:4] == guide_release(book):
        return None
    then, now = bands(book), bands(book, profile.bls)
    moves = [now[level].middle_log - then[level].middle_log for level in now]
    log = float(rules.mixed(chances, moves))
    ends = [
        [math.log(getattr(now[level], end) / getattr(then[level], end)) for level in now]
        for end in ("low", "high")
    ]
    low, high = (float(rules.mixed(chances, each)) for each in ends)
    return Term(
        rule="release",
        label=sentences.release_label(profile.bls[:4], guide_release(book)),
        log=log,
        low=low,
        high=high,
        sources=(release_source(book, profile.bls), release_source(book, guide_release(book))),
        kind="cited",
        note=sentences.RELEASE_NOTE,
    )


def _mismatch(profile: Profile, book: Rulebook) -> tuple[Notice, ...]:
    """A warning when level and years are far apart."""
    if profile.level is None or profile.years is None:
        return ()
    least, most = fitting_years(book, profile.level)
    if least <= profile.years <= most:
        return ()
    return (apart(profile, book),)


def fitting_years(book: Rulebook, level: str | None) -> tuple[float, float]:
    """The fewest and the most years of experience that draw no warning at a level."""
    if level not in RUNGS:
        return 0.0, math.inf
    row, slack = band_rows(book)[level], book.toml("limits.toml")["years_apart"]
    return row["years_low"] - slack, row.get("years_high", math.inf) + slack


def apart(profile: Profile, book: Rulebook) -> Notice:
    """The warning that years and level of a profile are far apart."""
    assert profile.level
    return sentences.level_and_years_apart(profile, band_rows(book)[profile.level])
