"""``--explain``: which rule owns how much of the spread, and of the middle's doubt, in dollars."""

from __future__ import annotations

import math
import re
from typing import Any

import guide_bands
import pytest
from cli_run import run
from hypothesis import given, settings
from hypothesis import strategies as st
from known_words import SPECS, VOCABULARY

from mlsalary.engine import estimate, explain
from mlsalary.profile import SINGLE, Profile
from mlsalary.render.pages.estimate import components_text
from mlsalary.results import SpreadPart
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.model import Model

BOOK = Rulebook.shipped()
OWN = "2025-05"  # the month in whose money the bands stand
LOW, HIGH = guide_bands.BANDS["senior", None]
ASKED: dict[str, st.SearchStrategy[Any]] = {
    "years": st.floats(0, 40),
    "metro": st.sampled_from((None, "San Jose", "Denver", "Boise")),
    "spec": st.sampled_from(((), *((spec,) for spec in SPECS))),
    **{name: st.sampled_from((None, *VOCABULARY.words[name])) for name in SINGLE},
}


@settings(max_examples=100)
@given(st.builds(Profile, **ASKED))
def test_the_parts_of_the_spread_add_up_to_the_middle_half(profile: Profile) -> None:
    explained = explain(profile, BOOK)
    assert explained.estimate == estimate(profile, BOOK)
    for pay in ("base", "total"):
        whole = getattr(explained.estimate, pay)
        parts = sum(getattr(part, pay) for part in explained.spread)
        assert parts == pytest.approx(whole.p75 - whole.p25, abs=0.01)


def of_base(profile: Profile) -> list[SpreadPart]:
    """The parts that base has; what is not known of the employer spreads the total alone."""
    return [part for part in explain(profile, BOOK).spread if part.base]


def test_a_level_alone_owns_its_band() -> None:
    (part,) = of_base(Profile(level="senior", bands="guide", as_of=OWN))
    assert part.rule == "level"
    assert part.base == pytest.approx(HIGH - LOW)
    # What is reported moves it whole, so that it is as wide in logs.
    (part,) = of_base(Profile(level="senior", as_of=OWN))
    reported = math.exp(Model.of(BOOK).value("levels.reported.senior"))
    assert part.rule == "level"
    assert part.base == pytest.approx((HIGH - LOW) * reported)


def test_a_premium_owns_what_it_adds_to_the_band() -> None:
    level, premium = of_base(Profile(level="senior", spec="llm", bands="guide", as_of=OWN))
    assert (level.rule, premium.rule) == ("level", "specialization")
    # Around the same middle the band alone is as wide as the band times the premium's middle.
    low, high = guide_bands.premium("llm")
    alone = (HIGH - LOW) * math.sqrt(low * high)
    assert level.base == pytest.approx(alone)
    assert premium.base == pytest.approx(HIGH * high - LOW * low - alone)


def test_knowing_the_employer_narrows_and_not_knowing_it_or_the_metro_widens() -> None:
    parts = {p.rule: p.base for p in explain(Profile(years=5, employer="big-tech"), BOOK).spread}
    assert parts["employer"] < 0 < parts["place"]
    years, employer = of_base(Profile(years=5, metro="San Jose"))
    assert (years.rule, employer.rule) == ("years", "employer")
    assert employer.base > 0


def test_a_given_level_has_the_doubt_of_its_band_and_years_have_their_own() -> None:
    """Beside the doubt of all evidence, that it is of another time."""
    model = Model.of(BOOK)
    reported = model.constant("levels.reported.staff")
    assert doubts(level="staff") == {"reported_level": reported.error}
    # By the guide's band: half of what parts it from what is reported there.
    half = pytest.approx(abs(reported.value) / 2)
    assert doubts(level="staff", bands="guide") == {"band_sources": half}
    assert doubts(years=5) == {"level": model.value("doubt.level")}
    # Nobody reported from management: half of the guide's band, which is an open one at the top.
    low, high = guide_bands.BANDS["chief", None]
    assert doubts(level="chief") == {"band": pytest.approx(math.log(high / low) / 2)}


def doubts(**words: Any) -> dict[str, float]:
    """The doubts of base but for that of the time, in the money of the bands."""
    answer = estimate(Profile(as_of=OWN, **words), BOOK)
    found = {name: part.sd for name, part in answer.middle.parts.items()}
    assert found.pop("era") == Model.of(BOOK).value("doubt.era")
    return found


def test_the_page_names_each_owner_in_dollars() -> None:
    asked = ("estimate", "--years", "5", "--metro", "Denver", "--employer", "tech", "--spec", "llm")
    page = run(*asked, "--explain").out
    for words in ("people with as many years", "the premium's own band", "p25 to p75"):
        assert words in page
    assert "the guide against job ads on the premium" in page
    assert run(*asked, "--explain", "--json").out == run(*asked, "--json").out


@pytest.mark.parametrize("years", range(0, 30, 3))
@pytest.mark.parametrize("employer", [None, "big-tech", "enterprise", "startup"])
def test_the_parts_that_are_shown_add_up(years: int, employer: str | None) -> None:
    """To the thousand dollars to which each is rounded, and none is a thousand dollars off."""
    answer = estimate(Profile(years=years, metro="Seattle", employer=employer))
    parts, said = answer.components, components_text(answer).partition(" bonus")[0]
    shown = [1000 * int(amount) for amount in re.findall(r"\$(\d+)k", said)]
    meant = [part for part in (parts.base, parts.equity, parts.bonus) if part]
    assert len(shown) == len(meant)
    assert sum(shown) == round(answer.total.p50, -3)
    assert shown[0] == round(answer.base.p50, -3)
    assert all(abs(one - part) < 1500 for one, part in zip(shown, meant, strict=True))
