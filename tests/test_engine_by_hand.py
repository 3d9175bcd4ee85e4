"""Parts of an estimate whose arithmetic is small enough to do by hand, from the data files."""

from __future__ import annotations

import csv
import math
import tomllib
from statistics import NormalDist
from typing import Any

import pytest
from guide_bands import BANDS, MEANS
from guide_bands import premium as guides_premium
from pinned_data import ROOT

from mlsalary import Profile, estimate
from mlsalary.engine import explain
from mlsalary.engine.specialization import premium, rival
from mlsalary.errors import NotFoundError
from mlsalary.results import MEASURED_CHECK, Crosscheck, Estimate
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
with (ROOT / "data/oews/wages.csv").open(encoding="utf-8", newline="") as _file:
    WAGES = {(row["area"], row["occupation"]): row for row in csv.DictReader(_file)}
MODEL = tomllib.loads((ROOT / "data/model.toml").read_text(encoding="utf-8"))
AGING = tomllib.loads((ROOT / "data/aging.toml").read_text(encoding="utf-8"))
EVIDENCE = tomllib.loads((ROOT / "data/evidence.toml").read_text(encoding="utf-8"))["row"]
COMPENSATION = tomllib.loads((ROOT / "data/guide/compensation.toml").read_text(encoding="utf-8"))[
    "row"
]
PLACE = MODEL["place"]
Z90 = NormalDist().inv_cdf(0.9)
HUB: dict[str, Any] = {"years": 5, "metro": "Austin"}
AUSTIN, FEW = "12420", "11640"  # Arecibo has no figures for data scientists


def asked(**words: Any) -> Estimate:
    return estimate(Profile(**words), BOOK)


def checks(answer: Estimate) -> dict[str, Crosscheck]:
    return {one.name: one for one in answer.crosschecks}


@pytest.mark.parametrize(("level", "spec"), [("mid", "llm"), ("senior", "cv"), ("staff", None)])
def test_the_guide_alone_is_its_band_times_its_premium(level: str, spec: str | None) -> None:
    low, high = BANDS[level, None]
    less, more = guides_premium(spec) if spec else (1.0, 1.0)
    found = next(iter(asked(level=level, spec=spec, metro="Austin", premiums="guide").crosschecks))
    middle = math.sqrt(low * high * less * more)
    assert (found.p25, found.p50, found.p75) == pytest.approx((low * less, middle, high * more))
    assert "guide-2026" in found.sources


def test_the_figures_of_bls_are_those_of_the_place() -> None:
    here = checks(asked(years=5, metro="Austin"))
    nation = checks(asked(years=5))
    for occupation, name in (("15-2051", "data scientists"), ("15-1252", "software developers")):
        for area, found in (
            (AUSTIN, here[f"BLS {name} here"]),
            ("US", nation[f"BLS {name} nationwide"]),
        ):
            row = WAGES[area, occupation]
            figures = tuple(float(row[percentile]) for percentile in ("p25", "p50", "p75"))
            assert (found.p25, found.p50, found.p75) == figures
            floor = "A floor, by the guide." in (found.note or "")
            assert floor == (name == "data scientists")


def test_what_bls_does_not_publish_is_said() -> None:
    assert (FEW, "15-2051") not in WAGES or not WAGES[FEW, "15-2051"]["p50"]
    found = checks(asked(years=5, metro=f"cbsa:{FEW}"))["BLS data scientists here"]
    assert (found.p25, found.p50, found.p75) == (None, None, None)
    assert found.note == "Not published for this area."


def test_each_source_of_a_place_stands_alone_beside_the_estimate() -> None:
    """The guide has wages of some metros, BLS of nearly all; the nation is no place."""
    assert AUSTIN in MEANS
    assert {"Place by guide alone", "Place by BLS alone"} <= checks(
        asked(years=5, metro="Austin")
    ).keys()
    other = asked(years=5, metro="Boise, ID")
    assert other.place.code not in MEANS
    assert {name for name in checks(other) if name.startswith("Place by")} == {"Place by BLS alone"}
    assert not any(name.startswith("Place by") for name in checks(asked(years=5)))
    place = next(one for one in asked(years=5, metro="Austin").steps if one.rule == "place")
    assert {"guide-2026", "bls-oews-2025"} <= set(place.sources)
    place = next(one for one in other.steps if one.rule == "place")
    assert "bls-oews-2025" in place.sources


@pytest.mark.parametrize("words", [{}, {"employer": "big-tech"}, {"employer": "startup"}])
def test_steps_to_the_total_end_at_the_total(words: dict[str, Any]) -> None:
    answer = asked(years=7, metro="Seattle", **words)
    reached = answer.base.p50
    for step in answer.total_steps:
        reached *= step.factor
        assert step.base == pytest.approx(reached)
    assert reached == pytest.approx(answer.total.p50)
    bonus = answer.total_steps[-1]
    assert (bonus.rule, bonus.low, bonus.high) == ("bonus", bonus.factor, bonus.factor)
    parts = answer.components
    assert parts.base + parts.equity + parts.bonus == pytest.approx(answer.total.p50)


def test_the_nation_moves_nothing() -> None:
    place = next(one for one in asked(years=5).steps if one.rule == "place")
    assert (place.low, place.factor, place.high) == (1, 1, 1)


@pytest.mark.parametrize("metro", ["Austin", "Boise, ID", "Tulsa"])
def test_a_places_step_spans_what_each_of_its_sources_says(metro: str) -> None:
    answer = asked(years=5, metro=metro)
    place = next(one for one in answer.steps if one.rule == "place")
    alone = [
        one.p50 / answer.base.p50 * place.factor
        for name, one in checks(answer).items()
        if name.startswith("Place by") and one.p50
    ]
    assert alone
    alone += [
        math.exp(row["log_factor"]) for row in PLACE["metro"] if row["code"] == answer.place.code
    ]
    assert place.low == pytest.approx(min(*alone, place.factor))
    assert place.high == pytest.approx(max(*alone, place.factor))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ({"metro": "Mountain View"}, [("metro", True)]),
        ({"metro": "Mountain View", "state": "California"}, [("metro", True), ("state", False)]),
        ({"state": "California"}, [("state", False)]),
        ({"metro": "Austin-Round Rock-San Marcos, TX"}, []),
    ],
)
def test_how_a_place_was_read_is_said_once(
    words: dict[str, Any], read: list[tuple[str, bool]]
) -> None:
    rows = [one for one in asked(years=5, **words).read if one.field in ("metro", "state")]
    assert [(one.field, one.note is not None) for one in rows] == read


def test_a_release_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(NotFoundError, match=r"no BLS release .*Available: .*2025") as refused:
        asked(years=5, bls="2019")
    assert refused.value.code == "release_not_found"
    assert "2025" in refused.value.suggestions


def _cells(area: str) -> list[tuple[float, dict[str, str]]]:
    """The two occupations of an area with their weights; of one occupation alone all of it."""
    weight = PLACE["developers_weight"]["value"]
    rows = [
        (part, WAGES[area, occupation])
        for part, occupation in ((weight, "15-1252"), (1 - weight, "15-2051"))
        if WAGES.get((area, occupation), {}).get("mean")
    ]
    return rows if len(rows) == 2 else [(1.0, row) for _, row in rows]


@pytest.mark.parametrize(
    ("metro", "occupations"),
    [("Austin", 2), ("Boise, ID", 2), ("Pittsburgh", 2), ("Albany, OR", 1), ("Anchorage", 2)],
)
def test_each_doubt_of_a_places_wages_counts_as_much_as_they_do(
    metro: str, occupations: int
) -> None:
    """BLS counts less where the guide has a wage too, and both where people reported their pay."""
    answer = asked(years=5, metro=metro)
    code, doubts = answer.place.code, MODEL["doubt"]
    cells = _cells(code)
    assert len(cells) == occupations
    nobody = {"counts": 0, "error": 0}
    reports = next((row for row in PLACE["metro"] if row["code"] == code), nobody)
    share = PLACE["pooling"]["value"] / (reports["counts"] + PLACE["pooling"]["value"])
    of_bls = 1 - PLACE["guide_weight"]["value"] if code in MEANS else 1.0
    error = math.hypot(*(part * float(row["mean_rse"]) / 100 for part, row in cells))
    few = [
        part for part, row in cells if float(row["employment"] or 0) < PLACE["few_jobs"]["value"]
    ]
    slopes = PLACE["bls_slope"]["value"] * PLACE["elasticity"]["value"]
    wanted = {
        "bls_sampling": share * of_bls * slopes * error,
        "few_jobs": share * of_bls * doubts["few_jobs"]["value"] * math.hypot(*few),
        "one_occupation": share * doubts["one_occupation"]["value"] * (occupations == 1),
        "reported_pay": (1 - share) * reports["error"],
    }
    found = answer.middle.parts
    assert wanted["bls_sampling"] > 0
    assert bool(wanted["reported_pay"]) == (metro in ("Austin", "Pittsburgh"))
    assert {name: found[name].sd if name in found else 0.0 for name in wanted} == pytest.approx(
        wanted
    )


@pytest.mark.parametrize("level", ["senior", "staff"])
def test_a_startups_grant_is_a_share_of_base_that_cannot_be_sold(level: str) -> None:
    answer = asked(level=level, metro="Austin", employer="startup")
    share = (
        MODEL["employer"]["startup"]["illiquid"]["value"] * MODEL["total"]["share"][level]["value"]
    )
    assert answer.components.illiquid == pytest.approx(answer.components.base * share)
    assert asked(level=level, metro="Austin", employer="big-tech").components.illiquid is None


def test_a_level_that_is_told_rests_on_the_guide_and_one_from_years_on_reports_too() -> None:
    assert asked(level="senior").steps[0].sources == ("guide-2026",)
    assert {"guide-2026", "reported-pay"} <= set(asked(years=5).steps[0].sources)


def test_a_degree_is_the_guides_own_band_only_where_its_bands_are_asked_for() -> None:
    def degree(**words: Any) -> tuple[float, float, float, tuple[str, ...], str]:
        step = next(one for one in asked(degree="phd", **words).steps if one.rule == "degree")
        return step.low, step.factor, step.high, step.sources, step.kind

    (low, high), (plain_low, plain_high) = BANDS["entry", "phd"], BANDS["entry", None]
    middle = math.sqrt(low * high / (plain_low * plain_high))
    ends = sorted((low / plain_low, high / plain_high))
    found = degree(level="entry", bands="guide")
    assert found[:3] == pytest.approx((ends[0], middle, ends[1]))
    assert found[3:] == (("guide-2026",), "cited")
    for level, bands in (("entry", "reported"), ("senior", "guide"), ("senior", "reported")):
        of_reports = MODEL["degree"]["phd"][level]
        found = degree(level=level, bands=bands)
        assert found[1] == pytest.approx(math.exp(of_reports["value"]))
        width = math.log(found[2] / found[0]) / 2
        assert width == pytest.approx(Z90 * of_reports["error"])
        assert (found[3][0], found[4]) == ("reported-pay", "fitted")


def test_a_premium_that_was_measured_has_no_rival() -> None:
    own = {how: rival(Profile(spec="llm", premiums=how), BOOK) for how in ("measured", "none")}
    assert own == {"measured": None, "none": None}
    assert rival(Profile(spec="llm"), BOOK) == premium(
        Profile(spec="llm", premiums="measured"), BOOK
    )


@pytest.mark.parametrize("premiums", ["guide", "measured", "none"])
def test_what_was_measured_stands_beside_the_guides_premium_alone(premiums: str) -> None:
    answer = asked(years=5, spec="llm", premiums=premiums)
    step = next((one for one in answer.steps if one.rule == "specialization"), None)
    beside = MEASURED_CHECK in checks(answer)
    assert beside == (premiums == "guide")
    row = next(row for row in EVIDENCE if row["spec"] == "llm" and row.get("measured"))
    effect, error = row["effect"], row["standard_error"]
    if premiums == "measured":
        assert step
        assert step.factor == pytest.approx(1 + effect)
    if premiums == "guide":
        assert step
        assert f"job ads +{100 * effect:.0f}%" in (step.note or "")
        [said] = [one.message for one in answer.warnings if one.code == "premium_contested"]
        assert f"+{100 * effect:.0f}% (standard error {100 * error:.0f} points)" in said


@pytest.mark.parametrize("company", ["Amazon", "Jane Street", "Netflix", "Pinterest"])
def test_a_companys_step_spans_the_error_of_its_reports_if_it_has_any(company: str) -> None:
    answer = asked(level="senior", company=company)
    steps = [one for one in answer.steps if one.rule == "company"]
    row = next((each for each in MODEL["company"] if each["name"] == company), None)
    error = row["error"] if row else 0.0
    for step in steps:
        assert math.log(step.high / step.low) / 2 == pytest.approx(Z90 * error)
    if row:
        assert answer.middle.parts["company"].sd == pytest.approx(error)
        assert math.log(steps[0].factor) == pytest.approx(row["base"]["senior"])
    else:
        assert "company" not in answer.middle.parts


def test_the_step_of_a_level_from_years_spans_the_middle_half_of_its_base() -> None:
    """As far below its middle as above, in logs, and by no more than the whole range of base."""
    answer = asked(years=5, bands="guide")
    level = answer.steps[0]
    assert level.low * level.high == pytest.approx(level.base**2)
    assert answer.base.p10 < level.low < level.base < level.high < answer.base.p90


def test_equity_beside_what_the_guide_claims() -> None:
    claim = next(row for row in COMPENSATION if row["id"] == "equity-public")
    step = next(
        one
        for one in asked(level="senior", employer="big-tech").total_steps
        if one.rule == "equity"
    )
    assert (step.low, step.high) == (1 + claim["low"], 1 + claim["high"])
    assert step.sources[0] == "guide-2026"


def test_the_guides_own_release_moves_nothing() -> None:
    plain, own = asked(years=5, metro="Austin"), asked(years=5, metro="Austin", bls="2024")
    assert own.base == plain.base
    assert [one.rule for one in own.steps] == [one.rule for one in plain.steps]


def test_where_guide_and_bls_part_half_of_that_is_a_doubt_of_the_place() -> None:
    """The factor of each is elasticity x ln(wage / reference); the wage of BLS stands on the
    guide's scale, by the mean of both occupations over the nation's."""
    answer = asked(years=5, metro="Austin")
    counts = next(row["counts"] for row in PLACE["metro"] if row["code"] == AUSTIN)
    share = PLACE["pooling"]["value"] / (counts + PLACE["pooling"]["value"])

    def blend(area: str) -> float:
        return sum(part * math.log(float(row["mean"])) for part, row in _cells(area))

    scaled = PLACE["bls_slope"]["value"] * (blend(AUSTIN) - blend("US"))
    bls = math.log(PLACE["bls_scale"]["value"]) + scaled
    apart = PLACE["elasticity"]["value"] * abs(math.log(MEANS[AUSTIN]) - bls)
    assert answer.middle.parts["place_sources"].sd == pytest.approx(share * apart / 2)
    assert "place_sources" not in asked(years=5, metro="Boise, ID").middle.parts


@pytest.mark.parametrize("premiums", ["guide", "measured", "none"])
@pytest.mark.parametrize("spec", ["llm", ("llm", "cv")])
def test_of_several_specializations_one_counts_and_that_is_said(spec: Any, premiums: str) -> None:
    answer = asked(years=5, spec=spec, premiums=premiums)
    codes = [one.code for one in answer.warnings]
    assert codes.count("highest_premium_counts") == (spec != "llm" and premiums != "none")


@pytest.mark.parametrize(
    ("words", "owners"),
    [
        ({"level": "senior"}, ["level"]),
        ({"level": "senior", "spec": "llm"}, ["level", "specialization"]),
        ({**HUB, "spec": "llm", "premiums": "measured"}, ["years"]),
        ({**HUB, "spec": "llm"}, ["years", "specialization"]),
        ({"years": 5, "metro": "Boise, ID"}, ["years", "place"]),
        (HUB, ["years"]),
    ],
)
def test_a_rule_owns_spread_only_where_it_adds_some(
    words: dict[str, Any], owners: list[str]
) -> None:
    """A place outside the hubs spreads base more; a premium that is one figure adds nothing."""
    found = explain(Profile(**words), BOOK).spread
    assert [one.rule for one in found if one.rule != "employer"] == owners
    assert all(one.base or one.total for one in found)


def test_bands_of_the_guide_alone_are_not_what_was_scored() -> None:
    assert asked(years=5, metro="Austin").accuracy is not None
    assert asked(years=5, metro="Austin", bands="guide").accuracy is None


@pytest.mark.parametrize(
    ("employer", "kinds"), [("mega-tech", {"mega-tech"}), ("big-tech", {"top-tech", "mega-tech"})]
)
@pytest.mark.parametrize("metro", ["Austin", "Seattle"])
def test_a_kind_of_employer_in_a_metro_is_as_certain_as_its_reports(
    metro: str, employer: str, kinds: set[str]
) -> None:
    """Of several kinds the errors count by their reports; of one, the factor is that of its
    reports, drawn to 1 as strongly as ten reports would."""
    answer = asked(years=5, metro=metro, employer=employer)
    rows = [
        row
        for row in PLACE["employer"]
        if row["code"] == answer.place.code and row["employer"] in kinds
    ]
    assert rows
    whole = sum(row["reports"] for row in rows)
    error = math.hypot(*(row["error"] * row["reports"] / whole for row in rows))
    assert answer.middle.parts["local_employer"].sd == pytest.approx(error)
    step = next(one for one in answer.steps if one.rule == "place_employer")
    assert math.log(step.high / step.low) / 2 == pytest.approx(Z90 * error)
    assert f"{whole} reports" in (step.note or "")
    if len(kinds) == 1:
        [row] = rows
        drawn = row["log_factor"] * whole / (whole + PLACE["pooling"]["value"])
        assert math.log(step.factor) == pytest.approx(drawn)


@pytest.mark.parametrize("month", ["2022-05", "2024-05"])
def test_money_of_a_month_that_is_cited_is_not_in_doubt(month: str) -> None:
    paid = next(row["paid"] for row in AGING["base"] if row["month"] == month)
    answer = asked(years=5, as_of=month)
    step = next(one for one in answer.steps if one.rule == "aging")
    assert (step.low, step.factor, step.high) == pytest.approx((paid, paid, paid))
    assert "aging" not in answer.middle.parts
    assert step.kind == "cited"


@pytest.mark.parametrize(("month", "years"), [("2026-05", 1), ("2026-11", 1.5)])
def test_money_after_the_last_month_is_in_doubt_by_the_years_since(
    month: str, years: float
) -> None:
    answer = asked(years=5, as_of=month)
    step = next(one for one in answer.steps if one.rule == "aging")
    assert step.factor == pytest.approx(AGING["growth"] ** years)
    assert answer.middle.parts["aging"].sd == pytest.approx(AGING["doubt"] * years)
