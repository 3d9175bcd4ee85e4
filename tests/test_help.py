"""The help as people use it: panels, metavars, examples that work, and every way to ask for it."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from cli_run import run
from official_workbooks import archive, official, whole_release

from mlsalary.cli import VERBS, build
from mlsalary.cli.examples import EXAMPLES, PROGRAM
from mlsalary.cli.panels import OUTPUT, PROFILE
from mlsalary.cli.words import is_option

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import command_pages

Capsys = pytest.CaptureFixture[str]
Columns = Callable[[int], None]
ASKING = {"estimate", "offer", "compare", "target", "path", "brief", "profile"}
DATA = Path(__file__).parents[1] / "data"
OF_FILES = {"table", "batch", "backtest", "fit", "sql", "data", "schema", "help"}
DOORS = {"explore", "mcp"}
SHOWN = set(EXAMPLES) - {PROGRAM, *command_pages.SILENT}
NOT_SHOWN = [
    one.line
    for name, examples in EXAMPLES.items()
    for one in examples
    if name not in SHOWN or one.line in command_pages.NOT_RUN
]
"""Examples of which the page of the command shows no output."""
GROUP: Any = typer.main.get_command(build(VERBS))
PAGES = {PROGRAM: (), **{verb: (verb,) for verb in VERBS}}
PARAMETERS = [
    pytest.param(one, id=f"{verb} {one.opts[-1]}")
    for verb, command in [(PROGRAM, GROUP), *GROUP.commands.items()]
    for one in command.params
]
FRAME = re.compile(r"[│╭╮╰╯─]")


@pytest.fixture
def columns(monkeypatch: pytest.MonkeyPatch) -> Columns:
    """How wide the help is shown, which Rich asks the environment."""
    return lambda width: monkeypatch.setenv("COLUMNS", str(width))


SEEN: dict[tuple[object, ...], str] = {}


def help_of(capsys: Capsys, *words: str, width: int = 80) -> str:
    """What is printed by these words; the parser prints its help by itself. Many tests look at the
    same page, which is drawn once."""
    asked = (words, width, os.environ.get("COLUMNS"))
    if asked not in SEEN:
        assert run(*words, width=width) == (0, "", "")
        SEEN[asked] = capsys.readouterr().out
    return SEEN[asked]


# Every way to ask ---------------------------------------------------------------------------------


def test_the_version_has_a_short_option() -> None:
    assert run("-V") == run("--version")
    assert re.fullmatch(r"mlsalary \d+\.\d+\.\d+\n", run("-V").out)


@pytest.mark.parametrize("name", PAGES)
def test_help_and_a_command_is_the_help_of_the_command(name: str, capsys: Capsys) -> None:
    page = help_of(capsys, *PAGES[name], "--help")
    assert f"Usage: mlsalary {' '.join(PAGES[name])}" in page
    assert help_of(capsys, "help", *PAGES[name]) == page


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_shows_the_version(verb: str) -> None:
    assert run(verb, "-V") == run(verb, "--version") == run("--version")


def test_a_value_is_no_version() -> None:
    assert run("estimate", "--years", "5", "--metro", "-V", "--json").error["code"] != "bug"
    assert run("table", "area", "--", "-V").code == 3


@pytest.mark.parametrize(
    ("verb", "action"),
    [("profile", "save"), ("profile", "Show"), ("data", "diff"), ("data", "check")],
)
def test_help_of_an_action_is_the_help_of_its_command(
    verb: str, action: str, capsys: Capsys
) -> None:
    assert help_of(capsys, "help", verb, action) == help_of(capsys, verb, "--help")


@pytest.mark.parametrize(
    "words", [("offer", "estimate"), ("profile", "sav"), ("data", "clear"), ("table", "show")]
)
def test_help_shows_one_command(words: tuple[str, str]) -> None:
    ran = run("help", *words)
    assert (ran.code, ran.out) == (2, "")
    wanted = f'help shows one command: leave "{words[1]}" out, mlsalary help {words[0]}.'
    assert wanted in ran.err


def test_help_of_an_unknown_command_is_the_error_of_an_unknown_command() -> None:
    for word, meant in (("estmate", "estimate"), ("tabel", "table")):
        asked = run("help", word)
        assert asked == run(word)
        assert asked.code == 2
        assert asked.err.endswith(f"Did you mean {meant}?\n")
    assert run("help", "estimate", "offer").code == 2


def test_an_unknown_command_is_answered_with_all_that_there_are() -> None:
    assert f"Commands: {', '.join(VERBS)}." in run("frobnicate").err


def test_help_of_one_command_loads_no_other() -> None:
    program = (
        "import sys\nfrom mlsalary.cli import main\nfrom mlsalary.cli.terminal import Terminal\n"
        "main(['help', 'path'], Terminal(sys.stdout, sys.stderr, False, 80, False))\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    loaded = set(ran.stderr.split())
    assert {f"mlsalary.cli.{verb}" for verb in VERBS} & loaded == {
        "mlsalary.cli.help",
        "mlsalary.cli.path",
    }


# Panels -------------------------------------------------------------------------------------------


def panels(page: str) -> dict[str, list[str]]:
    """The titles of a page's panels, with the first words of their lines."""
    found: dict[str, list[str]] = {}
    for line in page.splitlines():
        if title := re.match(r"╭─ (.+?) ─+╮", line):
            found[title[1]] = []
        elif row := re.match(r"│ (?:\* +)?(-?-?[\w|]\S*)", line):
            found[[*found][-1]].append(row[1])
    return found


def test_the_commands_stand_in_three_panels(capsys: Capsys) -> None:
    found = panels(help_of(capsys, "--help"))
    assert list(found) == ["Options", "Ask about pay", "Data and files", "Other ways in"]
    assert set(found["Ask about pay"]) >= ASKING
    assert set(found["Data and files"]) >= OF_FILES
    assert set(found["Other ways in"]) >= DOORS
    listed = ("Ask about pay", "Data and files", "Other ways in")
    assert [verb for panel in listed for verb in found[panel]] == list(VERBS)
    assert next(iter(VERBS)) == "estimate"


@pytest.mark.parametrize("verb", VERBS)
def test_the_options_stand_in_one_order(verb: str, capsys: Capsys) -> None:
    """The profile first, then what the verb has of its own; output and --help at the end."""
    found = panels(help_of(capsys, verb, "--help"))
    titles = [title for title in found if title != "Arguments"]
    if verb in ASKING:
        assert titles[0].startswith(PROFILE)
        assert found[titles[0]][:3] == ["--years", "--metro", "--spec"]
        assert titles[-1] == OUTPUT
    assert found[titles[-1]][-1] == "--help"
    assert sum(rows.count("--help") for rows in found.values()) == 1


def test_an_option_that_is_refused_is_not_listed(capsys: Capsys) -> None:
    """Nor suggested, nor completed; whoever types it is told why there is none."""
    refused = {"path": "--level"}
    for verb, option in refused.items():
        listed = [row for rows in panels(help_of(capsys, verb, "--help")).values() for row in rows]
        assert option not in listed
        assert "--years" in listed
        near = run(verb, option[:-1], "x", "--json").error
        assert (near["code"], near["suggestions"]) == ("unknown_option", [])
        assert run(verb, option, "mid", "--json").error["code"] == "option_without_effect"
        command = GROUP.commands[verb]
        offered = command.shell_complete(command.context_class(command), "--")
        assert option not in [one.value for one in offered]
        assert "--years" in [one.value for one in offered]
    for verb in ASKING - refused.keys():
        rows = panels(help_of(capsys, verb, "--help")).values()
        assert "--level" in [row for one in rows for row in one]


# Metavars -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_metavar_says_what_to_type(parameter: Any) -> None:
    if is_option(parameter) and parameter.is_flag:
        return
    assert re.fullmatch(r"[A-Z]+([|=][A-Z]+)?", parameter.metavar)
    assert parameter.metavar not in ("TEXT", "INTEGER", "FLOAT", "PATH", "STR", "INT", "QUERY")
    assert parameter.help


@pytest.mark.parametrize("name", PAGES)
def test_no_type_is_left_in_the_help(name: str, capsys: Capsys, columns: Columns) -> None:
    columns(140)
    page = help_of(capsys, *PAGES[name], "--help", width=140)
    assert not re.search(r"<|\{|\b(?:TEXT|INTEGER|PATH|FLOAT|str|int range)\b", page)


def test_errors_call_an_argument_as_the_help_does() -> None:
    for verb, missing in (
        ("target", "AMOUNT"),
        ("batch", "IN and --output"),
        ("fit", "IN"),
        ("sql", "--dialect and --table"),
    ):
        said = run(verb).err
        assert f"{verb} also needs {missing}, as in: {EXAMPLES[verb][0].line}." in said


# Sentences ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_no_sentence_is_said_twice(name: str, capsys: Capsys, columns: Columns) -> None:
    columns(400)  # so that no sentence is broken
    page = FRAME.sub("", help_of(capsys, *PAGES[name], "--help", width=400))
    said = [part.strip() for part in re.split(r"(?<=[.:])\s+|\s{2,}|\n", page)]
    twice = [one for one, times in Counter(said).items() if times > 1 and one.count(" ") > 1]
    assert twice == []


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_an_option_says_nothing_twice(parameter: Any) -> None:
    """Nor its default, which is too short to be a sentence of the page."""
    said = re.split(r"(?<=\.)\s+", parameter.help)
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_width(name: str, width: int, capsys: Capsys, columns: Columns) -> None:
    columns(width)
    page = help_of(capsys, *PAGES[name], "--help", width=width)
    assert max(map(len, page.splitlines())) == width
    assert "…│" not in page.replace(" ", "")  # Rich cuts what has no room


# Examples -----------------------------------------------------------------------------------------


def test_every_command_has_three_examples() -> None:
    assert list(EXAMPLES) == list(PAGES)
    for name, examples in EXAMPLES.items():
        assert len(examples) == 3
        for one in examples:
            begin = shlex.split(one.line)[:2]
            assert begin == [PROGRAM, name] or (name == PROGRAM and begin[1] in VERBS)
            assert len(one.says.split()) > 1
    lines = [one.line for name, examples in EXAMPLES.items() for one in examples if name != PROGRAM]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("width", [50, 60, 80])
@pytest.mark.parametrize("name", PAGES)
def test_an_example_can_be_copied_whole(
    name: str, width: int, capsys: Capsys, columns: Columns
) -> None:
    """At 80 columns it is one line; where it is more, a shell reads them as one."""
    columns(width)
    page = help_of(capsys, *PAGES[name], "--help", width=width)
    shown = [line.strip() for line in page.partition(" Examples ")[2].splitlines()]
    text = "\n".join(shown)
    for one in EXAMPLES[name]:
        assert f"{one.says}:" in " ".join(shown)
        if width == 80:
            assert one.line in shown
    whole = re.sub(r"\\\n", "", text).splitlines()
    assert [line for line in whole if line.startswith(PROGRAM)] == [
        one.line for one in EXAMPLES[name]
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="a Unix shell")
def test_a_shell_reads_a_broken_example_as_one_line(capsys: Capsys, columns: Columns) -> None:
    columns(40)
    page = help_of(capsys, "estimate", "--help", width=40)
    lines = page.partition("step:\n")[0].splitlines()
    at = next(at for at, line in enumerate(lines) if line.strip().startswith("mlsalary estimate"))
    end = next(n for n in range(at, len(lines)) if not lines[n].rstrip().endswith("\\"))
    copied = "\n".join(line.rstrip() for line in lines[at : end + 1])
    assert end > at
    ran = subprocess.run(
        ["bash", "-c", f'mlsalary() {{ printf "%s\\n" "$@"; }}\n{copied}'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines() == shlex.split(EXAMPLES["estimate"][0].line)[1:]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the examples are run, with a data folder of its own."""
    monkeypatch.setenv("MLSALARY_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", NOT_SHOWN)
def test_an_example_that_no_page_shows_works(
    line: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are run for docs/commands/: tests/test_samples.py."""
    words = shlex.split(line)[1:]
    if words[0] == "mcp" and words[-1] != "--version":
        own = folder / "figures"
        own.mkdir()
        (own / "vocabulary.toml").write_bytes((DATA / "vocabulary.toml").read_bytes())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))  # a client that left
        assert run(*words) == (0, "", "")
        return
    if words[0] == "explore":
        shown: list[Any] = []
        monkeypatch.setattr("mlsalary.explore.surroundings.require_terminal", lambda: None)
        monkeypatch.setattr("mlsalary.explore.surroundings.listen", lambda *asked: asked[1])
        monkeypatch.setattr("mlsalary.explore.run", lambda *asked, **_: shown.append(asked))
        monkeypatch.setattr("mlsalary.explore.web.serve", lambda *asked: shown.append(asked))
        assert run(*words).code == 0
        assert len(shown) == 1
        return
    if "oesm24nat.zip" in words:
        book = official("national_M2024_dl", whole_release(1.0)["national"], 2024)
        (folder / "oesm24nat.zip").write_bytes(archive({"national_M2024_dl.xlsx": book}))
    ran = run(*words)
    assert ran.code == 0, ran.err
    assert ran.out
