"""Every block of code in the documents is of a kind that a test knows, and what it shows is what
the program prints now."""

from __future__ import annotations

import doctest
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import polars
import pytest
import typer
from cli_run import run

from mlsalary.cli import VERBS, build
from mlsalary.cli.examples import EXAMPLES

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import api_page  # noqa: E402  (scripts/ is no package)
import command_pages  # noqa: E402
import data_page  # noqa: E402
import shown_samples  # noqa: E402

PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "data/README.md")),
        *sorted((ROOT / "docs").rglob("*.md")),
    )
}
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [(name, kind, body) for name, text in PAGES.items() for kind, body in BLOCK.findall(text)]
KINDS = {
    "console": "what a command prints, renewed by a script",
    "sh": "lines to type, which tests/test_docs_commands.py runs",
    "pycon": "an example of a docstring, which doctest runs",
    "python": "code that runs; in docs/api.md how a name is called, made by a script",
    "diff": "a change that tests/test_contributing.py applies",
    "csv": "a file that a sample on its page reads",
    "toml": "likewise",
    "json": "what an assistant or its configuration holds, in a page of OTHERS",
    "text": "what a server says, likewise",
}
OTHERS = {"docs/assistants.md", "docs/explorer.md"}
"""Pages with tests of their own: tests/test_mcp.py and tests/test_explorer_page.py."""
MADE = "docs/commands/"
SAMPLED = [name for name, kind, _ in BLOCKS if kind == "console" and not name.startswith(MADE)]
READ = {"docs/offers.md", "docs/questions.md", "docs/batch.md", "docs/commands/batch.md"}
"""Pages whose files a test reads or a script."""
CONFIGURED = {"docs/shell.md"}
"""A page that shows the saved profile, as TOML."""
INDENTED = {
    "README.md": "level (by the guide",
    "CONTRIBUTING.md": "words -> reading",
    "data/README.md": "mlsalary data",
    "docs/assistants.md": "pip install",
    "docs/change.md": "mkdir before",
    "docs/method.md": "ln base =",
    "docs/pay.md": "Read: date from timestamp",
    "docs/scale.md": "6,000 core-seconds",
    "docs/shell.md": "mlsalary --install-completion",
}
"""Blocks without a kind: formulas, lines to type, and one message, each by how it begins."""
PROGRAM: Any = typer.main.get_command(build(VERBS))


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    assert {kind for _, kind, _ in BLOCKS} == set(KINDS)
    for name, kind, body in BLOCKS:
        if kind == "console":
            assert re.match(r"\$ mlsalary ", body), f"{name}: {body[:60]}"
            assert name.startswith(MADE) or name in renewed_by_make(), f"add {name} to the Makefile"
        elif kind == "pycon":
            assert name == "docs/api.md"
        elif kind == "diff":
            assert name in ("docs/change.md", "docs/rule.md")
        elif kind == "csv":
            assert name in READ
        elif kind == "toml":
            assert name in READ | CONFIGURED | OTHERS
            tomllib.loads(body)
        elif kind in ("json", "text"):
            assert name in OTHERS
            held = json.loads(body) if kind == "json" else {}
            if "schema" in held:
                schema = run("schema", held["schema"].split("/")[1]).json
                jsonschema.validate(held, schema)


def renewed_by_make() -> set[str]:
    """The pages that `make pages` renews."""
    (names,) = re.findall(r"^SAMPLES := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    return {f"docs/{name}.md" for name in names.split()}


def test_what_is_indented_is_known() -> None:
    """No output hides in a block without a fence."""
    for name, text in PAGES.items():
        prose = BLOCK.sub("", text)
        for block in re.findall(r"(?<=\n\n)(?: {4}\S.*\n)+", prose):
            assert name in INDENTED, f"{name}: {block}"
            assert block.strip().startswith(INDENTED[name]), f"{name}: {block}"


@pytest.mark.parametrize("name", sorted(set(SAMPLED)))
def test_samples_are_what_is_printed(name: str) -> None:
    assert shown_samples.renewed(PAGES[name]) == PAGES[name], "run make pages"


@pytest.mark.parametrize("verb", VERBS)
def test_the_page_of_a_command_is_current(verb: str) -> None:
    made = command_pages.page(verb, PROGRAM.commands[verb])
    assert PAGES.get(f"{MADE}{verb}.md") == made, "run make pages"


def test_every_command_has_its_page_and_no_other() -> None:
    pages = {name.removeprefix(MADE) for name in PAGES if name.startswith(MADE)}
    assert pages == {"index.md", *(f"{verb}.md" for verb in VERBS)}
    assert PAGES[f"{MADE}index.md"] == command_pages.index(PROGRAM), "run make pages"


def test_what_is_not_run_is_an_example() -> None:
    lines = {example.line for verb in VERBS for example in EXAMPLES[verb]}
    assert set(command_pages.NOT_RUN) <= lines
    assert set(command_pages.MORE) | set(command_pages.ALSO) | set(command_pages.FILES) <= {*VERBS}
    assert set(command_pages.SILENT) <= {*VERBS}


def test_a_command_that_shows_nothing_has_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(command_pages.SILENT, "table", "It fills the screen.")
    why, *shown = command_pages.examples("table")
    assert why == "It fills the screen."
    assert [line for line in shown if line.startswith("```")] == [
        f"```sh\n{example.line}\n```" for example in EXAMPLES["table"]
    ]


def test_a_page_shows_no_time_and_no_place_of_this_machine() -> None:
    for name, text in PAGES.items():
        if name.startswith(MADE):
            assert not re.search(r" in [\d.]+ s\b|/tmp/|/home/", text), name
            assert str(ROOT) not in text


def test_what_is_cut_says_how_much() -> None:
    most, first = command_pages.MOST, command_pages.FIRST
    printed = [str(line) for line in range(most)]
    assert command_pages.cut("\n".join(printed)).splitlines() == printed
    longer = command_pages.cut("\n".join([*printed, "one more"])).splitlines()
    assert longer == [*printed[:first], f"… {most + 1 - first} more lines"]
    wide = command_pages.WIDEST
    assert command_pages.cut("x" * (wide + 1)) == f"{'x' * wide} …\n"


def test_the_page_of_the_data_is_current_and_whole() -> None:
    assert PAGES["docs/data.md"] == data_page.page(), "run make pages"
    there = {
        path.relative_to(ROOT / "data").as_posix()
        for path in (ROOT / "data").rglob("*")
        if path.suffix in (".csv", ".toml")
    }
    assert there == set(data_page.FILES)
    sources = tomllib.loads((ROOT / "data/sources.toml").read_text("utf-8"))["source"]
    headings = re.findall(r"^### (.+)$", PAGES["docs/data.md"], re.MULTILINE)
    assert headings == [row["id"] for row in sources]


def test_the_message_of_reported_pay_is_what_is_printed(tmp_path: Path) -> None:
    rows = ["timestamp,years,Location,Salary,tag", *("2025-05,5,Austin,200000,x",) * 3]
    pay = tmp_path / "pay.csv"
    pay.write_text("\n".join([*rows, ""]), encoding="utf-8")
    (shown,) = re.findall(r"^ {4}(Read: .*)$", PAGES["docs/pay.md"], re.MULTILINE)
    ran = run("backtest", str(pay))
    assert ran.err.strip() == shown


# Python ------------------------------------------------------------------------------------------


def test_the_examples_of_the_library_run() -> None:
    """As they stand on the page, each with nothing from the others."""
    assert PAGES["docs/api.md"] == api_page.page(), "run make pages"
    finder, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for name, kind, body in BLOCKS:
        if kind == "pycon":
            runner.run(finder.get_doctest(body, {}, name, name, 0))
    assert runner.tries > 50
    assert not runner.failures
    assert polars  # the examples need it


@pytest.mark.parametrize(
    "body", [body for name, kind, body in BLOCKS if kind == "python" and name != "docs/api.md"]
)
def test_the_code_runs(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(body, {})
