"""A copy of the clone that a test may edit, and the program as it runs there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


class Clone:
    """Code and data in a folder of their own, without anything that was made before."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.made = folder / "src/mlsalary/made"
        without = shutil.ignore_patterns("__pycache__", "made")
        shutil.copytree(ROOT / "src", folder / "src", ignore=without)
        shutil.copytree(ROOT / "data", self.data)

    def add_build(self) -> None:
        """What a build needs besides."""
        for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, self.folder)
        (self.folder / "docs").mkdir()
        shutil.copy(ROOT / "docs" / "mlsalary.1", self.folder / "docs")

    def edit(self, name: str, old: str, new: str) -> None:
        """Another text in a file of data/, where it stands once."""
        path = self.data / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def start(self, *words: str, **surroundings: str) -> subprocess.Popen[str]:
        """The program at work."""
        return subprocess.Popen(
            [sys.executable, "-m", "mlsalary", *words],
            env=self.surroundings | surroundings,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment in which Python finds this copy, and compiles it once for all runs."""
        return os.environ | {
            "PYTHONPATH": str(self.folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "",
        }

    def run(self, *words: str, **surroundings: str) -> str:
        """What it prints; it must end well and silently."""
        process = self.start(*words, **surroundings)
        out, err = process.communicate()
        assert (process.returncode, err) == (0, ""), err
        return out

    def refuse(self, code: int, *words: str) -> str:
        """What it says when it ends with this exit code."""
        process = self.start(*words)
        out, err = process.communicate()
        assert (process.returncode, out) == (code, ""), err
        return err

    def estimate(self, *words: str, **surroundings: str) -> Any:
        """The answer of ``mlsalary estimate`` after five years."""
        return json.loads(self.run("estimate", "--years", "5", "--json", *words, **surroundings))


def wheel_of(source: Path, folder: Path) -> Path:
    """The wheel of a clone or an sdist."""
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(source)]
    subprocess.run(build, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel
