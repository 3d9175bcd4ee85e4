"""Try the package on every Python that is here, with the newest and the oldest of what it needs.

    python scripts/platforms.py dist/mlsalary-0.1.0-py3-none-any.whl [3.12 3.13 …]

``make platforms`` runs it. For each interpreter, three environments of their own: everything
newest, everything oldest that pyproject.toml admits, and the package without extras. In the first
two, the examples of every command run with and without a network and must do the same, and then
some tests do; in the third, an estimate. It says what it tried, and ends with 1 if one failed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
TESTS = (
    "test_rules",
    "test_cases",
    "test_frame_cases",
    "test_batch_formats",
    "test_html",
    "test_help",
    "test_mcp",
    "test_explore",
)
"""Of each layer something."""
NEEDED = ("pytest", "pytest-xdist", "hypothesis", "syrupy", "jsonschema", "pexpect", "anyio")
QUESTION = ("estimate", "--years", "5", "--metro", "San Jose", "--json")


class FailedError(Exception):
    """A step that did not end well, and the end of what it said."""


def ran(command: Sequence[str | Path], **more: str) -> str:
    """What a command prints; FailedError when it fails."""
    done = subprocess.run(
        [*map(str, command)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": ""} | more,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise FailedError(f"{' '.join(map(str, command))}\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def interpreter(version: str) -> str | None:
    """A Python of this version that is here and runs."""
    found = shutil.which(f"python{version}")
    if found is None or subprocess.run([found, "-c", ""], capture_output=True).returncode:
        return None
    return found


def made(folder: Path, python: str, *wanted: str) -> Path:
    """The Python of a new environment with these packages; uv's words for what is wanted."""
    uv = Path(sys.executable).with_name("uv")
    ran([uv, "venv", "--quiet", "--python", python, folder])
    own = folder / "bin" / "python"
    ran([uv, "pip", "install", "--quiet", "--python", own, *wanted])
    return own


def tried(python: Path, folder: Path) -> None:
    """Every example as usual and without a network, then the tests."""
    said = []
    there = folder / "closed"  # one for both: what is written may name it
    for more in ([], ["--denied"]):
        shutil.rmtree(there, ignore_errors=True)
        there.mkdir()
        words: list[str | Path] = [
            python,
            ROOT / "tests" / "closed_run.py",
            there,
            "--whole",
            *more,
        ]
        said.append(json.loads(ran(words, HOME=str(there / "home"), TMPDIR=str(there / "tmp"))))
    usual, denied = said
    if denied["network"]:
        raise FailedError(f"without a network, it asked for {denied['network']}")
    for line, done in usual["lines"].items():
        if denied["lines"].get(line) != done:
            raise FailedError(
                f"without a network, {line} differs:\n{done}\n{denied['lines'].get(line)}"
            )
    files = [f"tests/{name}.py" for name in TESTS]
    ran([python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files])


def results(wheel: Path, versions: Sequence[str], folder: Path) -> Iterator[tuple[str, str]]:
    """Each environment and how it went: an empty text for well."""
    for version in versions:
        python = interpreter(version)
        if python is None:
            yield f"{version} not here", ""
            continue
        for way in ("highest", "lowest-direct", "no extras"):
            name = f"{version} {way}"
            try:
                if way == "no extras":
                    own = made(folder / name.replace(" ", "-"), python, str(wheel))
                    ran([own.with_name("mlsalary"), *QUESTION])
                else:
                    all_of_it = f"mlsalary[all] @ {wheel.as_uri()}"
                    own = made(folder / name, python, "--resolution", way, all_of_it)
                    uv = Path(sys.executable).with_name("uv")
                    ran([uv, "pip", "install", "--quiet", "--python", own, *NEEDED])
                    tried(own, folder)
            except FailedError as failure:
                yield name, str(failure)
            else:
                yield name, ""


def main(wheel: str, *versions: str) -> int:
    """Try them all."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        for name, fault in results(Path(wheel).resolve(), versions or VERSIONS, where):
            print(f"{'FAULT' if fault else 'ok':6}{name}", flush=True)
            if fault:
                failed = 1
                print(fault)
    return failed


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
