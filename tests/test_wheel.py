"""The package outside the tree: a wheel finds its data, brings what is made from them, and nothing
is fetched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from clone import PIP, ROOT, Clone, wheel_of

READY = {
    f"mlsalary/made/{name}"
    for name in ("toml", "area_names.csv", "place_aliases", "packed_places", "word_spellings")
}
OFFLINE = """
import socket, sys
def refused(*_, **__): raise OSError("no network in this test")
socket.socket.connect = refused
import mlsalary
assert mlsalary.__file__.startswith(sys.argv[1]), mlsalary.__file__
sys.argv = ["mlsalary", "estimate", "--years", "5", "--metro", "San Jose", "--json"]
from mlsalary.__main__ import run
try:
    run()
finally:
    assert "tomllib" not in sys.modules
"""
NOTHING_MADE = """
import mlsalary.frame.aliases as aliases, mlsalary.places.naming as naming
from mlsalary.frame.places import spelled
from mlsalary.rulebook import Rulebook
aliases.foreseen = naming._rows = None
print(len(spelled(Rulebook.shipped()).aliases.rows))
"""


@pytest.mark.thorough("test_a_wheel_finds_its_data_outside_the_tree")
def test_what_a_wheel_brings_is_made_by_python_alone(tmp_path: Path) -> None:
    """A build stands apart: of what the package needs, nothing is installed there."""
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from mlsalary.sql.ready import write_all; write_all(Path(sys.argv[2]))"
    )
    command = [sys.executable, "-I", "-S", "-c", code, str(ROOT / "src"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {f"mlsalary/made/{path.name}" for path in tmp_path.iterdir()} == READY


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build needs of the clone, with something old where things are made."""
    clone = Clone(tmp_path_factory.mktemp("tree") / "mlsalary")
    clone.add_build()
    clone.made.mkdir()
    for name in ("toml", "old"):
        (clone.made / name).write_bytes(b"old")
    return clone.folder


@pytest.fixture(scope="module")
def sdist(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder)]
    subprocess.run(build, cwd=tree, check=True, capture_output=True)
    (found,) = folder.glob("*.tar.gz")
    return found


@pytest.fixture(scope="module", params=["tree", "sdist"])
def wheel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel_of(request.getfixturevalue(request.param), tmp_path_factory.mktemp("wheel"))


def ran(program: str, target: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=target.parent,
        env=os.environ | {"PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.thorough(every=2)
def test_a_wheel_finds_its_data_outside_the_tree(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    subprocess.run([*PIP, "install", "--no-deps", "--target", str(target), str(wheel)], check=True)
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*")}
    assert (target / "share/man/man1/mlsalary.1").is_file()
    answer = json.loads(ran(OFFLINE, target, str(target)))
    assert answer["place"]["code"] == "41940"
    assert int(ran(NOTHING_MADE, target)) > 100_000
    after = {path: path.stat().st_mtime_ns for path in target.rglob("*")}
    compiled = {path for path in after if "__pycache__" in path.parts}
    grown = {path.parent for path in compiled if path not in before}
    assert {one: after[one] for one in {*after} - compiled - grown} == {
        one: before[one] for one in {*before} - compiled - grown
    }


@pytest.mark.thorough(every=2)
def test_a_wheel_brings_what_is_made_from_its_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in names if name.startswith("mlsalary/made/")} == READY
    data = {f"mlsalary/data/{path.relative_to(ROOT / 'data')}" for path in _files(ROOT / "data")}
    assert {name for name in names if name.startswith("mlsalary/data/")} == data


def test_a_source_archive_holds_what_is_edited_and_nothing_made(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    edited = {"hatch_build.py", "data/nicknames.toml", "src/mlsalary/rulebook/made.py"}
    assert edited | {"docs/mlsalary.1"} <= names
    assert not {name for name in names if "/made/" in name}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
