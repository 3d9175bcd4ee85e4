"""A career from now on."""

from __future__ import annotations

from itertools import pairwise

import jsonschema
import pytest
from cli_run import run
from guide_figures import CAREER
from hypothesis import given, settings
from hypothesis import strategies as st

from mlsalary import Profile, Rulebook, estimate, path
from mlsalary.errors import UsageError
from mlsalary.schemas import json_schema

BOOK = Rulebook.shipped()


def test_rows_run_from_now_to_twenty_and_are_the_estimates() -> None:
    answer = path(Profile(metro="Boston"), BOOK)
    assert [row.years for row in answer.rows] == list(range(21))
    for row in answer.rows[::5]:
        alone = estimate(Profile(years=row.years, metro="Boston"), BOOK)
        assert (row.base, row.total, row.levels) == (alone.base, alone.total, alone.levels)


@pytest.mark.parametrize(
    ("years", "last", "count"),
    [(0, 20, 21), (3, 20, 18), (2.5, 19.5, 18), (18, 23, 6), (60, 60, 1)],
)
def test_how_far_a_path_goes(years: float, last: float, count: int) -> None:
    rows = path(Profile(years=years), BOOK).rows
    assert (rows[0].years, rows[-1].years, len(rows)) == (years, last, count)


@settings(max_examples=20)
@given(st.floats(0, 60))
def test_the_middle_never_falls_and_levels_sum_to_one(years: float) -> None:
    rows = path(Profile(years=years), BOOK).rows
    for before, after in pairwise(rows):
        assert before.base.p50 <= after.base.p50
        assert before.total.p50 <= after.total.p50
    assert all(sum(row.levels.values()) == pytest.approx(1) for row in rows)


@pytest.mark.parametrize("bands", ["reported", "guide"])
def test_the_guides_claim_stands_beside_the_model(bands: str) -> None:
    """By the guide's own bands the low end of its claim is reached, by reported pay neither is."""
    claim = path(Profile(bands=bands), BOOK).claim
    assert [one is not None for one in claim.reached] == [bands == "guide", False]
    said = CAREER["entry_to_senior"]
    years = (said["years_low"], said["years_high"])
    shares = (said["increase_percent_low"] / 100, said["increase_percent_high"] / 100)
    assert (claim.years_low, claim.years_high) == years
    assert (claim.low, claim.high) == pytest.approx(shares)
    assert claim.sources == ("guide-2026",)
    entry = estimate(Profile(years=0, bands=bands), BOOK).base.p50
    for growth, after in zip(claim.modelled, years, strict=True):
        later = estimate(Profile(years=after, bands=bands), BOOK).base.p50
        assert growth.years == after
        assert growth.share == pytest.approx(later / entry - 1)
    for share, reached in zip(shares, claim.reached, strict=True):
        if reached is None:
            assert estimate(Profile(years=20, bands=bands), BOOK).base.p50 < entry * (1 + share)
        else:
            there, before = (
                estimate(Profile(years=n, bands=bands), BOOK).base.p50
                for n in (reached, reached - 1)
            )
            assert before < entry * (1 + share) <= there


def test_the_ladders() -> None:
    ladders = path(Profile(metro="Boston", spec="llm"), BOOK).ladders
    assert [rung.level for rung in ladders if rung.ladder == "management"] == [
        *("lead", "director", "vp", "chief")
    ]
    assert [rung.title for rung in ladders if rung.ladder == "research"] == [
        *("Research Scientist", "Senior Research Scientist", "Distinguished Scientist")
    ]
    for rung in ladders:
        if rung.level is None:
            assert rung.base is rung.total is None
            continue
        alone = estimate(Profile(level=rung.level, metro="Boston", spec="llm"), BOOK)
        assert (rung.base, rung.total) == (alone.base, alone.total)


def test_a_level_is_left_aside_with_a_warning() -> None:
    answer = path(Profile(years=3, level="staff"), BOOK)
    assert answer.rows == path(Profile(years=3), BOOK).rows
    assert answer.warnings[0].code == "level_left_aside"


def test_more_than_a_working_life() -> None:
    with pytest.raises(UsageError):
        path(Profile(years=61), BOOK)


def test_the_contract_and_the_page() -> None:
    asked = ("path", "--metro", "Boston")
    answer = run(*asked, "--json").json
    assert answer["schema"] == "mlsalary/path/1"
    assert {"p25", "p50", "p75"} <= set(answer["rows"][0]["base"])
    jsonschema.validate(answer, json_schema("path"))
    for width in (60, 80, 140):
        page = run(*asked, "--format", "table", terminal=True, width=width).out
        assert max(len(line) for line in page.splitlines()) <= width
        assert page.index("In five years: ") < page.index("Years  ")
        assert "█" in page
    assert "How likely each level" in run(*asked, "--explain").out
    plain = run(*asked).out
    assert not set(plain) & set("█─━")
    rows = run(*asked, "--format", "csv").out.splitlines()
    assert len(rows) == 22


def years_on(*asked: str, form: str = "plain") -> list[float]:
    """The years that have a row on the page."""
    lines = run("path", *asked, "--format", form).out.splitlines()
    return [float(line.split()[0]) for line in lines if line[:1].isdigit() and " base $" in line]


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        ("0", [*range(11), 15, 20]),
        ("5", [5, 6, 7, 8, 9, 10, 15, 20]),
        ("12", [12, 15, 17, 20]),  # 17 is five years on
        ("20", [20, 25]),
        ("2.5", [2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 15.5, 19.5]),
        ("45", [45, 50]),
        ("60", [60]),
    ],
)
def test_the_page_has_every_year_to_ten_then_fives(years: str, shown: list[float]) -> None:
    assert years_on("--years", years) == shown
    rows = run("path", "--years", years, "--json").json["rows"]
    assert years_on("--years", years, "--explain") == [row["years"] for row in rows]


@pytest.mark.parametrize("years", ["0", "5", "20", "45"])
@pytest.mark.parametrize("told", [(), ("--metro", "Berkeley", "--spec", "llm")], ids=len)
def test_a_path_fits_on_one_screen(years: str, told: tuple[str, ...]) -> None:
    page = run("path", "--years", years, *told, "--format", "table", terminal=True, width=80).out
    assert len(page.splitlines()) <= 34


@pytest.mark.parametrize(("years", "ahead"), [(3, "five years"), (58, "two years")])
def test_the_sentence_on_the_years_ahead(years: int, ahead: str) -> None:
    rows = path(Profile(years=years), BOOK).rows
    first, later = rows[0], rows[min(5, len(rows) - 1)]
    said = "; ".join(
        f"{name} ${now.p50 / 1000:.0f}k, {percent}"
        for name, was, now in (
            ("base", first.base, later.base),
            ("total", first.total, later.total),
        )
        for percent in [f"{now.p50 / was.p50 - 1:+.0%}".replace("+0%", "0%")]
    )
    page = run("path", "--years", str(years)).out
    assert f"In {ahead}: {said} (market-wide raises not included)." in page


def test_the_amounts_on_the_page_are_those_of_the_json() -> None:
    asked = ("path", "--years", "4", "--metro", "Boise")
    page = run(*asked).out
    for row in run(*asked, "--json").json["rows"][:7]:
        base, total = (f"${round(row[name]['p50'] / 100) * 100:,}" for name in ("base", "total"))
        (line,) = [one for one in page.splitlines() if one.startswith(f"{row['years']:g} years:")]
        assert f"base {base} (" in line
        assert f"total {total} (" in line


def test_notes_on_a_path() -> None:
    page = run("path", "--metro", "Berkeley", "--employer", "startup").out
    assert "read as Berkeley, CA" in page
    assert "our assumption" in page
