"""Other figures for the same job, shown beside the estimate."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from mlsalary import rules
from mlsalary.engine.areas import DEVELOPERS, SCIENTISTS, PlaceRules
from mlsalary.engine.bands import bands, guide_source
from mlsalary.engine.case import Case
from mlsalary.engine.specialization import premium, rival
from mlsalary.figures import month_name
from mlsalary.places.located import Located
from mlsalary.profile import named
from mlsalary.results import GUIDE_ALONE, MEASURED_CHECK, Crosscheck, Measured, Range
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import guide_rows
from mlsalary.rulebook.months import today
from mlsalary.rulebook.oews import NATION, Wage, wages
from mlsalary.rulebook.releases import newest
from mlsalary.rules.operations import Floats

_M = Floats()


def crosschecks(case: Case, base: Range, measured: Measured | None) -> Iterator[Crosscheck]:
    """The guide alone, BLS here, each source of the place alone, the measured premium."""
    profile, book, place = case.profile, case.book, case.found
    chosen = premium(profile, book)
    likely = profile.level or guide_level(book, profile.experience or 0.0)
    band = bands(book)[likely]
    month = case.model.dollars
    then = [] if month == (profile.as_of or today(book)) else [f"{month_name(month)} dollars."]
    yield Crosscheck(
        GUIDE_ALONE,
        band.low * chosen.low,
        exp(band.middle_log + chosen.middle_log),
        band.high * chosen.high,
        tuple(dict.fromkeys((guide_source(book), *chosen.sources))),
        " ".join([f"Its {named(likely)} band and its premium, as printed; no place.", *then]),
    )
    release = newest(book)
    here = wages(book, place.code, release.prefix)
    where = "nationwide" if place.code == NATION else "here"
    for occupation, name, note in (
        (SCIENTISTS, "data scientists", ["A floor, by the guide."]),
        (DEVELOPERS, "software developers", []),
    ):
        wage = here.get(occupation)
        yield _bls(f"BLS {name} {where}", wage, release.source, [*note, *then])
    if place.kind != "national":
        yield from _other_place(place, PlaceRules.of(book, case.model), base)
    other = rival(profile, book)
    if measured and other:
        yield Crosscheck(
            MEASURED_CHECK,
            *measured.base[1:4],
            other.sources,
            "The same steps with --premiums measured.",
        )


def guide_level(book: Rulebook, years: float) -> str:
    """The level that the guide's own years give, from the last band that has begun."""
    rows = [row for row in guide_rows(book, "experience") if "degree" not in row]
    begun = [row for row in rows if row["years_low"] <= years]
    return str(begun[-1]["level"])


def _bls(name: str, wage: Wage | None, source: str, notes: list[str]) -> Crosscheck:
    if wage is None or wage.p50 is None:
        return Crosscheck(name, None, None, None, (source,), "Not published for this area.")
    words = {
        "collapsed": "Several percentiles have the same value.",
        "large_error": "Large relative standard error.",
    }
    said = [*notes, *(words[flag] for flag in wage.flags if flag in words)]
    return Crosscheck(name, wage.p25, wage.p50, wage.p75, (source,), " ".join(said) or None)


def _other_place(place: Located, places: PlaceRules, base: Range) -> Iterator[Crosscheck]:
    """The estimate as each single source of the place would have it, where that shows."""
    known = places.evidence(place.code, place.state)
    if known.stand_in is not None:
        return
    used = places.factor(known)
    sources = {
        "guide": (str(places.book.toml("guide/metros.toml")["source"]),),
        "BLS": (newest(places.book).source,),
    }
    for name, wage in (("guide", known.guide), ("BLS", known.bls)):
        alone = places.alone(wage)
        if alone is None or f"{exp(alone):.2f}" == f"{exp(used):.2f}":
            continue
        yield Crosscheck(
            f"Place by {name} alone",
            rules.with_factor(base.p25, alone - used, _M),
            rules.with_factor(base.p50, alone - used, _M),
            rules.with_factor(base.p75, alone - used, _M),
            sources[name],
            f"Place factor {exp(alone):.2f} instead of {exp(used):.2f}.",
        )
