"""What an offer tells and what it does not: the sums, the verdict, the ask, and the notes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli_run import run

from mlsalary import Offer, Profile, compare_offers, judge_offer
from mlsalary.decisions.offer import JudgedOffer
from mlsalary.decisions.standing import percentile
from mlsalary.engine import estimate, price
from mlsalary.errors import UsageError
from mlsalary.rulebook import Rulebook
from mlsalary.schemas import json_schema

BOOK = Rulebook.shipped()
SEATTLE = Profile(years=7, metro="Seattle", employer="big-tech")
UNKNOWN = replace(SEATTLE, employer=None)
LLM = Profile(years=5, metro="San Jose", spec="llm")


def judged(profile: Profile = SEATTLE, **words: Any) -> JudgedOffer:
    return judge_offer(Offer(profile, **words), BOOK)


def codes(answer: JudgedOffer) -> list[str]:
    return [notice.code for notice in (*answer.warnings, *answer.notes)]


# What was not told --------------------------------------------------------------------------------


def test_without_equity_base_alone_is_judged() -> None:
    answer = judged(base="195k", bonus="10%", signing="20k")
    among = answer.estimate.base
    assert answer.percentile.total is None
    assert answer.percentile.base == percentile(195_000, among)
    assert answer.verdict == ("low" if among.p25 > 195_000 else "fair")
    assert "on base alone" in answer.said
    assert answer.terms.grant is None
    assert (answer.liquid, answer.illiquid, answer.monthly.liquid) == (None, None, None)
    assert answer.monthly.base == 16_250
    first = answer.first_year
    assert tuple(first) == (1, 195_000, None, 19_500, 20_000, None, None)
    # 195,000 and a bonus of 19,500: the rest of the median total is what equity has to bring.
    needed = round(answer.estimate.total.p50 - 214_500, -2)
    assert f"needs ${needed:,.0f} of equity a year" in answer.warnings[0].message
    assert {(ask.component, ask.of) for ask in answer.ask} == {("base", "base")}
    assert [ask.amount for ask in answer.ask] == pytest.approx(
        [goal - 195_000 for goal in (among.p50, among.p75) if goal > 195_000]
    )


def test_where_such_jobs_grant_no_stock_none_is_asked_for() -> None:
    for employer in ("public-sector", "startup"):
        answer = judged(replace(SEATTLE, employer=employer), base="150k")
        assert answer.warnings[0].code == "equity_not_told"
        assert "of equity a year" not in answer.warnings[0].message


def test_without_a_bonus_the_typical_one_counts_and_is_said() -> None:
    answer = judged(base="195k", equity="400k/4y")
    parts = answer.estimate.components
    typical = 195_000 * parts.bonus / parts.base
    assert answer.assumed_bonus == pytest.approx(typical)
    assert (answer.terms.bonus, answer.normal_year.bonus) == (None, None)
    assert answer.liquid == pytest.approx(195_000 + 100_000 + typical)
    told = judged(base="195k", equity="400k/4y", bonus=typical)
    assert answer.percentile == pytest.approx((*told.percentile[:2], None))
    assert told.assumed_bonus is None
    assert "bonus_assumed" in codes(answer)
    assert "bonus_assumed" not in codes(told)
    assert "bonus_at_target" in codes(told)
    none = judged(base="195k", equity="400k/4y", bonus="none")
    assert none.liquid == 295_000
    assert {"bonus_assumed", "bonus_at_target"}.isdisjoint(codes(none))


@pytest.mark.parametrize("word", ["", "  ", None])
def test_an_empty_text_tells_nothing(word: str | None) -> None:
    answer = judged(base="195k", equity=word, bonus=word, signing=word)
    assert (answer.terms.grant, answer.terms.bonus, answer.terms.signing) == (None, None, None)


@pytest.mark.parametrize("word", ["none", "0", 0, "$0", "no"])
def test_none_is_an_answer(word: str | int) -> None:
    answer = judged(base="195k", equity=word, bonus=word, signing=word)
    assert (answer.terms.grant, answer.terms.bonus, answer.terms.signing) == (0, 0, 0)
    assert answer.liquid == 195_000
    assert {"equity_not_told", "bonus_assumed", "later_grants"}.isdisjoint(codes(answer))


def test_a_file_may_leave_out_null_or_say_none(tmp_path: Path) -> None:
    text = (
        '[{"name": "left out", "base": "200k"},'
        ' {"name": "null", "base": "200k", "equity": null, "bonus": null, "signing": null},'
        ' {"name": "zero", "base": "200k", "equity": 0, "bonus": 0, "signing": 0},'
        ' {"name": "none", "base": "200k", "equity": "none", "bonus": "none", "signing": "no"}]'
    )
    (tmp_path / "a.json").write_text(text)
    answer = run("offer", str(tmp_path / "a.json"), "--years", "5", "--json").json
    told = [
        [one["terms"][part] for part in ("grant", "bonus", "signing")] for one in answer["offers"]
    ]
    assert told == [[None] * 3, [None] * 3, [0.0] * 3, [0.0] * 3]
    assert [one["liquid"] for one in answer["yearly"][0]["offers"]] == [None, None, 2e5, 2e5]
    jsonschema.validate(answer, json_schema("offers"))
    assert answer["best_standing"] in ("left out", "null", "zero", "none")


def test_offers_whose_equity_was_not_told_are_in_no_race() -> None:
    some, more = (Offer(SEATTLE, base, equity=0, name=base) for base in ("200k", "220k"))
    untold = Offer(SEATTLE, "400k", name="untold")
    assert compare_offers([some, more, untold], BOOK).best == "220k"
    assert compare_offers([some, untold], BOOK).best is None
    assert compare_offers([some, untold], BOOK).best_standing == "untold"


def test_the_json_of_an_offer_says_null_where_nothing_was_told() -> None:
    answer = run("offer", "--years", "5", "--spec", "llm", "--base", "200k", "--json").json
    jsonschema.validate(answer, json_schema("offer"))
    assert set(answer["percentile"]) == {"base", "total", "measured"}
    assert answer["percentile"]["total"] is None
    assert set(answer["percentile"]["measured"]) == {"base", "total"}
    assert answer["percentile"]["measured"]["total"] is None
    for year in (*answer["yearly"], answer["normal_year"]):
        assert [year[part] for part in ("equity", "bonus", "total", "liquid")] == [None] * 4


# Grants that end early ----------------------------------------------------------------------------


def test_a_grant_of_one_year_is_in_no_normal_year() -> None:
    answer = judged(base="195k", equity="100k/1y", bonus=0)
    assert [year.equity for year in answer.yearly] == [100_000, 0, 0, 0]
    assert (answer.normal_year.equity, answer.liquid) == (0, 195_000)
    assert answer.percentile.total == percentile(195_000, answer.estimate.total)
    assert answer.warnings[0].code == "grant_ends"
    assert "with year 1" in answer.warnings[0].message
    assert "--equity 100000/yr" in answer.warnings[0].message
    assert "equity" not in {ask.component for ask in answer.ask}


def test_a_grant_of_two_or_three_years_counts_by_the_average_of_years_two_to_four() -> None:
    two = judged(base="195k", equity="180k/2y", bonus=0)
    assert two.normal_year.equity == pytest.approx((90_000 + 0 + 0) / 3)
    three = judged(base="195k", equity="180k", vesting="50,30,20", bonus=0)
    assert three.normal_year.equity == pytest.approx((54_000 + 36_000 + 0) / 3)
    assert "--equity 60000/yr" in three.warnings[0].message  # 180,000 over its three years
    padded = judged(base="195k", equity="180k", vesting="50,50,0,0", bonus=0)
    assert padded.normal_year == two.normal_year
    renewed = judged(base="195k", equity="90k/yr", bonus=0)
    assert renewed.normal_year.equity == 90_000
    assert "grant_ends" not in codes(renewed)


@pytest.mark.parametrize("told", ["4", 4, "4y", "4 years", "48 months", "25,25,25,25"])
def test_vesting_may_be_told_by_its_years(told: Any) -> None:
    answer = judged(base="195k", equity="480k", vesting=told)
    assert answer.terms.vesting == (25, 25, 25, 25)


@pytest.mark.parametrize("told", ["25", "11y", "30 months", "4.5", 0])
def test_a_vesting_that_is_neither_points_to_the_years(told: Any) -> None:
    with pytest.raises(UsageError, match="4y") as refused:
        judged(base="195k", equity="480k", vesting=told)
    assert refused.value.code == "bad_vesting"


@pytest.mark.parametrize(
    ("told", "way"), [("0.15", "15%"), (0.2, "20%"), (".125", "12.5%"), ("15", "15%"), (30, "30k")]
)
def test_a_bonus_that_may_be_a_share_asks_which(told: Any, way: str) -> None:
    with pytest.raises(UsageError, match="share of base or dollars") as refused:
        judged(base="195k", equity=0, bonus=told)
    assert f" {way}" in refused.value.message
    assert refused.value.code == "bad_money"


# The verdict --------------------------------------------------------------------------------------


def test_the_verdict_names_what_it_hangs_on() -> None:
    answer = judged(LLM, base="250k", equity="400k/4y", bonus="15%")
    at, other = answer.percentile, answer.percentile.measured
    assert other is not None
    assert at.total is not None
    assert other.total is not None
    pay = 250_000 + 100_000 + 37_500
    found = {}
    for kind in ("big-tech", "tech", "enterprise"):
        found[kind] = percentile(pay, price(replace(LLM, employer=kind), BOOK).total)
    ranked = sorted(found, key=lambda kind: found[kind])
    said = ", ".join(f"at {kind} {found[kind]:.0f}%" for kind in ranked[1:])
    assert answer.said == (
        f"Fair: beats {at.total:.0f}% of comparable people (base {at.base:.0f}%), "
        f"{other.total:.0f}% by the premium in job ads (base {other.base:.0f}%). "
        f"At {ranked[0]} it beats {found[ranked[0]]:.0f}%, {said}."
    )
    assert {one.employer: one.total for one in answer.by_employer} == pytest.approx(found)


@pytest.mark.parametrize("words", [{"employer": "big-tech"}, {"company": "Google"}])
def test_a_given_employer_is_held_against_all(words: dict[str, Any]) -> None:
    profile = replace(UNKNOWN, **words)
    answer = judged(profile, base="195k", equity="480k/4y", bonus="15%")
    without = percentile(344_250, price(UNKNOWN, BOOK).total)
    assert answer.by_employer[0].employer is None
    assert answer.by_employer[0].total == pytest.approx(without)
    assert answer.said.endswith(f"Among all employers the same total beats {without:.0f}%.")


def test_a_company_that_tells_no_kind_is_placed_at_several() -> None:
    answer = judged(replace(UNKNOWN, company="Fizzbuzz Ltd"), base="195k", equity=0, bonus=0)
    assert [one.employer for one in answer.by_employer] == ["big-tech", "tech", "enterprise"]
    assert " at enterprise " in answer.said


def test_the_ends_of_the_scale_are_not_numbered() -> None:
    low = judged(base="60k", equity=0, bonus=0)
    assert low.said.startswith("Low: beats under 1% of comparable people (base under 1%).")
    high = judged(base="900k", equity=0, bonus=0)
    assert high.said.startswith("Strong: beats over 99%")
    assert high.ask == ()


# Notes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "noted", "not_noted"),
    [
        ({"equity": "400k"}, {"grant_cliff", "later_grants"}, {"signing_terms", "full_time"}),
        ({"equity": 0}, set(), {"grant_cliff", "later_grants"}),
        ({"signing": "40k"}, {"signing_terms"}, {"grant_cliff"}),
        ({"signing": 0}, set(), {"signing_terms"}),
        ({"bonus": "15%"}, {"bonus_at_target"}, set()),
        ({"base": "$95/hour"}, {"full_time"}, set()),
    ],
)
def test_a_note_stands_where_it_applies(
    words: dict[str, Any], noted: set[str], not_noted: set[str]
) -> None:
    found = {note.code for note in judged(**({"base": "195k"} | words)).notes}
    assert noted <= found
    assert found.isdisjoint(not_noted)
    assert "percentile_precision" in found


def test_a_percentile_is_good_to_more_points_where_the_company_is_not_known() -> None:
    good = BOOK.toml("decisions.toml")["percentile"]
    known = judged(replace(UNKNOWN, company="Google"), base="195k").notes[0].message
    whole = judged(base="195k", equity=0).notes
    assert f"{good['correlation']:.2f}" in next(
        n.message for n in whole if n.code == "one_evidence"
    )
    assert "one_evidence" not in codes(judged(base="195k"))
    other = judged(base="195k").notes[0].message
    assert f"to {good['group_points']} points" in known
    assert "company" not in known
    assert f"{good['company_points_low']} to {good['company_points_high']}" in other


@pytest.mark.parametrize("form", ["table", "plain", "markdown"])
def test_notes_on_the_place_and_on_the_estimate_are_not_dropped(form: str) -> None:
    profile = Profile(years=5, metro="Grand Forks, ND", employer="startup")
    priced = estimate(profile, BOOK)
    asked = ("offer", "--years", "5", "--metro", "Grand Forks, ND", "--employer", "startup")
    page = run(*asked, "--base", "150k", "--equity", "none", "--format", form, "--explain").out
    shown = " ".join(page.replace("\\", "").split())
    for notice in priced.warnings:
        assert " ".join(notice.message.split()) in shown
    nation = run("offer", "--years", "5", "--base", "150k", "--format", form).out
    note = next(
        step.note for step in estimate(Profile(years=5), BOOK).steps if step.rule == "place"
    )
    assert note is None or note in " ".join(nation.replace("\\", "").split())
