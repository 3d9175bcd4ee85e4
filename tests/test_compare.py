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
from mlsalary.figures import short_place
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


@pytest.mark.parametrize("by", RANKED)
@pytest.mark.parametrize(
    "asked",
    [
        Profile(years=5, metro="San Jose", spec="llm", company="Google", degree="phd"),
        Profile(level="senior", state="TX", employer="startup", bands="guide", bls="2024"),
        Profile(years="3-5", title="Staff Research Scientist", premiums="measured"),
    ],
)
def test_every_cell_of_a_ranking_is_the_estimate_of_its_profile(by: Any, asked: Profile) -> None:
    for cell in compare(asked, by=by, top=12, book=BOOK).cells:
        alone = estimate(cell.profile, BOOK)
        assert (cell.base, cell.total, cell.place.code) == (
            alone.base,
            alone.total,
            alone.place.code,
        )


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
        (("--years", "5", "--by", "level", "--level", "mid", "--level", "lead"), "bad_ranking", 2),
        (
            ("--years", "5", "--by", "metro", "--metro", "Boise", "--metro", "Austin"),
            "bad_ranking",
            2,
        ),
        (
            ("--years", "5", "--by", "state", "--metro", "Boise", "--metro", "Austin"),
            "bad_ranking",
            2,
        ),
        (("--years", "5", "--by", "state", "--metro", "Nowhereville"), "place_not_found", 3),
        (("--years", "5", "--top", "0"), "bad_number", 2),
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
    assert "pays most: $" in page
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


def screen(*asked: str, width: int = 80) -> list[str]:
    return run(*asked, "--format", "table", terminal=True, width=width).out.splitlines()


def hundreds(amount: float) -> str:
    return f"${round(amount / 100) * 100:,}"


WIDE = ("--spec", "llm", "--company", "Google", "--degree", "phd", "--metro", "Denver")


@pytest.mark.parametrize("by", RANKED)
@pytest.mark.parametrize("told", [(), WIDE], ids=["years", "much"])
def test_a_ranking_fits_on_one_screen(by: str, told: tuple[str, ...]) -> None:
    lines = screen("compare", "--years", "5", "--by", by, *told)
    assert len(lines) <= 34
    assert max(map(len, lines)) <= 80


def test_a_ranking_shows_twenty_rows_and_says_how_to_see_all() -> None:
    asked = ("compare", "--years", "5", "--by", "metro")
    of = AREAS["metro"]
    cells = run(*asked, "--json").json["cells"]
    assert len(cells) == len(run(*asked, "--format", "csv").out.splitlines()) - 1 == of
    for form in ("table", "plain", "markdown"):
        page = run(*asked, "--format", form).out
        assert f"20 of {of} shown; --top {of} shows all" in page
        assert short_place(cells[19]["place"]["name"]) in page
        assert short_place(cells[20]["place"]["name"]) not in page
    told = run(*asked, "--top", "25").out
    assert f"25 of {of} shown" in told
    assert len(run(*asked, "--top", "25", "--json").json["cells"]) == 25
    assert "shown" not in run(*asked, "--top", str(of)).out


def test_what_it_is_compared_with_has_a_row_with_its_rank() -> None:
    asked = ("compare", "--years", "5", "--metro", "Denver", "--by", "metro")
    cells = run(*asked, "--json").json["cells"]
    rank = 1 + [cell["place"]["code"] for cell in cells].index("19740")
    assert rank > 20
    assert f"{rank}. Denver, CO: base" in run(*asked).out
    assert any(line.startswith("  Denver, CO ") for line in screen(*asked))


@pytest.mark.parametrize("by", ["metro", "level", "spec"])
def test_every_amount_on_the_page_is_the_rounded_one_of_the_json(by: str) -> None:
    asked = ("compare", "--years", "5", "--by", by)
    cells = run(*asked, "--json").json["cells"][:20]
    lines = [line for line in screen(*asked) if line.count("$") >= 3 and "%" in line]
    assert len(lines) == len(cells)
    for line, cell in zip(lines, cells, strict=True):
        pay = [hundreds(cell[name]["p50"]) for name in ("base", "total")]
        assert [word for word in line.split() if word.startswith("$")][:1] == pay[:1]
        assert pay[1] in line.split()
        assert f"{cell['difference']['total']['percent']:+.0f}%".replace("+0%", "0%") in line


def test_a_row_is_a_line_and_full_names_are_for_explain() -> None:
    asked = ("compare", "--years", "5", "--by", "metro", "--top", "5")
    page = "\n".join(screen(*asked))
    assert "San Jose, CA " in page
    assert "Sunnyvale" not in page
    assert "San Jose-Sunnyvale-Santa Clara, CA" in run(*asked, "--explain").out
    assert "Half of comparable people" in run(*asked, "--explain").out


def test_notes_and_what_is_assumed_stand_on_the_page() -> None:
    page = run("compare", "--years", "5", "--metro", "Berkeley", "--metro", "Boise").out
    assert "read as Berkeley, CA" in page
    page = run("compare", "--years", "5", "--employer", "startup", "--employer", "tech").out
    assert "Our assumption, without reported pay: startup." in page
    page = run("compare", "--years", "5", "--spec", "llm", "--spec", "cv").out
    assert "--premiums measured" in page
    # BLS publishes neither occupation for Hanford, so that its state stands in.
    page = run("compare", "--years", "5", "--metro", "Hanford, CA", "--metro", "Boise").out
    assert "Less certain: Hanford-Corcoran, CA." in page


def test_amounts_of_two_months_are_in_the_dollars_of_each() -> None:
    asked = ("compare", "--years", "5", "--as-of", "2024-05", "--as-of", "2025-05")
    answer = run(*asked, "--json").json
    assert [cell["dollars"] for cell in answer["cells"]] == ["2025-05", "2024-05"]
    assert "months_differ" in {notice["code"] for notice in answer["warnings"]}
    page = run(*asked).out
    assert "May 2024 to May 2025: total from" in page
    assert "in the dollars of each month" in page
    before, after = (
        estimate(Profile(years=5, as_of=month), BOOK).total.p50 for month in ("2024-05", "2025-05")
    )
    assert f"from ${before / 1000:.0f}k to ${after / 1000:.0f}k ({after / before - 1:+.0%})" in page


def test_one_profile_is_told_how_to_compare() -> None:
    ran = run("compare", "--years", "5", "--metro", "Boston")
    assert ran.code == 0
    assert ran.out.startswith("1 profile ")
    assert "give an option twice to compare" in ran.out
    assert "Compared with" not in ran.out


def test_short_names_part_all_areas() -> None:
    rows = [row for row in BOOK.csv("oews/areas.csv").rows() if row[2] in ("metro", "nonmetro")]
    assert len({short_place(row[1]) for row in rows}) == len(rows)
    # Where a city's own name has a hyphen, the title is not parted there.
    for city in BOOK.toml("places.toml")["titles"]["hyphenated"]:
        for row in rows:
            if row[1].startswith(city):
                assert short_place(row[1]).startswith(city)
    assert short_place("Nashville-Davidson--Murfreesboro--Franklin, TN") == "Nashville, TN"
    assert short_place("Louisville/Jefferson County, KY-IN") == "Louisville, KY"
    assert short_place("California") == "California"


def test_a_ranking_of_several_levels_counts_metros_and_names_the_level_in_each_row() -> None:
    ran = run("compare", "--by", "metro", "--level", "mid", "--level", "senior", "--top", "4")
    metros = sum(row[2] == "metro" for row in BOOK.csv("oews/areas.csv").rows())
    assert ran.out.startswith(f"{metros} metros · mid and senior.")
    rows = [line for line in ran.out.splitlines() if line[:2] in ("1.", "2.", "3.", "4.")]
    assert len(rows) == 4
    assert all(" senior · " in row or " mid · " in row for row in rows)
    assert f"4 of {2 * metros} rows shown" in ran.out


def test_a_ranking_of_levels_keeps_the_years() -> None:
    ran = run("compare", "--by", "level", "--years", "5", "--years", "9")
    assert ran.out.startswith("8 levels · 5 years and 9 years")
    cells = run("compare", "--by", "level", "--years", "5", "--json").json["cells"]
    for cell in cells:
        alone = run("estimate", "--level", cell["profile"]["level"], "--years", "5", "--json").json
        assert cell["base"]["p50"] == pytest.approx(alone["base"]["p50"])


def test_states_are_compared_with_that_of_the_metro() -> None:
    answer = run("compare", "--by", "state", "--years", "5", "--metro", "Seattle", "--json").json
    assert answer["first"]["profile"]["state"] == "WA"
    assert answer["first"]["profile"]["metro"] is None
    assert (
        answer["cells"]
        == run("compare", "--by", "state", "--years", "5", "--state", "WA", "--json").json["cells"]
    )


def test_states_are_counted_with_the_territories() -> None:
    ran = run("compare", "--by", "state", "--years", "5", "--top", "3")
    states = sum(row[2] == "state" for row in BOOK.csv("oews/areas.csv").rows())
    assert ran.out.startswith(f"{states} states and territories · 5 years.")
