"""How far such answers miss, as an answer says it: the row of data/accuracy.toml."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_run import run

from mlsalary import Profile, estimate
from mlsalary.engine.accuracy import FILE, SCORED, sum_of_scored
from mlsalary.results import Accuracy
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import build_accuracy as script  # noqa: E402  (scripts/ is no package)

BOOK = Rulebook.shipped()
TABLE = BOOK.toml(FILE)
HUB, ELSEWHERE = "San Jose", "Tulsa"


def row(*told: str, place: str | None = None) -> dict[str, Any]:
    (found,) = (
        one for one in TABLE["row"] if set(one["told"]) == set(told) and one.get("place") == place
    )
    return dict(found)


@pytest.mark.parametrize(
    ("asked", "told", "place"),
    [
        ({"years": 5}, ["years"], None),
        ({"years": 5, "metro": HUB}, ["years"], "hubs"),
        ({"years": 5, "metro": ELSEWHERE}, ["years"], "elsewhere"),
        ({"years": 5, "state": "Ohio"}, ["years"], None),  # nobody was asked for a state alone
        ({"level": "mid", "metro": HUB}, ["level"], "hubs"),
        ({"years": 5, "level": "mid"}, ["years", "level"], None),
        ({"years": 5, "employer": "tech"}, ["years", "kind"], None),
        ({"years": 5, "company": "Google"}, ["years", "company"], None),
        ({"level": "L5", "company": "Google", "metro": HUB}, ["level", "company"], "hubs"),
        ({"years": 5, "company": "Spotify"}, ["years", "kind"], None),  # no effect of its own
        ({"years": 5, "company": "Nobody's Garage"}, ["years"], None),
        ({"years": 5, "spec": "llm", "degree": "phd"}, ["years"], None),
    ],
)
def test_the_row_of_what_is_told(asked: dict[str, Any], told: list[str], place: str | None) -> None:
    wanted = row(*told, place=place)
    answer = estimate(Profile(**asked))
    assert answer.accuracy == Accuracy(
        wanted["base"], wanted["total"], wanted["reports"], TABLE["until"]
    )
    assert f"Typical miss {100 * wanted['base']:.0f}% base" in answer.rests_on


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"years": 5, "employer": "startup"}, "startup"),
        ({"years": 5, "employer": "lab"}, "too few reports"),
        ({"years": 5, "employer": "public-sector"}, "too few reports"),
        ({"level": "director"}, "director"),
        ({"level": "mid", "bands": "guide"}, "guide's own bands"),
        ({"years": 5, "company": "Netflix"}, "Netflix"),  # left out: it pays in cash
        ({"years": 5, "company": "Jane Street"}, "Jane Street"),
    ],
)
def test_none_where_nobody_reported_the_like(asked: dict[str, Any], says: str) -> None:
    answer = estimate(Profile(**asked))
    assert answer.accuracy is None
    assert says in answer.rests_on
    assert "Typical miss" not in answer.rests_on


@pytest.mark.parametrize("file", SCORED)
def test_none_for_figures_that_were_not_scored(file: str) -> None:
    other = BOOK.replaced(file, {**BOOK.toml(file), "note": "another"})
    answer = estimate(Profile(years=5), other)
    assert answer.accuracy is None
    assert "not measured with these figures" in answer.rests_on


def test_what_would_narrow_it() -> None:
    more = row("years", "level", "company", place="hubs")
    said = estimate(Profile(years=5)).rests_on
    percents = f"{100 * more['base']:.0f}%, {100 * more['total']:.0f}%"
    assert f"({percents} if you add metro, company and level)" in said
    told = Profile(years=5, level="L5", company="Google", metro=HUB)
    assert "if you add" not in estimate(told).rests_on
    # Where base gains nothing and the total much, it is said too.
    little, much = row("level", place="elsewhere"), row("level", "company", place="elsewhere")
    shown = [[round(100 * row[pay]) for row in (little, much)] for pay in ("base", "total")]
    assert shown[0][0] == shown[0][1]
    assert shown[1][0] > shown[1][1]
    elsewhere = estimate(Profile(level="mid", metro=ELSEWHERE)).rests_on
    percents = f"{100 * much['base']:.0f}%, {100 * much['total']:.0f}%"
    assert f"({percents} if you add company)" in elsewhere
    nobody = estimate(Profile(years=5, level="mid", company="Nobody's Garage", metro=HUB))
    assert "if you add kind of employer)" in nobody.rests_on


@pytest.mark.parametrize(
    ("month", "later"), [("2018-06", False), ("2024-05", False), ("2024-06", True), (None, True)]
)
def test_what_pay_did_since_the_last_report_is_said_to_be_left_out(
    month: str | None, later: bool
) -> None:
    answer = estimate(Profile(years=5, as_of=month))
    assert (", carried forward." in answer.rests_on) == later
    assert ("How pay has moved since is not in it." in answer.left_out) == later


def test_of_a_premium_that_is_not_asked_for_nothing_is_said() -> None:
    assert "premium" in estimate(Profile(years=5, spec="llm")).left_out
    assert "premium" not in estimate(Profile(years=5, spec="llm", premiums="none")).left_out


def test_what_it_rests_on_is_said() -> None:
    said = estimate(Profile(years=5)).rests_on
    reports = BOOK.toml("model.toml")["fitted"]["rows"]["base"]
    assert TABLE["reports"] == reports
    assert f"BLS May 2025 and {reports:,} pay reports to May 2024" in said


def test_the_file_is_of_the_shipped_model() -> None:
    assert TABLE["rulebook"] == sum_of_scored(BOOK)
    assert tuple(TABLE["sources"]) == Model.of(BOOK).sources
    assert TABLE["until"] == BOOK.toml("model.toml")["fitted"]["end"]


def test_more_told_never_costs_much() -> None:
    """On other people than those of the fit more facts may miss a little more, by chance."""
    for told in _subsets():
        for place in (None, "hubs", "elsewhere"):
            with_level = row(*told, "level", place=place)
            assert with_level["base"] <= row(*told, place=place)["base"] + 0.005


def _subsets() -> Iterator[list[str]]:
    yield from (["years"], ["years", "kind"], ["years", "company"])


def test_json_has_the_four_keys_of_the_contract() -> None:
    found = run("estimate", "--years", "5", "--json").json
    assert set(found["accuracy"]) == {"base", "total", "reports", "until"}
    assert (
        run("estimate", "--years", "5", "--employer", "startup", "--json").json["accuracy"] is None
    )
    assert not {"rests_on", "left_out"} & set(found)


def test_every_page_of_an_answer_says_it() -> None:
    for line in (
        ("estimate", "--years", "5"),
        ("offer", "--years", "5", "--base", "180k", "--explain"),
        ("offer", "--years", "5", "--posted", "130k-200k", "--explain"),
        ("brief", "--years", "5"),
    ):
        ran = run(*line, "--format", "plain")
        assert "Typical miss" in " ".join(ran.out.split()), line


@pytest.mark.thorough("test_the_estimates_are_as_right_as_they_should_be")
def test_the_file_is_what_the_reports_say(
    reported_pay: Path, more_reported_pay: list[Path]
) -> None:
    text = script.scored([str(path) for path in (reported_pay, *more_reported_pay)], BOOK)
    assert text == BOOK.path(FILE).read_text(encoding="utf-8")
