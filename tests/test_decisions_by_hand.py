"""Answers to questions between two jobs whose arithmetic is small enough to do by hand."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from pinned_data import ROOT

from mlsalary import Offer, Profile, brief, compare, compare_offers, judge_offer
from mlsalary.decisions.profile import show
from mlsalary.errors import UsageError
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
PERSON = Profile(years=7, metro="Seattle")


def of_cash(base: str, **more: Any) -> Offer:
    return Offer(PERSON, base, equity="none", bonus="none", **more)


def test_the_best_of_offers_is_the_one_that_has_paid_most_in_the_end() -> None:
    """200,000 a year and 35,000 at the start are 635,000 after three years and 835,000 after four;
    210,000 a year are 630,000 and 840,000."""
    found = compare_offers([of_cash("200k", signing="35k"), of_cash("210k")], BOOK)
    assert [[one.liquid for one in year.offers] for year in found.yearly] == [
        [235_000, 210_000],
        [435_000, 420_000],
        [635_000, 630_000],
        [835_000, 840_000],
    ]
    assert [one.name for one in found.offers] == ["Offer 1", "Offer 2"]
    assert (found.best, found.best_standing) == ("Offer 2", "Offer 2")


def test_an_offer_may_be_told_by_its_parts() -> None:
    by_parts = judge_offer(base="190k", equity="none", years=7, metro="Seattle", book=BOOK)
    assert by_parts == judge_offer(Offer(PERSON, "190k", equity="none"), BOOK)
    with pytest.raises(UsageError, match="needs an Offer, or its base"):
        judge_offer(equity="none", years=7, book=BOOK)  # type: ignore[call-overload]


def test_by_what_pay_buys_a_place_without_a_parity_comes_last_whatever_it_pays() -> None:
    """The Bureau of Economic Analysis has no parity of Guam."""
    much, little = Profile(years=15, metro="Guam"), Profile(years=0, metro="Austin")
    found = compare([little, much], real=True, book=BOOK)
    assert [one.place.name for one in found.cells] == ["Austin-Round Rock-San Marcos, TX", "Guam"]
    assert found.cells[1].total.p50 > found.cells[0].total.p50
    by_total = compare([little, much], book=BOOK)
    assert by_total.cells[0].place.name == "Guam"


def test_all_are_compared_with_the_first_profile_where_it_names_one_of_the_kind() -> None:
    named, bare = Profile(years=5, metro="Austin"), Profile(years=5)
    found = compare([named, bare], by="metro", top=3, book=BOOK)
    assert found.first.place.name == "Austin-Round Rock-San Marcos, TX"
    found = compare([bare, named], by="metro", top=3, book=BOOK)  # else with the best of all
    assert found.first.place == found.cells[0].place


@pytest.mark.parametrize(
    ("asked", "alone"),
    [
        ({"years": 5}, True),
        ({"years": 5, "by": "spec"}, False),
        ({"years": [5, 6]}, False),
        ({"years": [5, 6], "by": "spec"}, False),
    ],
)
def test_that_one_profile_is_no_comparison_is_said_of_one_alone(
    asked: dict[str, Any], alone: bool
) -> None:
    codes = [one.code for one in compare(book=BOOK, **asked).warnings]
    assert ("one_profile" in codes) == alone


def test_the_premium_that_job_ads_show_is_what_they_pay_more() -> None:
    row = next(row for row in BOOK.toml("evidence.toml")["row"] if row["spec"] == "llm")
    point = next(p for p in brief(PERSON, None, BOOK).points if p.key == "llm-premium")
    assert f"job ads show +{100 * row['effect']:.0f}%" in point.said


def test_the_premium_of_the_guide_is_told_as_what_it_adds() -> None:
    point = next(p for p in brief(PERSON, None, BOOK).points if p.key == "llm-premium")
    assert "at 25% to 40% (guide) base would be" in point.said


def test_an_offer_is_judged_by_the_premium_in_job_ads_too_where_one_counts() -> None:
    asked: dict[str, Any] = {
        "base": "200k",
        "equity": "200k/4y",
        "years": 7,
        "metro": "Seattle",
        "book": BOOK,
    }
    both = judge_offer(**asked, spec="llm")
    assert both.percentile.measured is not None
    assert both.said.startswith("Low by the guide's premium, fair by the one in job ads: beats ")
    alone = judge_offer(**asked)
    assert alone.percentile.measured is None
    assert alone.said.startswith("Fair: beats ")


def test_what_cannot_be_asked_for_is_not_named_as_what_to_push() -> None:
    """A grant that ends within the years shown brings 200,000 a year at first and then nothing:
    equity lacks most of what is usual, and no more of it is asked for."""
    person = Profile(years=7, metro="Seattle", employer="big-tech")
    page = brief(person, Offer(person, "240k", equity="400k/2y", bonus="none"), BOOK)
    assert page.offer is not None
    usual, year = page.offer.estimate.components, page.offer.normal_year
    assert usual.equity - (year.equity or 0) > usual.bonus > 0
    assert page.push is not None
    assert page.push.endswith("the bonus is not: ask for it.")


def test_base_that_stands_far_above_the_total_is_said_though_it_is_not_high() -> None:
    person = Profile(years=7, metro="Seattle", employer="big-tech")
    page = brief(person, Offer(person, "215k", equity="100k/4y", bonus="none"), BOOK)
    assert page.offer is not None
    at = page.offer.percentile
    assert at.total is not None
    assert at.base < 75
    assert at.base - at.total > BOOK.toml("decisions.toml")["push"]["points_apart"]
    shares = f"({at.base:.0f}% and {at.total:.0f}%)"
    assert page.push == f"Base stands above the total {shares}: ask for the grant, not for base."


def test_the_first_thing_that_is_no_profile_and_no_offer_is_named() -> None:
    with pytest.raises(UsageError, match=r"compare takes Profiles, .*, not 5\."):
        compare([PERSON, 5, "x"])  # type: ignore[list-item]
    with pytest.raises(UsageError, match=r"should be an Offer, not '190k'\."):
        compare_offers([of_cash("190k"), "190k", 5])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({}, []),  # of a grant nothing is said
        ({"equity": "none", "bonus": "none"}, ["one_evidence"]),
        ({"bonus": "10%"}, ["bonus_at_target"]),
        ({"signing": "20k"}, ["signing_terms"]),
        ({"equity": "100k/4y"}, ["grant_cliff", "later_grants", "one_evidence"]),
    ],
)
def test_a_note_stands_with_the_part_that_it_is_about(
    told: dict[str, Any], codes: list[str]
) -> None:
    found = judge_offer(Offer(PERSON, "180k", **told), BOOK)
    assert [one.code for one in found.notes] == ["percentile_precision", *codes]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"metro": ["Austin", "Boston"]}, ["before_prices_and_taxes"]),
        ({"metro": ["Austin", "Boston"], "real": True}, ["parity_leaves_out"]),
        ({"metro": "Austin", "level": ["mid", "senior"]}, []),
    ],
)
def test_what_is_said_of_prices_is_said_of_several_places(
    asked: dict[str, Any], codes: list[str]
) -> None:
    told = asked if "level" in asked else {"years": 5, **asked}
    assert [one.code for one in compare(book=BOOK, **told).warnings] == codes


def test_a_figure_that_bls_does_not_publish_is_the_nations_and_says_so() -> None:
    with (ROOT / "data/oews/wages.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["occupation"] == "15-1252"]
    none = {row["area"] for row in rows if not row["p75"]}
    assert "11640" in none  # of Arecibo
    (nation,) = (row for row in rows if row["area"] == "US")
    _, upper = brief(years=5, metro="cbsa:11640", book=BOOK).bls
    assert (upper.low, upper.high) == (float(nation["p75"]), float(nation["p90"]))
    assert upper.note is not None
    assert upper.note.startswith("BLS publishes no p75 of this occupation for Arecibo, PR")
    _, upper = brief(years=5, metro="Austin", book=BOOK).bls
    assert upper.note is None


def test_to_show_a_saved_profile_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSALARY_YEARS", "6")
    monkeypatch.setenv("MLSALARY_METRO", "Austin")
    shown = show(BOOK)
    assert not shown.changed
    assert (shown.profile["years"], shown.place) == ("6", "Austin-Round Rock-San Marcos, TX")
    monkeypatch.delenv("MLSALARY_YEARS")
    monkeypatch.delenv("MLSALARY_METRO")
    shown = show(BOOK)
    assert (shown.changed, shown.profile, shown.place) == (False, {}, None)
    monkeypatch.setenv("MLSALARY_LEVEL", "senior")  # of the nation, which is no place
    assert show(BOOK).place is None
