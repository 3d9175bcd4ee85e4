"""`mlsalary data diff`: what a change of the rulebook does to pay, by arithmetic beside it."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cli_run import Ran, run

from mlsalary import estimate, schemas
from mlsalary.figures import month_name
from mlsalary.profile import Profile
from mlsalary.render import FORMATS
from mlsalary.rulebook import Rulebook, shipped_folder
from mlsalary.rulebook.checks.check import problems
from mlsalary.tables.panel import panel, typed

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import changed_pay  # noqa: E402  (scripts/ is no package)

SHIPPED = shipped_folder()
MODEL: dict[str, Any] = tomllib.loads((SHIPPED / "model.toml").read_text(encoding="utf-8"))
RAISED = 0.1
"""What is added to ln of a factor."""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is imported."""
    monkeypatch.setenv("MLSALARY_HOME", str(tmp_path / "home"))


def changed(folder: Path, old: str, new: str, name: str = "model.toml") -> Path:
    """A folder with one file of the rulebook, in which a text that stands once is another one."""
    text = (SHIPPED / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    return laid(folder, name, text.replace(old, new))


def laid(folder: Path, name: str, text: str) -> Path:
    """A folder that holds one more file."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def with_panel(folder: Path, rows: str) -> Path:
    return laid(folder, "panel.toml", f'source = "mlsalary-judgement"\n{rows}')


def with_value(section: str, name: str, value: float) -> tuple[str, str]:
    """The text of a section of model.toml up to a constant's value, and the same with another."""
    text = (SHIPPED / "model.toml").read_text(encoding="utf-8")
    start = text.index(f"[{section}]\n")
    before = text[start : text.index("\n", text.index(f"\n{name} = {{ value = ", start) + 1)]
    head, _, tail = before.rpartition("{ value = ")
    figure = re.split("[, ]", tail)[0]
    return before, f"{head}{{ value = {value:g}{tail.removeprefix(figure)}"


def san_jose(more: float) -> tuple[str, str, float]:
    """The text of what reports of San Jose say, the same with so much more, and what they count."""
    (row,) = (one for one in MODEL["place"]["metro"] if one["code"] == "41940")
    head = f'code = "41940"\nreports = {row["reports"]}\ncounts = {row["counts"]}\nlog_factor = '
    old = row["log_factor"]
    return f"{head}{old:g}\n", f"{head}{old + more:g}\n", row["counts"]


STARTUP = "base = { value = 0.0, error = 0.07,", f"base = {{ value = {RAISED}, error = 0.07,"


@pytest.fixture
def startup(tmp_path: Path) -> Path:
    """Startups pay e^0.1 of what they paid."""
    return changed(tmp_path / "startup", *STARTUP)


def diff(*words: str | Path) -> Any:
    ran = run("data", "diff", *map(str, words), "--json")
    assert (ran.code, ran.err) == (0, "")
    return ran.json


def moved(answer: Any) -> dict[str, Any]:
    return {row["profile"]: row for row in answer["rows"] if row["moved"]}


# What moves, and by how much


def test_an_employers_factor_moves_exactly_its_rows_by_it(startup: Path) -> None:
    answer = diff("shipped", startup)
    found = moved(answer)
    startups = {row["profile"] for row in answer["rows"] if "--employer startup" in row["profile"]}
    assert set(found) == startups
    assert startups
    for row in found.values():
        grown = math.exp(RAISED)  # base and, as startups' bonus is a share of base, the total too
        for name in ("base", "total"):
            before = row[f"{name}_before"]
            assert row[f"{name}_after"] == pytest.approx(before * grown)
            assert row[f"{name}_change"] == pytest.approx(before * (grown - 1))
            assert row[f"{name}_change_percent"] == pytest.approx(100 * (grown - 1))
        (step,) = row["steps"]
        assert (step["rule"], step["unit"]) == ("employer", "factor")
        assert step["before"] == pytest.approx(1.0)
        assert (step["after"], step["percent"]) == pytest.approx((grown, 100 * (grown - 1)))


def test_a_metros_factor_moves_exactly_its_rows(tmp_path: Path) -> None:
    old, new, counts = san_jose(RAISED)
    answer = diff("shipped", changed(tmp_path / "own", old, new))
    found = moved(answer)
    there = {row["profile"] for row in answer["rows"] if '"San Jose"' in row["profile"]}
    assert set(found) == there
    assert len(there) == 2
    # What reports say counts `counts` against `pooling`, 10.
    grown = math.exp(RAISED * counts / (counts + 10))
    for row in found.values():
        assert row["base_after"] / row["base_before"] == pytest.approx(grown)
        # What is paid beyond base follows the place too: the total moves further, and both steps
        # are named with what they do to pay.
        steps = {step["rule"]: step for step in row["steps"]}
        assert set(steps) == {"place", "beyond_base"}
        assert steps["place"]["after"] / steps["place"]["before"] == pytest.approx(grown)
        beyond = steps["beyond_base"]
        for end in ("before", "after"):
            share = row[f"total_{end}"] / row[f"base_{end}"] - 1
            assert beyond[end] == pytest.approx(share)
        both = (1 + steps["place"]["percent"] / 100) * (1 + beyond["percent"] / 100)
        assert row["total_after"] / row["total_before"] == pytest.approx(both)


def test_the_level_is_told_in_dollars(tmp_path: Path) -> None:
    # The guide's mid band, another low end: its middle is the root of low x high.
    text = (SHIPPED / "guide/experience.toml").read_text(encoding="utf-8")
    row = next(part for part in text.split("[[row]]") if 'level = "mid"' in part)
    low = next(line for line in row.splitlines() if line.startswith("base_low"))
    amount = float(low.split("=")[1])
    folder = tmp_path / "own/guide"
    folder.mkdir(parents=True)
    higher = row.replace(low, f"base_low = {amount * 1.02:.0f}")
    (folder / "experience.toml").write_text(text.replace(row, higher), encoding="utf-8")
    found = moved(diff("shipped", tmp_path / "own"))
    row_ = found["--level mid --metro Denver --employer enterprise"]
    step = next(step for step in row_["steps"] if step["unit"] == "usd/year")
    assert step["rule"] == "level"
    grown = math.sqrt(round(amount * 1.02) / amount)
    assert step["after"] / step["before"] == pytest.approx(grown)
    assert row_["base_after"] / row_["base_before"] == pytest.approx(grown)


def test_the_other_way_round_is_the_inverse(startup: Path) -> None:
    there, back = moved(diff("shipped", startup)), moved(diff(startup, "shipped"))
    assert set(there) == set(back)
    for profile, row in there.items():
        assert back[profile]["total_before"] == row["total_after"]
        assert back[profile]["total_change"] == -row["total_change"]


def test_each_rulebook_remembers_for_itself(startup: Path, tmp_path: Path) -> None:
    other = changed(tmp_path / "other", STARTUP[0], STARTUP[0].replace("0.0,", "-0.1,"))
    (row,) = moved(diff(other, startup)).values()
    assert row["base_after"] / row["base_before"] == pytest.approx(math.exp(2 * RAISED))
    assert not moved(diff(startup, startup))


def test_new_left_out_is_the_shipped_one(startup: Path) -> None:
    answer = diff(startup)
    assert answer == diff(startup, "shipped")
    assert (answer["summary"]["old"], answer["summary"]["new"]) == (str(startup), "shipped")


def test_the_sentence_on_all_rows(tmp_path: Path, startup: Path) -> None:
    # Startups up, San Jose down: three rows, the median is the middle one, each end is named.
    old, new, _ = san_jose(-RAISED)
    text = (startup / "model.toml").read_text(encoding="utf-8")
    laid(startup, "model.toml", text.replace(old, new))
    answer = diff("shipped", startup)
    rows = sorted(moved(answer).values(), key=lambda row: row["total_change"])
    assert len(rows) == 3
    told = answer["summary"]
    assert (told["profiles"], told["moved"], told["refused"]) == (len(answer["rows"]), 3, 0)
    assert told["median_change"] == rows[1]["total_change"]
    assert (told["largest_down"], told["largest_up"]) == (rows[0]["profile"], rows[2]["profile"])
    said = run("data", "diff", "shipped", str(startup)).out
    (sentence,) = [line for line in said.splitlines() if " moved: " in line]
    assert sentence.startswith("3 of 20 profiles moved: their median change")
    assert f"fall -${-rows[0]['total_change']:,.0f} (" in sentence
    assert f"rise +${rows[2]['total_change']:,.0f} (" in sentence
    assert sentence.index(rows[2]["profile"]) < sentence.index(rows[0]["profile"])


def test_nothing_moved(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(SHIPPED, whole)
    for words in (("shipped", "shipped"), (whole,), (whole, "shipped"), ("shipped", whole)):
        answer = diff(*words)
        assert not moved(answer)
        assert all(not row["steps"] and not row["ranges_moved"] for row in answer["rows"])
        assert (answer["summary"]["median_change"], answer["summary"]["largest_up"]) == (None, None)
    said = run("data", "diff", str(whole)).out
    assert "Nothing moved: the medians of all 20 profiles are unchanged." in said
    assert "ranges around them" not in said


def test_ranges_that_move_around_the_same_medians_are_told(tmp_path: Path) -> None:
    startup = "[employer.startup]"
    text = (SHIPPED / "model.toml").read_text(encoding="utf-8")
    before, inside = text.split(startup)
    wider = inside.replace("spread = { value = 1,", "spread = { value = 1.5,", 1)
    own = laid(tmp_path / "own", "model.toml", before + startup + wider)
    answer = diff("shipped", own)
    assert (answer["summary"]["moved"], answer["summary"]["ranges_moved"]) == (0, 1)
    said = run("data", "diff", "shipped", str(own)).out
    assert "Nothing moved" in said
    assert "The ranges around them moved in 1." in said


def test_rulebooks_far_apart_are_compared(tmp_path: Path) -> None:
    text = (SHIPPED / "model.toml").read_text(encoding="utf-8")
    far = text.replace(*STARTUP)
    for old, new in (with_value("place", "elasticity", 3.0), san_jose(-1.7)[:2]):
        assert far.count(old) == 1
        far = far.replace(old, new)
    answer = diff("shipped", laid(tmp_path / "far", "model.toml", far))
    assert answer["summary"]["moved"] > 5
    for row in answer["rows"]:
        amounts = [row[name] for name in ("base_after", "total_after", "base_change_percent")]
        assert all(math.isfinite(amount) for amount in amounts)


def test_the_money_is_the_same_under_both(tmp_path: Path) -> None:
    """A rulebook that answers in other money is asked for the new one's."""
    text = (SHIPPED / "aging.toml").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("today = ")]
    old = laid(tmp_path / "old", "aging.toml", text.replace(line, 'today = "2025-11"'))
    assert (
        run("estimate", "--years", "5", "--data", str(old), "--json").json["dollars"] == "2025-11"
    )
    answer = diff(old, "shipped")
    usual = answer["summary"]["dollars"]
    assert usual == tomllib.loads(text)["today"]
    assert not moved(answer)
    for row in answer["rows"]:
        asked = row["profile"].partition("--as-of ")[2]
        assert row["dollars"] == (asked or usual)
    assert {row["dollars"] for row in answer["rows"]} > {usual}
    assert f"in {month_name(usual)} dollars" in run("data", "diff", str(old)).out


# What is refused


def test_a_profile_that_one_rulebook_refuses_is_a_row_with_the_reason(tmp_path: Path) -> None:
    old = "\n[degree]\n"
    new = old + 'habilitation = { value = 0.05, kind = "assumed" }\n'
    own = with_panel(
        changed(tmp_path / "own", old, new),
        '[[row]]\nyears = 5\n[[row]]\nyears = 5\ndegree = "habilitation"\n',
    )
    plain, taught = diff("shipped", own)["rows"]
    assert (taught["moved"], taught["base_before"], taught["total_change"]) == (None, None, None)
    assert "habilitation" in taught["refused_before"]
    assert taught["refused_after"] is None
    assert taught["base_after"] == pytest.approx(plain["base_after"] * math.exp(0.05))
    said = run("data", "diff", "shipped", str(own))
    assert said.code == 0
    assert "1 could not be compared." in said.out
    assert "--years 5 --degree habilitation: before: There is no degree" in said.out
    # The other way round the panel is the shipped one's, in which nobody went there.
    assert diff(own, "shipped")["summary"]["refused"] == 0


def test_where_all_are_refused_nothing_is_compared(tmp_path: Path) -> None:
    own = with_panel(tmp_path / "own", '[[row]]\nyears = 5\nmetro = "Atlantis"\n')
    (row,) = diff("shipped", own)["rows"]
    assert (row["dollars"], row["base_before"], row["base_after"]) == (None, None, None)
    for form in (name for name, how in FORMATS.items() if not how.drawn):
        assert run("data", "diff", "shipped", str(own), "--format", form).code == 0
    assert "Nothing can be compared." in run("data", "diff", "shipped", str(own)).out


def test_a_panel_with_a_profile_that_has_no_price_fails_the_check(tmp_path: Path) -> None:
    own = with_panel(tmp_path / "own", '[[row]]\nyears = 5\nmetro = "Atlantis"\n')
    said = run("data", "check", str(own))
    assert said.code == 4
    assert "estimate --years 5 --metro Atlantis cannot be priced" in said.err


@pytest.mark.parametrize("other", [(), ("shipped",)])
def test_a_folder_that_is_not_there_or_broken(tmp_path: Path, other: tuple[str, ...]) -> None:
    said = run("data", "diff", str(tmp_path / "nowhere"), *other)
    assert (said.code, said.out) == (4, "")
    assert "is not a folder" in said.err
    broken = changed(tmp_path / "broken", STARTUP[0], 'base = { value = "much", error = 0.07,')
    for words in ((str(broken), *other), ("shipped", str(broken))):
        said = run("data", "diff", *words, "--json")
        assert (said.code, said.out) == (4, "")
        assert said.error["code"] == "bad_rulebook"
        assert "model.toml, line " in said.error["message"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("diff",), "data diff OLD NEW"),
        (("diff", "--data", "mine"), "mlsalary data diff shipped mine"),
        (("check", "here", "there"), '"there" is one too many'),
        (("dfif",), "Did you mean diff?"),
    ],
)
def test_a_question_that_has_no_answer(words: tuple[str, ...], says: str) -> None:
    said = run("data", *words)
    assert (said.code, said.out) == (2, "")
    assert says in said.err


# How it is shown


def test_every_format_shows_both_amounts_and_why(startup: Path, tmp_path: Path) -> None:
    (row,) = moved(diff("shipped", startup)).values()
    amounts = [f"${row[name]:,.0f}" for name in ("base_before", "base_after", "total_after")]
    for form in ("table", "plain", "markdown"):
        said = run("data", "diff", "shipped", str(startup), "--format", form)
        assert (said.code, said.err) == (0, "")
        assert all(amount in said.out for amount in amounts)
        assert "employer 1.00 to 1.11" in said.out
        assert "+10.5" in said.out  # e^0.1 - 1 = 10.5%
    table = run("data", "diff", "shipped", str(startup), terminal=True)
    assert max(map(len, table.out.splitlines())) <= 80
    lines = run("data", "diff", "shipped", str(startup), "--format", "jsonl").out.splitlines()
    cells = run("data", "diff", "shipped", str(startup), "--format", "csv").out
    read = list(csv.DictReader(io.StringIO(cells)))
    assert len(lines) == len(read) == 20
    (there,) = [one for one in read if one["moved"].casefold() == "true"]
    assert there["base_after"] == str(round(row["base_after"]))
    assert there["steps"] == "employer 1 to 1.10517"  # e^0.1
    assert there["profile"].lstrip("'") == row["profile"]  # no spreadsheet runs it
    assert {"profile", "steps"} <= set(json.loads(lines[0]))
    ran = run("data", "diff", "shipped", str(startup), "-o", str(tmp_path / "diff.json"))
    assert (ran.code, ran.out) == (0, "")
    assert json.loads((tmp_path / "diff.json").read_text("utf-8")) == diff("shipped", startup)


def test_the_json_keeps_its_schema(startup: Path) -> None:
    answer = diff("shipped", startup)
    assert (answer["schema"], answer["action"]) == ("mlsalary/data/1", "diff")
    jsonschema.validate(answer, schemas.json_schema("data"))
    assert run("data", "--json").json["summary"] is None
    assert "mlsalary-judgement" in {source["id"] for source in answer["sources"]}


def test_of_many_steps_the_largest_are_named(tmp_path: Path) -> None:
    text = (SHIPPED / "model.toml").read_text(encoding="utf-8")
    for old, new in (
        with_value("levels.reported", "mid", MODEL["levels"]["reported"]["mid"]["value"] + 0.01),
        with_value("place", "elasticity", MODEL["place"]["elasticity"]["value"] + 0.1),
        ("masters = { value = 0.0,", "masters = { value = 0.3,"),
        STARTUP,
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    own = with_panel(
        laid(tmp_path / "own", "model.toml", text),
        '[[row]]\nlevel = "mid"\ndegree = "masters"\nemployer = "startup"\nmetro = "Ithaca"\n',
    )
    (row,) = diff("shipped", own)["rows"]
    named = [step["rule"] for step in row["steps"]]
    assert named[:2] == ["degree", "employer"]  # 0.3 and 0.1 in logs, the largest first
    assert len(named) > 3
    said = run("data", "diff", "shipped", str(own)).out
    assert f"degree 1.00 to 1.35, employer 1.00 to 1.11, {named[2]} " in said  # e^0.3, e^0.1
    assert f"and {len(named) - 3} more" in said


def test_the_cap_of_rows(tmp_path: Path) -> None:
    row = "[[row]]\nyears = 5\n"
    assert not problems(with_panel(tmp_path / "own", 100 * row))
    (fault,) = problems(with_panel(tmp_path / "own", 101 * row))
    assert "100" in fault.message


# The panel


def test_the_shipped_panel_has_twenty_profiles_of_every_kind() -> None:
    asked = panel(Rulebook.shipped())
    assert len(asked) == len(set(asked)) == 20
    alone = {one.years for one in asked if one == Profile(years=one.years)}
    assert alone == {0, 2, 5, 10, 20}
    assert {one.level for one in asked} >= {"entry", "mid", "senior", "staff", "director", "L5"}
    kinds = {row["id"] for row in Rulebook.shipped().toml("vocabulary.toml")["employer"]}
    assert {one.employer for one in asked} - {None} == kinds
    assert {spec for one in asked for spec in one.specs} == {"llm", "cv"}
    assert any(one.degree == "phd" for one in asked)
    assert any(one.role == "scientist" for one in asked)
    assert any(one.state for one in asked)
    assert any("nonmetropolitan" in (one.metro or "") for one in asked)
    assert any(one.company and one.years is None for one in asked)
    assert any(one.bands == "guide" for one in asked)
    assert any(one.as_of for one in asked)


def test_a_profile_is_written_as_one_would_type_it() -> None:
    for row in diff("shipped", "shipped")["rows"]:
        ran: Ran = run("estimate", *shlex.split(row["profile"]), "--json")
        assert ran.json["base"]["p50"] == row["base_after"]
        assert ran.json["total"]["p50"] == row["total_after"]


def test_words_that_a_shell_would_read_are_quoted() -> None:
    asked = Profile(years=2.5, title='ML "R&D" $5', metro="St. Louis, MO", spec=("llm", "cv"))
    said = typed(asked)
    assert said.startswith('--years 2.5 --title \'ML "R&D" $5\' --metro "St. Louis, MO"')
    assert shlex.split(said)[-2:] == ["--spec", "llm,cv"]


def test_another_today_is_said_beside_rows_in_the_same_money(tmp_path: Path) -> None:
    """The edit of every release: no median moves, and answers do."""
    later = tmp_path / "later"
    later.mkdir()
    text = Rulebook.shipped().path("aging.toml").read_text(encoding="utf-8")
    assert text.count('today = "2026-11"') == 1
    (later / "aging.toml").write_text(
        text.replace('today = "2026-11"', 'today = "2027-05"'), encoding="utf-8"
    )
    told = run("data", "diff", "shipped", str(later), "--json").json["summary"]
    assert told["moved"] == 0
    assert (told["today_before"], told["today_after"]) == ("2026-11", "2027-05")
    # Half a year at 1.0234.
    assert told["today_change_percent"] == pytest.approx(100 * (1.0234**0.5 - 1))
    said = " ".join(run("data", "diff", "shipped", str(later)).out.split())
    assert "from November 2026 to May 2027 dollars, which alone changes base by +1.2%" in said


def test_the_table_of_a_changed_program_asks_each_checkout_in_the_same_money() -> None:
    """scripts/changed_pay.py, here with one checkout on both sides."""
    then, asked = changed_pay.answer(ROOT, "--years 5", "2025-05"), "--years 5 --as-of 2023-05"
    assert then["base"]["p50"] == estimate(Profile(years=5, as_of="2025-05")).base.p50
    assert changed_pay.answer(ROOT, asked, "2025-05")["dollars"] == "2023-05"  # its own month holds
    assert changed_pay.answer(ROOT, "--years 5", None)["dollars"] == "2026-11"
