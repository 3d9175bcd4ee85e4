"""The level, given or told by the years: the middle of the guide's bands, and their spread."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mlsalary import rules
from mlsalary.engine.bands import band_rows, bands, correction, guide_source
from mlsalary.engine.case import Case
from mlsalary.engine.rule import Rule, Term, Worked
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.reading.profile import ProfileRead
from mlsalary.results import Notice
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import RUNGS, Model
from mlsalary.rules.facts import Curve, Part, Skew
from mlsalary.rules.operations import Floats
from mlsalary.sentences import estimate as sentences
from mlsalary.sentences.reading import no_level
from mlsalary.vocabulary import vocabulary

_M = Floats()
CUTS = tuple(f"levels.up_to_{level}" for level in RUNGS[:-1])


def curve(model: Model) -> Curve:
    """How years lead to levels and spreads, by the constants of a model."""
    cuts = [model.value(cut) for cut in CUTS]
    spread = model.value("spread.start"), model.value("spread.rise")
    return Curve(model.value("levels.slope"), cuts, *spread)


def skew(model: Model) -> Skew:
    """How total compensation spreads below and above its middle."""
    return Skew(model.value("spread.total_below"), model.value("spread.total_above"))


def require_experience(read: ProfileRead, book: Rulebook) -> None:
    """UsageError when neither level nor years are known, or the years are beyond a working life."""
    profile = read.profile
    most = book.toml("limits.toml")["years_most"]
    if profile.experience is not None and profile.experience > most:
        raise UsageError(
            "bad_years",
            f"{profile.experience:g} years of experience is more than a working life ({most}). "
            "Check the figure.",
        )
    if profile.level is None and profile.experience is None:
        raise UsageError(
            "years_or_level",
            f"An estimate needs years of experience or a level{no_level(read)}. "
            "Add --years 5, or --level senior, or both.",
        )


def chances(case: Case, shares: Sequence[float]) -> dict[str, float]:
    """The probability of each level that is possible."""
    if case.profile.level is not None:
        return {case.profile.level: 1.0}
    rungs = vocabulary(case.book).levels[: len(RUNGS)]
    return {level: share for level, share in zip(rungs, shares, strict=True) if share}


def _part(case: Case) -> Part:
    ladder, levels = bands(case.book), case.levels
    told = case.profile.level is not None
    return Part(
        by_level=[ladder[level].middle_log for level in levels],
        spread=[ladder[level].spread for level in levels] if told else None,
    )


def _term(case: Case, part: Part, worked: Worked) -> Term:
    """Its ``low`` and ``high`` are ln dollars, the middle half of generalists."""
    profile, book, model = case.profile, case.book, case.model
    named, rows, guide = profile.level, band_rows(book), guide_source(book)
    half = rules.Z75 * worked.spread
    source = str(rows[named]["source"]) if named else guide
    return Term(
        label=sentences.level_label(profile, chances(case, worked.shares)),
        low=math.log(bands(book)[named].low) if named else worked.log - half,
        high=math.log(bands(book)[named].high) if named else worked.log + half,
        sources=(source,) if named else (source, *model.sources),
        kind="cited" if named else "fitted",
        note=sentences.level_note(rows[named] if named else None, guide),
        doubts=_doubts(case),
        warnings=(*_mismatch(profile, book), *_many(profile, book), *_unreported(profile)),
    )


RULE = Rule("level", ("level",), ("by_level", "spread"), _part, _term)


def _doubts(case: Case) -> dict[str, float]:
    """Of all evidence: that it is of another time. Of the years: how well they tell the level. Of a
    band: half of what parts it from what is reported at that level; of one that nobody reported at,
    half of the band."""
    return {"era": case.model.value("doubt.era"), **_of_level(case)}


def _of_level(case: Case) -> dict[str, float]:
    level = case.profile.level
    if level is None:
        return {"level": case.model.value("doubt.level")}
    reported, band = correction(case, level), bands(case.book)[level]
    if reported is None:
        return {"band": float(rules.disagreement(math.log(band.low), math.log(band.high), _M))}
    if case.profile.bands != "guide":
        return {}
    return {"band_sources": float(rules.disagreement(0.0, reported.value, _M))}


def _mismatch(profile: Profile, book: Rulebook) -> tuple[Notice, ...]:
    """A warning when level and years are far apart."""
    if profile.level is None or profile.experience is None:
        return ()
    least, most = fitting_years(book, profile.level)
    return () if least <= profile.experience <= most else (apart(profile, book),)


def _many(profile: Profile, book: Rulebook) -> tuple[Notice, ...]:
    """A warning when the years are more than most careers have."""
    told, questioned = profile.experience, book.toml("limits.toml")["years_questioned"]
    return (sentences.many_years(told),) if told is not None and told > questioned else ()


def _unreported(profile: Profile) -> tuple[Notice, ...]:
    """A warning of a level that nobody reported from."""
    level = profile.level
    return (sentences.nobody_reported(level),) if level and level not in RUNGS else ()


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
