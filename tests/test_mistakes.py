"""docs/errors.md is current, and every mistake in it ends as it says, in every command."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_run import run

from mlsalary.cli import VERBS

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import errors_page  # noqa: E402

MISTAKES: list[dict[str, Any]] = errors_page.sentences()["mistake"]
FORTY = 40


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the mistakes are made in."""
    (tmp_path / "people.csv").write_text("years,metro\n5,Austin\n", encoding="utf-8")
    (tmp_path / "priced.csv").write_text("years\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_code_has_one_sentence_and_one_exit_code() -> None:
    assert errors_page.faults() == []


def test_the_page_is_current() -> None:
    assert errors_page.PAGE.read_text(encoding="utf-8") == errors_page.page()


def test_a_code_without_a_sentence_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    said = errors_page.sentences()
    said["error"] = [row for row in said["error"] if "bad_number" not in row["codes"]]
    said["warning"].append({"codes": ["never_said"], "means": "", "fix": ""})
    monkeypatch.setattr(errors_page, "sentences", lambda: said)
    assert errors_page.faults() == [
        "error bad_number has no sentence",
        "warning never_said is raised by nobody",
    ]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["line"])
def test_a_mistake_ends_with_its_code(mistake: dict[str, Any], folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    words = shlex.split(mistake["line"])
    plain = run(*words)
    assert (plain.code, plain.out) == (mistake["exit"], "")
    assert plain.err.startswith("Error: ")
    assert "Traceback" not in plain.err
    assert sorted(path.name for path in folder.iterdir()) == before
    if mistake["code"] == "bad_format" and "-o" in words:
        return  # a format that is said outright holds, whatever the name ends in
    with_json = run(*words, "--json")  # an object, whether or not the command has the option
    assert (with_json.code, with_json.out) == (2 if _lacks_json(words) else plain.code, "")
    assert with_json.error["schema"] == "mlsalary/error/1"
    if not _lacks_json(words):
        assert with_json.error["code"] == mistake["code"]


def _lacks_json(words: list[str]) -> bool:
    """Whether the command has no --json, so that this is the mistake that is named."""
    return words[0] in ("batch", "sql", "schema", "help", "explore", "mcp")


def test_the_mistakes_are_of_every_command() -> None:
    of_verbs = {mistake["line"].split()[0] for mistake in MISTAKES}
    assert set(VERBS) <= of_verbs
    assert len(MISTAKES) >= FORTY
    listed = {(one["code"], one["exit"]) for one in MISTAKES}
    assert all(errors_page.found().errors[code] == {exit_code} for code, exit_code in listed)
