"""The package outside the tree: a wheel finds its data, and nothing is fetched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
OFFLINE = """
import socket, sys
def refused(*_, **__): raise OSError("no network in this test")
socket.socket.connect = refused
import mlsalary
assert mlsalary.__file__.startswith(sys.argv[1]), mlsalary.__file__
sys.argv = ["mlsalary", "estimate", "--years", "5", "--metro", "San Jose", "--json"]
from mlsalary.__main__ import run
run()
"""


def test_a_wheel_finds_its_data_outside_the_tree(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    target = tmp_path / "elsewhere"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True)
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(target)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["place"]["code"] == "41940"
