"""`mlsalary data` and `mlsalary data check`: ages, faults, and where a user's data stand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from cli_run import run
from guide_figures import STATES
from official_workbooks import nation, official, row, written

from mlsalary import schemas
from mlsalary.errors import BadDataError
from mlsalary.importing import import_release
from mlsalary.rulebook import Rulebook, shipped_folder
from mlsalary.rulebook.home import imported_folder, user_folder
from mlsalary.tables import data as data_status


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder of the test's own, which does not exist yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MLSALARY_HOME", str(folder))
    return folder


def rows_on(day: date) -> dict[str, dict[str, Any]]:
    report = data_status.status(Rulebook.shipped(), day)
    return {row["source"]: row for row in report.rows}


@pytest.mark.parametrize(
    ("said", "today", "months"),
    [
        ("2026-05-15", date(2026, 5, 15), 0),
        ("2026-05-15", date(2026, 6, 14), 0),
        ("2026-05-15", date(2026, 6, 15), 1),
        ("2026-05-15", date(2027, 5, 14), 11),
        ("2026-05-15", date(2027, 5, 15), 12),
        ("2024-05", date(2026, 5, 1), 24),
        ("2025", date(2026, 1, 1), 1),  # a year ends in December
        ("2018-06 to 2021-08", date(2021, 10, 1), 2),
        ("2023-2025", date(2026, 2, 1), 2),
        ("2025-Q3", date(2026, 2, 1), 2),
        ("2024-2034", date(2026, 2, 1), None),  # not over yet
        ("last year", date(2026, 2, 1), None),
    ],
)
def test_age_in_whole_months(said: str, today: date, months: int | None) -> None:
    assert data_status.age_in_months(said, today) == months


def test_every_source_has_its_period_age_and_licence() -> None:
    rows = rows_on(date(2026, 9, 1))
    assert list(rows) == list(Rulebook.shipped().sources)
    oews = rows["bls-oews-2025"]
    assert (oews["period"], oews["published"], oews["licence"]) == (
        "2025-05",
        "2026-05-15",
        "public domain",
    )
    assert (oews["age_months"], oews["age_counts_from"], oews["out_of_date"]) == (
        3,
        "published",
        False,
    )
    reported = rows["reported-pay"]  # to August 2021, never renewed
    assert (reported["age_months"], reported["age_counts_from"]) == (61, "period")
    assert not reported["out_of_date"]


@pytest.mark.parametrize(("day", "stale"), [(date(2027, 6, 14), False), (date(2027, 6, 15), True)])
def test_a_source_is_out_of_date_a_month_after_its_cycle(day: date, stale: bool) -> None:
    # Published 15 May 2026, renewed every 12 months: 13 months old on 15 June 2027.
    report = data_status.status(Rulebook.shipped(), day)
    assert rows_on(day)["bls-oews-2025"]["out_of_date"] is stale
    said = [one.message for one in report.warnings if one.message.startswith("bls-oews-2025 ")]
    assert len(said) == stale
    assert all("13 months ago" in one and "data import FILE" in one for one in said)


def test_a_warning_names_the_newer_figures_that_are_at_hand() -> None:
    report = data_status.status(Rulebook.shipped(), date(2026, 9, 1))
    (said,) = [one for one in report.warnings if one.message.startswith("bls-oews-2024 ")]
    assert said.code == "source_out_of_date"
    assert "The newer bls-oews-2025 is available" in said.message


def test_an_imported_release_is_listed(tmp_path: Path) -> None:
    file = written(tmp_path / "state_M2026_dl.xlsx", official("state_M2026_dl", [row()]))
    import_release(file, date(2027, 6, 1))
    report = data_status.status(Rulebook.shipped(), date(2027, 6, 20))
    rows = {one["source"]: one for one in report.rows}
    new = rows["bls-oews-2026"]
    assert (new["imported"], new["period"], new["retrieved"], new["published"]) == (
        True,
        "2026-05",
        "2027-06-01",
        None,
    )
    # It describes May 2026 and was published a year later: not out of date before May 2028.
    assert (new["age_months"], new["out_of_date"]) == (13, False)
    assert rows_on(date(2028, 6, 2))["bls-oews-2026"]["out_of_date"]
    assert not rows["bls-oews-2025"]["imported"]
    assert "release_incomplete" in [one.code for one in report.warnings]


def test_the_list_as_json_and_for_people() -> None:
    answer = run("data", "--json").json
    assert list(answer) == ["schema", "action", "rows", "sources", "warnings", "summary"]
    assert (answer["schema"], answer["action"]) == ("mlsalary/data/1", "list")
    assert {row["source"] for row in answer["rows"]} == {one["id"] for one in answer["sources"]}
    described = schemas.json_schema("data")
    assert described["required"] == list(answer)
    for form in ("plain", "table", "markdown", "csv"):
        said = run("data", "--format", form, width=100)
        assert said.code == 0
        assert "2025-05" in said.out
        assert "public domain" in said.out
        assert all(row["source"] in said.out for row in answer["rows"])
    assert "2026-05-15" in run("data", "--explain", "--format", "markdown").out
    page = run("data", "--format", "table", terminal=True, width=80).out.splitlines()
    of = {row["source"] for row in answer["rows"]}
    rows = [line for line in page if line.split() and line.split()[0] in of]
    assert len(rows) == len(answer["rows"])  # a line each
    assert max(map(len, page)) <= 80
    lines = run("data", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["source"] for line in lines] == [r["source"] for r in answer["rows"]]


def test_the_list_of_a_rulebook_of_ones_own(tmp_path: Path) -> None:
    text = (shipped_folder() / "sources.toml").read_text(encoding="utf-8")
    mine = '\n[[source]]\nid = "mine"\ntitle = "Mine"\npublisher = "Me"\nkind = "reported"\n'
    written(tmp_path / "own/sources.toml", (text + mine).encode())
    answer = run("data", "--data", str(tmp_path / "own"), "--json").json
    assert answer["rows"][-1]["source"] == "mine"


def test_the_shipped_data_are_sound() -> None:
    answer = run("data", "check", "--json").json
    (row_,) = answer["rows"]
    assert (row_["folder"], row_["faults"]) == (str(shipped_folder()), 0)
    assert row_["files"] >= 25
    assert f"{row_['files']} files OK" in run("data", "check").out


def test_imported_data_are_checked_with_the_shipped_ones(tmp_path: Path, home: Path) -> None:
    file = written(tmp_path / "state_M2026_dl.xlsx", official("state_M2026_dl", [row(), nation()]))
    import_release(file, date(2027, 6, 1))
    said = run("data", "check")
    assert said.code == 0
    assert f"3 files OK in {home / 'rulebook'}." in said.out
    broken = home / "rulebook/oews/2026/wages.csv"
    broken.write_text(broken.read_text("utf-8").replace("180000", "x"), encoding="utf-8")
    assert run("data", "check").code == 4


def test_a_folder_with_faults(tmp_path: Path) -> None:
    text = (shipped_folder() / "guide/states.toml").read_text(encoding="utf-8")
    mean = f"mean = {STATES[0][-1]}"
    own = written(tmp_path / "guide/states.toml", text.replace(mean, "mean = -1").encode())
    said = run("data", "check", str(tmp_path), "--json")
    assert (said.code, said.out) == (4, "")
    assert said.error["code"] == "bad_rulebook"
    number = next(i for i, line in enumerate(text.splitlines(), 1) if line == mean)
    assert f"{own}, line {number}: row.mean: " in said.error["message"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    said = run("data", "check", str(tmp_path / "nowhere"))
    assert said.code == 4
    assert "is not a folder" in said.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("improt",), "Did you mean import?"),
        (("import",), "Give the file to import"),
        (("import", "x.zip", "--data", "."), "--data works with the list"),
        (("check", "--data", "mine"), "mlsalary data check mine"),
    ],
)
def test_a_question_that_has_no_answer(words: tuple[str, ...], says: str) -> None:
    said = run("data", *words)
    assert (said.code, said.out) == (2, "")
    assert says in said.err


def test_help_names_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    run("data", "--help")
    said = capsys.readouterr().out  # the parser prints its own help
    assert "mlsalary data check [FOLDER]" in said
    assert "mlsalary data import FILE" in said
    assert "MLSALARY_HOME" in said


# Where a user's data stand

HOMES = [
    {"HOME": "{}"},
    {"HOME": "{}", "XDG_DATA_HOME": "{}/data"},
    {"HOME": "{}", "XDG_DATA_HOME": ""},
    {"HOME": "{}", "XDG_DATA_HOME": "relative"},
    {"HOME": "relative"},
    {"HOME": ""},
    {},
]


@pytest.mark.parametrize("surroundings", HOMES, ids=str)
def test_the_folder_is_where_the_system_keeps_it(
    surroundings: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("MLSALARY_HOME", "HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value.format(tmp_path))
    there = Path(platformdirs.user_data_dir("mlsalary", appauthor=False))
    assert user_folder() == there
    if not there.is_relative_to(tmp_path):
        return  # the real home of whoever runs the test: not to be written into
    assert imported_folder() is None
    (there / "rulebook").mkdir(parents=True)
    assert imported_folder() == there / "rulebook"


def test_a_user_without_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("MLSALARY_HOME")
    monkeypatch.setenv("HOME", "relative")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(platformdirs, "user_data_path", homeless)
    assert imported_folder() is None
    with pytest.raises(BadDataError, match="MLSALARY_HOME"):
        user_folder()


def test_nothing_imported_costs_nothing(tmp_path: Path) -> None:
    asked = (
        "import sys; from mlsalary.cli import main; from mlsalary.cli.terminal import Terminal; "
        "main(['estimate', '--years', '5', '--json'], Terminal.of_process()); "
        "sys.exit(' '.join({'platformdirs', 'mlsalary.importing'} & set(sys.modules)))"
    )
    surroundings = {key: value for key, value in os.environ.items() if key != "MLSALARY_HOME"}
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env=surroundings | {"HOME": str(tmp_path), "XDG_DATA_HOME": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout)["schema"] == "mlsalary/estimate/2"
    assert done.stderr.strip() == ""


def test_a_release_that_cannot_be_read_is_no_bug(home: Path) -> None:
    written(home / "rulebook/oews/2026/release.toml", b'release = "2026-05"\n')
    said = run("estimate", "--years", "5", "--json")
    assert said.code == 4
    assert said.error["code"] == "release_unreadable"


def test_a_home_where_nobody_may_look_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after su or sudo that keeps the other user's HOME."""

    def refused(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.delenv("MLSALARY_HOME")
    monkeypatch.setattr(Path, "is_dir", refused)
    assert imported_folder() is None


def test_a_mistyped_verb_is_answered_in_whole_sentences() -> None:
    said = run("estimat", "--years", "5")
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith("See mlsalary --help.\nDid you mean estimate?\n")
