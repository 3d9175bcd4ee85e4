"""The machine-readable contract of ``estimate`` and ``table``: keys, errors, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import guide_figures as guide
import jsonschema
import pytest
from cli_run import run

from mlsalary import Profile, estimate
from mlsalary.schemas import RESULTS, json_schema

KEYS = [
    "schema",
    "dollars",
    "profile",
    "read",
    "place",
    "levels",
    "base",
    "total",
    "measured",
    "components",
    "middle",
    "total_middle",
    "steps",
    "total_steps",
    "crosschecks",
    "sources",
    "accuracy",
    "warnings",
]
PROFILE = [
    "years",
    "level",
    "role",
    "company",
    "title",
    "metro",
    "state",
    "spec",
    "degree",
    "employer",
    "as_of",
    "bls",
    "premiums",
]
STEP = ["rule", "label", "factor", "low", "high", "base", "sources", "kind", "note"]
ASKED = ("estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm")


def test_the_keys_of_an_estimate() -> None:
    answer = run(*ASKED, "--json").json
    assert list(answer) == KEYS
    assert answer["schema"] == "mlsalary/estimate/2"
    assert answer["dollars"] == "2026-11"  # `today` of data/aging.toml
    assert [key for key in answer["profile"] if key in PROFILE] == PROFILE  # there may be more
    assert answer["profile"]["years"] == 5.0
    assert answer["profile"]["spec"] == ["llm"]
    assert answer["profile"]["metro"] == "San Jose-Sunnyvale-Santa Clara, CA"
    read = {"field": "metro", "typed": "San Jose", "as": answer["profile"]["metro"], "note": None}
    assert answer["read"] == [read]
    assert list(answer["accuracy"]) == ["base", "total", "reports", "until"]
    assert list(answer["place"]) == ["code", "name", "kind", "match", "note"]
    assert (answer["place"]["code"], answer["place"]["kind"]) == ("41940", "metro")
    assert list(answer["base"]) == list(answer["total"]) == ["p10", "p25", "p50", "p75", "p90"]
    assert list(answer["components"]) == ["base", "equity", "bonus", "signing", "illiquid"]
    for middle in (answer["middle"], answer["total_middle"]):
        assert list(middle) == ["low", "high", "parts"]
    assert all(list(step) == STEP for step in answer["steps"] + answer["total_steps"])
    assert {step["kind"] for step in answer["steps"]} <= {"cited", "fitted", "assumed"}
    check = ["name", "p25", "p50", "p75", "sources", "note"]
    assert all(list(each) == check for each in answer["crosschecks"])
    source = ["id", "title", "publisher", "period", "url"]
    assert all(list(each) == source for each in answer["sources"])
    assert all(list(each) == ["code", "message"] for each in answer["warnings"])


def test_every_source_that_is_named_is_listed() -> None:
    answer = run(*ASKED, "--json").json
    listed = {source["id"] for source in answer["sources"]}
    said = answer["steps"] + answer["total_steps"] + answer["crosschecks"]
    assert {id_ for each in said for id_ in each["sources"]} == listed


def test_python_gives_what_the_command_line_prints() -> None:
    answer = estimate(Profile(years=5, metro="San Jose", spec="llm"))
    assert json.loads(json.dumps(answer.to_dict())) == run(*ASKED, "--json").json


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["--years", "-3"], "bad_years", 2),
        (["--years", "nan"], "years_or_level", 2),
        (["--years", "inf"], "bad_years", 2),
        (["--years", "500"], "bad_years", 2),
        (["--years", "fife"], "bad_years", 2),
        (["--yeers", "5"], "unknown_option", 2),
        ([], "years_or_level", 2),
        (["--level", "seniro"], "level_not_found", 3),
        (["--years", "5", "--spec", "lllm"], "spec_not_found", 3),
        (["--years", "5", "--employer", "startupp"], "employer_not_found", 3),
        (["--years", "5", "--degree", "masterz"], "degree_not_found", 3),
        (["--years", "5", "--metro", "Sprngfield"], "place_not_found", 3),
        (["--years", "5", "--metro", "London"], "place_abroad", 3),
        (["--years", "5", "--metro", "Austin", "--state", "CA"], "place_contradiction", 2),
        (["--years", "5", "--format", "xml"], "bad_format", 2),
        (["--years", "5", "--format", "csv"], "bad_format", 2),
        (["--years", "5", "-o", "/nowhere/at/all.json"], "cannot_write", 4),
        (["--years", "5", "--bls", "1999"], "release_not_found", 3),
        (["--years", "5", "--as-of", "2024-13"], "bad_month", 2),
        (["--years", "5", "--as-of", "2001-01"], "as_of_too_early", 2),
        (["--years", "5", "--as-of", "2031-01"], "as_of_too_late", 2),
        (["--years", "5", "--data", "/nowhere"], "bad_rulebook", 4),
    ],
)
def test_an_error_is_one_object_on_stderr(arguments: list[str], code: str, exit_code: int) -> None:
    ran = run("estimate", *arguments, "--json")
    assert (ran.code, ran.out) == (exit_code, "")
    assert list(ran.error) == ["schema", "code", "message", "suggestions"]
    assert (ran.error["schema"], ran.error["code"]) == ("mlsalary/error/1", code)
    jsonschema.validate(ran.error, json.loads(run("schema", "error").out))


@pytest.mark.parametrize(
    ("arguments", "suggested"),
    [
        (["--level", "seniro"], "senior"),
        (["--years", "5", "--spec", "lllm"], "llm"),
        (["--years", "5", "--employer", "startupp"], "startup"),
        (["--years", "5", "--degree", "masterz"], "masters"),
        (["--years", "5", "--metro", "Sprngfield"], "Springfield, MO"),
        (["--years", "5", "--format", "jsn"], "json"),
    ],
)
def test_a_slip_of_the_keys_gets_a_suggestion(arguments: list[str], suggested: str) -> None:
    ran = run("estimate", *arguments)
    assert suggested in ran.err
    assert ran.err.startswith("Error: ")
    assert "Traceback" not in ran.err


def test_a_bug_is_one_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlsalary.engine.estimate", lambda *_: 1 / 0)
    monkeypatch.delenv("MLSALARY_DEBUG", raising=False)
    ran = run("estimate", "--years", "5", "--json")
    assert (ran.code, ran.error["code"]) == (1, "bug")
    monkeypatch.setenv("MLSALARY_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run("estimate", "--years", "5")


def test_an_output_file_is_whole_and_its_suffix_tells_the_format(tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    assert run(*ASKED, "-o", str(target)) == (0, "", f"Wrote {target}.\n")
    assert json.loads(target.read_text(encoding="utf-8")) == run(*ASKED, "--json").json
    assert [path.name for path in tmp_path.iterdir()] == ["answer.json"]


def test_csv_has_the_columns_of_a_batch() -> None:
    header, row, *rest = run(*ASKED, "--format", "csv").out.splitlines()
    names = header.split(",")
    assert [name for name in names[:-13] if name in PROFILE] == PROFILE  # there may be more
    assert names[-13:-3] == [f"{p}_p{q}" for p in ("base", "total") for q in (10, 25, 50, 75, 90)]
    assert names[-3:] == ["place", "place_match", "warnings"]
    assert row.startswith("5,,")
    assert not rest


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("states", "name", [(name, mean) for _, name, _, mean in guide.STATES]),
        ("metros", "guide_name", [(name, mean) for name, mean, _ in guide.METROS]),
    ],
)
def test_the_guides_areas_come_first_and_whole(
    name: str, key: str, expected: list[tuple[str, int]]
) -> None:
    rows = run("table", name, "--json").json["rows"][: len(expected)]
    said = [
        (row["guide"]["name"] if key == "guide_name" else row["name"], row["guide"]["value"])
        for row in rows
    ]
    assert said == expected
    assert all(row["guide"]["source"] == "guide-2026" for row in rows)
    assert all(row["bls"]["source"] == "bls-oews-2025" for row in rows)


def test_every_percentile_of_the_guide_comes_back() -> None:
    rows = run("table", "percentiles", "--json").json["rows"]
    said = {
        (row["occupation"], row["unit"]): {p: row[p] for p in ("p10", "p25", "p50", "p75", "p90")}
        for row in rows
    }
    units = {"annual": "usd/year", "hourly": "usd/hour"}
    assert said == {
        (occupation, units[kind]): figures
        for occupation, kinds in guide.PERCENTILES.items()
        for kind, figures in kinds.items()
    }
    assert all(row["source"] == "guide-2026" for row in rows)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("percentiles", sum(map(len, guide.PERCENTILES.values()))),
        ("experience", len(guide.EXPERIENCE)),
        ("specializations", len(guide.SPECIALIZATIONS)),
        ("negotiation", len(guide.NEGOTIATION)),
        # The four rungs, the three titles of research, the years and the growth.
        ("career", len(guide.CAREER) - 2 + len(guide.CAREER["research_track"]["titles"]) + 2),
    ],
)
def test_every_row_of_a_guide_table_names_its_source(name: str, count: int) -> None:
    answer = run("table", name, "--json").json
    assert len(answer["rows"]) == count
    assert all(row["source"] == "guide-2026" for row in answer["rows"])
    assert "guide-2026" in [source["id"] for source in answer["sources"]]


@pytest.mark.parametrize("arguments", [["estimate", "--level", "senior"], ["table", "metros"]])
def test_what_is_printed_fits_its_schema(arguments: list[str]) -> None:
    schema = json.loads(run("schema", arguments[0]).out)
    printed = run(*arguments, "--json").json
    jsonschema.validate(printed, schema)
    for key in schema["required"]:
        broken: dict[str, Any] = {name: each for name, each in printed.items() if name != key}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


@pytest.mark.parametrize("command", sorted(RESULTS))
def test_every_schema_is_a_schema(command: str) -> None:
    made = json_schema(command)
    jsonschema.Draft202012Validator.check_schema(made)
    version = 2 if command in ("estimate", "offer") else 1
    assert made["title"] == f"mlsalary/{command}/{version}"


def test_version_and_help() -> None:
    assert run("--version").out.startswith("mlsalary ")
    assert run("--version").code == 0
    unknown = run("tabel")
    assert (unknown.code, unknown.out) == (2, "")
