"""Every line that the documents say to type is run, or is in a table here of what is checked in
another way. A command is run as a pipe sees it, in a folder with the files that the documents name.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from cli_run import run

from mlsalary.cli import VERBS, build
from mlsalary.cli.examples import EXAMPLES
from mlsalary.cli.words import read_line

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import command_pages  # noqa: E402  (scripts/ is no package)
import errors_page  # noqa: E402

PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        ROOT / "data" / "README.md",
        *sorted((ROOT / "docs").glob("*.md")),  # those of docs/commands/ are made, and run
    )
}
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?<=\n\n)(?: {4}\S.*\n)+")
PROGRAMS = (
    *("mlsalary", "make", "pip", "pipx", "uv", "uvx", "python", "python3", "claude", "mkdir"),
    *("psql", "duckdb", "spark-sql", "spark-submit", "snow", "trino", "bq", "dbt", "venv-pack"),
    *("ssh", "git", ".venv/bin/mlsalary", ".venv/bin/pytest", ".venv/bin/python"),
)
PROGRAM: Any = typer.main.get_command(build(VERBS))


class Typed(NamedTuple):
    """A line to type; whole: in a block, not within a sentence."""

    page: str
    line: str
    whole: bool


def typed() -> Iterator[Typed]:
    """Every line to type in the documents, comments left out."""
    for name, text in PAGES.items():
        for kind, body in BLOCK.findall(text):
            if kind == "sh":
                yield from (Typed(name, line, True) for line in lines_of(body))
        prose = BLOCK.sub("", text)
        for block in INDENTED.findall(prose):
            for line in lines_of(block):
                if line.split()[0] in PROGRAMS:
                    yield Typed(name, line, True)
        for line in re.findall(r"`([^`]+)`", " ".join(INDENTED.sub("", prose).split())):
            if line.partition(" ")[0] in PROGRAMS and " " in line:
                yield Typed(name, line, False)


def lines_of(block: str) -> Iterator[str]:
    for line in block.replace("\\\n", " ").splitlines():
        yield re.sub(r"\s+# .*", "", line).strip()


TYPED = sorted(set(typed()))
OURS = [
    one._replace(line=one.line.removeprefix(".venv/bin/"))
    for one in TYPED
    if one.line.removeprefix(".venv/bin/").startswith("mlsalary ")
]
THEIRS = {one.line for one in TYPED} - {one.line for one in OURS} - {
    f".venv/bin/{one.line}" for one in OURS
}  # fmt: skip


# Our own ------------------------------------------------------------------------------------------

STAND_FOR = {
    "OLD": "shipped",
    "NEW": "mine",
    "FOLDER": "mine",
    "COMMAND": "estimate",
    "NAME": "error",
    "places TEXT": "places Boise",
    "places error": "places Boise",
    "FILE": "reports.csv",
}
"""What stands for something of the reader's, and what it is here."""
SAME = {
    "pay.csv": "reports.csv",
    "reported.csv": "reports.csv",
    "later.csv": "older.csv",
}
"""A file of the documents, and the one of the same columns in the examples of the help."""
COMPLETED = {
    "mlsalary batch --pay": "mlsalary batch people.csv -o priced.csv --pay Salary",
    "mlsalary batch --real": "mlsalary batch people.csv -o priced.csv --real",
    "mlsalary batch --engine spark": (
        "mlsalary batch people.csv -o priced --to csv --engine spark --master local"
    ),
    "mlsalary batch … --report report.html": (
        "mlsalary batch people.csv -o priced.csv --report report.html"
    ),
    "mlsalary compare --by metro": "mlsalary compare --years 5 --by metro",
    "mlsalary estimate --explain": "mlsalary estimate --years 5 --explain",
    "mlsalary estimate --format plain": "mlsalary estimate --years 5 --format plain",
    "mlsalary estimate --sources": "mlsalary estimate --years 5 --sources",
    "mlsalary fit reports.csv --also reports.csv": (
        "mlsalary fit reports.csv --also older.csv -o model.toml"
    ),
    "mlsalary backtest reports.csv --folds 5 --also reports.csv": (
        "mlsalary backtest reports.csv --also older.csv --folds 5"
    ),
    "mlsalary offer … --json": "mlsalary offer --years 5 --base 190k --json",
}
"""What a sentence says in short, and the line that it is short for."""
ELSEWHERE = {
    "mlsalary explore": "test_explore_served.py",
    "mlsalary explore --web": "test_explore_web.py",
    "mlsalary explore --years 5 --metro Austin --spec llm": "test_help.py",
    "mlsalary mcp --data mine": "test_mcp.py",
    "mlsalary data import reports.csv": "test_import.py",
    "mlsalary --install-completion": "test_completion.py",
    "mlsalary --show-completion": "test_completion.py",
    "mlsalary batch people.csv -o priced --to csv --engine spark --master local": (
        "test_batch_spark.py"
    ),
    "mlsalary batch hdfs:///postings -o hdfs:///priced --from csv --to parquet --engine spark "
    "--master yarn": "test_batch_spark.py",
}
"""What fills a screen, waits for others, or needs a download or Spark, and who runs the like."""
REFUSED = {
    "mlsalary batch --engine duckdb": ("mlsalary batch people.csv -o x.csv --engine duckdb", 2),
}
"""What is gone: the line in whole, and its exit code."""
ALONE = {"mlsalary data", "mlsalary profile", "mlsalary profile clear", "mlsalary table"}
"""Commands that need no option."""
ON_ITS_PAGE = {
    one.line
    for verb in VERBS
    for one in (*EXAMPLES[verb], *command_pages.ALSO.get(verb, ()))
    if verb not in command_pages.SILENT
} - set(command_pages.NOT_RUN)
"""Lines that scripts/command_pages.py runs for the page of the command: tests/test_samples.py."""
MISTAKES = {f"mlsalary {one['line']}" for one in errors_page.sentences()["mistake"]}
"""Lines that end as docs/errors.md says: tests/test_mistakes.py."""


def filled(line: str) -> str:
    """The line with something for what stands for the reader's own."""
    for name, value in (STAND_FOR | SAME).items():
        line = re.sub(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", value, line)
    return line


def names_alone(line: str) -> bool:
    """Whether a sentence only names a command, or a schema: mlsalary/offer/2."""
    named = re.fullmatch(r"mlsalary [a-z]+( check| diff| import| save)?", line)
    return named is not None and line not in ALONE


def to_run() -> list[str]:
    """The lines to run here, each once."""
    lines = {filled(one.line) for one in OURS if one.line not in MISTAKES}
    lines = {COMPLETED.get(line, line) for line in lines if not names_alone(line)}
    return sorted(lines - ON_ITS_PAGE - {*ELSEWHERE, *REFUSED})


def test_a_command_that_is_named_is_one() -> None:
    named = [one.line for one in OURS if names_alone(one.line)]
    assert {line.split()[1] for line in named} <= set(VERBS)


def test_every_row_of_the_tables_is_used() -> None:
    lines = {filled(one.line) for one in OURS}
    lines |= {COMPLETED.get(line, line) for line in lines}
    assert {*COMPLETED, *ELSEWHERE, *REFUSED} <= lines
    assert not [file for file in ELSEWHERE.values() if not (ROOT / "tests" / file).is_file()]
    text = " ".join(one.line for one in OURS)
    assert [
        name for name in (*STAND_FOR, *SAME) if name != "places error" and name not in text
    ] == []


@pytest.mark.parametrize("line", [line for line in ELSEWHERE if " --install" not in line])
def test_what_is_run_elsewhere_is_written_as_the_program_reads_it(line: str) -> None:
    verb, *words = shlex.split(line)[1:]
    if verb.startswith("--"):
        assert verb in {name for one in PROGRAM.params for name in one.opts}
        return
    command = PROGRAM.commands[verb]
    parameters = command.get_params(command.context_class(command, info_name=verb))
    assert read_line(words, parameters).wrong(parameters) is None


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the documents name, those of the command pages among them."""
    folder = tmp_path_factory.mktemp("files")
    for named in command_pages.FILES.values():
        for name, text in named.items():
            (folder / name).write_text(text, encoding="utf-8")
    (folder / "mine/guide").mkdir(parents=True)
    shutil.copy(ROOT / "data/guide/states.toml", folder / "mine/guide")
    shutil.copytree(ROOT / "data", folder / "before/data")
    (folder / "data").symlink_to(ROOT / "data")
    return folder


@pytest.fixture
def folder(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with these files, and a user with nothing saved."""
    for path in files.iterdir():
        (tmp_path / path.name).symlink_to(path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLSALARY_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize("line", to_run())
def test_what_the_documents_say_to_type_works(
    line: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(line)[1:]
    ran = run(*words)
    assert ran.code == 0, ran.err
    written = [words[at + 1] for at, word in enumerate(words) if word in ("-o", "--report")]
    for name in written:
        assert (folder / name).stat().st_size
    if "--tables" in words:
        assert [*(folder / words[words.index("--tables") + 1]).iterdir()]
    elif not written:
        assert ran.out or capsys.readouterr().out or words[0] == "profile"


@pytest.mark.parametrize("line", REFUSED)
@pytest.mark.usefixtures("folder")
def test_what_is_gone_or_not_yet_there_is_refused(line: str) -> None:
    whole, code = REFUSED[line]
    assert run(*shlex.split(whole)[1:]).code == code


# What a page shows of a file of the reader's ------------------------------------------------------


def test_the_saved_profile_is_read_as_its_page_shows_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (body,) = re.findall(r"^```toml\n(.*?)^```", PAGES["docs/shell.md"], re.MULTILINE | re.DOTALL)
    (folder / "home").mkdir()
    (folder / "home/config.toml").write_text(body, encoding="utf-8")
    assert saved() == (6, "Austin", ["llm"])
    shown = re.findall(r"`(MLSALARY_\w+)=([^`]+)`", PAGES["docs/shell.md"])
    assert dict(shown).keys() == {f"MLSALARY_{name}" for name in ("YEARS", "METRO", "SPEC")}
    for name, value in shown:
        monkeypatch.setenv(name, value)
    assert saved() == (7, "Denver", ["llm", "nlp"])


def saved() -> tuple[float, str, list[str]]:
    """The years, the city and the specializations of whoever asks."""
    profile = run("estimate", "--json").json["profile"]
    return profile["years"], profile["metro"].partition("-")[0], profile["spec"]


# Other programs' ----------------------------------------------------------------------------------

INSTALLED = {
    "pip install .": "test_install.py",
    "pipx install .": "test_install.py",
    "uv tool install .": "test_install.py",
    "python3 -m venv .venv && . .venv/bin/activate": "test_install.py",
}
"""Lines that a test types, or does the like of, in a shell of its own."""
OF_OTHERS = {
    "bq load": "a name: nothing to run",
    "claude mcp add mlsalary -- mlsalary mcp": "an assistant's own",
    "dbt run": "test_sql_tables.py",
    "dbt seed": "test_sql_tables.py",
    "duckdb people.db < price.sql": "test_sql.py",
    "psql -f price.sql": "test_postgres.py",
    "python -c pass": "the floor of scripts/bench",
    "snow sql": "a name: nothing to run",
    "snow sql -f price.sql": "never run, as its page says",
    "spark-sql -f price.sql": "test_spark_sql.py",
    "ssh -L 8417:127.0.0.1:8417 SERVER": "another computer's",
    "trino --catalog C --schema S -f price.sql": "never run, as its page says",
    "venv-pack -o env.tar.gz": "a cluster's",
    "pipx run": "a name: nothing to run",
}
"""Lines of programs that are not ours: which test runs the same by another way, or why none can."""
CLUSTERS = {line for line in THEIRS if line.startswith("spark-submit ")}
MADE = {line for line in THEIRS if line.startswith("make ")}
EXTRAS = {line for line in THEIRS if re.fullmatch(r'pip install "\.\[.+\]"', line)}
SHELL = {
    "mkdir before && git archive HEAD data | tar -x -C before",
    "printf 'from mlsalary.__main__ import run\\nrun()\\n' > price.py",
}
"""What one shell runs, below."""
SCRIPTS = {
    line: found[0]
    for line in THEIRS
    if (found := re.findall(r"^\S*(?:python|pytest)(?: -q)? ((?:scripts|tests)/\S+\.py)", line))
}
"""Lines that start a file of the project, and that file."""


def test_every_line_of_another_program_is_known() -> None:
    known = {*INSTALLED, *OF_OTHERS, *SHELL, *SCRIPTS}
    assert known == THEIRS - CLUSTERS - MADE - EXTRAS
    named = re.findall(r"test_\w+\.py", " ".join([*INSTALLED.values(), *OF_OTHERS.values()]))
    assert not [file for file in named if not (ROOT / "tests" / file).is_file()]
    assert not [file for file in SCRIPTS.values() if not (ROOT / file).is_file()]


def test_make_knows_what_it_is_told_to_make() -> None:
    words = [word for line in sorted(MADE) for word in shlex.split(line)[1:]]
    done = subprocess.run(
        ["make", "--dry-run", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (bench,) = (word for word in words if word.startswith("BENCH="))
    assert f"scripts/bench/everything.py {bench.removeprefix('BENCH=')}" in done.stdout


def test_an_extra_that_is_to_be_installed_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {name for line in EXTRAS for name in line.partition("[")[2][:-2].split(",")}
    assert named
    assert named <= set(project["optional-dependencies"])


def test_a_shell_runs_the_lines_with_pipes(tmp_path: Path) -> None:
    """In a repository of one file; of spark-submit, what it would start with the script."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data/limits.toml").write_text("years_most = 60\n")
    (submitted,) = (line for line in CLUSTERS if "…" not in line)
    before, script = sorted(SHELL)
    commit = "git -c user.name=me -c user.email=me@localhost commit --quiet -m data"
    lines = [
        "set -e",
        f"git init --quiet . && git add data && {commit}",
        'spark-submit() { printf "%s\\n" "$@"; }',
        *(before, script, submitted),
    ]
    done = subprocess.run(
        ["bash", "-c", "\n".join(lines)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "before/data/limits.toml").read_text() == "years_most = 60\n"
    assert (tmp_path / "price.py").read_text() == "from mlsalary.__main__ import run\nrun()\n"
    from mlsalary.__main__ import run as called

    assert callable(called)
    words = done.stdout.split("price.py\n")[1].splitlines()
    command = PROGRAM.commands[words[0]]
    parameters = command.get_params(command.context_class(command, info_name=words[0]))
    assert read_line(words[1:], parameters).wrong(parameters) is None
