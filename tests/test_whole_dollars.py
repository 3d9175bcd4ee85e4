"""Whole dollars in CSV, and in JSON with --round: the exact JSON, rounded by decimal arithmetic.

Which figures are dollars is listed here by where they stand in the JSON, apart from the code, which
knows it by their types. Half a dollar goes to the even one: 100,000.5 is 100,000.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import jsonschema
import made_reports as made
import pytest
from cli_run import run

from mlsalary.figures import Amount
from mlsalary.render import rounding
from mlsalary.results import Doubt, Range, Start, Step

PERCENTILES = ("p10", "p25", "p50", "p75", "p90")
JOB = ("--years", "5", "--metro", "Austin", "--spec", "llm", "--employer", "tech")
# An hour of $61.03, 2,080 hours a year: 126,942.4.
OFFER = ("--base", "$61.03/hour", "--equity", "100k/3y", "--signing", "10k")
ESTIMATE = (
    r"(measured\.)?(base|total)\.p\d\d",
    r"components\.\w+",
    r"(total_)?middle\.(low|high)",
    r"(total_)?middle\.parts\.\w+\.dollars",
    r"(total_)?steps\.\d+\.base",
    r"(total_)?steps\.0\.(low|high)",
    r"crosschecks\.\d+\.p\d\d",
)
WITHIN = tuple(f"estimate\\.{path}" for path in ESTIMATE)
REAL = r"real\.(base|total)\.p\d\d"
OFFERED = (
    REAL,
    r"real_offer\.(base|total|liquid)",
    r"terms\.(base|grant|bonus|signing)",
    r"read\.\d+\.as",  # but for words and vesting, which are no figures or whole
    r"assumed_bonus|liquid|illiquid",
    r"(yearly\.\d+|normal_year|first_year)\.(base|equity|bonus|signing|total|liquid)",
    r"monthly\.(base|liquid)",
    r"ask\.\d+\.(amount|a_year)",
    r"bls\.\d+\.(low|high)",
    *WITHIN,
)
# Name -> the command, and where its dollars stand.
ASKED: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "estimate": (("estimate", *JOB), ESTIMATE),
    "compare": (
        ("compare", "--years", "5", "--metro", "Austin", "--metro", "Boise"),
        (
            rf"(first|cells\.\d+)\.((base|total)\.p\d\d|{REAL})",
            r"(first|cells\.\d+)\.(real_)?difference\.(base|total)\.dollars",
        ),
    ),
    "path": (
        ("path", "--metro", "Austin"),
        (r"(rows|ladders)\.\d+\.(base|total)\.p\d\d", rf"rows\.\d+\.{REAL}"),
    ),
    "target": (
        ("target", "330k", *JOB),
        (
            r"amount|p50|measured\.p50",
            r"(changes\.\d+|best)\.(p50|measured)",
            rf"((changes\.\d+|best)\.)?{REAL}",
        ),
    ),
    "offer": (("offer", *JOB, *OFFER), OFFERED),
    "posted": (
        ("offer", *JOB, "--posted", "$61.03/hour - $90/hour"),
        (
            r"posted\.(low|high)",
            r"read\.\d+\.as\.\d",
            r"levels\.\d+\.base\.p\d\d",
            r"bls\.\d+\.(low|high)",
            *WITHIN,
        ),
    ),
    "brief": (
        ("brief", *JOB, *OFFER),
        (r"bls\.\d+\.(low|high)", *WITHIN, *(f"offer\\.({path})" for path in OFFERED)),
    ),
    "offers": (
        ("offer", "OFFERS"),
        (r"yearly\.\d+\.offers\.\d+\.\w+", *(rf"offers\.\d+\.({path})" for path in OFFERED)),
    ),
    "backtest": (
        ("backtest", "IN"),
        (
            r"(told\.\d+\.)?(base|total)\.pinball",
            r"(base|total)\.groups\.\d+\.pinball",
            r"(base|total)\.intervals\.pinball\.(low|high)",
        ),
    ),
    "data": (
        ("data", "diff", "shipped", "OTHER"),
        (
            r"rows\.\d+\.(base|total)_(before|after|change)",
            r"summary\.median_change",
            r"rows\.\d+\.steps\.\d+\.(before|after)@usd",
        ),
    ),
}
OFFERS = """
years = 5
metro = "Austin"
[[offer]]
name = "A"
base = "$61.03/hour"
equity = "100k/3y"
[[offer]]
name = "B"
base = "150000.5"
bonus = "7%"
equity = "none"
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What stands for a file in a command -> the file."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "offers.toml").write_text(OFFERS)
    other = folder / "other"
    other.mkdir()
    bands = Path(__file__).parents[1] / "data/guide/experience.toml"
    (other / "guide").mkdir()
    changed = bands.read_text(encoding="utf-8").replace("base_low = 130000", "base_low = 132000")
    (other / "guide/experience.toml").write_text(changed, encoding="utf-8")
    return {
        "IN": str(made.written(folder / "reported.csv", made.rows(200))),
        "OFFERS": str(folder / "offers.toml"),
        "OTHER": str(other),
    }


def asked(name: str, words: dict[str, str]) -> list[str]:
    if name == "backtest":
        pytest.importorskip("polars")
    return [words.get(word, word) for word in ASKED[name][0]]


def whole(number: float) -> int:
    """By decimal arithmetic on the digits that are printed."""
    return int(Decimal(str(number)).quantize(Decimal(1), ROUND_HALF_EVEN))


def leaves(value: Any, path: str = "", unit: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with where it stands; ``@usd`` behind those of an object of dollars."""
    if isinstance(value, dict):
        usd = "@usd" if value.get("unit") == "usd/year" else ""
        for key, each in value.items():
            yield from leaves(each, f"{path}.{key}" if path else key, usd)
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from leaves(each, f"{path}.{place}")
    else:
        yield path + unit, value


@pytest.mark.parametrize("name", ASKED)
def test_dollars_and_nothing_else_are_rounded_in_json(name: str, words: dict[str, str]) -> None:
    line = asked(name, words)
    exact, rounded = (run(*line, "--json", *more).json for more in ((), ("--round",)))
    places = re.compile("|".join(f"({path})" for path in ASKED[name][1]))
    met = dict.fromkeys(ASKED[name][1], 0)
    pairs = list(zip(leaves(exact), leaves(rounded), strict=True))
    assert pairs
    for (path, before), (same, after) in pairs:
        assert path == same
        is_dollars = bool(places.fullmatch(path)) and isinstance(before, float)
        wanted = whole(before) if is_dollars else before
        assert (after, type(after)) == (wanted, type(wanted)), path
        if isinstance(after, float):  # no dollars were forgotten: nothing else is so large
            assert abs(after) < 1_000, path
        for one in met:
            met[one] += is_dollars and re.fullmatch(one, path) is not None
    assert all(met.values()), [one for one, count in met.items() if not count]


@pytest.mark.parametrize("name", ASKED)
def test_rounded_json_fits_the_schema(name: str, words: dict[str, str]) -> None:
    rounded = run(*asked(name, words), "--json", "--round").json
    jsonschema.validate(rounded, json.loads(run("schema", name).out))


def test_a_sum_of_rounded_parts_is_off_by_a_dollar_at_most() -> None:
    """Three parts are off by less than a dollar and a half together, their sum by half of one."""
    for years in range(20):
        answer = run("estimate", "--years", str(years), "--json", "--round").json
        parts = [answer["components"][part] for part in ("base", "equity", "bonus")]
        assert parts[0] == answer["base"]["p50"]
        assert abs(sum(parts) - answer["total"]["p50"]) <= 1


# CSV ---------------------------------------------------------------------------------------------


def pay(base: dict[str, Any], total: dict[str, Any]) -> dict[str, Any]:
    """The ten columns of an estimate."""
    sides = (("base", base), ("total", total))
    return {f"{name}_{one}": side[one] for name, side in sides for one in PERCENTILES}


def compared(answer: Any) -> list[dict[str, Any]]:
    return [
        pay(cell["base"], cell["total"])
        | {f"{one}_difference_dollars": cell["difference"][one]["dollars"] for one in PAYS}
        for cell in answer["cells"]
    ]


PAYS = ("base", "total")
# The dollars of each row of CSV, from the JSON.
IN_CSV: dict[str, Any] = {
    "estimate": lambda answer: [pay(answer["base"], answer["total"])],
    "compare": compared,
    "path": lambda answer: [pay(row["base"], row["total"]) for row in answer["rows"]],
    "target": lambda answer: [
        {name: row[name] for name in ("p50", "measured")} for row in answer["changes"]
    ],
    "offer": lambda answer: [
        {name: row[name] for name in ("base", "equity", "bonus", "signing", "total", "liquid")}
        for row in (*answer["yearly"], answer["normal_year"])
    ],
    "offers": lambda answer: [row for one in answer["offers"] for row in IN_CSV["offer"](one)],
    "posted": lambda answer: [row["base"] for row in answer["levels"]],
    "backtest": lambda answer: [
        {"pinball": row["pinball"]} for one in PAYS for row in (answer[one], *answer[one]["groups"])
    ],
    "data": lambda answer: [
        {f"{one}_{name}": row[f"{one}_{name}"] for one in PAYS for name in ("before", "change")}
        for row in answer["rows"]
    ],
}


@pytest.mark.parametrize("name", IN_CSV)
def test_dollars_are_whole_in_csv_and_other_figures_short(name: str, words: dict[str, str]) -> None:
    line = asked(name, words)
    exact = IN_CSV[name](run(*line, "--json").json)
    text = run(*line, "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(exact) > 0
    assert any(number != int(number) for row in exact for number in row.values() if number)
    for row, dollars in zip(rows, exact, strict=True):
        for column, number in dollars.items():
            assert row[column] == ("" if number is None else str(whole(number))), column
        others = [cell for column, cell in row.items() if column not in dollars]
        assert not [cell for cell in others if re.fullmatch(r"-?[0-9]+\.([0-9]{5,}|0)", cell)]
    assert run(*line, "--format", "csv", "--round").out == text  # it is so anyway


def test_shares_percent_and_factors_keep_four_decimals() -> None:
    exact = run("path", "--metro", "Austin", "--json").json["rows"][0]["levels"]
    (row, *_) = csv.DictReader(io.StringIO(run("path", "--metro", "Austin", "--format", "csv").out))
    assert {name: float(row[f"p_{name}"]) for name in exact} == {
        name: float(Decimal(str(share)).quantize(Decimal("0.0001")))
        for name, share in exact.items()
    }
    half = run("estimate", "--years", "2.5", "--format", "csv").out.splitlines()[1]
    assert half.startswith("2.5,")
    hourly = run("table", "percentiles", "--format", "csv").out
    assert ",30.6,39.73,54.13,74.91,93.47," in hourly  # the guide's, dollars an hour


def test_a_published_wage_is_written_without_a_point() -> None:
    rows = run("table", "area", "Austin", "--json").json["rows"]
    cells = list(csv.DictReader(io.StringIO(run("table", "area", "Austin", "--format", "csv").out)))
    for row, cell in zip(rows, cells, strict=True):
        assert all(cell[name] == f"{row[name]:.0f}" for name in (*PERCENTILES, "mean"))


@pytest.mark.parametrize(("typed", "written"), [("100000.5", "100000"), ("100001.5", "100002")])
def test_half_a_dollar_goes_to_the_even_one(typed: str, written: str) -> None:
    line = ("offer", "--years", "5", "--base", typed, "--equity", "none", "--bonus", "none")
    (row, *_) = csv.DictReader(io.StringIO(run(*line, "--format", "csv").out))
    assert row["base"] == row["total"] == written
    assert run(*line, "--json", "--round").json["terms"]["base"] == int(written)


# Lines and pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["estimate", "compare", "path", "offer", "posted"])
def test_json_lines_are_exact_unless_rounded(name: str, words: dict[str, str]) -> None:
    line = asked(name, words)
    dollars = IN_CSV[name](run(*line, "--json").json)
    for more, written in (((), float), (("--round",), whole)):
        rows = [json.loads(row) for row in run(*line, "--format", "jsonl", *more).out.splitlines()]
        for row, exact in zip(rows, dollars, strict=True):
            for column, number in exact.items():
                assert row[column] == (None if number is None else written(number)), column


@pytest.mark.parametrize("form", ["table", "plain", "markdown"])
def test_a_page_has_whole_dollars_anyway(form: str) -> None:
    line = ("estimate", *JOB, "--explain", "--format", form)
    assert run(*line, "--round") == run(*line)


# By type -----------------------------------------------------------------------------------------


def test_the_type_tells_what_is_dollars_not_the_size() -> None:
    assert rounding.in_whole_dollars(Range(0.5, 1.5, 2.5, 3.2, 1e6 + 0.6)) == (0, 2, 2, 3, 1000001)
    assert rounding.in_whole_dollars(Doubt(123_456.7, 0.4, 5e9 + 0.5)) == (123_456.7, 0, 5e9 + 0.5)
    step: Any = ("level", "At 5 years", 1.0, 99.7, 101.4, 100.2, (), "fitted")
    assert rounding.in_whole_dollars(Step(*step))[3:6] == (99.7, 101.4, 100)
    assert rounding.in_whole_dollars(Start(*step))[3:6] == (100, 101, 100)
    row = [{"pay": Amount(7.5), "percent": 7.5, "note": None, "n": True}]
    assert rounding.in_whole_dollars(row) == [{"pay": 8, "percent": 7.5, "note": None, "n": True}]


def test_short_figures() -> None:
    written = {
        5.0: "5",
        2.5: "2.5",
        54.99999999999999: "55",
        1 / 3: "0.3333",
        -0.0: "0",
        1e15: "1000000000000000",
    }
    assert {number: str(rounding.short(number)) for number in written} == written
    assert [rounding.short(cell) for cell in ("5.0", None, True, 7)] == ["5.0", None, True, 7]
