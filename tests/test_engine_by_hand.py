"""Parts of an estimate whose arithmetic is small enough to do by hand, from the data files."""

from __future__ import annotations

import csv
import math
from typing import Any

import pytest
from guide_bands import BANDS, MEANS, premium
from pinned_data import ROOT

from mlsalary import Profile, estimate
from mlsalary.errors import NotFoundError
from mlsalary.results import Crosscheck, Estimate
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
with (ROOT / "data/oews/wages.csv").open(encoding="utf-8", newline="") as _file:
    WAGES = {(row["area"], row["occupation"]): row for row in csv.DictReader(_file)}
AUSTIN, FEW = "12420", "11640"  # Arecibo has no figures for data scientists


def asked(**words: Any) -> Estimate:
    return estimate(Profile(**words), BOOK)


def checks(answer: Estimate) -> dict[str, Crosscheck]:
    return {one.name: one for one in answer.crosschecks}


@pytest.mark.parametrize(("level", "spec"), [("mid", "llm"), ("senior", "cv"), ("staff", None)])
def test_the_guide_alone_is_its_band_times_its_premium(level: str, spec: str | None) -> None:
    low, high = BANDS[level, None]
    less, more = premium(spec) if spec else (1.0, 1.0)
    found = next(iter(asked(level=level, spec=spec, metro="Austin", premiums="guide").crosschecks))
    middle = math.sqrt(low * high * less * more)
    assert (found.p25, found.p50, found.p75) == pytest.approx((low * less, middle, high * more))
    assert "guide-2026" in found.sources


def test_the_figures_of_bls_are_those_of_the_place() -> None:
    here = checks(asked(years=5, metro="Austin"))
    nation = checks(asked(years=5))
    for occupation, name in (("15-2051", "data scientists"), ("15-1252", "software developers")):
        for area, found in (
            (AUSTIN, here[f"BLS {name} here"]),
            ("US", nation[f"BLS {name} nationwide"]),
        ):
            row = WAGES[area, occupation]
            figures = tuple(float(row[percentile]) for percentile in ("p25", "p50", "p75"))
            assert (found.p25, found.p50, found.p75) == figures


def test_what_bls_does_not_publish_is_said() -> None:
    assert (FEW, "15-2051") not in WAGES or not WAGES[FEW, "15-2051"]["p50"]
    found = checks(asked(years=5, metro=f"cbsa:{FEW}"))["BLS data scientists here"]
    assert (found.p25, found.p50, found.p75) == (None, None, None)
    assert found.note == "Not published for this area."


def test_each_source_of_a_place_stands_alone_beside_the_estimate() -> None:
    """The guide has wages of some metros, BLS of nearly all; the nation is no place."""
    assert AUSTIN in MEANS
    assert {"Place by guide alone", "Place by BLS alone"} <= checks(
        asked(years=5, metro="Austin")
    ).keys()
    other = asked(years=5, metro="Boise, ID")
    assert other.place.code not in MEANS
    assert {name for name in checks(other) if name.startswith("Place by")} == {"Place by BLS alone"}
    assert not any(name.startswith("Place by") for name in checks(asked(years=5)))
    place = next(one for one in asked(years=5, metro="Austin").steps if one.rule == "place")
    assert {"guide-2026", "bls-oews-2025"} <= set(place.sources)
    place = next(one for one in other.steps if one.rule == "place")
    assert "bls-oews-2025" in place.sources


@pytest.mark.parametrize("words", [{}, {"employer": "big-tech"}, {"employer": "startup"}])
def test_steps_to_the_total_end_at_the_total(words: dict[str, Any]) -> None:
    answer = asked(years=7, metro="Seattle", **words)
    reached = answer.base.p50
    for step in answer.total_steps:
        reached *= step.factor
        assert step.base == pytest.approx(reached)
    assert reached == pytest.approx(answer.total.p50)
    bonus = answer.total_steps[-1]
    assert (bonus.rule, bonus.low, bonus.high) == ("bonus", bonus.factor, bonus.factor)
    parts = answer.components
    assert parts.base + parts.equity + parts.bonus == pytest.approx(answer.total.p50)


def test_the_nation_moves_nothing() -> None:
    place = next(one for one in asked(years=5).steps if one.rule == "place")
    assert (place.low, place.factor, place.high) == (1, 1, 1)


@pytest.mark.parametrize("metro", ["Austin", "Boise, ID", "Tulsa"])
def test_a_places_step_spans_what_each_of_its_sources_says(metro: str) -> None:
    answer = asked(years=5, metro=metro)
    place = next(one for one in answer.steps if one.rule == "place")
    alone = [
        one.p50 / answer.base.p50 * place.factor
        for name, one in checks(answer).items()
        if name.startswith("Place by") and one.p50
    ]
    assert alone
    assert place.low <= min(*alone, place.factor) + 1e-9
    assert place.high == pytest.approx(max(*alone, place.factor))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ({"metro": "Mountain View"}, [("metro", True)]),
        ({"metro": "Mountain View", "state": "California"}, [("metro", True), ("state", False)]),
        ({"state": "California"}, [("state", False)]),
        ({"metro": "Austin-Round Rock-San Marcos, TX"}, []),
    ],
)
def test_how_a_place_was_read_is_said_once(
    words: dict[str, Any], read: list[tuple[str, bool]]
) -> None:
    rows = [one for one in asked(years=5, **words).read if one.field in ("metro", "state")]
    assert [(one.field, one.note is not None) for one in rows] == read


def test_a_release_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(NotFoundError, match=r"no BLS release .*Available: .*2025") as refused:
        asked(years=5, bls="2019")
    assert refused.value.code == "release_not_found"
    assert "2025" in refused.value.suggestions
