"""Worked examples: the arithmetic stands in tests/cases/ beside each expected figure."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from mlsalary import Profile, estimate

CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_the_arithmetic_of_the_case_is_the_answer(case: dict[str, Any]) -> None:
    """To the dollar and a half: the written arithmetic is rounded to the dollar or finer."""
    answer = estimate(Profile(**case["profile"]))
    for pay in ("base", "total"):
        for percentile, amount in case.get(pay, {}).items():
            assert getattr(getattr(answer, pay), percentile) == pytest.approx(amount, abs=1.5)
