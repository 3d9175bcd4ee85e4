"""The lines that install: those of README.md, and the one that a missing extra asks for, typed into
a shell as they stand, for real installers, by a user who has nothing yet."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from clone import ROOT, Clone, wheel_of
from official_workbooks import official, row, written

pytestmark = pytest.mark.thorough("test_a_wheel_finds_its_data_outside_the_tree")
INSTALLERS = ("uv", "pipx")
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = re.findall(r"^(.* install \.)", README, re.MULTILINE)
ACTIVATED = "python3 -m venv .venv && . .venv/bin/activate"
assert ACTIVATED in README


class User(NamedTuple):
    """Somebody at a shell, with a home of their own."""

    home: Path
    surroundings: dict[str, str]

    def types(self, line: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """What a line comes to; it must end with this exit code."""
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=self.home, env=self.surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, f"{line}\n{done.stdout}\n{done.stderr}"
        return done


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installers, and nothing else of the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("programs")
    for name in INSTALLERS:
        (folder / name).symlink_to(Path(sys.executable).parent / name)
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was downloaded or built is so once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def user(programs: Path, cache: Path, tmp_path: Path) -> User:
    home = tmp_path / "my home"
    home.mkdir()
    path = [
        home / ".local/bin",
        programs,
        Path(sys.executable).resolve().parent,
        "/usr/bin",
        "/bin",
    ]
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
    own = {
        "HOME": str(home),
        "PATH": os.pathsep.join(map(str, path)),
        "XDG_CACHE_HOME": str(cache),
        "UV_PYTHON_DOWNLOADS": "never",
    }
    return User(home, kept | own)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Clone(tmp_path_factory.mktemp("of") / "my clone")
    made.add_build()
    return made.folder


@pytest.fixture(scope="module")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel_of(clone, tmp_path_factory.mktemp("my downloads"))


@pytest.fixture
def workbook(user: User) -> Path:
    """A download that is read with the extra ``xlsx``."""
    name = "state_M2026_dl"
    return written(user.home / f"{name}.xlsx", official(name, [row()]))


def from_wheel(line: str, wheel: Path) -> str:
    """A line of README.md with a wheel in place of the clone."""
    return line.removesuffix(" .") + f' "{wheel}"'


def adds_what_is_missing(user: User, program: str, wanted: str) -> None:
    """The program asks for a line, and works once it was typed."""
    answer = user.types(f"{program} estimate --years 5 --json").stdout
    assert json.loads(answer)["profile"]["years"] == 5
    reads = f"{program} data import state_M2026_dl.xlsx"
    refused = user.types(reads, 2)
    said, line = refused.stderr.splitlines()
    assert said.startswith("Error: This needs python_calamine, which is not installed. ")
    assert line == f"  {wanted}"
    before = program.rpartition("&& ")[0]
    user.types(f"{before}&& {line}" if before else line)
    assert json.loads(user.types(f"{reads} --json").stdout)["action"] == "import"


def test_the_readme_has_a_line_for_each_installer() -> None:
    assert LINES == ["pip install .", "pipx install .", "uv tool install ."]


@pytest.mark.usefixtures("workbook")
def test_pip_and_a_wheel(user: User, wheel: Path) -> None:
    user.types(f"{ACTIVATED} && {from_wheel(LINES[0], wheel)}")
    program = ". .venv/bin/activate && mlsalary"
    adds_what_is_missing(user, program, f'pip install "{wheel}[xlsx]"')


@pytest.mark.usefixtures("workbook")
@pytest.mark.parametrize("line", LINES[1:])
def test_a_command_of_its_own(user: User, wheel: Path, line: str) -> None:
    user.types(from_wheel(line, wheel))
    wanted = f'{line.removesuffix(" .")} --force "{wheel}[xlsx]"'
    adds_what_is_missing(user, "mlsalary", wanted)


@pytest.mark.usefixtures("workbook")
def test_pip_and_an_editable_clone_whose_environment_is_not_activated(
    user: User, clone: Path
) -> None:
    user.types(f'python3 -m venv .venv && .venv/bin/pip install --editable "{clone}"')
    python = user.home / ".venv/bin/python3"
    wanted = f'"{python}" -m pip install --editable "{clone}[xlsx]"'
    adds_what_is_missing(user, ".venv/bin/mlsalary", wanted)


@pytest.mark.usefixtures("workbook")
def test_an_environment_of_uv_which_has_no_pip(user: User, wheel: Path) -> None:
    user.types(f'uv venv && uv pip install "{wheel}"')
    python = user.home / ".venv/bin/python"
    wanted = f'uv pip install --python "{python}" "{wheel}[xlsx]"'
    adds_what_is_missing(user, ".venv/bin/mlsalary", wanted)
