"""One rule body for one row and for many: every kind of table against the single estimate."""

from __future__ import annotations

import math
from typing import Any

import pytest
from priced_rows import PAY, SAID, Scalar, rows

import mlsalary
from mlsalary.rulebook import Rulebook

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")
pytest.importorskip("pyarrow")

BOOK = Rulebook.shipped()  # one for all tests: the places that can be told beforehand take seconds
SCALAR = Scalar()


def frame(made: list[dict[str, Any]]) -> Any:
    kinds = {name: pl.Float64 if name == "years" else pl.String for name in made[0]}
    return pl.DataFrame(made, schema=kinds)


def assert_like_scalar(priced: list[dict[str, Any]], made: list[dict[str, Any]]) -> None:
    """Amounts within 1e-9 before rounding and equal to the dollar after it; words equal."""
    assert len(priced) == len(made)
    for got, row in zip(priced, made, strict=True):
        single = SCALAR.of(row)
        if "refused" in single:
            assert got["base_p50"] is None, (row, got, single)
            continue
        for name in PAY:
            assert math.isclose(got[name], single[name], rel_tol=1e-9), (row, name)
            assert round(got[name]) == round(single[name]), (row, name)
        assert [got[name] for name in SAID] == [single[name] for name in SAID], row


def test_a_table_in_memory_accepts_and_refuses_what_a_single_estimate_does() -> None:
    made = rows(20_000, seed=1)
    priced = mlsalary.estimate_frame(frame(made), book=BOOK, fallback=None).to_dicts()
    assert_like_scalar(priced, made)
    for got, row in zip(priced, made, strict=True):
        if "refused" in SCALAR.of(row):
            assert got["warnings"] == SCALAR.of(row)["refused"], row
