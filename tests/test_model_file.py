"""model.toml as `mlsalary fit` writes it: figures change, what people wrote around them stays."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from mlsalary.evaluation.fit.writing import text
from mlsalary.rulebook import shipped_folder
from mlsalary.rulebook.checks.check import problems
from mlsalary.rulebook.model import RUNGS

BEFORE = (shipped_folder() / "model.toml").read_text(encoding="utf-8")
COMMENTS = [line for line in BEFORE.splitlines() if line.startswith("#")]


def table() -> dict[str, Any]:
    return tomllib.loads(BEFORE)


def slope(of: dict[str, Any]) -> None:
    of["levels"]["slope"] = {"value": 2.5}


def metros(of: dict[str, Any]) -> None:
    row = {"code": "12420", "reports": 3, "counts": 2.5, "log_factor": 0.1, "error": 0.2}
    of["place"]["metro"] = [row] * 2


def none(of: dict[str, Any]) -> None:
    del of["place"]["metro"], of["place"]["employer"], of["company"]


def companies(of: dict[str, Any]) -> None:
    logs = dict.fromkeys(RUNGS, 0.01)
    of["company"] = [{"name": "Uber", "reports": 3, "base": logs, "error": 0.02, "beyond": -0.1}]
    of["place"]["employer"] = of["place"]["employer"][:1]


def employer(of: dict[str, Any]) -> None:
    of["employer"]["lab"] = of["employer"]["tech"]
    of["fitted"]["rows"]["base"] = 3
    of["sources"] = ["own-reported-pay"]


def test_the_same_figures_are_the_same_bytes() -> None:
    assert text(BEFORE, table()) == BEFORE


@pytest.mark.parametrize("change", [slope, metros, none, companies, employer])
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


def test_the_levels_of_a_company_stand_on_one_line() -> None:
    wanted = table()
    companies(wanted)
    line = "base = { entry = 0.01, mid = 0.01, senior = 0.01, staff = 0.01 }"
    assert text(BEFORE, wanted).splitlines().count(line) == 1


# Faults ------------------------------------------------------------------------------------------


Change = Callable[[Any], None]


def at(of: Any, place: Sequence[str]) -> Any:
    """What stands at a place in a table, or in a row of a list."""
    for key in place:
        of = of[int(key)] if isinstance(of, list) else of[key]
    return of


def put(place: str, value: Any) -> Change:
    """Another value at a dotted place."""
    *way, last = place.split(".")
    return lambda of: at(of, way).update({last: value})


def lost(place: str) -> Change:
    """Nothing at a dotted place."""
    *way, last = place.split(".")
    return lambda of: at(of, way).pop(last)


def twice(place: str) -> Change:
    """The first row of a list once more at its end."""
    way = place.split(".")
    return lambda of: at(of, way).append(at(of, way)[0])


@pytest.mark.parametrize(
    ("change", "key", "says"),
    [
        (put("levels.slope.value", -2.5), "levels.slope.value", "greater than or equal"),
        (put("levels.slop", {"value": 2.5}), "levels.slop", "no such key"),
        (put("levels.up_to_mid.value", 0.1), "levels.up_to_mid", "is not above up_to_entry"),
        (put("levels.reported.mid.value", 4), "levels.reported.mid", "less than or equal to 3"),
        (lost("levels.reported.staff"), "levels.reported.staff", "missing"),
        (put("levels.beside.slope.value", -0.01), "levels.beside.slope", "greater than or equal"),
        (
            put("levels.beside.usual.senior.value", 1.0),
            "levels.beside.usual.senior",
            "is not above the years of mid",
        ),
        # At 1 / 1.2816 and above p10 would fall while the middle rises.
        (put("spread.rise.value", 0.79), "spread.rise", "less than or equal to 0.78"),
        (put("employer.tech.beyond_spread.value", 0.79), "beyond_spread", "less than or equal"),
        (put("spread.beside.mid.value", 0), "spread.beside.mid", "greater than 0"),
        (put("spread.beyond_beside.value", 1.1), "spread.beyond_beside", "less than or equal to 1"),
        (put("spread.years", {"value": 3}), "spread.years", "no such key"),
        (put("total.share.entry.value", 3), "total.share.mid", "would fall"),
        (put("total.management.director.value", 0), "total.management", "greater than 0"),
        (put("place.guide_weight.value", 1.7), "place.guide_weight", "less than or equal"),
        (put("place.metro.0.counts", 0), "place.metro.counts", "greater than 0"),
        (twice("place.metro"), "place.metro.code", "another row already"),
        (twice("place.employer"), "place.employer.employer", "another row already"),
        (put("place.employer.0.employer", "hospital"), "place.employer.employer", "hospital"),
        (put("place.employer.0.reports", 0), "place.employer.reports", "greater than or equal"),
        (twice("company"), "company.name", "another row already"),
        (put("company.0.beyond", 3.5), "company.beyond", "less than or equal"),
        (put("company.0.base", {"entry": 0.1}), "company.base", "missing"),
        (put("fitted.digests", ["none"]), "fitted.digests", "pattern"),
        (put("sources", []), "sources", "at least 1"),
        (lost("degree.phd.senior"), "degree.phd.senior", "missing"),
        (lost("role.scientist"), "role", "scientist"),
        (lost("employer.unknown"), "employer", "unknown is missing"),
        (lost("employer.tech.listed.beyond"), "employer.tech.listed.beyond", "missing"),
        (lost("spread.beside"), "spread.beside", "missing"),
        (lost("spread.total_above"), "spread.total_above", "missing"),
        (put("spread.total_below.value", 1.1), "spread.total_below", "less than or equal to 1"),
        (lost("doubt.era"), "doubt.era", "missing"),
        (lost("growth"), "growth", "missing"),
        (lost("growth.base.2019-06"), "growth.base", "2019-06 is missing"),
        (lost("growth.beyond.2022-01"), "growth.beyond", "2022-01 is missing"),
        (put("growth.base", [{"a": []}]), "growth.base", "dictionary"),
        (put("growth.base.2019-06.value", 4), "growth.base.2019-06", "less than or equal to 3"),
        (put("growth.beyond.June", {"value": 0.1}), "growth.beyond.June", "pattern"),
    ],
)
def test_a_fault_is_named_with_its_key(change: Change, key: str, says: str, tmp_path: Path) -> None:
    wanted = table()
    change(wanted)
    (tmp_path / "model.toml").write_text(tomlkit.dumps(wanted), encoding="utf-8")
    found = problems(tmp_path)
    assert any(says in problem.message and key in problem.key for problem in found), found
