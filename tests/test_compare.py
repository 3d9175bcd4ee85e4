"""Profiles side by side."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from cli_run import run
from hypothesis import given, settings
from hypothesis import strategies as st
from known_words import AREAS, DEGREES, EMPLOYERS, LEVELS, SPECS

from mlsalary import Profile, Rulebook, compare, estimate
from mlsalary.decisions.compare import every, grid
from mlsalary.errors import UsageError
from mlsalary.profile import RANKED
from mlsalary.schemas import json_schema

BOOK = Rulebook.shipped()
ASKED = ("compare", "--years", "5", "--metro", "Austin", "--metro", "Pittsburgh")


def test_a_grid_has_every_combination_in_the_order_given() -> None:
    profiles = grid({"years": [5], "metro": ["Austin", "Boise"], "spec": ["llm", "llm,mlops"]})
    assert [(one.metro, one.specs) for one in profiles] == [
        ("Austin", ("llm",)),
        ("Austin", ("llm", "mlops")),
        ("Boise", ("llm",)),
        ("Boise", ("llm", "mlops")),
    ]


def test_cells_are_the_estimates_and_differences_are_to_the_first() -> None:
    profiles = grid({"years": [5], "metro": ["Austin", "San Jose", "Boise"], "spec": ["llm", "cv"]})
    answer = compare(profiles, book=BOOK)
    first = estimate(profiles[0], BOOK)
    assert (answer.first.base, answer.first.total) == (first.base, first.total)
    assert len(answer.cells) == answer.of == 6
    totals = [cell.total.p50 for cell in answer.cells]
    assert totals == sorted(totals, reverse=True)
    for cell in answer.cells:
        alone = estimate(cell.profile, BOOK)
        assert (cell.base, cell.total) == (alone.base, alone.total)
        for name in ("base", "total"):
            gap, pay = getattr(cell.difference, name), getattr(cell, name).p50
            start = getattr(first, name).p50
            assert gap.dollars == pytest.approx(pay - start)
            assert gap.percent == pytest.approx(100 * (pay - start) / start)


@pytest.mark.parametrize(
    ("by", "count"),
    [
        ("metro", AREAS["metro"]),
        ("state", AREAS["state"]),
        ("level", len(LEVELS)),
        ("spec", len(SPECS) + 1),  # and none
        ("employer", len(EMPLOYERS)),
        ("degree", len(DEGREES)),
    ],
)
def test_every_one_of_a_kind_is_ranked(by: Any, count: int) -> None:
    answer = compare(Profile(years=5), by=by, book=BOOK)
    assert answer.of == len(answer.cells) == count
    assert answer.first == answer.cells[0]
    assert answer.cells[0].difference.total.dollars == 0
    assert {cell.difference.total.dollars <= 0 for cell in answer.cells} == {True}


def test_the_kinds_are_those_of_the_vocabularies() -> None:
    words: dict[str, Callable[[Any], Any]] = {
        "level": lambda cell: cell.profile.level,
        "employer": lambda cell: cell.profile.employer,
        "spec": lambda cell: "".join(cell.profile.specs),
    }
    for by, known in (("level", set(LEVELS)), ("employer", set(EMPLOYERS)), ("spec", {"", *SPECS})):
        answer = compare(Profile(years=5), by=by, book=BOOK)
        assert {words[by](cell) for cell in answer.cells} == known


def test_a_profile_that_names_one_of_the_kind_is_the_first() -> None:
    answer = compare(Profile(years=5, metro="Denver"), by="metro", top=3, book=BOOK)
    assert answer.first.place.code == "19740"  # Denver's CBSA
    assert (len(answer.cells), answer.of) == (3, AREAS["metro"])
    alone = estimate(Profile(years=5, metro="Denver"), BOOK)
    gap = answer.cells[0].difference.total
    assert gap.dollars == pytest.approx(answer.cells[0].total.p50 - alone.total.p50)


def test_metros_of_one_state() -> None:
    answer = compare(Profile(years=5, state="CA"), by="metro", book=BOOK)
    areas = [row for row in BOOK.csv("oews/areas.csv").rows() if row[2] == "metro"]
    there = {row[0] for row in areas if "CA" in row[1].rpartition(", ")[2].split("-")}
    assert {cell.place.code for cell in answer.cells} == there
    assert "Los Angeles" in " ".join(cell.place.name for cell in answer.cells)


@settings(max_examples=25)
@given(st.sampled_from(RANKED), st.integers(1, 10), st.floats(0, 40))
def test_the_top_ones_are_the_head_of_the_ranking(by: Any, top: int, years: float) -> None:
    if by in ("metro", "state"):
        by = "employer"
    whole = compare(Profile(years=years), by=by, book=BOOK)
    assert compare(Profile(years=years), by=by, top=top, book=BOOK).cells == whole.cells[:top]


def test_more_cells_than_allowed_are_refused_before_they_are_priced() -> None:
    with pytest.raises(UsageError, match=r"2,001 combinations, more than 2,000"):
        grid({"years": list(range(2001))})
    with pytest.raises(UsageError, match="more than 2,000"):
        compare([Profile(years=years) for years in range(6)], by="metro", book=BOOK)
    assert len(grid({"years": list(range(2000))})) == 2000


def test_nothing_to_compare() -> None:
    with pytest.raises(UsageError):
        compare([], book=BOOK)


def test_every_area_once() -> None:
    for kind in ("metro", "nonmetro", "state"):
        changes = every(kind, BOOK)
        assert len({tuple(sorted(map(str, one.items()))) for one in changes}) == AREAS[kind]


def test_the_contract() -> None:
    answer = run(*ASKED, "--spec", "llm", "--json").json
    assert answer["schema"] == "mlsalary/compare/1"
    assert {"cells", "sources", "warnings"} <= set(answer)
    for cell in answer["cells"]:
        assert {"profile", "place", "base", "total", "difference"} <= set(cell)
        assert set(cell["difference"]["base"]) == {"dollars", "percent"}
    jsonschema.validate(answer, json_schema("compare"))


def test_csv_has_the_columns_of_a_batch_and_the_differences() -> None:
    rows = list(csv.DictReader(io.StringIO(run(*ASKED, "--format", "csv").out)))
    assert len(rows) == 2
    assert {"base_p50", "total_p90", "place", "total_difference_percent"} <= set(rows[0])
    assert math.isclose(
        float(rows[0]["total_p50"]) - float(rows[1]["total_p50"]),
        abs(
            float(rows[0]["total_difference_dollars"]) - float(rows[1]["total_difference_dollars"])
        ),
    )


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("--years", "5", "--by", "planet"), "bad_ranking", 2),
        (("--years", "5", "--top", "0"), "usage", 2),
        ((), "years_or_level", 2),
        (("--years", "5", "--metro", "Austin", "--metro", "Sprngfield"), "place_not_found", 3),
        (("--years", "5", "--spec", "llm", "--spec", "lllm"), "spec_not_found", 3),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], code: str, exit_code: int) -> None:
    ran = run("compare", *arguments, "--json")
    assert (ran.code, ran.error["code"]) == (exit_code, code)


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_page_says_first_who_pays_most(width: int) -> None:
    page = run(*ASKED, "--format", "table", terminal=True, width=width).out
    assert max(len(line) for line in page.splitlines()) <= width
    assert page.index("pays most") < page.index("Base  ")
    assert "█" in page
    plain = run(*ASKED).out
    assert not set(plain) & set("█─━│┃")
    assert "1. Pittsburgh" in plain or "1. Austin" in plain


def test_one_warning_for_many_cells() -> None:
    answer = run("compare", "--years", "5", "--by", "metro", "--json").json
    codes = [notice["code"] for notice in answer["warnings"]]
    assert len(codes) == len(set(codes))
    others = f"others of the {AREAS['metro']}"
    assert any(others in notice["message"] for notice in answer["warnings"])
