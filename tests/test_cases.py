"""Worked examples: of the guide's bands alone, then of the constants of model.toml.

All but one are in the money of May 2025, the constants' own: test_money.py has other months. The
guide's figures are those of their second typing; BLS's and the adverts' are typed here. The
constants are read from the file, not asked of the program.
"""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import pytest
from guide_bands import BANDS, premium
from guide_figures import PERCENTILES
from pinned_data import ROOT

from mlsalary import Estimate, Profile, estimate
from mlsalary.engine.rule import values_of
from mlsalary.rules.facts import Part

# How far p75 and p90 of a normal distribution lie from its middle, in standard deviations.
Z75, Z90 = (NormalDist().inv_cdf(share) for share in (0.75, 0.9))


OWN = "2025-05"  # the month in whose money the bands and the constants stand


def priced(**words: Any) -> Estimate:
    """The estimate in the constants' own money, unless it is asked for in another month's."""
    return estimate(Profile(**{"as_of": OWN} | words))


def assert_band(low: float, high: float, **words: Any) -> None:
    """A band is the middle half of a log-normal distribution around sqrt(low x high)."""
    assert_base(math.sqrt(low * high), spread_of(low, high), **{"bands": "guide"} | words)


def assert_base(middle: float, spread: float, **words: Any) -> None:
    """Base salary is log-normal around its middle."""
    wanted = [middle * math.exp(z * spread) for z in (-Z90, -Z75, 0, Z75, Z90)]
    assert tuple(priced(**words).base) == pytest.approx(wanted, rel=1e-9)


def spread_of(low: float, high: float) -> float:
    """The standard deviation of log pay of which these are the quarters."""
    return math.log(high / low) / (2 * Z75)


@pytest.mark.parametrize(("level", "degree"), BANDS)
def test_a_level_is_the_guides_band(level: str, degree: str | None) -> None:
    assert_band(*BANDS[level, degree], level=level, degree=degree)


@pytest.mark.parametrize("spec", ["llm", "cv", "mlops"])
@pytest.mark.parametrize(("level", "degree"), BANDS)
def test_each_end_takes_its_end_of_the_premium(spec: str, level: str, degree: str | None) -> None:
    low, high = (one * by for one, by in zip(BANDS[level, degree], premium(spec), strict=True))
    assert_band(low, high, level=level, degree=degree, spec=spec)


def test_of_two_specializations_the_higher_middle_counts_and_is_not_multiplied() -> None:
    by = max((premium("mlops"), premium("llm")), key=math.prod)
    low, high = (one * factor for one, factor in zip(BANDS["mid", None], by, strict=True))
    assert_band(low, high, level="mid", spec=["mlops", "llm"])


def test_measured_premiums_are_the_adverts_without_a_width_of_their_own() -> None:
    low, high = BANDS["mid", None]  # aimarketpulse: LLM +2 % (standard error 3)
    assert_band(low * 1.02, high * 1.02, level="mid", spec="llm", premiums="measured")


# BLS OEWS, May 2025: p50, p75 and p90.
SCIENTISTS, DEVELOPERS = (120_230, 158_880), (135_980, 171_980, 214_670)


@pytest.mark.parametrize(
    ("level", "occupation", "pegs", "now"),
    [
        ("entry", "15-2051", ("p50", "p75"), SCIENTISTS),
        ("mid", "15-1252", ("p50", "p75"), DEVELOPERS[:2]),
        ("senior", "15-1252", ("p90", "p90"), DEVELOPERS[2:] * 2),
        ("staff", "15-1252", ("p90", "p90"), DEVELOPERS[2:] * 2),
        ("director", "15-1252", ("p90", "p90"), DEVELOPERS[2:] * 2),
    ],
)
def test_another_release_moves_each_end_with_its_peg(
    level: str, occupation: str, pegs: Sequence[str], now: Sequence[float]
) -> None:
    then = [PERCENTILES[occupation]["annual"][peg] for peg in pegs]
    ends = zip(BANDS[level, None], now, then, strict=True)
    # Less what pay grew by from May 2024 to May 2025, which the money of the answer brings anyway:
    # 1 / 0.9772, as data/aging.toml has it.
    low, high = (0.9772 * end * peg_now / peg_then for end, peg_now, peg_then in ends)
    assert_band(low, high, level=level, bls="2025")


def test_the_shape_of_the_bands_moves_and_not_their_sum() -> None:
    """The eight pegged ends grew by that much in the mean: 2025 counts no growth twice."""
    moved = [
        now / PERCENTILES[occupation]["annual"][peg]
        for occupation, pegs, nows in (
            ("15-2051", ("p50", "p75"), SCIENTISTS),
            ("15-1252", ("p50", "p75"), DEVELOPERS[:2]),
            ("15-1252", ("p90",) * 4, DEVELOPERS[2:] * 4),
        )
        for peg, now in zip(pegs, nows, strict=True)
    ]
    assert math.prod(moved) ** (1 / 8) * 0.9772 == pytest.approx(1, abs=1e-4)


def test_money_of_another_month() -> None:
    # BLS: the mean wage of software developers was 132,930 in May 2022 and 148,100 in May 2025.
    # data/aging.toml has four digits of the ratio.
    low, high = (end * round(132_930 / 148_100, 4) for end in BANDS["senior", None])
    assert_band(low, high, level="senior", as_of="2022-05")


# What is reported, over the bands ----------------------------------------------------------------

MODEL: dict[str, Any] = tomllib.loads((ROOT / "data/model.toml").read_text("utf-8"))
LEVELS = ("entry", "mid", "senior", "staff")
KINDS = ("top-tech", "mega-tech", "big-tech", "tech", "enterprise", "startup", "lab")


def constant(name: str, what: str = "value") -> float:
    """A constant of model.toml by its dotted name."""
    here: Any = MODEL
    for key in name.split("."):
        here = here[key]
    return float(here[what])


def error(name: str) -> float:
    """Its standard error."""
    return constant(name, "error")


def spread_factor(employer: str) -> float:
    """How people of a kind of employer spread, of how all do: the guide's bands are of all."""
    return constant(f"employer.{employer}.spread") / constant("employer.unknown.spread")


def band_of(level: str) -> tuple[float, float]:
    low, high = BANDS[level, None]
    return math.sqrt(low * high), spread_of(low, high)


def reported_middle(level: str) -> float:
    return band_of(level)[0] * math.exp(constant(f"levels.reported.{level}"))


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_reported_at_a_level_moves_its_band_whole(level: str) -> None:
    assert_base(reported_middle(level), band_of(level)[1], level=level)


@pytest.mark.parametrize("level", ["lead", "director", "vp", "chief"])
def test_nobody_reported_from_management(level: str) -> None:
    """Its band is all that is known, years or not."""
    assert_base(*band_of(level), level=level)
    assert_base(*band_of(level), level=level, years=22)


@pytest.mark.parametrize(
    ("level", "years", "warned"),
    [
        *(("entry", 5, False), ("entry", 5.5, True)),  # the guide's 0 to 2 years, and three more
        *(("mid", 0, False), ("mid", 8, False), ("mid", 9, True)),  # 3 to 5
        *(("senior", 2, True), ("senior", 3, False), ("senior", 14, True)),  # 6 to 10
        *(("staff", 6, True), ("staff", 7, False), ("staff", 49, False)),  # 10 and more
        *(("director", 1, False), (None, 30, False), ("senior", None, False)),
    ],
)
def test_years_far_from_those_of_a_level_are_warned_of(
    level: str | None, years: float | None, warned: bool
) -> None:
    found = {one.code for one in priced(level=level, years=years).warnings}
    assert ("level_and_years_apart" in found) == warned


@pytest.mark.parametrize("level", LEVELS)
def test_a_phd_at_a_level(level: str) -> None:
    """Where the guide has a band of its own, it is as wide as that."""
    own = BANDS.get((level, "phd"), BANDS[level, None])
    middle = reported_middle(level) * math.exp(constant(f"degree.phd.{level}"))
    assert_base(middle, spread_of(*own), level=level, degree="phd")
    if own == BANDS[level, None]:
        by_guide = band_of(level)[0] * math.exp(constant(f"degree.phd.{level}"))
        assert_base(by_guide, spread_of(*own), level=level, degree="phd", bands="guide")


@pytest.mark.parametrize("employer", KINDS)
def test_a_kind_of_employer_moves_a_band_and_parts_people_more_or_less(employer: str) -> None:
    middle = band_of("mid")[0] * math.exp(constant(f"employer.{employer}.base"))
    spread = band_of("mid")[1] * spread_factor(employer)
    assert_base(middle, spread, level="mid", employer=employer, bands="guide")


def test_a_role_and_a_degree_are_factors() -> None:
    log = constant("role.scientist") + constant("degree.bachelors")
    words = {"level": "senior", "role": "scientist", "degree": "bachelors"}
    assert_base(reported_middle("senior") * math.exp(log), band_of("senior")[1], **words)


# Years beside a level ----------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("years", [0.0, 3.0, 12.0])
@pytest.mark.parametrize("employer", [None, "mega-tech"])
def test_years_beside_a_level(level: str, years: float, employer: str | None) -> None:
    """They count from the usual ones; people of a kind of employer spread as at that level."""
    usual = constant(f"levels.beside.usual.{level}")
    log = constant("levels.beside.slope") * math.log((1 + years) / (1 + usual))
    log += constant(f"employer.{employer}.base") if employer else 0.0
    spread = constant(f"spread.beside.{level}")
    spread *= constant(f"employer.{employer or 'unknown'}.spread")
    middle = reported_middle(level) * math.exp(log)
    assert_base(middle, spread, level=level, years=years, employer=employer)


# Years alone -------------------------------------------------------------------------------------


def shares(years: float) -> list[float]:
    """P(level), by the logit in ln(1 + years)."""
    reached = constant("levels.slope") * math.log(1 + years)
    cuts = [constant(f"levels.up_to_{level}") for level in LEVELS[:-1]]
    below = [0.0, *(1 / (1 + math.exp(reached - cut)) for cut in cuts), 1.0]
    return [high - low for low, high in itertools.pairwise(below)]


@pytest.mark.parametrize("years", [0.0, 2.0, 5.0, 11.0, 30.0])
@pytest.mark.parametrize("bands", ["reported", "guide"])
@pytest.mark.parametrize("employer", [None, "tech"])
def test_years_alone(years: float, bands: str, employer: str | None) -> None:
    """The mean of ln of the levels' middles; the spread rises with it from that of entry, and is
    wider where the place is not told."""
    middles = [math.log(band_of(level)[0]) for level in LEVELS]
    if bands == "reported":
        middles = [math.log(reported_middle(level)) for level in LEVELS]
    log = sum(share * middle for share, middle in zip(shares(years), middles, strict=True))
    kind = f"employer.{employer or 'unknown'}"
    spread = constant("spread.start") + constant("spread.rise") * (log - middles[0])
    spread *= constant("spread.elsewhere") * constant(f"{kind}.spread")
    middle = math.exp(log + constant(f"{kind}.base"))
    assert_base(middle, spread, years=years, employer=employer, bands=bands)


# Total compensation ------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [*LEVELS, "lead", "director", "vp", "chief"])
@pytest.mark.parametrize("employer", [None, "top-tech", "enterprise"])
@pytest.mark.parametrize("more", [{}, {"years": 9.0}, {"degree": "phd", "role": "scientist"}])
def test_the_total_of_a_level(level: str, employer: str | None, more: dict[str, Any]) -> None:
    kind, rung = f"employer.{employer or 'unknown'}", level if level in LEVELS else "staff"
    beyond = constant(f"total.share.{rung}") * constant(f"{kind}.share")
    beyond *= 1.0 if level == rung else constant(f"total.management.{level}")
    if "role" in more:
        beyond *= math.exp(constant("total.role.scientist") + constant("total.degree.phd"))
    wider = constant(f"{kind}.beyond_spread")
    wider *= constant("spread.beyond_beside") if "years" in more and level == rung else 1.0
    answer = priced(level=level, employer=employer, **more)
    base, total, parts = answer.base, answer.total, answer.components
    assert total.p50 == pytest.approx(base.p50 * (1 + beyond), rel=1e-9)
    both = math.log(base.p75 / base.p50) / Z75 + wider * math.log(1 + beyond)
    below, above = (constant(f"spread.total_{side}") * both for side in ("below", "above"))
    spreads = (-Z90 * below, -Z75 * below, 0, Z75 * above, Z90 * above)
    wanted = [total.p50 * math.exp(spread) for spread in spreads]
    assert list(total) == pytest.approx(wanted, rel=1e-9)
    cash = constant(f"{kind}.bonus_part.{rung}")
    assert parts.bonus == pytest.approx(base.p50 * beyond * cash)
    assert parts.equity == pytest.approx(base.p50 * beyond * (1 - cash))


# Companies ---------------------------------------------------------------------------------------

ROWS = {row["name"]: row for row in MODEL["company"]}


@pytest.mark.parametrize(
    ("company", "kind"),
    [
        ("Google", "top-tech"),
        ("Amazon", "mega-tech"),
        ("Walmart", "enterprise"),
        ("Intuit", "tech"),
    ],
)
@pytest.mark.parametrize("level", ["entry", "senior"])
def test_a_company_with_enough_reports(company: str, kind: str, level: str) -> None:
    """Beside its kind; a company of `tech` also beside what those do that are known as such."""
    listed = MODEL["employer"][kind].get("listed", {})
    of_listed = [listed[name]["value"] if listed else 0.0 for name in ("base", "beyond")]
    log = constant(f"employer.{kind}.base") + of_listed[0] + ROWS[company]["base"][level]
    words = {"company": company, "level": level}
    spread = band_of(level)[1] * spread_factor(kind)
    assert_base(reported_middle(level) * math.exp(log), spread, **words)
    beyond = constant(f"total.share.{level}") * constant(f"employer.{kind}.share")
    beyond *= math.exp(of_listed[1] + ROWS[company]["beyond"])
    answer = priced(**words)
    assert answer.total.p50 == pytest.approx(answer.base.p50 * (1 + beyond), rel=1e-9)


def test_a_company_that_is_only_known_to_be_tech() -> None:
    assert "Shopify" not in ROWS
    log = constant("employer.tech.base") + constant("employer.tech.listed.base")
    spread = band_of("mid")[1] * spread_factor("tech")
    middle = reported_middle("mid") * math.exp(log)
    assert_base(middle, spread, level="mid", company="Shopify")
    more = math.exp(constant("employer.tech.listed.beyond"))
    beyond = constant("total.share.mid") * constant("employer.tech.share") * more
    answer = priced(level="mid", company="Shopify")
    assert answer.total.p50 == pytest.approx(answer.base.p50 * (1 + beyond), rel=1e-9)


@pytest.mark.parametrize("company", ["Netflix", "Jane Street"])
def test_a_company_that_pays_in_cash_has_no_equity(company: str) -> None:
    parts = priced(level="mid", company=company).components
    beyond = constant("total.share.mid") * constant("employer.top-tech.share")
    assert parts.equity == 0
    assert parts.bonus == pytest.approx(parts.base * beyond)


# A kind of employer in a metro -------------------------------------------------------------------


def local_log(code: str, kind: str) -> float:
    """What its reports say, n against the pooling of the place."""
    (row,) = (
        row for row in MODEL["place"]["employer"] if (row["code"], row["employer"]) == (code, kind)
    )
    strength = constant("place.pooling")
    return float(row["log_factor"] * row["reports"] / (row["reports"] + strength))


@pytest.mark.parametrize("kind", ["top-tech", "mega-tech", "enterprise"])
def test_a_kind_of_employer_in_seattle(kind: str) -> None:
    words: dict[str, Any] = {"level": "senior", "metro": "Seattle"}
    answer, other = (priced(**words, employer=one) for one in (kind, None))
    (place,) = (step for step in answer.steps if step.rule == "place")
    log = local_log("42660", kind)
    base = reported_middle("senior") * place.factor
    base *= math.exp(log + constant(f"employer.{kind}.base"))
    assert answer.base.p50 == pytest.approx(base, rel=1e-9)
    tilt = (math.log(place.factor) + log) * constant("total.place_elasticity")
    beyond = constant("total.share.senior") * constant(f"employer.{kind}.share") * math.exp(tilt)
    assert answer.total.p50 == pytest.approx(base * (1 + beyond), rel=1e-9)
    assert other.base.p50 != pytest.approx(reported_middle("senior") * place.factor)


def test_big_tech_in_seattle_is_the_mix_that_reports_there() -> None:
    """Mostly Amazon and Microsoft, whose kind of employer pays less than the two do together."""
    kinds = ("top-tech", "mega-tech")
    counts = {
        row["employer"]: row["reports"]
        for row in MODEL["place"]["employer"]
        if row["code"] == "42660" and row["employer"] in kinds
    }
    parts = {kind: counts[kind] / sum(counts.values()) for kind in kinds}
    log = sum(part * local_log("42660", kind) for kind, part in parts.items())
    own = sum(part * constant(f"employer.{kind}.base") for kind, part in parts.items())
    share = sum(part * math.log(constant(f"employer.{kind}.share")) for kind, part in parts.items())
    answer = priced(level="senior", metro="Seattle", employer="big-tech")
    (place,) = (step for step in answer.steps if step.rule == "place")
    base = reported_middle("senior") * place.factor * math.exp(log + own)
    assert answer.base.p50 == pytest.approx(base, rel=1e-9)
    tilt = (math.log(place.factor) + log) * constant("total.place_elasticity")
    beyond = constant("total.share.senior") * math.exp(share + tilt)
    assert answer.total.p50 == pytest.approx(base * (1 + beyond), rel=1e-9)


@pytest.mark.parametrize("level", ["lead", "director", "vp", "chief"])
def test_what_nobody_reported_is_said_to_be_assumed(level: str) -> None:
    answer = estimate(Profile(level=level))
    assert "level_assumed" in {notice.code for notice in answer.warnings}
    assert {step.kind for step in answer.total_steps} == {"assumed"}
    assert "mlsalary-judgement" in {source.id for source in answer.sources}
    assert "level_assumed" not in {one.code for one in estimate(Profile(level="staff")).warnings}


# How sure the median is --------------------------------------------------------------------------


def test_the_doubt_of_the_median_is_that_of_the_constants_behind_it() -> None:
    """Fargo has too few reports of its own; Google is of big technology, senior a level that has
    a constant for a PhD."""
    answer = priced(
        level="senior", years=5, degree="phd", role="scientist", company="Google", metro="Fargo, ND"
    )
    found = {name: part.sd for name, part in answer.middle.parts.items()}
    kind = answer.profile.employer
    for part, name in {
        "degree": "degree.phd.senior",
        "role": "role.scientist",
        "employer": f"employer.{kind}.base",
        "elsewhere": "place.elsewhere",
        "reported_level": "levels.reported.senior",
    }.items():
        assert found[part] == pytest.approx(error(name)), part
    assert found["company"] == ROWS["Google"]["error"]
    moved = math.log((1 + 5) / (1 + constant("levels.beside.usual.senior")))
    assert found["years_beside"] == pytest.approx(abs(moved) * error("levels.beside.slope"))


def test_what_says_nothing_has_no_doubt() -> None:
    plain = priced(level="senior").middle.parts
    assert not {"degree", "role", "company", "years_beside", "elsewhere", "reported_pay"} & set(
        plain
    )
    there = priced(level="senior", metro="San Jose").middle.parts
    assert "reported_pay" in there
    assert "elsewhere" not in there


def test_the_first_step_is_where_the_others_start() -> None:
    first, *others = priced(level="senior", metro="San Jose", degree="phd").steps
    assert type(first).__name__ == "Start"
    assert {type(one).__name__ for one in others} == {"Step"}
    assert math.prod(one.factor for one in others) * first.base == pytest.approx(others[-1].base)


def test_managers_of_a_company_are_paid_beside_its_staff() -> None:
    """Nobody reported from management, so what staff is paid more or less at a company counts."""
    row = ROWS["Amazon"]["base"]
    assert len(set(row.values())) == len(row)
    for level in ("lead", "director"):
        kind = priced(level=level, employer=priced(company="Amazon", years=1).profile.employer)
        at_amazon = priced(level=level, company="Amazon")
        assert at_amazon.base.p50 / kind.base.p50 == pytest.approx(math.exp(row["staff"]))


def test_a_signing_bonus_is_usual_where_the_guide_says_so() -> None:
    """$20,000 to $100,000 at big-tech: in the middle sqrt(20 x 100) thousand."""
    for employer in ("tech", "enterprise", "startup", None):
        assert priced(years=5, employer=employer).components.signing is None
    usual = priced(years=5, employer="big-tech").components.signing
    assert usual == pytest.approx(1_000 * math.sqrt(20 * 100))


def test_a_part_that_says_nothing_changes_nothing() -> None:
    """A factor of one and nothing added, one number for each level where it is by level."""
    assert values_of(("band_factor", "log", "base_of_years"), None) == [1.0, 0.0, 1.0]
    assert values_of(("by_level",), None) == [0.0] * len(LEVELS)
    assert values_of(("log", "beyond"), Part(beyond=0.5)) == [0.0, 0.5]
