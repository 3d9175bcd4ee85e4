"""One page for a negotiation: every figure with its source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from cli_run import run
from guide_figures import NEGOTIATION

from mlsalary import Offer, Profile, Rulebook, brief, estimate, judge_offer
from mlsalary.errors import UsageError
from mlsalary.schemas import json_schema
from mlsalary.sentences.brief import ADS, BLS, ESTIMATE, GUIDE, Facts, filled

BOOK = Rulebook.shipped()
SEATTLE = Profile(years=7, metro="Seattle", employer="big-tech")
OFFER = Offer(SEATTLE, base="195k", equity="480k/4y", bonus="15%", signing="40k")
ASKED = ("brief", "--years", "7", "--metro", "Seattle", "--employer", "big-tech")
MARK = re.compile(r"\((?:est|BLS|guide|ads)\)")
MADE = ("--base", "195000", "--equity", "480000/4y", "--bonus", "15%", "--signing", "40000")


def test_the_seven_points_are_filled_in() -> None:
    answer = brief(SEATTLE, OFFER, BOOK)
    rows = BOOK.toml("guide/negotiation.toml")["row"]
    assert [point.key for point in answer.points] == [row["key"] for row in rows]
    assert len(answer.points) == len(NEGOTIATION)
    assert all(len(point.said) > 40 for point in answer.points)
    assert answer.offer == judge_offer(OFFER, BOOK)


def test_a_point_that_the_guide_may_add_is_left_as_it_is() -> None:
    assert filled("something-new", cast(Facts, None)) == ("", ())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"spec": "llm"}, "Priced in"),
        ({}, "Not priced in"),
        ({"spec": "rl"}, "It adds nothing here"),
        ({"spec": "llm", "premiums": "none"}, "Not priced in"),
    ],
)
def test_the_premium_is_told_as_it_stands(words: dict[str, Any], says: str) -> None:
    profile = Profile(years=7, metro="Seattle", **words)
    point = next(p for p in brief(profile, None, BOOK).points if p.key == "llm-premium")
    assert point.said.startswith(says)
    assert {"guide-2026", "aimarketpulse"} <= set(point.sources)


@pytest.mark.parametrize(
    ("employer", "offer", "says"),
    [
        ("startup", {"kind": "private", "equity": "100k"}, "cannot be sold"),
        ("startup", None, "cannot be sold"),
        ("big-tech", {"equity": "100k", "vesting": "10,90"}, "$10,000 in the first year"),
        ("big-tech", {"equity": "100k"}, "$25,000 a year over 4 years"),
        ("big-tech", None, "At the median equity is"),
        ("big-tech", {}, "equity was not given"),
    ],
)
def test_equity_is_told_by_what_it_is(
    employer: str, offer: dict[str, Any] | None, says: str
) -> None:
    profile = Profile(years=7, employer=employer)
    made = None if offer is None else Offer(profile, base="200k", **offer)
    point = next(p for p in brief(profile, made, BOOK).points if p.key == "equity-terms")
    assert says in point.said


def test_an_offer_of_somebody_else_is_refused() -> None:
    with pytest.raises(UsageError):
        brief(Profile(years=3), OFFER, BOOK)


def test_it_is_markdown_unless_told_otherwise(tmp_path: Path) -> None:
    page = run(*ASKED, *MADE).out
    assert page.startswith("# Negotiation brief")
    assert run(*ASKED, *MADE, "--format", "plain").out.startswith("Negotiation brief")
    assert run(*ASKED, *MADE, "--json").json["schema"] == "mlsalary/brief/1"
    kept = tmp_path / "brief.md"
    assert run(*ASKED, *MADE, "-o", str(kept)).out == ""
    assert kept.read_text(encoding="utf-8") == page


def test_every_mark_on_the_page_is_resolved_and_every_source_listed() -> None:
    page = run(*ASKED, *MADE, "--sources").out.replace("\\", "")
    body, _, listed = page.partition("**Sources**")
    known = set(re.findall(r"^- ([a-z0-9-]+):", listed, re.MULTILINE))
    assert {"guide-2026", "bls-oews-2025", "mlsalary-judgement"} <= known
    legend = body[body.index("(guide) guide-2026;") :]
    assert set(MARK.findall(body)) == set(MARK.findall(legend))
    assert {id_ for id_ in BOOK.sources if id_ in legend} <= known


def test_a_figure_is_cited_once_and_by_a_short_mark() -> None:
    page = run(*ASKED, *MADE).out
    assert page.count("reported-pay-2022") == 1


def test_every_amount_of_a_point_has_a_mark_or_is_the_offers() -> None:
    answer = brief(SEATTLE, OFFER, BOOK)
    for point in answer.points:
        if "$" in point.said and "grant of" not in point.said:
            marks = set(MARK.findall(point.said))
            assert marks <= {ESTIMATE, BLS, GUIDE, ADS}
            assert marks, point.said
            assert point.sources


@pytest.mark.parametrize("made", [MADE, ()])
def test_it_fits_a_page(made: tuple[str, ...]) -> None:
    page = run(*ASKED, "--spec", "llm", *made, "--format", "table", terminal=True, width=80).out
    assert len(page.splitlines()) <= 60


def test_the_contract() -> None:
    answer = run(*ASKED, *MADE, "--json").json
    assert {"estimate", "offer", "points", "bls", "sources", "warnings"} <= set(answer)
    jsonschema.validate(answer, json_schema("brief"))
    without = run(*ASKED, "--json").json
    assert without["offer"] is None
    jsonschema.validate(without, json_schema("brief"))


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_verdict_comes_first(width: int) -> None:
    page = run(*ASKED, *MADE, "--format", "table", terminal=True, width=width).out
    assert max(len(line) for line in page.splitlines()) <= width
    assert page.index("Fair: ") < page.index("Figures to bring") < page.index("Seven points")


def test_an_offer_without_a_base() -> None:
    ran = run(*ASKED, "--equity", "100k", "--json")
    assert (ran.code, ran.error["code"]) == (2, "no_offer")


# What it says of one offer ------------------------------------------------------------------------

JOB = ("--years", "6", "--metro", "Seattle", "--company", "Amazon", "--level", "L6")
STRONG = ("--base", "215k", "--equity", "420k/4y", "--bonus", "15%", "--signing", "50k")


def shown(*told: str, form: str = "markdown") -> str:
    return " ".join(run("brief", *told, "--format", form, width=80).out.split())


def test_the_figures_of_bls_say_whose_dollars_they_are() -> None:
    page = shown(*JOB)
    assert "Floor: data scientists, May 2025 (BLS)" in page
    assert "in May 2025 dollars (BLS)" in page
    assert {one["dollars"] for one in run("brief", *JOB, "--json").json["bls"]} == {"2025-05"}


def test_no_mark_and_no_blank_needs_escaping() -> None:
    for form in ("markdown", "plain", "table"):
        page = run("brief", *JOB, *STRONG, "--format", form).out
        assert not re.search(r"[\\_\[\]]", page)
        assert "(from …… to ……)" in " ".join(page.split())


def test_the_page_names_the_part_to_push() -> None:
    told = run("brief", *JOB, *STRONG, "--json").json
    at = told["offer"]["percentile"]
    assert at["base"] > 75 > at["total"]
    usual, year = told["estimate"]["components"], told["offer"]["normal_year"]
    # equity lacks more to the typical one than the bonus does
    assert usual["equity"] - year["equity"] > usual["bonus"] - year["bonus"]
    assert told["push"] == f"Base is strong ({at['base']:.0f}%), equity is not: ask for the grant."
    assert told["push"] in shown(*JOB, *STRONG)
    for even in (("--base", "185k", "--equity", "600k/4y"), ("--base", "215k"), ()):
        assert not run("brief", *JOB, *even, "--json").json.get("push")


@pytest.mark.parametrize(
    ("base", "says"),
    [
        ("150k", "Floor $164,740, aim $211,860 to $257,960"),
        ("215k", "aim above your base, up to $257,960"),
        ("260k", "Your base is above both, $164,740 and $211,860 to $257,960, for Seattle, WA"),
    ],
)
def test_the_aim_is_not_below_the_base(base: str, says: str) -> None:
    page = shown(*JOB, "--base", base)
    assert says in page
    assert ("use them only as a floor" in page) == (base == "260k")
    assert ("Floor: developers" in page) == (base == "260k")


@pytest.mark.parametrize(
    ("employer", "applies"),
    [(None, True), ("startup", True), ("lab", True), ("big-tech", False), ("enterprise", False)],
)
def test_the_terms_of_a_startup_are_for_those_who_may_be_one(
    employer: str | None, applies: bool
) -> None:
    job = ("--years", "6", *(("--employer", employer) if employer else ()))
    page = shown(*job)
    assert ("Read a startup's equity terms" in page) == applies
    assert ("later grants (refreshers)" in page) != applies
    point = next(p for p in run("brief", *job, "--json").json["points"] if p["id"] == 4)
    assert point["applies"] == applies
    assert point["point"].startswith("Read a startup's")
    private = shown(*job, "--base", "150k", "--equity", "100k", "--kind", "private")
    assert "Read a startup's equity terms" in private


def test_the_signing_bonus_is_said_with_the_first_year() -> None:
    # 215,000 + 105,000 + 32,250 = 352,250, and 50,000 more in the first year
    assert (
        "The signing bonus of $50,000 is paid once: the first year brings $402,250, a normal one "
        "$352,250."
    ) in shown(*JOB, *STRONG)
    assert "is paid once: it is in no normal year" in shown(*JOB, "--base", "9k/mo", *STRONG[-2:])


def test_a_reading_is_said_once_and_nothing_is_to_be_typed() -> None:
    page = run("brief", *JOB, "--base", "215k").out
    assert page.count("on Amazon's ladder") == 1
    assert "Equity was not given, so base alone is judged." in page
    assert "No bonus was given" in page
    assert "--" not in re.sub(r"^\| -.*$", "", page, flags=re.MULTILINE)


def test_a_file_of_offers_is_not_for_a_brief() -> None:
    for before in ((), ("--metro", "Seattle")):
        ran = run("brief", "--years", "6", *before, "offers.toml", "--json")
        assert (ran.code, ran.error["code"]) == (2, "unexpected_word")
        assert "brief takes no file" in ran.error["message"]
        assert "mlsalary offer offers.toml" in ran.error["message"]


def test_a_brief_leaves_the_words_of_later_answers_alone() -> None:
    book = Rulebook(*BOOK.folders)
    brief(Profile(years=5, metro="San Jose"), None, book)
    warned = estimate(Profile(years=5, metro="San Jose", spec="llm"), book).warnings
    assert any("LLM" in one.message for one in warned)
    assert not any(" llm " in one.message for one in warned)
