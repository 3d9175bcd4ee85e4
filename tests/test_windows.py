"""What Windows lacks and does its own way, as far as another system can show it: see
windows_run.py."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
import windows_run
from cli_run import run

for library in ("polars", "pyarrow", "narwhals"):
    pytest.importorskip(library, reason=f"{library}, which batch needs, is missing")

REFUSED = {"estimate --years 5 --metro Zürich": 3, "data import none.zip": 4}
"""Lines that end badly on any system: a place abroad, and a file that is not there."""


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("windows")
    done = subprocess.run(
        [sys.executable, windows_run.__file__, str(folder)],
        env=os.environ | {"MLSALARY_HOME": str(tmp_path_factory.mktemp("home"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_line_ends_as_it_does_elsewhere(windows: Any) -> None:
    ended = {(line, page): code for line, page, code, _, _ in windows["ended"]}
    assert {page for _, page in ended} == set(windows_run.PAGES)
    assert ended == {(line, page): REFUSED.get(line, 0) for line, page in ended}


def test_an_old_code_page_changes_no_figure(windows: Any) -> None:
    """Signs that it lacks are drawn by others; what is said in them is not."""
    figures: dict[str, set[tuple[str, ...]]] = {}
    for line, _, _, out, _ in windows["ended"]:
        figures.setdefault(line, set()).add(tuple(re.findall(r"\d[\d,]*", out)))
    asked = [line for line in windows_run.LINES[:5] if line not in REFUSED]
    assert [line for line in asked if len(figures[line]) > 1] == []
    usual = run(*windows_run.LINES[0].split(), terminal=True).out
    assert figures[windows_run.LINES[0]] == {tuple(re.findall(r"\d[\d,]*", usual))}


def test_a_file_that_is_open_elsewhere_stays_as_it_was(windows: Any) -> None:
    for _, _, code, out, err in windows["held"]:
        assert (code, out) == (4, "")
        assert "It is as it was before." in err
    assert windows["same"]
    assert windows["files"] == ["brief.md", "people.csv", "priced.csv"]
