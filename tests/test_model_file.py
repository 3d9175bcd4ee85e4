"""model.toml as `mlsalary fit` writes it: figures change, what people wrote around them stays."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from mlsalary.evaluation.fit.writing import text
from mlsalary.rulebook import shipped_folder

BEFORE = (shipped_folder() / "model.toml").read_text(encoding="utf-8")
COMMENTS = [line for line in BEFORE.splitlines() if line.startswith("#")]


def table() -> dict[str, Any]:
    return tomllib.loads(BEFORE)


def slope(of: dict[str, Any]) -> None:
    of["levels"]["slope"] = {"value": 2.5}


def metros(of: dict[str, Any]) -> None:
    of["place"]["metro"] = [{"code": "12420", "reports": 3, "log_factor": 0.1, "error": 0.2}] * 2


def none(of: dict[str, Any]) -> None:
    del of["place"]["metro"]


def employer(of: dict[str, Any]) -> None:
    of["employer"]["lab"] = of["employer"]["tech"]
    of["fitted"]["rows"]["base"] = 3
    of["sources"] = ["own-reported-pay"]


def test_the_same_figures_are_the_same_bytes() -> None:
    assert text(BEFORE, table()) == BEFORE


@pytest.mark.parametrize("change", [slope, metros, none, employer])
def test_other_figures_stand_in_the_same_file(change: Any) -> None:
    wanted = table()
    change(wanted)
    found = text(BEFORE, wanted)
    assert tomllib.loads(found) == wanted
    assert [line for line in found.splitlines() if line.startswith("#")] == COMMENTS
    assert text(found, wanted) == found
    assert text(found, table()).splitlines()[:12] == BEFORE.splitlines()[:12]


def test_a_constant_stands_on_one_line() -> None:
    wanted = table()
    wanted["levels"]["slope"] = {"value": 2.5, "error": 0.25, "kind": "assumed"}
    line = 'slope = { value = 2.5, error = 0.25, kind = "assumed" }'
    assert line in text(BEFORE, wanted).splitlines()
