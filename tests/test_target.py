"""An amount to reach, and the single changes that would make it the middle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from cli_run import run
from hypothesis import given, settings
from hypothesis import strategies as st
from known_words import AREAS, EMPLOYERS, LEVELS, SPECS

from mlsalary import Profile, Rulebook, compare, estimate, path, target
from mlsalary.engine.total import total_steps
from mlsalary.errors import UsageError
from mlsalary.schemas import json_schema

BOOK = Rulebook.shipped()
DENVER = Profile(years=4, metro="Denver")


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: target("400k", Profile(years=5), book=BOOK), 1),
        (lambda: path(Profile(years=5), BOOK), 1),
        (lambda: compare(Profile(years=5), by="metro", top=3, book=BOOK), 3),
    ],
    ids=["target", "path", "compare"],
)
def test_only_what_is_shown_is_put_into_words(
    ask: Callable[[], object], told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def noted(*of: Any) -> Any:
        asked.append(of)
        return total_steps(*of)

    monkeypatch.setattr("mlsalary.engine.total_steps", noted)
    ask()
    assert len(asked) == told


def test_every_change_is_one_change_and_reaches_the_amount() -> None:
    answer = target("300k", DENVER, book=BOOK)
    assert answer.changes
    assert [one.p50 for one in answer.changes] == sorted(one.p50 for one in answer.changes)
    for one in answer.changes:
        assert one.p50 >= 300_000
        words: dict[str, Any] = {one.field: one.to}
        if one.field == "level":
            words["years"] = None
        assert estimate(replace(DENVER, **words), BOOK).total.p50 == pytest.approx(one.p50)


def test_no_change_that_reaches_it_is_left_out() -> None:
    answer = target(200_000, DENVER, base=True, book=BOOK)
    found = {(one.field, one.to) for one in answer.changes}
    for level in LEVELS:
        p50 = estimate(replace(DENVER, level=level, years=None), BOOK).base.p50
        assert (("level", level) in found) == (p50 >= 200_000)
    for employer in EMPLOYERS:
        p50 = estimate(replace(DENVER, employer=employer), BOOK).base.p50
        assert (("employer", employer) in found) == (p50 >= 200_000)
    for metro in ("San Jose", "New York", "Boise"):
        there = estimate(replace(DENVER, metro=metro), BOOK)
        assert (("metro", there.place.name) in found) == (there.base.p50 >= 200_000)


def test_what_the_profile_has_already_is_no_change() -> None:
    profile = replace(DENVER, level="senior", spec="llm", employer="tech")
    answer = target("90M", profile, book=BOOK)
    assert answer.changes == ()
    # Of each kind all but the one at hand; among specializations no one is one more.
    areas = AREAS["metro"] + AREAS["nonmetro"] - 1
    assert answer.tried == len(LEVELS) - 1 + len(SPECS) + len(EMPLOYERS) - 1 + areas
    assert answer.best is not None
    assert answer.best.p50 < 90_000_000


@pytest.mark.parametrize("of", ["base", "total"])
def test_an_amount_at_the_middle_needs_no_change(of: str) -> None:
    middle = getattr(estimate(DENVER, BOOK), of).p50
    answer = target(middle, DENVER, base=of == "base", book=BOOK)
    assert answer.percentile == pytest.approx(50, abs=1e-5)
    assert answer.changes == ()
    assert answer.p50 == middle


@settings(max_examples=25)
@given(st.integers(50_000, 2_000_000), st.integers(50_000, 2_000_000))
def test_a_higher_amount_stands_higher_and_has_fewer_ways(first: int, second: int) -> None:
    low, high = sorted((first, second))
    below, above = (target(amount, Profile(years=5), book=BOOK) for amount in (low, high))
    assert below.percentile <= above.percentile
    if below.p50 < low:
        assert {one.change for one in above.changes} <= {one.change for one in below.changes}


def test_the_contract_and_what_the_page_says() -> None:
    asked = ("target", "300000", "--years", "4", "--metro", "Denver")
    answer = run(*asked, "--json").json
    assert answer["schema"] == "mlsalary/target/1"
    assert {"percentile", "changes", "sources", "warnings"} <= set(answer)
    assert all({"change", "p50"} <= set(one) for one in answer["changes"])
    jsonschema.validate(answer, json_schema("target"))
    for width in (60, 80, 140):
        page = run(*asked, "--format", "table", terminal=True, width=width).out
        assert max(len(line) for line in page.splitlines()) <= width
        assert page.index("percentile") < page.index("nearest first")
    assert "No single change" in run("target", "5M", "--years", "4").out
    assert "no change is needed" in run("target", "50k", "--years", "9").out


@pytest.mark.parametrize("amount", ["abc", "0", "-300k", "300", "190,00"])
def test_an_amount_that_cannot_be_read(amount: str) -> None:
    with pytest.raises(UsageError):
        target(amount, DENVER, book=BOOK)
