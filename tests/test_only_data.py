"""A rulebook is data: whatever stands in a folder that somebody else has made, nothing of it is
run, nothing is waited for, nothing is written, and what is printed is text."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_run import PATIENCE, Ran, run

from mlsalary import Rulebook
from mlsalary.rulebook.checks.check import BYTES_MOST
from mlsalary.rulebook.checks.problem import steering

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
AGING = (DATA / "aging.toml").read_text(encoding="utf-8")
SOURCES = (DATA / "sources.toml").read_text(encoding="utf-8")
TITLE = "Machine Learning Engineer Salary Guide 2026"


def test_the_page_says_how_large_a_file_may_be() -> None:
    page = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    assert f"has more than {BYTES_MOST / 1e6:g} million bytes, or holds" in page


def told(folder: Path) -> Ran:
    """An estimate by the figures of a folder."""
    return run("estimate", "--years", "5", "--data", str(folder))


def wrote(text: str | bytes, name: str = "aging.toml") -> Callable[[Path], object]:
    content = text if isinstance(text, bytes) else text.encode()

    def write(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return write


def sparse(folder: Path) -> None:
    """A file of more bytes than any disk has."""
    with (folder / "aging.toml").open("wb") as file:
        file.truncate(2**40)


def linked(name: str, target: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).symlink_to(target)


class Bomb:
    """What a pickle runs when it is read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("run",)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file without an end": (linked("aging.toml", "/dev/zero"), "is a pipe or a device"),
    "a pipe that nobody fills": (lambda there: os.mkfifo(there / "aging.toml"), "is a pipe"),
    "a pipe that another file asks": (lambda there: _pipe_asked(there), "is a pipe"),
    "more than a disk holds": (sparse, f"file of a rulebook has {BYTES_MOST:,} at most"),
    "nested without an end": (wrote(f"a = {'[' * 100_000}"), "too deeply nested"),
    "dotted without an end": (wrote(f"a{'.a' * 100_000} = 1"), "too deeply nested"),
    "a folder within itself": (linked("guide", "."), "no such file belongs in a rulebook"),
    "another user's file": (linked("aging.toml", "/etc/passwd"), "is not TOML"),
    "a pickle": (wrote(pickle.dumps(Bomb())), "is not UTF-8"),
    "a pickle among what is made": (wrote(pickle.dumps(Bomb()), "made/toml"), "no such file"),
    "a module": (wrote("import os; os.mkdir('run')", "__init__.py"), "no such file belongs"),
    "a settings file of Python": (wrote("import os", "sitecustomize.py"), "no such file belongs"),
    "an expression": (wrote("a = __import__('os').mkdir('run')"), "is not TOML"),
    "escapes for a terminal": (
        wrote(SOURCES.replace(f'"{TITLE}', f'"\\u001b[2J{TITLE}'), "sources.toml"),
        "holds the unseen sign U+001B",
    ),
    "letters turned around": (
        wrote((DATA / "states.csv").read_text(encoding="utf-8") + "\u202ezz,x\n", "states.csv"),
        "holds the unseen sign U+202E",
    ),
}


def _pipe_asked(folder: Path) -> None:
    os.mkfifo(folder / "sources.toml")
    wrote(AGING)(folder)


@pytest.mark.parametrize("attack", REFUSED)
def test_an_attack_is_refused_by_name(
    attack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make, said = REFUSED[attack]
    folder = tmp_path / "figures"
    folder.mkdir()
    make(folder)
    ran = told(folder)
    assert (ran.code, ran.out) == (4, "")
    assert said in ran.err
    assert "\x1b" not in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["figures"]


def test_a_hidden_release_is_not_used(tmp_path: Path) -> None:
    """What begins with a dot is not checked."""
    wrote(AGING)(tmp_path)
    wrote("released = 1", "oews/.2099/release.toml")(tmp_path)
    assert told(tmp_path) == run("estimate", "--years", "5")
    assert Rulebook.overlay(tmp_path).imported == ()


PAYLOADS = (
    *("{{7*7}}", "{% for x in [].__class__ %}", "{0.__class__}", "{}", "{sources}", "%(x)s", "%s"),
    *("${HOME}", "$(id)", "`id`", "[red]x[/red]", "[link=file:///etc/passwd]x[/link]", "[/]"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "' OR 1=1 --", "\\\\x", "|x|"),
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Figures whose first source and a word of degrees are called as no decent one is."""
    folder = tmp_path_factory.mktemp("hostile")
    assert SOURCES.count(f'title = "{TITLE}"') == 1
    called = "=cmd|' /C calc'!A0 " + " ".join(PAYLOADS)
    wrote(SOURCES.replace(f'"{TITLE}"', f"'''{called}'''"), "sources.toml")(folder)
    words = (DATA / "vocabulary.toml").read_text(encoding="utf-8")
    row = f"[[degree]]\nid = \"guild\"\nname = '''{' '.join(PAYLOADS)}'''\nlike = \"bachelors\"\n\n"
    wrote(words.replace("[[degree]]", f"{row}[[degree]]", 1), "vocabulary.toml")(folder)
    return folder


@pytest.mark.parametrize("form", ["plain", "table", "markdown", "json", "html"])
def test_a_name_is_text_in_every_format(hostile: Path, form: str) -> None:
    asked = ["estimate", "--years", "5", "--degree", "guild", "--data", str(hostile)]
    more = ["--sources"] if form in ("plain", "table", "markdown") else []
    ran = run(*asked, *more, "--format", form, width=2000)
    assert (ran.code, ran.err) == (0, "")
    if form == "html":
        assert "<script" not in ran.out
        assert "<img" not in ran.out
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in ran.out
    else:
        plain = re.sub(r"\\(?=[^a-z0-9\s])", "", ran.out)
        for payload in ("{{7*7}}", "{0.__class__}", "[red]x[/red]", "$(id)", "`id`"):
            assert payload in plain
    assert " 49 " not in ran.out


def test_a_name_is_no_formula_in_a_spreadsheet(hostile: Path) -> None:
    ran = run("data", "--format", "csv", "--data", str(hostile))
    assert "'=cmd|" in ran.out
    assert not re.search(r"(?:^|[,\"])=cmd", ran.out, re.MULTILINE)


def test_an_error_offers_a_word_by_its_key(hostile: Path) -> None:
    ran = run("estimate", "--degree", "none such", "--data", str(hostile))
    assert ran.code == 3
    assert "guild" in ran.err


def test_what_steers_is_known_and_what_people_write_is_not() -> None:
    for sign in ("\x00", "\x07", "\x08", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066"):
        assert steering(f"a{sign}b") == f"holds the unseen sign U+{ord(sign):04X}. Take it out."
    assert steering("Zoë’s “Café”\r\n\tnaïve — 技術 𝕏 \N{NO-BREAK SPACE}") is None


def test_no_module_unpacks_or_runs_what_a_file_says() -> None:
    """But for Spark's executors, which unpack what their own driver has packed."""
    runs = re.compile(r"\b(?:pickle|marshal|shelve|dill)\.loads?\(|(?<![.\w])(?:eval|exec)\(")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "src").rglob("*.py")
        if runs.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"src/mlsalary/frame/executing.py"}


def test_a_folder_of_modules_is_no_path_of_python(tmp_path: Path) -> None:
    """The program as installed, in a folder with modules that stand in for those it needs."""
    for name in ("typer", "tomllib", "sitecustomize", "polars"):
        wrote("import os; os.mkdir('run')", f"{name}.py")(tmp_path)
    code = "from mlsalary.__main__ import run; run()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "estimate", "--years", "5"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert not (tmp_path / "run").exists()
