"""A premium that is told in two ways: what it does to spread, median and verdict, and what is said.

The guide's bands are those of their second typing; the adverts' figures are typed here from
aimarketpulse: LLM +2 % (standard error 3 points), vision 0 % (7), MLOps +5 % (3), robotics and
reinforcement learning +8 % (6).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import jsonschema
import pytest
from cli_run import run
from guide_bands import BANDS, premium
from hypothesis import given, settings
from hypothesis import strategies as st
from known_words import LEVELS, SPECS, VOCABULARY

from mlsalary.decisions.offer import judge_offer
from mlsalary.decisions.posted import place_posted
from mlsalary.decisions.target import target
from mlsalary.decisions.terms import Offer
from mlsalary.engine import estimate, price
from mlsalary.engine.specialization import guide_premium
from mlsalary.figures import hundreds
from mlsalary.profile import Profile
from mlsalary.results import Priced, Range
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model
from mlsalary.schemas import json_schema

BOOK = Rulebook.shipped()
Z75, Z90 = (NormalDist().inv_cdf(share) for share in (0.75, 0.9))
ROUNDING = 1 - 1e-12
MODEL = Model.of(BOOK)
OWN = "2025-05"  # the month in whose money the bands and what is reported over them stand
BELOW, ABOVE = (MODEL.value(f"spread.total_{side}") for side in ("below", "above"))
"""The pieces of the total's spread, on both sides of its middle."""
REPORTED = math.exp(MODEL.value("levels.reported.senior"))
"""What is reported of the senior level, over the middle of its band: that is 193,391."""
SENIOR = math.sqrt(math.prod(BANDS["senior", None])) * REPORTED


def spread(pay: Range) -> float:
    return math.log(pay.p75 / pay.p25) / (2 * Z75)


def spread_of_total(pay: Range) -> float:
    """The one that its pieces are of."""
    return math.log(pay.p75 / pay.p25) / ((BELOW + ABOVE) * Z75)


# The spread among people -------------------------------------------------------------------------


@pytest.mark.parametrize("spec", ["llm", "cv", "mlops"])
@pytest.mark.parametrize("words", [{"years": 5}, {"level": "mid", "years": 5}])
def test_after_years_the_premiums_band_adds_in_quadrature(spec: str, words: dict[str, Any]) -> None:
    """To base; the total spreads wider by the same as without."""
    place = {"metro": "San Jose", "employer": "tech"}
    alone, with_spec = (
        estimate(Profile(**words, **place, spec=one), BOOK) for one in ((), (spec,))
    )
    low, high = premium(spec)
    own = math.log(high / low) / (2 * Z75)
    assert spread(with_spec.base) == pytest.approx(math.hypot(spread(alone.base), own))
    wider = spread_of_total(alone.total) - spread(alone.base)
    assert spread_of_total(with_spec.total) == pytest.approx(spread(with_spec.base) + wider)


def test_with_a_level_alone_the_ends_take_the_ends_of_the_premium() -> None:
    answer = estimate(Profile(level="senior", spec="llm", bands="guide", as_of=OWN), BOOK).base
    low, high = BANDS["senior", None]
    assert (answer.p25, answer.p75) == pytest.approx((low * 1.25, high * 1.40))
    # What is reported at the level moves both.
    answer = estimate(Profile(level="senior", spec="llm", as_of=OWN), BOOK).base
    assert (answer.p25, answer.p75) == pytest.approx(
        (low * 1.25 * REPORTED, high * 1.40 * REPORTED)
    )
    told = estimate(Profile(level="senior", years=7, spec="llm", as_of=OWN), BOOK).base
    assert math.log(told.p75 / told.p25) < math.log(answer.p75 / answer.p25)


def raised(spec: str, low: float, high: float) -> Rulebook:
    """The shipped rulebook with another premium for one specialization, as factors."""
    name = "guide/specializations.toml"
    table = BOOK.toml(name)
    kept = ("id", "title", "statement", "source")
    rows = [
        {key: row[key] for key in kept if key in row}
        | {"stated": "premium", "low": low - 1, "high": high - 1}
        if row["id"] == spec
        else row
        for row in table["row"]
    ]
    return BOOK.replaced(name, table | {"row": rows})


WHO = st.one_of(
    st.fixed_dictionaries({"years": st.floats(0, 40)}),
    st.fixed_dictionaries({"level": st.sampled_from(tuple(LEVELS))}),
    st.fixed_dictionaries({"level": st.sampled_from(tuple(LEVELS)), "years": st.floats(0, 40)}),
)
EMPLOYERS = st.sampled_from((None, *VOCABULARY.words["employer"]))


def of_all(profile: Profile, book: Rulebook) -> tuple[float, ...]:
    found = price(profile, book)
    return (*found.base, *found.total)


@settings(max_examples=100)
@given(WHO, EMPLOYERS, st.floats(0.7, 1.6), st.floats(1, 1.4), st.floats(1, 1.5))
def test_a_premium_that_is_higher_at_both_ends_lowers_no_percentile(
    who: dict[str, Any], employer: str | None, low: float, wide: float, by: float
) -> None:
    asked = Profile(**who, employer=employer, spec="llm")
    before = of_all(asked, raised("llm", low, low * wide))
    after = of_all(asked, raised("llm", low * by, low * wide * by))
    assert all(more >= less * ROUNDING for less, more in zip(before, after, strict=True))


@settings(max_examples=100)
@given(WHO, EMPLOYERS, st.floats(0.7, 1.6), st.floats(1, 1.4), st.floats(1, 1.5), st.booleans())
def test_one_end_that_rises_lowers_nothing_from_p25_to_p75(
    who: dict[str, Any], employer: str | None, low: float, wide: float, by: float, upper: bool
) -> None:
    """Further out it may: a premium whose top rises alone parts people more. The upper piece of
    the total is wider than its spread: what lies at p75 without is what this holds of."""
    asked = Profile(**who, employer=employer, spec="llm")
    high = low * wide
    ends = (low, high * by) if upper else (min(low * by, high), high)
    before, after = price(asked, raised("llm", low, high)), price(asked, raised("llm", *ends))
    assert all(b >= a * ROUNDING for a, b in zip(inner(before), inner(after), strict=True))
    assert after.total.p25 >= before.total.p25 * ROUNDING


def inner(answer: Priced) -> tuple[float, ...]:
    """The quarters of base, and those of the total were its pieces alike."""
    total = answer.total
    half = Z75 * spread_of_total(total)
    return (*answer.base[1:4], *(total.p50 * math.exp(side * half) for side in (-1, 0, 1)))


@pytest.mark.parametrize("spec", [spec for spec in SPECS if guide_premium(BOOK, spec).low >= 1])
@settings(max_examples=25)
@given(years=st.floats(0, 40), employer=EMPLOYERS)
def test_after_years_a_specialist_is_paid_no_less_at_any_percentile(
    spec: str, years: float, employer: str | None
) -> None:
    asked: dict[str, Any] = {"years": years, "employer": employer}
    generalist, specialist = (of_all(Profile(**asked, spec=one), BOOK) for one in ((), (spec,)))
    assert all(more >= less for less, more in zip(generalist, specialist, strict=True))


def test_a_table_says_the_same_of_every_specialization_and_level() -> None:
    pl = pytest.importorskip("polars")
    from mlsalary.frame import estimate_frame

    asked: list[dict[str, Any]] = [
        {"years": years, "level": level, "spec": spec}
        for spec in SPECS
        for level in (None, *LEVELS)
        for years in ((None, 3.0) if level else (0.0, 3.0, 5.0, 8.0, 20.0))
    ]
    schema = {"years": pl.Float64, "level": pl.String, "spec": pl.String}
    table = pl.DataFrame([one | {"spec": str(one["spec"])} for one in asked], schema=schema)
    names = [f"{pay}_{name}" for pay in ("base", "total") for name in Range._fields]
    before = estimate_frame(table, book=BOOK).select(names).rows()
    for found, one in zip(before, asked, strict=True):
        assert found == pytest.approx(of_all(Profile(**one), BOOK), rel=1e-9)
    for spec in SPECS:
        stated = guide_premium(BOOK, spec)
        book = raised(spec, stated.low * 1.1, stated.high * 1.1)
        after = estimate_frame(table, book=book).select(names).rows()
        for less, more, one in zip(before, after, asked, strict=True):
            by = 1.1 if one["spec"] == spec else 1.0
            assert more == pytest.approx([by * amount for amount in less], rel=1e-9)


# The uncertainty of the median -------------------------------------------------------------------

ADVERTS = {"llm": (0.02, 0.03), "cv": (0.0, 0.07), "mlops": (0.05, 0.03)}
"""What adverts show, and its standard error."""


@pytest.mark.parametrize("spec", ADVERTS)
@pytest.mark.parametrize("who", [{"level": "senior"}, {"years": 5, "metro": "San Jose"}])
def test_the_median_lies_between_the_lowest_and_the_highest_source(
    spec: str, who: dict[str, Any]
) -> None:
    generalist = estimate(Profile(**who), BOOK)
    p50 = generalist.base.p50
    others = math.log(generalist.middle.high / p50) / Z90  # every other doubt, as one
    (low, high), (effect, error) = premium(spec), ADVERTS[spec]
    by_guide, by_adverts = p50 * math.sqrt(low * high), p50 * (1 + effect)
    about_adverts = math.hypot(others, error / (1 + effect))
    ends = [
        middle * math.exp(side * Z90 * doubt)
        for middle, doubt in ((by_guide, others), (by_adverts, about_adverts))
        for side in (-1, 1)
    ]
    found = estimate(Profile(**who, spec=spec), BOOK).middle
    assert (found.low, found.high) == pytest.approx((min(ends), max(ends)))
    assert found.low < by_guide < found.high
    assert found.low < by_adverts < found.high
    apart, own = (found.parts[f"premium_{name}"] for name in ("sources", "measured"))
    assert apart.sd == pytest.approx(abs(math.log(by_guide / by_adverts)) / 2)
    assert apart.dollars == pytest.approx(abs(by_guide - by_adverts) / 2)
    assert own.sd == pytest.approx(error / (1 + effect))
    whole = apart.sd**2 + own.sd**2 + others**2
    assert apart.share == pytest.approx(apart.sd**2 / whole)
    assert sum(part.share for part in found.parts.values()) == pytest.approx(1)


def test_the_uncertainty_of_senior_llm_holds_the_measurement_and_not_the_guides_top() -> None:
    middle = estimate(Profile(level="senior", spec="llm", as_of=OWN), BOOK).middle
    top = BANDS["senior", None][1] * 1.40
    assert SENIOR < SENIOR * 1.02 < SENIOR * math.sqrt(1.25 * 1.4) < middle.high < top * REPORTED
    assert SENIOR / 1.1 < middle.low < SENIOR * 1.02


def test_one_source_alone_has_no_other() -> None:
    for words in ({"spec": "nlp"}, {"spec": "llm", "premiums": "none"}, {}):
        parts = estimate(Profile(years=5, **words), BOOK).middle.parts
        assert not {"premium_sources", "premium_measured"} & set(parts)
    measured = estimate(Profile(years=5, spec="llm", premiums="measured"), BOOK).middle.parts
    assert "premium_sources" not in measured
    assert measured["premium_measured"].sd == pytest.approx(0.03 / 1.02)


# Both figures ------------------------------------------------------------------------------------

WORDS = st.fixed_dictionaries(
    {
        "spec": st.sets(st.sampled_from(tuple(SPECS))).map(tuple),
        "metro": st.sampled_from((None, "San Jose", "Boise")),
        "degree": st.sampled_from((None, *VOCABULARY.words["degree"])),
        "premiums": st.sampled_from(("guide", "measured", "none")),
    }
)


@settings(max_examples=150)
@given(WHO, EMPLOYERS, WORDS)
def test_the_other_figure_is_that_of_the_measured_premiums(
    who: dict[str, Any], employer: str | None, words: dict[str, Any]
) -> None:
    answer = estimate(Profile(**who, employer=employer, **words), BOOK)
    warned = "premium_contested" in [notice.code for notice in answer.warnings]
    checks = [one for one in answer.crosschecks if one.name == "Premium as job ads show it"]
    assert (answer.measured is not None) == warned == bool(checks)
    if answer.measured is None:
        return
    (check,) = checks
    measured = price(Profile(**who, employer=employer, **words | {"premiums": "measured"}), BOOK)
    assert tuple(answer.measured.base) == pytest.approx(tuple(measured.base))
    assert tuple(answer.measured.total) == pytest.approx(tuple(measured.total))
    assert (check.p25, check.p50, check.p75) == answer.measured.base[1:4]


SAID = (
    "The LLM premium (+32%) is the guide's claim; job ads show +2%: "
    f"${SENIOR * 1.02 / 1000:.0f}k base, "
)
ASKED = ("--level", "senior", "--spec", "llm", "--as-of", OWN)


@pytest.mark.parametrize("form", ["table", "plain", "markdown"])
def test_both_figures_stand_in_front_and_once(form: str) -> None:
    """1.3229 = sqrt(1.25 x 1.40)."""
    page = " ".join(run("estimate", *ASKED, "--format", form, width=200).out.split())
    assert page.count(SAID) == 1
    assert page.index(SAID) < page.index("The true median is likely")
    assert "Premium as job ads show it" not in page
    assert page.count("is the guide's claim") == 1
    explained = run("estimate", *ASKED, "--explain", "--format", form, width=200).out
    assert "Premium as job ads show it" in explained


def test_where_nothing_parts_nothing_is_said() -> None:
    for words in (("--spec", "nlp"), ("--spec", "llm", "--premiums", "measured"), ()):
        ran = run("estimate", "--level", "senior", *words)
        assert "job ads show" not in ran.out
        assert run("estimate", "--level", "senior", *words, "--json").json["measured"] is None


def test_of_two_specializations_the_ads_may_show_another_one() -> None:
    answer = estimate(Profile(level="senior", spec=("llm", "mlops"), as_of=OWN), BOOK)
    assert answer.measured is not None
    assert answer.measured.base.p50 == pytest.approx(SENIOR * 1.05)
    assert "The LLM premium (+32%)" in answer.measured.said
    assert "job ads show +5% for MLOps" in answer.measured.said
    # Vision is contested, language is not measured: the measurement of the one is used.
    unmeasured = estimate(Profile(level="senior", spec=("nlp", "cv"), as_of=OWN), BOOK).measured
    assert unmeasured is not None
    assert unmeasured.base.p50 == pytest.approx(SENIOR)


# An offer, a posted range, a target --------------------------------------------------------------


def test_an_offer_stands_twice() -> None:
    words: dict[str, Any] = {"years": 5, "metro": "Seattle", "spec": "llm"}
    judged, other = (
        judge_offer(Offer(Profile(**words, **more), "200k", "400000/4y"), BOOK)
        for more in ({}, {"premiums": "measured"})
    )
    assert judged.percentile.measured is not None
    assert tuple(judged.percentile.measured) == pytest.approx(tuple(other.percentile)[:2])
    assert other.percentile.measured is None
    at = judged.percentile
    for rank in (at.base, at.total, *judged.percentile.measured):
        assert rank is not None
        assert f"{rank:.0f}%" in judged.said
    assert judged.to_dict()["schema"] == "mlsalary/offer/2"


def test_a_verdict_that_hangs_on_the_premium_says_so_first() -> None:
    priced = estimate(Profile(years=5, spec="llm"), BOOK)
    assert priced.measured is not None
    between = (priced.total.p25 + priced.measured.total.p75) / 2
    assert priced.total.p25 < between < priced.measured.total.p75
    low = priced.total.p25 * 0.99
    high = priced.measured.total.p75 * 1.01
    for base, lead in (
        (between, "Fair: "),
        (low, "Low by the guide's premium, fair by the one in job ads: "),
        (high, "Fair by the guide's premium, strong by the one in job ads: "),
    ):
        judged = judge_offer(Offer(priced.profile, base, equity=0, bonus=0), BOOK)
        assert judged.said.startswith(lead)
        assert judged.verdict == ("low" if lead[:3] == "Low" else "fair")


def test_the_page_of_an_offer_says_both_and_what_is_lacking_by_either() -> None:
    asked = ("offer", "--base", "200000", "--equity", "none", "--years", "5", "--spec", "llm")
    page = run(*asked, "--format", "plain", "--explain").out
    total = price(Profile(years=5, spec="llm", premiums="measured"), BOOK).total
    assert f"the 75th percentile, {hundreds(total.p75)}" in page
    assert page.count("is the guide's claim") == 1
    assert "Base, by job ads" in page


def test_a_posted_range_and_a_target_are_placed_twice() -> None:
    llm, ads = (Profile(years=5, spec="llm", premiums=way) for way in ("guide", "measured"))
    posted, by_ads = (place_posted("170k-230k", one, BOOK) for one in (llm, ads))
    assert posted.percentile.measured == pytest.approx(tuple(by_ads.percentile)[:2])
    assert by_ads.percentile.measured is None
    way = by_ads.lands["p50"]
    assert f"the median is {hundreds(by_ads.estimate.base.p50)}, {way:.0f}%" in posted.verdict
    reached, other = (target("300k", one, book=BOOK) for one in (llm, ads))
    assert reached.measured == pytest.approx((other.percentile, other.p50))
    assert other.measured is None


@pytest.mark.parametrize(
    "asked",
    [
        ("offer", "--base", "200k", *ASKED),
        ("offer", "--posted", "170k-230k", *ASKED),
        ("target", "300k", *ASKED),
        ("brief", "--base", "200k", *ASKED),
        ("estimate", *ASKED),
        ("estimate", "--level", "senior"),
    ],
)
def test_the_json_fits_its_schema(asked: tuple[str, ...]) -> None:
    printed = run(*asked, "--json").json
    name = printed["schema"].split("/")[1]
    jsonschema.validate(printed, json_schema(name))


def test_that_nobody_measured_is_said_to_who_asks_for_measured_premiums() -> None:
    said = {
        premiums: [
            one.code for one in estimate(Profile(years=5, spec="nlp", premiums=premiums)).warnings
        ]
        for premiums in ("guide", "measured", "none")
    }
    assert said == {"guide": [], "measured": ["premium_not_measured"], "none": []}
