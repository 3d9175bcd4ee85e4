"""Answers to questions between two jobs whose arithmetic is small enough to do by hand."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from pinned_data import ROOT

from mlsalary import Offer, Profile, brief, compare, compare_offers, judge_offer, target
from mlsalary.decisions.offer_file import read_offers
from mlsalary.decisions.profile import clear, save, show
from mlsalary.errors import BadDataError, UsageError
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


def test_an_answer_is_of_total_compensation_unless_base_is_asked_for() -> None:
    assert target("300k", years=4, book=BOOK).of == "total"
    assert target("300k", years=4, base=True, book=BOOK).of == "base"
    assert target("300k", Profile(years=4), book=BOOK) == target("300k", years=4, book=BOOK)
    assert compare(years=[4, 5], book=BOOK).order == "total"
    assert compare(years=[4, 5], real=True, book=BOOK).order == "real"


@pytest.mark.parametrize("amount", [0, "0", None])
def test_a_target_is_an_amount(amount: Any) -> None:
    with pytest.raises(UsageError, match="needs an amount above zero, such as 300k"):
        target(amount, years=4, book=BOOK)


def test_a_profile_is_saved_over_what_is_saved_unless_it_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSALARY_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert save({"years": 6.0, "metro": "Austin"}, BOOK).changed
    again = save({"metro": "Boston"}, BOOK)
    assert again.profile == {"years": 6, "metro": "Boston"}
    assert not save({"metro": "Boston"}, BOOK).changed
    anew = save({"metro": "Boston"}, BOOK, anew=True)
    assert (anew.profile, anew.changed) == ({"metro": "Boston"}, True)
    assert clear(BOOK).changed
    assert not clear(BOOK).changed


@pytest.mark.parametrize(
    ("employer", "may_be_private"),
    [(None, True), ("startup", True), ("big-tech", False), ("public-sector", False)],
)
def test_the_terms_of_equity_are_for_employers_whose_stock_may_not_be_listed(
    employer: str | None, may_be_private: bool
) -> None:
    points = brief(Profile(years=7, employer=employer), None, BOOK).points
    assert {one.key: one.applies for one in points} == {
        one.key: may_be_private or one.key != "equity-terms" for one in points
    }


def test_a_grant_that_cannot_be_sold_makes_its_terms_a_point_of_any_employer() -> None:
    person = Profile(years=7, employer="big-tech")
    for liquid in (True, False):
        page = brief(person, Offer(person, "200k", equity="200k/4y", liquid=liquid), BOOK)
        assert next(p.applies for p in page.points if p.key == "equity-terms") == (not liquid)
    page = brief(person, Offer(person, "200k", equity="none", liquid=False), BOOK)
    assert not next(p.applies for p in page.points if p.key == "equity-terms")


@pytest.mark.parametrize(
    ("employer", "offered", "components"),
    [
        ("big-tech", {}, {"equity", "bonus", "base"}),
        ("startup", {}, {"bonus", "base"}),  # its stock cannot be sold
        ("public-sector", {}, {"bonus", "base"}),  # it grants none
        ("public-sector", {"equity": "20k/4y"}, {"equity", "bonus", "base"}),  # this one does
        ("big-tech", {"equity": "20k/4y", "liquid": False}, {"bonus", "base"}),
        ("big-tech", {"equity": "20k/2y"}, {"bonus", "base"}),  # it ends too soon
    ],
)
def test_what_is_asked_for_is_what_such_jobs_pay_or_the_offer_has(
    employer: str, offered: dict[str, Any], components: set[str]
) -> None:
    person = Profile(years=7, metro="Seattle", employer=employer)
    found = judge_offer(
        Offer(person, "120k", **{"equity": "none", "bonus": "none", **offered}), BOOK
    )
    assert {ask.component for ask in found.ask} == components
    normal, total = found.normal_year, found.estimate.total
    for ask in found.ask:
        assert normal.liquid is not None
        assert ask.a_year == pytest.approx(getattr(total, ask.to) - normal.liquid)
        # A grant of four years brings a quarter of it a year.
        assert ask.amount == pytest.approx(ask.a_year * (4 if ask.component == "equity" else 1))


def test_nothing_is_asked_for_that_is_there_already() -> None:
    assert judge_offer(of_cash("2m"), BOOK).ask == ()
    wanted = judge_offer(of_cash("200k"), BOOK).estimate.total
    between = (wanted.p50 + wanted.p75) / 2
    assert {ask.to for ask in judge_offer(of_cash(f"{between:.0f}"), BOOK).ask} == {"p75"}


def test_a_warning_of_some_of_the_offers_names_them() -> None:
    untold, told = Offer(PERSON, "180k"), Offer(PERSON, "190k", equity="100k/4y", bonus="9k")
    found = {one.code: one.message for one in compare_offers([untold, told], BOOK).warnings}
    assert found["equity_not_told"].startswith("Offer 1: Equity was not given")
    assert found["bonus_assumed"].startswith("Offer 1: No bonus was given")
    alike = compare_offers([untold, untold], BOOK).warnings
    assert all(not one.message.startswith("Offer ") for one in alike)


def test_what_equity_would_have_to_bring_is_said_where_none_was_told() -> None:
    person = Profile(years=7, metro="Seattle", employer="big-tech")
    found = judge_offer(Offer(person, "180k", bonus="10k"), BOOK)
    missing = found.estimate.total.p50 - 190_000
    [said] = [one.message for one in found.warnings if one.code == "equity_not_told"]
    assert said.endswith(f"The median total needs ${round(missing, -2):,.0f} of equity a year.")
    much = judge_offer(Offer(person, "900k", bonus="10k"), BOOK)
    [said] = [one.message for one in much.warnings if one.code == "equity_not_told"]
    assert said.endswith("Without any it is above the median total already.")
    startup = Profile(years=7, metro="Seattle", employer="startup")
    [said, *_] = [one.message for one in judge_offer(Offer(startup, "180k"), BOOK).warnings]
    assert said.endswith("--equity none.")


def test_offers_are_laid_side_by_side_as_long_as_the_longest_is_earned() -> None:
    """A grant of 60,000 over two years beside one of 60,000 over six."""
    short, long = (
        Offer(PERSON, "100k", equity=f"60k/{years}y", bonus="none", signing="5k")
        for years in (2, 6)
    )
    found = compare_offers([short, long], BOOK)
    assert [year.year for year in found.yearly] == [1, 2, 3, 4, 5, 6]
    assert [[one.total for one in year.offers] for year in found.yearly] == [
        [135_000, 115_000],
        [265_000, 225_000],
        [365_000, 335_000],
        [465_000, 445_000],
        [565_000, 555_000],
        [665_000, 665_000],
    ]


def test_of_a_grant_that_was_not_told_the_least_is_what_is_paid_without() -> None:
    untold = Offer(PERSON, "100k", bonus="10k", signing="5k")
    told = Offer(PERSON, "100k", equity="40k/4y", bonus="10k", liquid=False)
    first, *_, last = compare_offers([untold, told], BOOK).yearly
    assert [(one.total, one.liquid, one.least) for one in first.offers] == [
        (None, None, 115_000),
        (120_000, 110_000, 110_000),
    ]
    assert [one.least for one in last.offers] == [445_000, 440_000]


def test_a_brief_of_an_offer_alone_is_of_its_profile() -> None:
    offer = of_cash("190k")
    assert brief(offer=offer, book=BOOK) == brief(PERSON, offer, BOOK)
    assert brief(years=7, metro="Seattle", book=BOOK) == brief(PERSON, None, BOOK)
    with pytest.raises(UsageError, match="The offer is for another profile"):
        brief(years=8, offer=offer, book=BOOK)
    with pytest.raises(UsageError) as refused:
        brief(book=BOOK)
    assert refused.value.code == "years_or_level"


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_file_of_offers_in_another_encoding_is_said_to_be(tmp_path: Path, suffix: str) -> None:
    text = {"toml": 'name = "Café"\nbase = "190k"\n', "json": '[{"name": "Café"}]'}[suffix]
    path = tmp_path / f"offers.{suffix}"
    path.write_bytes(text.encode("cp1252"))
    with pytest.raises(BadDataError, match=r"is not UTF-8\. Save it as UTF-8\.") as refused:
        read_offers(path, PERSON, BOOK)
    assert refused.value.code == "bad_offer"


def test_an_offer_stays_as_it_was_made() -> None:
    offer = of_cash("190k")
    with pytest.raises(AttributeError):
        offer.base = "200k"  # type: ignore[misc]
    assert len({offer, of_cash("190k"), of_cash("200k")}) == 2


@pytest.mark.parametrize(
    ("base", "hourly"),
    [("$95/hour", True), ("190k", False), ("190k a year", False), (190_000, False)],
)
def test_full_time_is_assumed_of_pay_by_the_hour_alone(base: Any, hourly: bool) -> None:
    found = judge_offer(Offer(PERSON, base, equity="none", bonus="none"), BOOK)
    codes = [one.code for one in found.notes]
    assert ("full_time" in codes) == hourly
