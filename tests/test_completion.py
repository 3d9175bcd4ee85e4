"""Completion of commands, options and values: what is offered, and what arrives in real shells."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from cli_run import PATIENCE, run
from typer.main import get_command

import mlsalary
from mlsalary.cli import VERBS, build, values
from mlsalary.cli.completing import _names_a_file, answer, offered
from mlsalary.cli.names import canonical
from mlsalary.cli.typed_line import read_typed
from mlsalary.places.beginnings import places_beginning
from mlsalary.places.resolve import resolve
from mlsalary.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
BOOK = Rulebook.shipped()


def offers(line: str) -> list[str] | None:
    """The values that may stand at the end of a line; None: the name of a file."""
    typed = read_typed(line)
    found = offered(typed.words, typed.word)[1]
    return None if found is None else [one.value for one in found]


def table(name: str) -> Any:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# What is offered ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["level", "spec", "degree", "employer", "role"])
def test_the_words_of_a_kind_are_those_of_the_vocabulary(kind: str) -> None:
    words = [row["id"] for row in table("vocabulary.toml")[kind]]
    found = offers(f"estimate --{kind} ")
    assert found is not None
    assert found[: len(words)] == words


def test_what_is_typed_begins_a_value_in_any_case() -> None:
    assert offers("estimate --level S") == ["senior", "staff"]
    assert offers("estimate --level=S") == ["senior", "staff"]
    assert offers("estimate --degree PH") == ["phd"]
    assert offers("estimate --bands g") == ["guide"]
    assert offers("estimate --premiums M") == ["measured"]
    assert offers("estimate --level zz") == []


def test_each_value_of_a_list_is_offered_once() -> None:
    assert offers("estimate --spec llm,m") == ["llm,mlops"]
    assert offers("estimate --spec llm,") == ["llm,cv", "llm,nlp", "llm,mlops", "llm,rl"]
    assert offers("estimate --spec 'cv; llm; n") == ["cv; llm; nlp"]


def test_a_company_brings_its_own_words_for_levels() -> None:
    google = next(row for row in table("ladders.toml")["row"] if row["id"] == "google")
    own = [word for level in ("entry", "mid", "senior", "staff") for word in google[level]]
    general = offers("estimate --level ")
    assert general is not None
    assert offers("estimate --company Google --level ") == own + general
    assert offers("estimate --company=alphabet --level l") == [
        *(word for word in own if word.startswith("L")),
        "Lead",  # begins as the others do
    ]
    assert offers("estimate --company 'Nobody Ltd' --level ") == general


def test_companies_are_offered_by_name_and_else_by_another_name() -> None:
    kinds = table("companies.toml")["kinds"]
    names = {name for companies in kinds.values() for name in companies}
    assert set(offers("estimate --company ") or ()) == names
    assert "YouTube" in kinds["top-tech"]["Google"]
    assert offers("estimate --company youtub") == ["YouTube"]
    assert offers('table companies "lowe') == ["Lowe's"]


def test_states_have_names_and_letters() -> None:
    names = sorted(row["name"] for row in rows("states.csv"))
    assert offers("estimate --state ") == names
    assert offers("table states --state tex") == ["Texas"]
    assert offers("estimate --state tx") == ["TX"]


def test_metros_are_offered_by_their_first_city() -> None:
    metros = [row["name"] for row in rows("oews/areas.csv") if row["kind"] == "metro"]
    found = places_beginning("", BOOK)
    assert sorted(title for _, title in found) == sorted(metros)
    for name, title in found:
        city, _, state = name.rpartition(", ")
        assert title.startswith(city)
        assert state in title.rpartition(", ")[2].split("-")


@pytest.mark.parametrize(
    "start", ["", *"aekmnw", "san", "new", "spr", "bre", "mou", "st.", "Mayagü"]
)
def test_a_place_that_is_offered_means_the_area_beside_it(start: str) -> None:
    found = places_beginning(start, BOOK)
    assert found
    for name, title in found:
        assert name.casefold().startswith(start.casefold())
        assert resolve(name, None, BOOK).name == title, name


def test_towns_are_offered_once_enough_is_typed() -> None:
    """Palo Alto has 69,000 people, and no metro its name; Alviso, a part of San Jose, 2,000."""
    least = table("limits.toml")["completion"]
    assert least["letters_least"] == 3
    assert "Palo Alto, CA" not in (offers("estimate --metro pa") or ())
    assert offers("estimate --metro palo\\ al") == ["Palo Alto, CA"]
    assert offers('estimate --metro "palo alto, c') == ["Palo Alto, CA"]
    assert offers("estimate --metro alviso") == []


def test_nicknames_are_offered() -> None:
    assert "silicon valley" in table("nicknames.toml")["areas"]
    assert offers("estimate --metro silicon\\ v") == ["silicon valley"]
    assert "nyc" in (offers("table area ny") or ())


def test_another_name_of_an_option_has_its_values() -> None:
    for other, name in canonical().items():
        assert offers(f"estimate {other} ") == offers(f"estimate {name} "), other
    assert offers("estimate --city greensb") == ["Greensboro, NC"]
    assert offers("estimate --yo") == ["--yoe"]


def test_options_are_offered_until_they_are_given() -> None:
    assert offers("estimate --le") == ["--level"]
    assert offers("estimate --level mid --le") == []
    assert "--spec" in (offers("estimate --spec llm --s") or ())  # may be repeated
    assert "--years" in (offers("path ") or ())
    assert offers("--vers") == ["--version"]
    assert offers("estimate -- --le") == []


def test_commands_are_offered_and_nothing_behind_a_word_that_is_none() -> None:
    assert offers("") == list(VERBS)
    assert offers("es") == ["estimate"]
    assert offers("guess --le") == []
    assert offers("estimate --bsae ") == []


ABOUT_TABLES = ["percentiles", "experience", "states", "metros", "specializations"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("table s", ["states", "specializations", "sources"]),
        ("table area detr", ["Detroit, MI"]),
        ("table places detr", ["Detroit, MI"]),
        ("table ladders goog", ["Google", "Google DeepMind"]),
        ("table states g", []),
        ("table metros --source ", ["guide", "bls"]),
        ("table metros --sort e", ["employment"]),
        ("table prices detr", ["Detroit, MI"]),
        ("table prices --sort ", ["parity", "housing", "name"]),
        ("compare --by s", ["state", "spec"]),
        ("schema of", ["offer", "offers"]),
        ("data ", ["check", "import", "diff"]),
        ("profile s", ["save", "show"]),
        ("profile save --spec n", ["nlp"]),
        ("help es", ["estimate"]),
        ("sql --dialect s", ["spark", "snowflake"]),
        ("sql --columns years,ti", ["years,title"]),
        ("sql --as ", ["query", "view", "dbt"]),
        ("sql --tables ", None),
        ("batch in.csv --engine ", ["polars", "spark"]),
        ("batch in.csv --fallback ", ["state", "national"]),
        ("batch in.csv --to j", ["json", "jsonl"]),
        ("offer --kind ", ["rsu", "options", "private"]),
        ("brief --kind p", ["private"]),
        ("estimate --format m", ["markdown"]),
        ("estimate --bls ", ["2025"]),
        ("backtest pay.csv --without de", ["degree"]),
        ("estimate --years ", []),
        ("offer --base ", []),
        ("target ", []),
        ("offer ", None),
        ("batch ", None),
        ("batch in.csv -o ", None),
        ("batch in.csv --rejects=", None),
        ("estimate --data ", None),
        ("data check ", None),
        ("fit a.csv --also ", None),
    ],
)
def test_values_of_each_kind(line: str, expected: list[str] | None) -> None:
    assert offers(line) == expected


FREE = {
    *("years", "title", "amount", "top", "folds", "skip_lines", "map_", "pay", "max_rejects"),
    *("sheet", "master", "posted", "table", "port"),
    *("base", "equity", "bonus", "signing", "vesting", "shares", "price", "strike", "valuation"),
}
"""Free text, numbers and amounts: nothing can be offered for them."""


def test_every_parameter_has_values_or_takes_a_file_or_free_text() -> None:
    program: Any = get_command(build(VERBS))
    for verb, command in program.commands.items():
        for one in command.get_params(typer.Context(command)):
            if getattr(one, "is_flag", False) or _names_a_file(one):
                continue
            assert values.is_known(verb, str(one.name)) != (one.name in FREE), f"{verb} {one.name}"


def test_values_that_are_listed_twice_are_the_same() -> None:
    """Their own modules load Polars."""
    pytest.importorskip("polars")
    from mlsalary.batch import ENGINES
    from mlsalary.batch.delimiters import NAMED
    from mlsalary.batch.formats import FORMATS

    assert offers("batch in.csv --engine ") == list(ENGINES)
    assert offers("batch in.csv --from ") == list(FORMATS)
    assert offers("batch in.csv --delimiter ") == [name for name in NAMED if name.isalpha()]


def test_words_of_a_folder_of_data_are_offered(tmp_path: Path) -> None:
    text = (DATA / "vocabulary.toml").read_text(encoding="utf-8")
    row = '[[spec]]\nid = "agents"\nname = "autonomous agents"\n\n[[degree]]'
    (tmp_path / "vocabulary.toml").write_text(text.replace("[[degree]]", row, 1), encoding="utf-8")
    assert offers(f"estimate --data {tmp_path} --spec ag") == ["agents"]


@pytest.mark.parametrize(
    ("shell", "line", "arrives"),
    [
        ("bash", "estimate --metro Coeur", '"Coeur d\'Alene, ID"'),
        ("bash", 'estimate --metro "Coeur', "Coeur d'Alene, ID"),
        ("bash", "estimate --metro 'Coeur", "Coeur d'\\''Alene, ID"),
        ("bash", "estimate --metro=Coeur", '"--metro=Coeur d\'Alene, ID"'),
        ("bash", "estimate --level sta", "staff"),
        ("zsh", "estimate --level sta", "staff\tstaff  -- staff or principal"),
        ("zsh", "estimate --metro=Coeur", "Coeur d'Alene, ID"),
        ("fish", "estimate --metro=Coeur", "--metro=Coeur d'Alene, ID"),
        ("fish", "estimate --spec nl", "nlp\tnatural language processing"),
        ("bash", "batch ", ":files"),
        ("fish", "guess ", None),
    ],
)
def test_what_each_shell_is_answered(shell: str, line: str, arrives: str | None) -> None:
    """bash neither quotes nor escapes by itself; the others do."""
    out = io.StringIO()
    answer(shell, f"mlsalary {line}", out)
    assert out.getvalue() == ("" if arrives is None else f"{arrives}\n")


# The line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words", "word", "quote", "settled"),
    [
        ("a b", ["a"], "b", "", 0),
        ("a b ", ["a", "b"], "", "", 0),
        ("a San\\ J", ["a"], "San J", "", 0),
        ('a "San J', ["a"], "San J", '"', 0),
        ("a 'San J", ["a"], "San J", "'", 0),
        ('a --metro="San J', ["a"], "--metro=San J", '"', 8),
        ("a --metro=San", ["a"], "--metro=San", "", 8),
        ("a --metro=San\\=J", ["a"], "--metro=San=J", "", 8),
        ('a "Lowe\'s" b', ["a", "Lowe's"], "b", "", 0),
        ('a "x\\"y" "" b', ["a", 'x"y', ""], "b", "", 0),
        ("a 'x\\' b", ["a", "x\\"], "b", "", 0),
        ("a b\\", ["a"], "b", "", 0),
        ("", [], "", "", 0),
    ],
)
def test_a_line_is_split_as_a_shell_does(
    line: str, words: list[str], word: str, quote: str, settled: int
) -> None:
    assert read_typed(line, "=:") == (tuple(words), word, quote, settled)


# The process -------------------------------------------------------------------------------------


RUN = """\
import sys
from mlsalary.__main__ import run
try:
    run()
finally:
    print(*sys.modules, file=sys.stderr)
"""
"""Runs the program, then names the modules that it loaded."""


def ran(*words: str, **variables: str) -> tuple[str, set[str]]:
    """What a run writes, and which modules it loads."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words],
        env=os.environ | variables,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout, set(done.stderr.split())


def test_only_the_command_on_the_line_is_loaded_and_neither_rich_nor_pydantic() -> None:
    out, modules = ran("mlsalary estimate --metro San", _MLSALARY_COMPLETE="zsh")
    assert "San Jose, CA" in out
    assert "mlsalary.cli.estimate" in modules
    assert modules.isdisjoint(f"mlsalary.cli.{verb}" for verb in VERBS if verb != "estimate")
    assert modules.isdisjoint(("rich", "pydantic", "polars"))


def test_a_run_loads_nothing_of_completion() -> None:
    _, modules = ran("estimate", "--years", "5", "--json")
    assert "mlsalary.cli.estimate" in modules
    ours = ("completing", "values", "answers", "typed_line", "shells")
    assert modules.isdisjoint(f"mlsalary.cli.{name}" for name in ours)


def test_what_goes_wrong_is_not_said_in_the_middle_of_a_line(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.toml").write_text("[[", encoding="utf-8")
    line = f"mlsalary estimate --data {tmp_path} --level "
    done = subprocess.run(
        [sys.executable, "-m", "mlsalary", line],
        env=os.environ | {"_MLSALARY_COMPLETE": "bash"},
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    assert (done.stdout, done.stderr) == (b"", b"")


# Installing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shell", "script", "start"),
    [
        ("bash", ".bash_completions/mlsalary.sh", ".bashrc"),
        ("zsh", ".zfunc/_mlsalary", ".zshrc"),
        ("fish", ".config/fish/completions/mlsalary.fish", None),
    ],
)
def test_a_script_is_installed_and_the_users_own_lines_stay(
    shell: str, script: str, start: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: (shell, f"/bin/{shell}"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("ZDOTDIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    if start:
        (tmp_path / start).write_bytes(b"alias ll='ls -l'")  # without an end of its line
    for line in (f"loaded by a line in {tmp_path / start}" if start else "", ""):
        ran = run("--install-completion")
        assert (ran.code, ran.err) == (0, "")
        assert line in ran.out
        assert f"Completion for {shell} is in {tmp_path / script}" in ran.out
    assert (tmp_path / script).read_text("utf-8") == run("--show-completion").out
    if start:
        first, ours = (tmp_path / start).read_text("utf-8").splitlines()
        assert first == "alias ll='ls -l'"
        assert "mlsalary" in ours or ".zfunc" in ours


# Real shells -------------------------------------------------------------------------------------

PROGRAM = """\
#!/bin/sh
if [ -n "$_MLSALARY_COMPLETE" ] || [ "$1" = --install-completion ]; then
    exec {python} -m mlsalary "$@"
fi
exec {python} -c 'import json, os, sys
from pathlib import Path
done = Path(os.environ["WORDS"])
draft = done.with_suffix(".draft")
draft.write_text(json.dumps(sys.argv[1:]))
draft.rename(done)' "$@"
"""
"""The program itself where a shell asks, else one that writes down the words that arrive."""
START = {"bash": ["-i"], "zsh": ["-i"], "fish": ["-i"]}
BARE = {"bash": ["--norc", "-i"], "zsh": ["-f", "-i"], "fish": ["-i"]}
"""How each is started, with and without the user's files."""


class Shell:
    """A shell of one's own: its home, and a terminal that it runs in."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.home, self.words = name, folder / "home", folder / "words.json"
        program = folder / "bin" / "mlsalary"
        program.parent.mkdir()
        program.write_text(PROGRAM.format(python=shlex.quote(sys.executable)))
        program.chmod(0o755)
        # Else fish makes completions of all manual pages first.
        (self.home / ".local" / "share" / "fish" / "generated_completions").mkdir(parents=True)
        self.folder = folder / "files"
        (self.folder / "outbox").mkdir(parents=True)
        (self.folder / "people of 2026.csv").touch()
        shell = Path(str(shutil.which(name))).parent
        self.environment = {
            "PYTHONPATH": str(Path(mlsalary.__file__).resolve().parents[1]),
            "MLSALARY_HOME": str(folder / "nothing"),
            "HOME": str(self.home),
            "PATH": os.pathsep.join([str(program.parent), str(shell), "/usr/bin", "/bin"]),
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "WORDS": str(self.words),
        }

    def started(self, *options: str) -> Any:
        """The shell in a terminal, once it reads what is typed."""
        import pexpect

        child = pexpect.spawn(
            self.name,
            list(options),
            env=self.environment,
            cwd=self.folder,
            dimensions=(50, 120),
            encoding="utf-8",
            timeout=PATIENCE,
        )
        child.send('echo rea""dy\r')
        child.expect("ready\r?\n")
        return child

    def install(self) -> str:
        """What installing the completion says, in a shell without the user's files."""
        child = self.started(*BARE[self.name])
        try:
            child.send("mlsalary --install-completion\r")
            child.expect("Completion for [^\n]*(\n[^\n]*)*start\\.")
            return " ".join(str(child.after).split())
        finally:
            child.close(force=True)

    def arrived(self, typed: str) -> list[str]:
        """The words that the program gets of a line typed so, a tabulator where TAB is hit."""
        self.words.unlink(missing_ok=True)
        child = self.started(*START[self.name])
        try:
            child.send(f"mlsalary {typed}\r")
            until = time.monotonic() + PATIENCE
            while not self.words.exists():
                child.expect(
                    [".+", _pexpect_timeout()], timeout=0.2
                )  # so that it never waits for us
                assert time.monotonic() < until, f"{typed!r} never ran: {child.after}"
            found: list[str] = json.loads(self.words.read_text())
            return found
        finally:
            child.close(force=True)

    def shows(self, typed: str, text: str) -> None:
        """Wait until the shell shows a text below a line typed so."""
        child = self.started(*START[self.name])
        try:
            child.send(f"mlsalary {typed}")
            child.expect_exact(text)
        finally:
            child.close(force=True)


def _pexpect_timeout() -> Any:
    import pexpect

    return pexpect.TIMEOUT


@pytest.fixture(scope="module", params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell in which completion was installed as a user installs it."""
    pytest.importorskip("pexpect", reason="pexpect is not installed")
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    one = Shell(request.param, tmp_path_factory.mktemp(request.param))
    said = one.install()
    assert said.startswith(f"Completion for {request.param} is in {one.home}")
    return one


ARRIVES = [
    ("est\t--years 5", ["estimate", "--years", "5"]),
    ("estimate --ye\t5", ["estimate", "--years", "5"]),
    ("estimate --level SEN\t", ["estimate", "--level", "senior"]),
    ("estimate --spec llm,m\t", ["estimate", "--spec", "llm,mlops"]),
    ("estimate --city greensb\t", ["estimate", "--city", "Greensboro, NC"]),
    ("estimate --metro san\\ jos\t", ["estimate", "--metro", "San Jose, CA"]),
    ('estimate --metro "San Jos\t', ["estimate", "--metro", "San Jose, CA"]),
    ("estimate --metro 'San Jos\t", ["estimate", "--metro", "San Jose, CA"]),
    ("estimate --metro portl\tO\t", ["estimate", "--metro", "Portland, OR"]),
    ("estimate --metro=portl\tO\t", ["estimate", "--metro=Portland, OR"]),
    ("estimate --metro=greensb\t--json", ["estimate", "--metro=Greensboro, NC", "--json"]),
    ('estimate --metro="palo al\t', ["estimate", "--metro=Palo Alto, CA"]),
    ("estimate --company lowe\t", ["estimate", "--company", "Lowe's"]),
    ("estimate --company 'lowe\t", ["estimate", "--company", "Lowe's"]),
    ("estimate --company at\\&\t", ["estimate", "--company", "AT&T"]),
    (
        'estimate --company Google --level "swe iii\t',
        ["estimate", "--company", "Google", "--level", "SWE III"],
    ),
    ("table area winston-s\t", ["table", "area", "Winston-Salem, NC"]),
    ("batch peo\t-o outb\t", ["batch", "people of 2026.csv", "-o", "outbox"]),
    ("estimate --output=peo\t", ["estimate", "--output=people of 2026.csv"]),
    ("offer --base peo\t", ["offer", "--base", "peo"]),
]


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize(("typed", "words"), ARRIVES, ids=[repr(one) for one, _ in ARRIVES])
def test_a_completed_word_arrives_whole(shell: Shell, typed: str, words: list[str]) -> None:
    """Zsh takes the stroke behind a folder back."""
    assert [word.rstrip("/") for word in shell.arrived(typed)] == words


def test_values_are_listed_with_what_they_are(shell: Shell) -> None:
    is_bash = shell.name == "bash"  # it has no room for a description
    shell.shows("estimate --level \t\t", "director" if is_bash else "vice president")
    area = "Portland-Vancouver-Hillsboro, OR-WA"
    shell.shows('estimate --metro "Portl\t\t\t', "Portland, OR" if is_bash else area)


def test_installing_twice_adds_one_line(shell: Shell) -> None:
    kept = {path: path.read_bytes() for path in _starting(shell)}
    shell.install()
    assert {path: path.read_bytes() for path in _starting(shell)} == kept
    assert all(text.count(b"\n") == 1 for text in kept.values())


def _starting(shell: Shell) -> Iterator[Path]:
    return (path for path in shell.home.glob(".*rc") if path.is_file())


def test_a_shell_that_is_not_known_is_said(tmp_path: Path) -> None:
    line = f"{shlex.quote(sys.executable)} -m mlsalary --install-completion; exit $?"
    done = subprocess.run(
        ["sh", "-c", line],
        env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2
    assert "bash, zsh and fish" in done.stderr
    assert list(tmp_path.iterdir()) == []
