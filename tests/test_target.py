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
        assert estimate(replace(DENVER, **words), BOOK).total.p50 == pytest.approx(one.p50)


def test_a_row_a_change_has_plain_cells_and_what_pay_buys() -> None:
    answer = target("300k", DENVER, book=BOOK)
    rows = answer.records()
    assert [row["p50"] for row in rows] == [one.p50 for one in answer.changes]
    assert all(isinstance(cell, str | int | float | None) for row in rows for cell in row.values())
    assert list(rows[0])[-4:] == [
        *("price_parity", "housing_parity", "real_base_p50", "real_total_p50"),
    ]


@pytest.mark.parametrize("base", [True, False])
def test_a_single_change_keeps_the_rest(base: bool) -> None:
    """Each median is that of the same words with one of them replaced."""
    told = Profile(years=6, metro="Seattle", company="Amazon", level="L6", spec="cv", degree="phd")
    answer = target("100k" if base else "460k", told, base=base, book=BOOK)
    reached = answer.changes or (answer.best,)
    assert answer.changes or base
    for one in [each for each in reached if each]:
        # L6 is senior on Amazon's ladder; typed again, another employer would not know it
        words: dict[str, Any] = {"level": "senior", one.field: one.to}
        changed = replace(told, **words)
        pay = estimate(changed, BOOK)
        assert (pay.base if base else pay.total).p50 == pytest.approx(one.p50), one.change


def test_no_change_that_reaches_it_is_left_out() -> None:
    answer = target(200_000, DENVER, base=True, book=BOOK)
    found = {(one.field, one.to) for one in answer.changes}
    for level in LEVELS:
        p50 = estimate(replace(DENVER, level=level), BOOK).base.p50
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
        assert page.index("percentile") < page.index("Nearest first")
        assert len(page.splitlines()) <= 24
    assert "No single change" in run("target", "5M", "--years", "4").out
    assert "no change is needed" in run("target", "50k", "--years", "9").out


@pytest.mark.parametrize("amount", ["abc", "0", "-300k", "300", "190,00"])
def test_an_amount_that_cannot_be_read(amount: str) -> None:
    with pytest.raises(UsageError):
        target(amount, DENVER, book=BOOK)


@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize(
    "asked",
    [
        ("300k", "--years", "4", "--metro", "Denver"),
        ("200k", "--years", "3", "--state", "TX"),  # almost every place would do
        ("500k", "--years", "4", "--metro", "Berkeley", "--spec", "llm", "--employer", "startup"),
        ("240k", "--base", "--years", "4", "--metro", "Boise", "--spec", "llm"),
    ],
    ids=" ".join,
)
def test_a_target_fits_on_one_screen(asked: tuple[str, ...], width: int) -> None:
    page = run("target", *asked, "--format", "table", terminal=True, width=width).out
    assert len(page.splitlines()) <= 24


def test_the_page_says_how_many_changes_it_leaves_out() -> None:
    asked = ("target", "200k", "--years", "3", "--state", "TX")
    changes = run(*asked, "--json").json["changes"]
    shown = [line for line in run(*asked).out.splitlines() if ": median $" in line]
    assert f"Any one of these {len(changes)} changes would make it your median." in run(*asked).out
    assert f"Nearest first; {len(changes) - len(shown)} more: --explain." in run(*asked).out
    assert sum(line.startswith("Move to") for line in shown) == 4
    every = run(*asked, "--explain").out
    assert sum(": median $" in line for line in every.splitlines()) == len(changes)


def test_changes_that_rest_on_no_reported_pay_are_marked() -> None:
    answer = target("300k", DENVER, book=BOOK)
    assumed = {(one.field, one.to) for one in answer.changes if one.assumed}
    assert assumed == {("employer", "lab")} | {
        ("level", level) for level in ("lead", "director", "vp", "chief")
    }
    for line in run("target", "300k", "--years", "4", "--metro", "Denver").out.splitlines():
        if line.startswith(("Level lead:", "Employer AI lab:")):
            assert line.endswith("(assumption).")
        elif line.startswith(("Level staff:", "Employer top tech:", "Move to")):
            assert "assumption" not in line


def test_a_premium_that_job_ads_do_not_bear_out_is_said_beside_its_change() -> None:
    answer = target("300k", DENVER, book=BOOK)
    found = {one.to: one.measured for one in answer.changes if one.field == "spec"}
    for spec, measured in found.items():
        assert measured is not None
        alone = estimate(replace(DENVER, spec=spec, premiums="measured"), BOOK)
        assert measured == pytest.approx(alone.total.p50)
        assert (
            f"job ads: ${measured / 1000:.0f}k"
            in run("target", "300k", "--years", "4", "--metro", "Denver").out
        )
    assert found


@pytest.mark.parametrize("amount", ["200k base", "200k Base", "base $200,000", "$200k base salary"])
def test_an_amount_that_says_base_is_base(amount: str) -> None:
    assert target(amount, DENVER, book=BOOK) == target("200k", DENVER, base=True, book=BOOK)
    assert target("200k salary", DENVER, book=BOOK).of == "total"
