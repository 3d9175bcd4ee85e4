"""Worked examples from the guide's bands alone: no place, no fitted constant stands in them.

The guide's figures are those of their second typing; BLS's, the adverts' and the months' are typed
here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import pytest
from guide_bands import BANDS, premium
from guide_figures import PERCENTILES

from mlsalary import Profile, estimate

# How far p75 and p90 of a normal distribution lie from its middle, in standard deviations.
Z75, Z90 = (NormalDist().inv_cdf(share) for share in (0.75, 0.9))


def assert_band(low: float, high: float, **words: Any) -> None:
    """A band is the middle half of a log-normal distribution around sqrt(low x high)."""
    middle, tail = math.sqrt(low * high), (high / low) ** (Z90 / (2 * Z75))
    wanted = (middle / tail, low, middle, high, middle * tail)
    assert tuple(estimate(Profile(**words)).base) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize(("level", "degree"), BANDS)
def test_a_level_is_the_guides_band(level: str, degree: str | None) -> None:
    assert_band(*BANDS[level, degree], level=level, degree=degree)


@pytest.mark.parametrize("spec", ["llm", "cv", "mlops"])
@pytest.mark.parametrize(("level", "degree"), BANDS)
def test_each_end_takes_its_end_of_the_premium(spec: str, level: str, degree: str | None) -> None:
    low, high = (one * by for one, by in zip(BANDS[level, degree], premium(spec), strict=True))
    assert_band(low, high, level=level, degree=degree, spec=spec)


def test_of_two_specializations_the_higher_middle_counts_and_is_not_multiplied() -> None:
    by = max((premium("mlops"), premium("llm")), key=math.prod)
    low, high = (one * factor for one, factor in zip(BANDS["mid", None], by, strict=True))
    assert_band(low, high, level="mid", spec=["mlops", "llm"])


def test_measured_premiums_are_the_adverts_without_a_width_of_their_own() -> None:
    low, high = BANDS["mid", None]  # aimarketpulse: LLM +2 % (standard error 3)
    assert_band(low * 1.02, high * 1.02, level="mid", spec="llm", premiums="measured")


# BLS OEWS, May 2025: p50, p75 and p90.
SCIENTISTS, DEVELOPERS = (120_230, 158_880), (135_980, 171_980, 214_670)


@pytest.mark.parametrize(
    ("level", "occupation", "pegs", "now"),
    [
        ("entry", "15-2051", ("p50", "p75"), SCIENTISTS),
        ("mid", "15-1252", ("p50", "p75"), DEVELOPERS[:2]),
        ("senior", "15-1252", ("p90", "p90"), DEVELOPERS[2:] * 2),
        ("staff", "15-1252", ("p90", "p90"), DEVELOPERS[2:] * 2),
        ("director", "15-1252", ("p90", "p90"), DEVELOPERS[2:] * 2),
    ],
)
def test_another_release_moves_each_end_with_its_peg(
    level: str, occupation: str, pegs: Sequence[str], now: Sequence[float]
) -> None:
    then = [PERCENTILES[occupation]["annual"][peg] for peg in pegs]
    ends = zip(BANDS[level, None], now, then, strict=True)
    low, high = (end * peg_now / peg_then for end, peg_now, peg_then in ends)
    assert_band(low, high, level=level, bls="2025")


def test_money_of_another_month() -> None:
    low, high = BANDS["senior", None]  # aging: 1 dollar of 2021 is 1.136 of May 2025
    assert_band(low / 1.136, high / 1.136, level="senior", as_of="2021-06")
