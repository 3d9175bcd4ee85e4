"""Wheel and sdist hold what they should and nothing else, and work where nothing is fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import check_release as release  # noqa: E402  (scripts/ is no package)
from check_release import Files  # noqa: E402

# `make release` asks the same of what it builds.
pytestmark = pytest.mark.thorough("test_a_wheel_finds_its_data_outside_the_tree")
METADATA = "mlsalary-0.1.0.dist-info/METADATA"
MAN_PAGE = "mlsalary-0.1.0.data/data/share/man/man1/mlsalary.1"
PAY = b"date,company,years,base,equity,bonus,total\n2020-01,a,5,150000,0,0,150000\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist and the wheel that is made from it."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Files:
    return release.files_of(next(built.glob("*.whl")))


@pytest.fixture(scope="module")
def sdist(built: Path) -> Files:
    return release.files_of(next(built.glob("*.tar.gz")))


def test_what_is_built_has_no_fault(wheel: Files, sdist: Files) -> None:
    assert list(release.wheel_faults(wheel)) == []
    assert list(release.sdist_faults(sdist)) == []


def without(name: str) -> Callable[[Files], Files]:
    return lambda files: {known: content for known, content in files.items() if known != name}


def having(name: str, content: bytes = b"") -> Callable[[Files], Files]:
    return lambda files: {**files, name: content}


def described(text: str) -> Callable[[Files], Files]:
    return having(METADATA, b"Metadata-Version: 2.4\nName: mlsalary\n\n" + text.encode())


WRONG_WHEELS = {
    "mlsalary/data/model.toml is missing": without("mlsalary/data/model.toml"),
    "mlsalary/data/guide/states.toml is another than in the clone": having(
        "mlsalary/data/guide/states.toml", b"[[row]]\n"
    ),
    "mlsalary/rules/middles.py is missing": without("mlsalary/rules/middles.py"),
    "mlsalary/made/toml is missing": without("mlsalary/made/toml"),
    "mlsalary/py.typed is missing": without("mlsalary/py.typed"),
    "share/man/man1/mlsalary.1 is missing": without(MAN_PAGE),
    "share/man/man1/mlsalary.1 is another than in the clone": having(MAN_PAGE, b".TH X 1\n"),
    "tests/test_amounts.py is no part of the package": having("tests/test_amounts.py"),
    "mlsalary/conftest.py is no part of the package": having("mlsalary/conftest.py"),
    "mlsalary/data/people.csv is not named in data/README.md": having("mlsalary/data/people.csv"),
    "mlsalary/data/zips.csv has the columns of reported pay": having("mlsalary/data/zips.csv", PAY),
    "mlsalary/people.parquet is of a kind that is not looked into": having(
        "mlsalary/people.parquet"
    ),
    "the description is empty": described(" \n"),
    "the heading 'Second' of README.md is not shown as one": described(
        "# First\n\n```\nnever closed\n\n# Second\n"
    ),
    "a table of README.md is not shown as one: | a | b |": described("| a | b |\n| c | d |\n"),
}

WRONG_SDISTS = {
    "CHANGELOG.md is missing": without("CHANGELOG.md"),
    "LICENSE is missing": without("LICENSE"),
    "docs/mlsalary.1 is missing": without("docs/mlsalary.1"),
    "data/oews/wages.csv is missing": without("data/oews/wages.csv"),
    "src/mlsalary/__init__.py is another than in the clone": having("src/mlsalary/__init__.py"),
    "README.md leads to docs/method.md, which is not there": without("docs/method.md"),
    "data/people.csv is not named in data/README.md": having("data/people.csv"),
    "tests/people.csv has the columns of reported pay": having("tests/people.csv", PAY),
    "docs/people.csv.gz is of a kind that is not looked into": having("docs/people.csv.gz"),
}


@pytest.mark.parametrize("fault", WRONG_WHEELS)
def test_a_wrong_wheel_is_found_out(wheel: Files, fault: str) -> None:
    assert fault in list(release.wheel_faults(WRONG_WHEELS[fault](wheel)))


@pytest.mark.parametrize("fault", WRONG_SDISTS)
def test_a_wrong_sdist_is_found_out(sdist: Files, fault: str) -> None:
    assert fault in list(release.sdist_faults(WRONG_SDISTS[fault](sdist)))


@pytest.mark.parametrize(
    "head",
    [
        "date,company,employer,city,state,years,company_level,degree,base,bonus,total",
        "Company;Base;Years",
        '\ufeff"level","total"',
        "years\tequity_annual\tbase\r",
    ],
)
def test_reported_pay_is_known_by_its_columns(sdist: Files, head: str) -> None:
    faults = release.sdist_faults({**sdist, "tests/cases/x.csv": f"{head}\n1,2,3\n".encode()})
    assert list(faults) == ["tests/cases/x.csv has the columns of reported pay"]


def test_a_file_left_in_the_data_folder_is_found_out(wheel: Files, tmp_path: Path) -> None:
    """It is packed like any other: only data/README.md tells that it is none of ours."""
    for folder in ("src/mlsalary", "data", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "data" / "mine.csv").write_bytes(PAY)
    faults = list(release.wheel_faults({**wheel, "mlsalary/data/mine.csv": PAY}, tmp_path))
    assert faults == [
        "mlsalary/data/mine.csv is not named in data/README.md",
        "mlsalary/data/mine.csv has the columns of reported pay",
    ]


def test_a_file_that_nobody_committed_is_found_out(sdist: Files) -> None:
    (fault,) = release.stray_faults({**sdist, "docs/notes.md": b""}, set(sdist))
    assert fault.startswith("docs/notes.md is not under version control")


def test_a_program_that_fails_or_answers_something_else_is_found_out(tmp_path: Path) -> None:
    def faults(script: str) -> Iterator[str]:
        return release.answer_faults([sys.executable, "-c", script], tmp_path, dict(os.environ))

    (failed,) = faults("import sys; sys.exit('no data')")
    assert failed.endswith("ended with 1: no data")
    other = '{"place": {"code": "US"}, "profile": {"spec": ["llm"]}}'
    (answered,) = faults(f"print('{other}')")
    assert "answered another question" in answered


def test_a_line_that_installs_nothing_is_found_out(tmp_path: Path) -> None:
    (failed,) = release.line_faults("echo nothing there >&2; exit 3", tmp_path)
    assert failed.endswith("ended with 3: nothing there")
    (idle,) = release.line_faults("true", tmp_path)
    assert idle == "true ended with 0: "
    (tmp_path / "README.md").write_text("Ask us how to install it.\n", encoding="utf-8")
    (none,) = release.lines_faults(tmp_path / "any.whl", tmp_path, tmp_path)
    assert none == "README.md has no line that installs"


def test_a_folder_without_a_release_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release.main(tmp_path) == 1
    assert "Run make release" in capsys.readouterr().err
