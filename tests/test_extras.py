"""What is missing is asked for in one line, in the way the program was installed.

Here installations are made of what their installers leave behind; test_install.py makes real ones.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
from cli_run import run
from hypothesis import given
from hypothesis import strategies as st

from mlsalary.cli import main
from mlsalary.cli.terminal import Terminal
from mlsalary.errors import UsageError
from mlsalary.extras import installation, need, need_all

COMMIT = "0123456789abcdef0123456789abcdef01234567"
METADATA = """Metadata-Version: 2.4
Name: mlsalary
Version: 0.1.0
Provides-Extra: batch
Provides-Extra: fit
Requires-Dist: typer<0.29,>=0.28
Requires-Dist: polars>=1.30; extra == 'batch'
Requires-Dist: numpy>=2.0; extra == 'fit'
Requires-Dist: polars>=1.30; extra == "fit"
"""


class Installed:
    """An installation made of files, with the pip of its environment on PATH."""

    def __init__(self, folder: Path, patched: pytest.MonkeyPatch) -> None:
        self.folder, self.patched = folder, patched
        self.record = folder / "mlsalary-0.1.0.dist-info"
        self.record.mkdir()
        (self.record / "METADATA").write_text(METADATA, encoding="utf-8")
        patched.syspath_prepend(str(folder))
        patched.setattr(sys, "prefix", str(folder))
        self.pip_in(Path(sysconfig.get_path("scripts")))

    def pip_in(self, *folders: Path) -> None:
        """The folders of PATH."""
        self.patched.setenv("PATH", os.pathsep.join(map(str, folders)))

    def come_from(self, url: str, **told: Mapping[str, Any] | str) -> None:
        """Record a direct URL, as PEP 610 has it."""
        record = json.dumps({"url": url, **told})
        (self.record / "direct_url.json").write_text(record, encoding="utf-8")

    def kept_by_pipx(self, **package: str) -> None:
        """Let it be an environment of pipx."""
        told = {"package": "mlsalary", "package_or_url": "mlsalary", "suffix": "", **package}
        text = json.dumps({"main_package": told})
        (self.folder / "pipx_metadata.json").write_text(text, encoding="utf-8")

    def kept_by_uv(self, receipt: str) -> None:
        """Let it be an environment of ``uv tool``."""
        (self.folder / "uv-receipt.toml").write_text(f"[tool]\n{receipt}\n", encoding="utf-8")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    return Installed(tmp_path, monkeypatch)


def line(*extras: str) -> str:
    return installation.line_for(extras)


# From where ---------------------------------------------------------------------------------------


def test_from_an_index(installed: Installed) -> None:
    assert line("batch") == 'pip install "mlsalary[batch]"'
    assert line("xlsx", "batch") == 'pip install "mlsalary[batch,xlsx]"'


@pytest.mark.parametrize(
    ("told", "option"),
    [
        ({"dir_info": {}}, ""),
        ({"dir_info": {"editable": False}}, ""),
        ({"dir_info": {"editable": True}}, " --editable"),
        ({"archive_info": {"hashes": {"sha256": "00"}}}, ""),
    ],
)
def test_from_a_folder_or_a_file(
    installed: Installed, told: dict[str, dict[str, Any]], option: str
) -> None:
    place = installed.folder / "my clone"
    place.touch()
    installed.come_from(place.as_uri(), **told)
    assert "%20" in place.as_uri()
    assert line("batch") == f'pip install{option} "{place}[batch]"'


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (
            {"url": "https://example.org/m.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
            f"git+https://example.org/m.git@{COMMIT}",
        ),
        (
            {
                "url": "file:///srv/m.git",
                "vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"},
                "subdirectory": "tools/pay",
            },
            f"git+file:///srv/m.git@{COMMIT}#subdirectory=tools/pay",
        ),
        (
            {"url": "https://example.org/mlsalary-0.1.0-py3-none-any.whl", "archive_info": {}},
            "https://example.org/mlsalary-0.1.0-py3-none-any.whl",
        ),
    ],
)
def test_from_elsewhere(installed: Installed, told: dict[str, Any], wanted: str) -> None:
    installed.come_from(**told)
    assert line("fit") == f'pip install "mlsalary[fit] @ {wanted}"'


def test_from_a_file_that_is_gone_only_what_the_extra_requires(installed: Installed) -> None:
    installed.come_from((installed.folder / "gone.whl").as_uri(), archive_info={})
    assert line("batch") == 'pip install "polars>=1.30"'
    assert line("fit", "batch") == 'pip install "polars>=1.30" "numpy>=2.0"'
    installed.kept_by_pipx(package_or_url="gone.whl")
    assert line("batch") == 'pip install "polars>=1.30"'


def test_what_our_own_extras_require_names_no_extra_of_ours() -> None:
    """Otherwise it would have to be looked up in turn."""
    lines = requires("mlsalary") or []
    assert any("extra ==" in one for one in lines)
    assert not [one for one in lines if one.startswith("mlsalary")]


def test_the_readme_lists_the_extras_and_all_is_all_but_spark() -> None:
    root = Path(__file__).resolve().parents[1]
    extras = tomllib.loads((root / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    listed = (root / "README.md").read_text(encoding="utf-8").partition("## Extras")[2]
    assert set(re.findall(r"^\| `(\w+)` \|", listed, re.MULTILINE)) == set(extras)
    (whole,) = extras["all"]
    assert set(re.findall(r"\w+", whole)) == {*extras, "mlsalary"} - {"all", "spark"}


def test_from_a_clone_that_nobody_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installation, "distribution", missing)
    clone = Path(installation.__file__).parents[3]
    assert (clone / "pyproject.toml").is_file()
    assert line("sql").endswith(f' --editable "{clone}[sql]"')


# By what ------------------------------------------------------------------------------------------


def test_the_pip_of_another_environment_is_not_asked(installed: Installed) -> None:
    wanted = f'{sys.executable} -m pip install "mlsalary[batch]"'
    installed.pip_in(installed.folder)
    assert line("batch") == wanted
    pip = installed.folder / "pip"
    pip.write_text("#!/bin/sh\n")
    pip.chmod(0o755)
    installed.pip_in(installed.folder, Path(sysconfig.get_path("scripts")))
    assert line("batch") == wanted


def test_without_pip_uv_is_asked(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "executable", "/home/my env/bin/python")
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    by_name = 'uv pip install --python "/home/my env/bin/python" "mlsalary[batch]"'
    assert line("batch") == by_name
    monkeypatch.setenv("VIRTUAL_ENV", "/home/other")
    assert line("batch") == by_name
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    assert line("batch") == 'uv pip install "mlsalary[batch]"'


@pytest.mark.parametrize(
    ("had", "wanted"),
    [
        ("mlsalary", "batch"),
        ("mlsalary[xlsx]", "batch,xlsx"),
        ("mlsalary[xlsx, sql] == 0.1.0", "batch,sql,xlsx"),
        ("/home/me/clone[fit]", "batch,fit"),
        ("mlsalary[batch] @ file:///a.whl", "batch"),
        ("/home/me[old]/clone", "batch"),
    ],
)
def test_pipx_keeps_the_extras_that_it_was_given(
    installed: Installed, had: str, wanted: str
) -> None:
    installed.kept_by_pipx(package_or_url=had)
    assert line("batch") == f'pipx install --force "mlsalary[{wanted}]"'


def test_pipx_by_the_way_it_was_installed(installed: Installed) -> None:
    installed.come_from(installed.folder.as_uri(), dir_info={"editable": True})
    installed.kept_by_pipx()
    assert line("batch") == f'pipx install --force --editable "{installed.folder}[batch]"'


@pytest.mark.parametrize("package", [{"package": "notebook"}, {"suffix": "_old"}])
def test_what_pipx_keeps_under_another_name_is_left_to_pip(
    installed: Installed, package: dict[str, str]
) -> None:
    installed.kept_by_pipx(**package)
    assert line("batch") == 'pip install "mlsalary[batch]"'


@pytest.mark.parametrize(
    ("receipt", "wanted"),
    [
        ('requirements = [{ name = "mlsalary" }]', ' "mlsalary[batch]"'),
        (
            'requirements = [{ name = "mlsalary", extras = ["xlsx"] }, { name = "tzdata" }]',
            ' "mlsalary[batch,xlsx]"',
        ),
        (
            'requirements = [{ name = "mlsalary" }]\npython = "/opt/my python"',
            ' --python "/opt/my python" "mlsalary[batch]"',
        ),
    ],
)
def test_a_tool_of_uv(installed: Installed, receipt: str, wanted: str) -> None:
    installed.kept_by_uv(receipt)
    assert line("batch") == f"uv tool install --force{wanted}"


def test_a_tool_of_uv_that_is_another_program(installed: Installed) -> None:
    installed.kept_by_uv('requirements = [{ name = "notebook" }, { name = "mlsalary" }]')
    assert line("batch") == 'pip install "mlsalary[batch]"'


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_path_is_one_word_of_a_shell(path: str) -> None:
    assert shlex.split(installation.in_shell(path)) == [path]


@pytest.mark.parametrize("path", ["my clone", "$HOME", "a`id`", 'the "old"', "it's", "a\\b", "no!"])
def test_a_shell_reads_it_so(path: str) -> None:
    printed = ["sh", "-c", f"printf %s {installation.in_shell(path)}"]
    assert subprocess.run(printed, capture_output=True, text=True, check=True).stdout == path


# What is asked for --------------------------------------------------------------------------------


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)


@pytest.mark.parametrize(
    ("words", "gone", "said", "extras"),
    [
        ("batch in.csv -o out.csv", "polars", "polars, which is", "batch"),
        (
            "batch in.csv -o out.csv",
            "polars narwhals pyarrow",
            "polars, narwhals and pyarrow, which are",
            "batch",
        ),
        (
            "batch in.xlsx -o out.csv",
            "polars python_calamine",
            "polars and python_calamine, which are",
            "batch,xlsx",
        ),
        (
            "batch - --from xlsx -o out.xlsx",
            "polars python_calamine xlsxwriter",
            "polars, python_calamine and xlsxwriter, which are",
            "batch,xlsx",
        ),
        ("batch in.csv -o out.XLSX", "xlsxwriter", "xlsxwriter, which is", "xlsx"),
        ("batch in.ods -o out.xlsx", "xlsxwriter", "xlsxwriter, which is", "xlsx"),
        (
            "batch in.csv -o out.csv --engine Spark",
            "pyarrow pyspark",
            "pyarrow and pyspark, which are",
            "batch,spark",
        ),
        ("backtest pay.csv", "numpy", "numpy, which is", "fit"),
        ("path --format html", "matplotlib", "matplotlib, which is", "html"),
        (
            "backtest pay.csv --also more.xlsx",
            "numpy python_calamine",
            "numpy and python_calamine, which are",
            "fit,xlsx",
        ),
        ("sql --dialect duckdb --table t", "ibis sqlglot", "ibis and sqlglot, which are", "sql"),
        ("mcp", "mcp mcp_types", "mcp and mcp_types, which are", "mcp"),
    ],
)
def test_all_that_is_missing_is_asked_for_in_one_line(
    monkeypatch: pytest.MonkeyPatch, words: str, gone: str, said: str, extras: str
) -> None:
    without(monkeypatch, *gone.split())
    ran = run(*words.split())
    assert (ran.code, ran.out) == (2, "")
    sentence, line = ran.err.splitlines()
    assert sentence.startswith(f"Error: This needs {said} not installed. ")
    assert line.endswith(f'[{extras}]"')
    error = run(*words.split(), "--json").error if words.startswith("backtest") else None
    assert error is None or error["suggestions"] == [line.strip()]


def test_the_line_is_never_broken_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    without(monkeypatch, "ibis", "sqlglot")
    screen = Screen()
    assert (
        main(
            ["sql", "--dialect", "duckdb", "--table", "t"],
            Terminal(screen, screen, True, 40, False),
        )
        == 2
    )
    *said, line = screen.getvalue().splitlines()
    assert all(len(one) <= 40 for one in said)
    assert line == f"  {installation.line_for(['sql'])}"
    assert len(line) > 40


def test_a_workbook_is_not_asked_for_where_none_is_read_or_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without(monkeypatch, "python_calamine", "xlsxwriter", "pyspark")
    (tmp_path / "in.csv").write_text("years\n5\n", encoding="utf-8")
    assert run("batch", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")).code == 0


def test_a_module_that_is_broken_inside_is_not_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken_inside.py").write_text("import no_such_module_anywhere\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="no_such_module_anywhere"):
        need("broken_inside", "batch")


def test_where_all_is_there_nothing_is_looked_up() -> None:
    code = (
        "import sys; from mlsalary.extras import need, need_all; need_all(batch=['json'], fit=());"
        "need('csv', 'sql'); sys.exit('mlsalary.extras.installation' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_two_extras_are_one_error() -> None:
    with pytest.raises(UsageError) as raised:
        need_all(batch=("no_such_module", "json"), sql=("no_such_module", "none_such_either"))
    assert raised.value.code == "extra_missing"
    assert "no_such_module and none_such_either, which are" in raised.value.message
    assert raised.value.message.endswith('[batch,sql]"')
