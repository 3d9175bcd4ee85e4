"""What must always hold of an estimate, whatever is asked (design: eight properties)."""

from __future__ import annotations

import itertools
import math
import sys
from dataclasses import replace
from typing import Any

import pytest
from guide_bands import premium
from hypothesis import given, settings
from hypothesis import strategies as st
from known_words import LEVELS, MANAGEMENT, RUNGS, SPECS, VOCABULARY
from raised_book import Raised

from mlsalary.engine import estimate, price
from mlsalary.profile import SINGLE, Profile
from mlsalary.results import Estimate
from mlsalary.rulebook import Rulebook

BOOK = Rulebook.shipped()
PLACES = ("San Jose", "Boise", "94043", "cbsa:38300", "TX", "3100001", "remote", "Guam", None)
CENT = 0.01

years = st.floats(0, 60, allow_nan=False)
words: dict[str, st.SearchStrategy[Any]] = {
    "metro": st.sampled_from(PLACES),
    "spec": st.sets(st.sampled_from(tuple(SPECS))).map(tuple),
    **{
        name: st.sampled_from((None, *VOCABULARY.words[name])) for name in SINGLE if name != "level"
    },
    "premiums": st.sampled_from(("guide", "measured", "none")),
    "as_of": st.sampled_from((None, "2018-06", "2022-07", "2025-05", "2027-01")),
    "bls": st.sampled_from((None, "2024", "2025")),
}
levels_or_years = st.one_of(
    st.fixed_dictionaries({"years": years}),
    st.fixed_dictionaries({"level": st.sampled_from(tuple(LEVELS))}),
    st.fixed_dictionaries({"level": st.sampled_from(tuple(LEVELS)), "years": years}),
)
profiles = st.builds(
    lambda who, rest: Profile(**who, **rest), levels_or_years, st.fixed_dictionaries(words)
)


def priced(**words: Any) -> Estimate:
    return estimate(Profile(**words), BOOK)


@settings(max_examples=300)
@given(profiles)
def test_percentiles_rise_and_base_never_passes_total(profile: Profile) -> None:
    answer = estimate(profile, BOOK)
    for pay in (answer.base, answer.total):
        assert all(math.isfinite(amount) and amount > 0 for amount in pay)
        assert list(pay) == sorted(pay)
    for base, total in zip(answer.base, answer.total, strict=True):
        assert base <= total * (1 + 1e-12)


@settings(max_examples=200)
@given(profiles)
def test_a_price_is_an_estimate_without_its_words(profile: Profile) -> None:
    alone, whole = price(profile, BOOK), estimate(profile, BOOK)
    assert alone._asdict() == {name: getattr(whole, name) for name in alone._fields}


@settings(max_examples=200)
@given(profiles)
def test_the_steps_multiply_to_the_middle(profile: Profile) -> None:
    answer = estimate(profile, BOOK)
    for steps, middle in ((answer.steps, answer.base.p50), (answer.total_steps, answer.total.p50)):
        assert steps[0].factor == 1
        product = steps[0].base * math.prod(step.factor for step in steps)
        assert product == pytest.approx(middle, abs=CENT)
        assert steps[-1].base == pytest.approx(middle, abs=CENT)
        for before, step in itertools.pairwise(steps):
            assert before.base * step.factor == pytest.approx(step.base, abs=CENT)
    for known, pay in ((answer.middle, answer.base), (answer.total_middle, answer.total)):
        assert known.low <= pay.p50 <= known.high
        assert sum(part.share for part in known.parts.values()) == pytest.approx(1)
    assert sum(answer.levels.values()) == pytest.approx(1)


@settings(max_examples=300)
@given(profiles, st.sampled_from((None, "Google", "Netflix", "Jane Street", "Shopify", "Walmart")))
def test_base_equity_and_bonus_add_up_to_the_total(profile: Profile, company: str | None) -> None:
    """To the last bits of a sum of three; none is below 0, nor -0.0."""
    answer = estimate(replace(profile, company=company), BOOK)
    parts = answer.components
    assert parts.base == answer.base.p50
    amounts = (parts.base, parts.equity, parts.bonus)
    assert math.fsum(amounts) == pytest.approx(answer.total.p50, rel=4 * sys.float_info.epsilon)
    assert all(math.copysign(1, amount) > 0 for amount in amounts)
    if not parts.equity + parts.bonus:
        assert answer.total.p50 == answer.base.p50


@settings(max_examples=200)
@given(years, years, st.fixed_dictionaries(words))
def test_more_years_never_lower_the_middle(one: float, other: float, rest: dict[str, Any]) -> None:
    fewer, more = sorted((one, other))
    less, much = priced(years=fewer, **rest), priced(years=more, **rest)
    assert less.base.p50 <= much.base.p50 * (1 + 1e-12)
    assert less.total.p50 <= much.total.p50 * (1 + 1e-12)


@settings(max_examples=100)
@given(st.sampled_from((RUNGS, MANAGEMENT)), st.fixed_dictionaries(words))
def test_a_higher_level_of_a_ladder_never_lowers_the_middle(
    ladder: tuple[str, ...], rest: dict[str, Any]
) -> None:
    answers = [priced(level=level, **rest) for level in ladder]
    for lower, higher in itertools.pairwise(answers):
        assert lower.base.p50 <= higher.base.p50
        assert lower.total.p50 <= higher.total.p50


@settings(max_examples=60)
@given(profiles)
def test_a_known_employer_narrows_and_order_of_specs_is_nothing(profile: Profile) -> None:
    answer = estimate(profile, BOOK)
    turned = profile.to_dict() | {"spec": list(reversed(profile.specs))}
    assert estimate(Profile(**turned), BOOK).to_dict() == answer.to_dict()
    unknown = estimate(Profile(**(profile.to_dict() | {"employer": None})), BOOK)
    spread = answer.base.p75 / answer.base.p25
    assert spread <= unknown.base.p75 / unknown.base.p25 * (1 + 1e-12)


@settings(max_examples=25)
@given(
    st.sampled_from(("41940", "14260", "0100001", "06", "48")),
    st.floats(1.0, 2.0),
    st.sampled_from((3.0, 12.0)),
)
def test_raising_an_areas_wage_never_lowers_its_pay(code: str, raised: float, years: float) -> None:
    before = estimate(Profile(years=years, metro=_typed(code)), BOOK)
    after = estimate(Profile(years=years, metro=_typed(code)), Raised(code, raised))
    assert after.base.p50 >= before.base.p50 * (1 - 1e-12)
    assert after.total.p50 >= before.total.p50 * (1 - 1e-12)


@settings(max_examples=25)
@given(st.floats(0.25, 0.9), st.sampled_from(("mid", "staff")))
def test_a_higher_premium_never_lowers_the_middle(high: float, level: str) -> None:
    name = "guide/specializations.toml"
    table = BOOK.toml(name)
    rows = [row | {"high": high} if row["id"] == "llm" else row for row in table["row"]]
    book = BOOK.replaced(name, table | {"row": rows})
    raised = estimate(Profile(level=level, spec="llm"), book).base.p50
    usual = priced(level=level, spec="llm").base.p50
    assert (raised >= usual) == (1 + high >= premium("llm")[1])


def _typed(code: str) -> str:
    return {"06": "California", "48": "Texas"}.get(code, code if len(code) > 5 else f"cbsa:{code}")
