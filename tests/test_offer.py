"""Offers: what they pay in which year, where they stand, and what to ask for."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli_run import run
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from known_words import EMPLOYERS, LEVELS

from mlsalary import Offer, Profile, judge_offer, place_posted
from mlsalary.decisions.offer import JudgedOffer
from mlsalary.engine import estimate
from mlsalary.errors import UsageError
from mlsalary.reading.amounts import pay_bounds
from mlsalary.rulebook import Rulebook
from mlsalary.schemas import json_schema

BOOK = Rulebook.shipped()
SEATTLE = Profile(years=7, metro="Seattle", employer="big-tech")
ASKED = ("offer", "--years", "7", "--metro", "Seattle", "--employer", "big-tech")
MADE = ("--base", "195000", "--equity", "480000/4y", "--bonus", "15%", "--signing", "40000")

amounts = st.integers(1_000, 1_000_000)
told_or_not: st.SearchStrategy[int | str | None] = st.one_of(
    st.none(), st.sampled_from((0, "none")), amounts
)
schedules = st.lists(st.integers(0, 100), min_size=1, max_size=10).filter(any)
profiles = st.builds(
    lambda level, metro, employer: Profile(level=level, metro=metro, employer=employer),
    st.sampled_from(tuple(LEVELS)),
    st.sampled_from(("San Jose", "Boise", None)),
    st.sampled_from((None, *EMPLOYERS)),
)


def percents(schedule: list[int]) -> list[float]:
    return [100 * part / sum(schedule) for part in schedule]


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """Of every part: not told, none, or some."""
    share = draw(st.one_of(st.none(), st.integers(0, 100)))
    equity = draw(told_or_not)
    return Offer(
        draw(profiles),
        base=draw(st.integers(20_000, 1_000_000)),
        equity=equity,
        vesting=percents(draw(schedules)) if isinstance(equity, int) else None,
        kind=draw(st.sampled_from(("rsu", "options", "private"))),
        liquid=draw(st.booleans()),
        bonus=draw(told_or_not) if share is None else f"{share}%",
        signing=draw(told_or_not),
    )


def judged(**words: Any) -> JudgedOffer:
    return judge_offer(Offer(SEATTLE, **words), BOOK)


def test_the_years_of_an_offer_by_hand() -> None:
    answer = judged(
        base="195k", equity="480000/4y", vesting="5,15,40,40", bonus="15%", signing="40k"
    )
    # bonus 0.15 x 195,000 = 29,250; equity 5, 15, 40, 40 % of 480,000
    assert [tuple(year) for year in answer.yearly] == [
        (1, 195_000, 24_000, 29_250, 40_000, 288_250, 288_250),
        (2, 195_000, 72_000, 29_250, 0, 296_250, 296_250),
        (3, 195_000, 192_000, 29_250, 0, 416_250, 416_250),
        (4, 195_000, 192_000, 29_250, 0, 416_250, 416_250),
    ]
    assert tuple(answer.normal_year) == (0, 195_000, 120_000, 29_250, 0, 344_250, 344_250)
    assert answer.first_year == answer.yearly[0]
    assert (answer.liquid, answer.illiquid) == (344_250, 0)
    assert [notice.code for notice in answer.warnings] == ["uneven_vesting"]


def test_equity_that_cannot_be_sold_is_counted_apart() -> None:
    answer = judged(base="195k", equity="480k", kind="private", bonus="15%")
    assert (answer.liquid, answer.illiquid) == (224_250, 120_000)
    assert {year.equity for year in answer.yearly} == {120_000}
    assert {year.liquid for year in answer.yearly} == {224_250}
    assert {year.total for year in answer.yearly} == {344_250}
    assert "illiquid_equity" in [notice.code for notice in answer.warnings]
    assert "equity" not in {ask.component for ask in answer.ask}
    cash = judged(base="195k", equity="none", bonus="15%")
    assert answer.percentile == cash.percentile


def test_the_table_is_as_long_as_the_vesting_and_four_years_at_least() -> None:
    assert [len(judged(base=200_000, equity=f"100k/{n}y").yearly) for n in (1, 4, 6)] == [4, 4, 6]
    assert len(judged(base=200_000).yearly) == 4
    short = judged(base=200_000, equity="90k/3y")
    assert [year.equity for year in short.yearly] == [30_000, 30_000, 30_000, 0]
    assert "grant_ends" in [notice.code for notice in short.warnings]


@settings(max_examples=150)
@given(offers())
def test_parts_sum_to_totals_and_years_to_the_grant(offer: Offer) -> None:
    answer = judge_offer(offer, BOOK)
    terms = answer.terms
    typical = answer.assumed_bonus
    assert (typical is None) == (terms.bonus is not None)
    for year in (*answer.yearly, answer.normal_year):
        assert year.bonus == terms.bonus
        if terms.grant is None:
            assert (year.equity, year.total, year.liquid) == (None, None, None)
            continue
        bonus = typical if year.bonus is None else year.bonus
        parts = (year.base, year.equity, bonus, year.signing or 0)
        assert year.total is not None
        assert year.equity is not None
        assert math.isclose(year.total, math.fsum(map(float, filter(None, parts))), rel_tol=1e-12)
        frozen = 0.0 if terms.liquid else year.equity
        assert math.isclose(year.total - frozen, year.liquid or 0, rel_tol=1e-9)
    if terms.grant is None:
        assert (answer.liquid, answer.illiquid, answer.monthly.liquid) == (None, None, None)
    else:
        earned = math.fsum(year.equity or 0 for year in answer.yearly)
        assert math.isclose(earned, terms.grant, abs_tol=0.005)
        assert math.isclose((answer.monthly.liquid or 0) * 12, answer.liquid or 0, rel_tol=1e-12)
    assert answer.first_year.signing == terms.signing
    assert [year.signing for year in answer.yearly[1:]] == [0] * (len(answer.yearly) - 1)
    assert math.isclose(answer.monthly.base * 12, terms.base, rel_tol=1e-12)


@settings(max_examples=150)
@given(offers())
def test_what_was_not_told_is_never_what_was_told_as_none(offer: Offer) -> None:
    none = replace(offer, equity="none", vesting=None, bonus=0, signing=0)
    terms = judge_offer(none, BOOK).terms
    assert (terms.grant, terms.bonus, terms.signing) == (0, 0, 0)
    untold = replace(none, equity=None, bonus=None, signing=None)
    answer = judge_offer(untold, BOOK)
    assert answer.terms[:2] == (float(offer.base), None)
    assert (answer.terms.bonus, answer.terms.signing) == (None, None)
    assert answer.percentile.total is None
    assert answer.percentile.base == judge_offer(none, BOOK).percentile.base
    assert "equity_not_told" in [notice.code for notice in answer.warnings]


@settings(max_examples=60)
@given(profiles)
def test_an_offer_at_p50_stands_at_the_fiftieth_percentile(profile: Profile) -> None:
    priced = estimate(profile, BOOK)
    answer = judge_offer(Offer(profile, base=priced.base.p50), BOOK)
    assert answer.percentile.base == pytest.approx(50, abs=1e-5)
    rest = priced.total.p50 - priced.base.p50
    assume(rest >= 1_000)
    offer = Offer(profile, base=priced.base.p50, equity="none", bonus=rest)
    answer = judge_offer(offer, BOOK)
    assert answer.percentile.total == pytest.approx(50, abs=1e-5)
    assert answer.verdict == "fair"


@settings(max_examples=150)
@given(offers(), st.sampled_from(("base", "equity", "bonus", "signing")), amounts)
def test_a_part_that_rises_never_lowers_the_percentile(offer: Offer, part: str, more: int) -> None:
    before = judge_offer(offer, BOOK)
    had = {
        "base": before.terms.base,
        "equity": before.terms.grant,
        "bonus": before.terms.bonus,
        "signing": before.terms.signing,
    }[part]
    assume(had is not None)
    raised: dict[str, Any] = {part: (had or 0) + more}
    if part == "equity" and not had:
        raised["vesting"] = None
    after = judge_offer(replace(offer, **raised), BOOK)
    assert after.percentile.base >= before.percentile.base
    assert (after.percentile.total is None) == (before.percentile.total is None)
    if after.percentile.total is not None and before.percentile.total is not None:
        assert after.percentile.total >= before.percentile.total - 1e-9


@settings(max_examples=150)
@given(offers())
def test_an_ask_that_is_granted_reaches_the_percentile_it_names(offer: Offer) -> None:
    before = judge_offer(offer, BOOK)
    terms = before.terms
    for ask in before.ask:
        assert ask.amount > 0
        assert ask.of == ("base" if terms.grant is None else "total")
        has_bonus = before.assumed_bonus if terms.bonus is None else terms.bonus
        granted = {
            "base": replace(offer, base=terms.base + ask.amount),
            "bonus": replace(offer, bonus=(has_bonus or 0) + ask.amount),
            "equity": replace(offer, equity=(terms.grant or 0) + ask.amount),
        }[ask.component]
        if ask.amount < 1_000:
            continue  # a whole bonus of $900 would be read as a slip
        if ask.component == "base" and terms.base + ask.amount > pay_bounds(BOOK)["most"]:
            continue  # as would a base that makes up for all that a director of a lab is paid
        after = judge_offer(granted, BOOK)
        wanted = float(ask.to.removeprefix("p"))
        assert getattr(after.percentile, ask.of) == pytest.approx(wanted, abs=1e-4)
    asked = {ask.to for ask in before.ask}
    of = "base" if terms.grant is None else "total"
    have, at = before.liquid or terms.base, getattr(before.percentile, of)
    least = BOOK.toml("decisions.toml")["ask"]["least"]
    for goal in ("p50", "p75"):
        if (at < float(goal[1:]) - 1e-5) != (goal in asked):
            wanted = getattr(getattr(before.estimate, of), goal)
            assert goal not in asked
            assert 0 < wanted - have < least * wanted  # too little to ask for


def test_the_ask_by_hand_and_in_its_order() -> None:
    answer = judged(base=150_000, equity=200_000, bonus="10%")
    gap = answer.estimate.total.p50 - (150_000 + 50_000 + 15_000)
    assert gap > 0
    to_middle = [ask for ask in answer.ask if ask.to == "p50"]
    assert [ask.component for ask in to_middle] == ["equity", "bonus", "base"]
    assert [ask.amount for ask in to_middle] == pytest.approx([4 * gap, gap, gap / 1.1])
    assert [ask.to for ask in answer.ask] == ["p50"] * 3 + ["p75"] * 3


@pytest.mark.parametrize(("share", "word"), [(0.5, "low"), (1.0, "fair"), (3.0, "strong")])
def test_the_verdict_follows_from_the_percentile_and_says_so(share: float, word: str) -> None:
    paid = estimate(SEATTLE, BOOK).total.p50 * share
    answer = judged(base=paid, equity="none", bonus="none")
    assert answer.verdict == word
    assert answer.said.startswith(f"{word.capitalize()}: beats ")
    low, high = {"low": (0, 25), "fair": (25, 75), "strong": (75, 100)}[word]
    assert answer.percentile.total is not None
    assert low <= answer.percentile.total <= high
    assert ("p75" in {ask.to for ask in answer.ask}) == (word != "strong")


def test_the_two_figures_to_bring_are_those_of_bls_for_the_place() -> None:
    # BLS OEWS May 2025, Seattle-Tacoma-Bellevue: data/oews/wages.csv
    wages = {
        row[1]: row for row in BOOK.csv("oews/wages.csv").starting("42660,") if row[1][:3] == "15-"
    }
    floor, aim = judged(base=200_000).bls
    assert floor.low == floor.high == float(wages["15-2051"][8])
    assert (aim.low, aim.high) == (float(wages["15-1252"][9]), float(wages["15-1252"][10]))
    assert floor.note is None
    away = judge_offer(Offer(Profile(years=4, metro="Grand Forks, ND"), base=120_000), BOOK)
    nation = BOOK.csv("oews/wages.csv").starting("US,15-2051,")[0]
    assert away.bls[0].low == float(nation[8])
    assert away.bls[0].place == "United States"
    assert "Grand Forks" in (away.bls[0].note or "")


def test_what_a_startup_grants_cannot_be_sold_unless_somebody_says_so() -> None:
    startup = replace(SEATTLE, employer="startup")
    for kind in (None, "rsu"):
        untold = judge_offer(Offer(startup, base=200_000, equity=100_000, kind=kind), BOOK)
        assert untold.illiquid == 25_000
        assert untold.terms.kind == (kind or "private")
        assert "illiquid_equity" in [notice.code for notice in untold.warnings]
        for liquid in (True, False):
            offer = Offer(startup, base=200_000, equity=100_000, kind=kind, liquid=liquid)
            assert (judge_offer(offer, BOOK).illiquid == 0) is liquid
    private = judge_offer(Offer(startup, base=200_000, equity=100_000, kind="private"), BOOK)
    assert private.illiquid == 25_000
    assert judge_offer(Offer(startup, base=200_000, equity=0), BOOK).illiquid == 0
    assert judge_offer(Offer(startup, base=200_000), BOOK).illiquid is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"base": "190,00"}, "bad_money"),
        ({"base": "-190k"}, "bad_money"),
        ({"base": 0}, "bad_money"),
        ({"base": "200k", "equity": "400k/0y"}, "bad_grant"),
        ({"base": "200k", "equity": "400k/11y"}, "bad_grant"),
        ({"base": "200k", "equity": "400k/2.5y"}, "bad_grant"),
        ({"base": "200k", "equity": "400k/"}, "bad_grant"),
        ({"base": "200k", "equity": "-400k/4y"}, "bad_money"),
        ({"base": "200k", "equity": "400k", "vesting": "5,15,40,30"}, "bad_vesting"),
        ({"base": "200k", "equity": "400k", "vesting": "50,60,-10"}, "bad_vesting"),
        ({"base": "200k", "equity": "400k", "vesting": "half,half"}, "bad_vesting"),
        ({"base": "200k", "equity": "400k", "vesting": ""}, "bad_vesting"),
        ({"base": "200k", "equity": "400k", "vesting": "100" + ",0" * 10}, "bad_vesting"),
        ({"base": "200k", "equity": "400k/3y", "vesting": "50,50"}, "bad_vesting"),
        ({"base": "200k", "vesting": "50,50"}, "bad_vesting"),
        ({"base": "200k", "equity": "400k", "kind": "stonks"}, "bad_kind"),
        ({"base": "200k", "bonus": "-5%"}, "bad_money"),
        ({"base": "200k", "signing": "-5k"}, "bad_money"),
    ],
)
def test_an_offer_that_cannot_be_read_is_refused(words: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as refused:
        judged(**words)
    assert refused.value.code == code


def test_a_schedule_may_be_rounded_which_is_said() -> None:
    answer = judged(base="200k", equity="300k/3y", vesting="33.3,33.3,33.3")
    assert math.fsum(year.equity or 0 for year in answer.yearly) == pytest.approx(
        300_000, abs=0.005
    )
    third = pytest.approx(100 / 3)
    assert answer.read == (
        ("vesting", "33.3,33.3,33.3", [third] * 3, "the figures sum to 99.9, read as 100"),
    )


# What is told otherwise than in dollars a year ----------------------------------------------------


def test_what_stands_as_it_is_used_needs_no_word() -> None:
    plain = judged(base="$195,000", equity="480k/4y", vesting="5,15,40,40", bonus="15% of base")
    assert plain.read == ()
    assert plain.terms.bonus == 29_250


@pytest.mark.parametrize(
    ("words", "worth", "note"),
    [
        ({"equity": "480k"}, 480_000, "over the usual 4 years"),
        ({"equity": "120k/yr"}, 480_000, "$120,000 a year, over the usual 4 years"),
        ({"equity": "120k a year", "vesting": "50 50"}, 240_000, "$120,000 a year"),
        (
            {"equity": "10k/month"},
            480_000,
            "a month x 12, $120,000 a year, over the usual 4 years",
        ),
        (
            {"equity": "0.1%", "valuation": "$500M"},
            500_000,
            "0.1% of $500,000,000, over the usual 4 years",
        ),
        ({"equity": "0.1%/4y", "valuation": 5e8}, 500_000, "0.1% of $500,000,000"),
        (
            {"shares": "12,000", "price": "$18"},
            216_000,
            "12,000 shares x $18.00, over 4 years",
        ),
        (
            {"shares": 12_000, "price": 18, "strike": 4},
            168_000,
            "12,000 options x ($18.00 - $4.00), over 4 years",
        ),
        (
            {"shares": 12_000, "price": 18, "strike": 20, "vesting": "100"},
            0,
            "12,000 options x ($18.00 - $20.00), worth nothing at this price, over 1 year",
        ),
    ],
)
def test_how_a_grant_was_read_is_said(words: dict[str, Any], worth: float, note: str) -> None:
    answer = judged(base=200_000, **words)
    assert answer.terms.grant == pytest.approx(worth)
    field = "shares" if "shares" in words else "equity"
    assert answer.read == ((field, str(words[field]), pytest.approx(worth), note),)


def test_a_base_by_the_hour_and_a_bonus_by_the_month() -> None:
    answer = judged(base="$95/hour", bonus="2k/month", signing="none")
    assert (answer.terms.base, answer.terms.bonus, answer.terms.signing) == (197_600, 24_000, 0)
    assert answer.read == (
        ("base", "$95/hour", 197_600, "an hour x 2,080"),
        ("bonus", "2k/month", 24_000, "a month x 12"),
    )
    assert answer.to_dict()["read"][0] == {
        "field": "base",
        "typed": "$95/hour",
        "as": 197_600,
        "note": "an hour x 2,080",
    }


def test_what_has_a_strike_price_is_options_which_nobody_can_sell() -> None:
    startup = replace(SEATTLE, employer="startup")
    options = Offer(startup, base="195k", shares=12_000, price=18, strike=4, bonus=0)
    answer = judge_offer(options, BOOK)
    assert (answer.terms.kind, answer.terms.liquid) == ("options", False)
    assert (answer.liquid, answer.illiquid) == (195_000, 42_000)  # 168,000 over four years
    assert "illiquid_equity" in [notice.code for notice in answer.warnings]
    assert judge_offer(replace(options, liquid=True), BOOK).liquid == 237_000
    listed = judge_offer(Offer(SEATTLE, base="195k", shares=12_000, price=18, bonus=0), BOOK)
    assert (listed.terms.kind, listed.liquid) == ("rsu", 249_000)
    stock = judge_offer(Offer(startup, base="195k", shares=12_000, price=18, bonus=0), BOOK)
    assert (stock.terms.kind, stock.liquid) == ("private", 195_000)


@pytest.mark.parametrize(
    ("words", "code", "way_out"),
    [
        ({"shares": 12_000}, "bad_grant", "--price"),
        ({"price": 18}, "bad_grant", "--shares"),
        ({"strike": 4}, "bad_grant", "--shares"),
        ({"equity": "400k", "strike": 4}, "bad_grant", "--shares"),
        ({"equity": "400k", "shares": 5, "price": 4}, "bad_grant", "Leave out equity or shares"),
        ({"shares": 5, "price": 4, "strike": 1, "kind": "rsu"}, "bad_grant", "Leave out strike"),
        ({"shares": 5, "price": 4, "kind": "options"}, "bad_grant", "--strike"),
        ({"shares": "1M", "price": "$1,000"}, "bad_money", "Check the number of shares"),
        ({"shares": 5, "price": -4}, "bad_money", "negative"),
        ({"equity": "0.1%"}, "bad_grant", "--valuation"),
        ({"equity": "400k", "valuation": "1B"}, "bad_grant", "Leave it out"),
        ({"valuation": "1B"}, "bad_grant", "--equity 0.1%"),
        ({"base": "150k-180k"}, "bad_money", "--posted"),
        ({"base": "\u20ac150k"}, "other_currency", "euros"),
        ({"base": "195"}, "bad_money", "195k"),
        ({"signing": "40k a year"}, "bad_money", "paid once"),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_way_out(
    words: dict[str, Any], code: str, way_out: str
) -> None:
    with pytest.raises(UsageError, match=way_out) as refused:
        judged(**({"base": "200k"} | words))
    assert refused.value.code == code


def test_a_word_on_equity_without_any_is_noticed() -> None:
    answer = judged(base="200k", kind="options", liquid=False)
    codes = [notice.code for notice in answer.warnings]
    assert codes[:3] == ["equity_not_told", "bonus_assumed", "no_equity"]
    assert "kind and liquid" in answer.warnings[2].message
    assert "no_equity" not in [notice.code for notice in judged(base="200k").warnings]


# Posted ranges ------------------------------------------------------------------------------------


def test_a_posted_range_by_hand() -> None:
    answer = place_posted("130k-242k", Profile(years=5, metro="Denver"), BOOK)
    base = answer.estimate.base
    assert answer.lands["p50"] == pytest.approx(100 * (base.p50 - 130_000) / 112_000)
    assert answer.width.share == pytest.approx(112_000 / 186_000)
    assert answer.percentile.low < 50 < answer.percentile.high
    for one in answer.levels:
        alone = estimate(Profile(level=one.level, metro="Denver"), BOOK).base
        assert one.base == alone
        assert one.spanned == (130_000 <= alone.p50 <= 242_000)
    assert "mid" in {one.level for one in answer.levels if one.spanned}


@pytest.mark.parametrize(
    ("posted", "word"), [("20k-30k", "Below"), ("900k-990k", "Above"), ("60k-900k", "Within")]
)
def test_a_posted_range_against_the_market(posted: str, word: str) -> None:
    assert place_posted(posted, Profile(years=5), BOOK).verdict.startswith(f"{word} the market")


def test_the_ends_of_a_range_at_the_middle_half_stand_at_its_percentiles() -> None:
    base = estimate(Profile(level="senior"), BOOK).base
    answer = place_posted(f"{base.p25:.2f}-{base.p75:.2f}", Profile(level="senior"), BOOK)
    assert tuple(answer.percentile)[:2] == pytest.approx((25, 75), abs=0.01)
    assert answer.percentile.measured is None


def test_a_posted_range_by_the_hour_is_said() -> None:
    answer = place_posted("$70-$95/hr", Profile(years=5), BOOK)
    assert answer.posted == (145_600, 197_600)
    assert answer.read == (("posted", "$70-$95/hr", [145_600, 197_600], "an hour x 2,080"),)
    assert place_posted("130k-242k", Profile(years=5), BOOK).read == ()


# Files --------------------------------------------------------------------------------------------

TWO = """
years = 6
[[offer]]
name = "Big"
base = "210k"
equity = "600k/5y"
bonus = "10%"
employer = "big-tech"
[[offer]]
base = 230000
equity = "none"
bonus = 0
metro = "Boise"
"""


def written(folder: Path, text: str, name: str = "offers.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_offers_of_a_file_are_compared_year_by_year(tmp_path: Path) -> None:
    answer = run("offer", written(tmp_path, TWO), "--metro", "Austin", "--json").json
    assert answer["schema"] == "mlsalary/offers/1"
    assert [one["name"] for one in answer["offers"]] == ["Big", "Offer 2"]
    assert [one["estimate"]["place"]["name"][:5] for one in answer["offers"]] == ["Austi", "Boise"]
    assert {one["profile"]["years"] for one in answer["offers"]} == {6.0}
    # 210,000 + 120,000 + 21,000 = 351,000 a year against 230,000 and no more, over five years
    sums = [[each["liquid"] for each in year["offers"]] for year in answer["yearly"]]
    assert sums == [[351_000 * n, 230_000 * n] for n in range(1, 6)]
    assert answer["best"] == "Big"


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    as_json = '[{"base": "200k", "level": null}, {"base": 230000, "spec": ["llm", "cv"]}]'
    as_toml = '[[offer]]\nbase = "200k"\n[[offer]]\nbase = 230000\nspec = ["llm", "cv"]\n'
    said = [
        run("offer", written(tmp_path, text, name), "--years", "5", "--json").json
        for text, name in ((as_json, "a.json"), (as_toml, "a.toml"))
    ]
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"offers": [{"base": "200k"}, {"base": 230000}]}', "a.json"),
        ('{"years": 5, "offer": [{"base": "200k"}, {"base": 230000}]}', "a.json"),
        ('[[offers]]\nbase = "200k"\n[[offers]]\nbase = 230000\n', "a.toml"),
        ('[{"Salary": "200k"}, {"base_salary": 230000}]', "a.json"),
        ('[{"BASE": "200k"}, {" Base ": 230000}]', "a.json"),
    ],
)
def test_offers_are_found_one_level_down_and_under_other_names(
    tmp_path: Path, text: str, name: str
) -> None:
    answer = run("offer", written(tmp_path, text, name), "--years", "5", "--json").json
    assert [one["terms"]["base"] for one in answer["offers"]] == [200_000, 230_000]


def test_a_file_may_name_and_tell_equity_as_people_do(tmp_path: Path) -> None:
    text = (
        '[{"base": "$95/hour", "Stock": "400k RSU over 4 years", "sign-on": "20k"},'
        ' {"base": "195k", "shares": 12000, "share price": 18, "strike_price": 4}]'
    )
    path = written(tmp_path, text, "a.json")
    first, second = run("offer", path, "--years", "5", "--json").json["offers"]
    assert (first["terms"]["grant"], first["terms"]["signing"]) == (400_000, 20_000)
    assert (second["terms"]["grant"], second["terms"]["kind"]) == (168_000, "options")
    page = run("offer", path, "--years", "5", "--format", "plain").out
    assert 'Read of Offer 1: base "$95/hour" as $197,600 (an hour x 2,080).' in page
    assert "12,000 options x ($18.00 - $4.00)" in page


def test_a_file_with_one_offer_is_judged_as_one(tmp_path: Path) -> None:
    answer = run("offer", written(tmp_path, "base = 200000\nyears = 5\n"), "--json").json
    assert answer["schema"] == "mlsalary/offer/2"


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("[[offer]]\nbase = 1\nequty = 2", "a.toml", ("equty", "offer 1", "a.toml")),
        ("yeers = 5\n[[offer]]\nbase = 200000", "a.toml", ("yeers", "at its head")),
        ("[[offer]]\nname = 'A'", "a.toml", ("base is missing", "A")),
        ("[[offer]]\nbase = [1]", "a.toml", ("base should be", "[1]")),
        ("[[offer]]\nbase = true", "a.toml", ("base should be",)),
        ("[[offer]]\nbase = 200000\nliquid = 'yes'", "a.toml", ("liquid", "true or false")),
        ("[[offer]]\nbase = 200000\nvesting = [50, 'x']", "a.toml", ("vesting should be",)),
        ("[[offer]]\nbase = nan", "a.toml", ("The base",)),
        ("[[offer]]\nbase = 2e5\nequity = 1e5\nvesting = [50, 60]", "a.toml", ("110", "100")),
        ("offer = 3", "a.toml", ("no offers",)),
        ("[[offer]", "a.toml", ("not TOML",)),
        ("", "a.toml", ("no offers",)),
        ('[{"base": 1, "base": 2}]', "a.json", ("twice",)),
        ('{"offers": []}', "a.json", ("no offers", '{"offers": [{"base"')),
        ('{"people": [{"base": 1}]}', "a.json", ("no offers", '{"offers": [{"base"')),
        ('{"offer": [{"base": 1}], "offers": [{"base": 1}]}', "a.json", ("no offers",)),
        ('[{"base": 200000, "salary": 210000}]', "a.json", ("salary", "base", "Leave out")),
        ("[1]", "a.json", ("no offers",)),
        ("{", "a.json", ("not JSON",)),
        ("[" * 100_000, "a.json", ("not JSON",)),
    ],
)
def test_a_bad_file_is_one_clear_line(
    tmp_path: Path, text: str, name: str, says: tuple[str, ...]
) -> None:
    ran = run("offer", written(tmp_path, text, name), "--years", "5")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("Error: ")
    assert all(word in ran.err for word in says)
    assert "Traceback" not in ran.err


def test_an_unknown_key_comes_with_a_suggestion(tmp_path: Path) -> None:
    ran = run("offer", written(tmp_path, "[[offer]]\nbase=2\nequty=2"), "--years", "5", "--json")
    assert (ran.error["code"], ran.error["suggestions"][0]) == ("unknown_key", "equity")


def test_a_place_in_a_file_that_nobody_knows(tmp_path: Path) -> None:
    ran = run("offer", written(tmp_path, "[[offer]]\nbase = 2e5\nmetro = 'Sprngfield'\nyears = 5"))
    assert (ran.code, "Sprngfield" in ran.err, "offer 1" in ran.err) == (3, True, True)


# The command line ---------------------------------------------------------------------------------


def test_the_contract_of_an_offer() -> None:
    answer = run(*ASKED, *MADE, "--json").json
    assert answer["schema"] == "mlsalary/offer/2"
    keys = {"yearly", "liquid", "illiquid", "percentile", "verdict", "said", "ask", "estimate"}
    assert answer["verdict"] in ("low", "fair", "strong")
    assert "standing" not in answer
    assert keys | {"sources", "warnings"} <= set(answer)
    year = {"year", "base", "equity", "bonus", "signing", "total"}
    assert all(year <= set(one) for one in answer["yearly"])
    assert set(answer["percentile"]) == {"base", "total", "measured"}
    assert all({"component", "to", "amount"} <= set(ask) for ask in answer["ask"])
    alone = run("estimate", *ASKED[1:], "--json").json
    assert answer["estimate"] == alone


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        ((), 2, "no_offer"),
        (("--base", "200k", "--posted", "1k-2k"), 2, "two_questions"),
        (("x.toml", "--base", "200k"), 2, "two_questions"),
        ((__file__,), 2, "bad_format"),
        (("x.csv",), 4, "file_not_found"),
        (("x.toml",), 4, "file_not_found"),
        (("--posted", "242k-130k"), 2, "bad_range"),
    ],
)
def test_questions_that_exclude_each_other(
    arguments: tuple[str, ...], exit_code: int, code: str
) -> None:
    ran = run(*ASKED, *arguments, "--json")
    assert (ran.code, ran.error["code"]) == (exit_code, code)


def test_words_in_place_of_a_file_lead_to_the_options_of_an_offer() -> None:
    said = run("offer", "195k base, 120k of stock").err
    assert "There is no file 195k base" in said
    assert "--base 190k --equity 400k/4y" in said
    assert "No such file" not in said, "the words of the system"


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_verdict_comes_first_and_nothing_is_too_wide(width: int) -> None:
    page = run(*ASKED, *MADE, "--format", "table", terminal=True, width=width).out
    assert max(len(line) for line in page.splitlines()) <= width
    assert page.index("Fair: ") < page.index("Ask for any") < page.index("Year ")


def test_each_answer_fits_its_schema(tmp_path: Path) -> None:
    for name, arguments in (
        ("offer", MADE),
        ("posted", ("--posted", "130k-242k")),
        ("offers", (written(tmp_path, TWO),)),
    ):
        answer = run(*ASKED, *arguments, "--json").json
        assert answer["schema"] == f"mlsalary/{name}/{2 if name == 'offer' else 1}"
        jsonschema.validate(answer, json_schema(name))
        for form in ("table", "plain", "markdown", "jsonl", "csv"):
            assert run(*ASKED, *arguments, "--format", form).out


@pytest.mark.parametrize("form", ["table", "plain", "markdown"])
def test_the_page_says_how_amounts_were_read(form: str) -> None:
    told = ("--base", "$95/hour", "--shares", "12000", "--price", "18", "--strike", "4")
    page = " ".join(run(*ASKED, *told, "--explain", "--format", form).out.replace("\\", "").split())
    assert 'base "$95/hour" as $197,600 (an hour x 2,080)' in page
    assert 'shares "12000" as $168,000 (12,000 options x ($18.00 - $4.00), over 4 years)' in page
    posted = run(*ASKED, "--posted", "$70-$95/hr", "--format", form).out.replace("\\", "")
    assert 'posted "$70-$95/hr" as $145,600, $197,600' in " ".join(posted.split())


def test_every_contract_holds_where_amounts_were_read() -> None:
    told = ("--base", "$95/hour", "--equity", "120k/yr", "--vesting", "33.3 33.3 33.3")
    answer = run(*ASKED, *told, "--json").json
    assert [one["field"] for one in answer["read"]] == ["base", "equity", "vesting"]
    jsonschema.validate(answer, json_schema("offer"))
    posted = run(*ASKED, "--posted", "$70-$95/hr", "--json").json
    jsonschema.validate(posted, json_schema("posted"))
    brief = run("brief", *ASKED[1:], *told, "--json").json
    assert brief["offer"]["read"] == answer["read"]
