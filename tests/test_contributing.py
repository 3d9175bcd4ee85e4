"""Each change of docs/change.md and docs/rule.md is applied to a copy of the project and tried."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from clone import ROOT, Clone

PAGES = ("change.md", "rule.md")
TEXT = "".join((ROOT / "docs" / page).read_text(encoding="utf-8") + "\n## " for page in PAGES)
CHANGES = {
    title: (diff, rest)
    for title, diff, rest in re.findall(
        r"^##+ A (.+?)\n.*?^```diff\n(.*?)^```\n(.*?)(?=^##)", TEXT, re.DOTALL | re.MULTILINE
    )
}
COUNTS = {"Two": 2, "Five": 5}
BY_SCRIPT = {"BLS release": 2}  # files that a script writes, not shown in the diff


@pytest.fixture(scope="module")
def changed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A copy of the project after one of the changes."""
    clone = Clone(tmp_path_factory.mktemp("changed") / "mlsalary")
    (clone.folder / "tests").mkdir()
    shutil.copy(ROOT / "tests/guide_figures.py", clone.folder / "tests")
    applied = subprocess.run(
        ["git", "apply", "--recount", "-"],
        input=CHANGES[request.param][0],
        cwd=clone.folder,
        text=True,
        capture_output=True,
        check=False,
    )
    assert not applied.returncode, f"Bring docs/ up to date: {applied.stderr}"
    return clone


def after(title: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("changed", [title], indirect=True)


def test_every_change_is_tried() -> None:
    assert list(CHANGES) == ["figure", "BLS release", "specialization", "format", "rule"]


@pytest.mark.parametrize("title", CHANGES)
def test_a_change_touches_as_many_files_as_it_says(title: str) -> None:
    diff, rest = CHANGES[title]
    said = re.findall(r"^(Two|Five) files", rest, re.MULTILINE)[0]
    touched = re.findall(r"^diff --git", diff, re.MULTILINE)
    assert len(touched) + BY_SCRIPT.get(title, 0) == COUNTS[said]


@after("figure")
def test_a_figure(changed: Clone) -> None:
    rows = json.loads(changed.run("table", "states", "--json"))["rows"]
    assert next(row for row in rows if row["name"] == "Illinois")["guide"]["value"] == 122_400
    done = json.loads(changed.run("data", "diff", str(ROOT / "data"), "--json"))
    (moved,) = [row for row in done["rows"] if row["moved"]]
    assert "--state Illinois" in moved["profile"]
    assert moved["base_change"] > 0
    assert changed.estimate("--state", "Illinois")["accuracy"]  # still claimed
    assert [step["rule"] for step in moved["steps"]][:1] == ["place"]
    assert '"IL", 122_400' in (changed.folder / "tests/guide_figures.py").read_text("utf-8")


@after("specialization")
def test_a_specialization(changed: Clone, tmp_path: Path) -> None:
    steps = changed.estimate("--spec", "agentic")["steps"]
    (step,) = (one for one in steps if one["rule"] == "specialization")
    assert step["label"] == "Autonomous agents"
    assert step["factor"] == pytest.approx(math.sqrt(1.20 * 1.35))
    assert step["sources"] == ["mlsalary-judgement"]
    ranked = json.loads(changed.run("compare", "--years", "5", "--by", "spec", "--json"))
    assert ["agents"] in [cell["profile"]["spec"] for cell in ranked["cells"]]
    (tmp_path / "in.csv").write_text("years,spec\n5,ai agents\n5,\n")
    made = batch(changed, tmp_path)
    ratio = float(made[0]["base_p50"]) / float(made[1]["base_p50"])
    assert ratio == pytest.approx(step["factor"], rel=1e-5)  # of whole dollars


@after("format")
def test_a_format(changed: Clone, tmp_path: Path) -> None:
    asked = ("estimate", "--years", "5", "--metro", "Boise")
    pasted = [line.split("\t") for line in changed.run(*asked, "--format", "tsv").splitlines()]
    assert pasted == list(csv.reader(io.StringIO(changed.run(*asked, "--format", "csv"))))
    changed.start(*asked, "-o", str(tmp_path / "pay.tsv")).communicate()  # says what it wrote
    assert (tmp_path / "pay.tsv").read_text().startswith("years\tlevel\t")
    assert "csv, tsv, markdown" in changed.refuse(2, *asked, "--format", "tvs")


# Lazy engines share a chain: what a rule is in DuckDB, it is here.
FRAMES = """
import polars
from mlsalary import Profile, estimate, estimate_frame
words = ["office", "hybrid", "WFH", ""]
table = polars.DataFrame({"years": [5.0] * 4, "remote": words})
single = [estimate(Profile(years=5, remote=word or None)).total.p90 for word in words]
for priced in (estimate_frame(table), estimate_frame(table.lazy()).collect()):
    found = dict(zip(priced["remote"], priced["total_p90"]))
    assert all(abs(found[word] / one - 1) < 1e-9 for word, one in zip(words, single)), found
"""


@pytest.mark.thorough("test_a_figure")
@after("rule")
def test_a_rule(changed: Clone, tmp_path: Path) -> None:
    steps = changed.estimate("--remote", "wfh", "--employer", "tech")["steps"]
    order = ["level", "reported", "place", "remote", "employer", "aging"]
    assert [step["rule"] for step in steps] == order
    step = steps[3]
    assert (step["label"], step["kind"]) == ("Fully remote work", "assumed")
    assert step["factor"] == pytest.approx(0.95, abs=1e-4)
    assert step["base"] == pytest.approx(steps[1]["base"] * step["factor"])
    near = ("target", "165k", "--base", "--years", "5", "--remote", "fully", "--as-of", "2025-05")
    changes = json.loads(changed.run(*near, "--json"))["changes"]
    assert {one["to"] for one in changes if one["field"] == "remote"} == {"office", "hybrid"}
    ranked = json.loads(changed.run("compare", "--years", "5", "--by", "remote", "--json"))
    assert [cell["profile"]["remote"] for cell in ranked["cells"]] == ["office", "hybrid", "fully"]
    shown = changed.run("compare", "--years", "5", "--remote", "fully", "--remote", "office")
    assert "Office comes highest" in shown
    assert "what the work mode is worth" in changed.run(
        "estimate", "--years", "5", "--remote", "fully", "--explain"
    )
    (tmp_path / "in.csv").write_text("years,remote\n5,Fully\n5,\n5,\n")
    made = batch(changed, tmp_path)
    ratio = float(made[0]["base_p50"]) / float(made[1]["base_p50"])
    assert ratio == pytest.approx(step["factor"], rel=1e-5)  # of whole dollars
    error = changed.refuse(3, "estimate", "--years", "5", "--remote", "ofice")
    assert "no work mode" in error
    assert "Did you mean office?" in error
    subprocess.run(
        [sys.executable, "-c", FRAMES],
        env=changed.surroundings,
        cwd=tmp_path,
        check=True,
    )


@after("BLS release")
def test_a_release(changed: Clone) -> None:
    rows = json.loads(changed.run("data", "--json"))["rows"]
    assert next(row for row in rows if row["source"] == "bls-oews-2026")["period"] == "2026-05"
    steps = {step["rule"]: step for step in changed.estimate("--metro", "Boise")["steps"]}
    assert "bls-oews-2026" in steps["place"]["sources"]
    changed.run("data", "check", str(changed.data))
    later = changed.estimate("--as-of", "2026-05")["steps"][-1]
    assert later["factor"] == pytest.approx(1.031)
    assert later["sources"] == ["bls-oews-2026"]


def batch(clone: Clone, folder: Path) -> list[dict[str, str]]:
    """What ``mlsalary batch`` makes of ``in.csv``."""
    clone.start("batch", str(folder / "in.csv"), "-o", str(folder / "out.csv")).communicate()
    with (folder / "out.csv").open(newline="") as file:
        return list(csv.DictReader(file))
