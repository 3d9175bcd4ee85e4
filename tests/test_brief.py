"""One page for a negotiation: every figure with its source."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from cli_run import run
from guide_figures import NEGOTIATION

from mlsalary import Offer, Profile, Rulebook, brief, judge_offer
from mlsalary.errors import UsageError
from mlsalary.schemas import json_schema
from mlsalary.sentences.brief import Facts, filled

BOOK = Rulebook.shipped()
SEATTLE = Profile(years=7, metro="Seattle", employer="big-tech")
OFFER = Offer(SEATTLE, base="195k", equity="480k/4y", bonus="15%", signing="40k")
ASKED = ("brief", "--years", "7", "--metro", "Seattle", "--employer", "big-tech")
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
        ("big-tech", None, "At p50 equity is"),
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


def test_every_source_on_the_page_is_listed_and_every_listed_one_is_there() -> None:
    page = run(*ASKED, *MADE).out
    body, _, listed = page.partition("**Sources**")
    ids = {source["id"] for source in BOOK.sources.values()}
    cited = {id_ for id_ in ids if id_ in body}
    known = set(re.findall(r"^- ([a-z0-9-]+):", listed, re.MULTILINE))
    assert cited <= known
    assert {"guide-2026", "bls-oews-2025", "mlsalary-judgement"} <= cited


def test_every_amount_of_a_point_has_a_source_or_is_the_offers() -> None:
    answer = brief(SEATTLE, OFFER, BOOK)
    for point in answer.points:
        if "$" in point.said and "grant of" not in point.said:
            assert re.search(r"\[[a-z0-9, -]+\]", point.said), point.said
            for ids in re.findall(r"\[([a-z0-9, -]+)\]", point.said):
                assert set(ids.split(", ")) <= set(point.sources)


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
    assert page.index("Fair: ") < page.index("The figures") < page.index("Seven points")


def test_an_offer_without_a_base() -> None:
    ran = run(*ASKED, "--equity", "100k", "--json")
    assert (ran.code, ran.error["code"]) == (2, "no_offer")
