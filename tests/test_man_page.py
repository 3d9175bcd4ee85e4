"""docs/mlsalary.1 is current and whole, and both programs that show man pages read all of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from mlsalary.cli import VERBS, build
from mlsalary.cli.examples import EXAMPLES
from mlsalary.cli.words import option_names
from mlsalary.saved.start import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import man_page  # noqa: E402

GROUP: Any = typer.main.get_command(build(VERBS))
READERS = {
    "man": ("man", "--warnings=w", "--encoding=UTF-8", "--local-file"),
    "mandoc": ("mandoc", "-T", "utf8"),
}
SECTIONS = ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXAMPLES", "EXIT STATUS")


def ran(*words: str, width: int = 80) -> str:
    """What a program prints that finds nothing to complain of."""
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    surroundings = {"MANWIDTH": str(width), "LC_ALL": "C.UTF-8", "MANPAGER": "cat"}
    done = subprocess.run(
        words, env=os.environ | surroundings, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return re.sub(r".\x08", "", done.stdout)  # bold, as a typewriter has it


def test_the_page_is_current() -> None:
    again = "run scripts/man_page.py"
    assert man_page.PAGE.read_text(encoding="utf-8") == man_page.page(), again


def test_the_page_has_no_fault() -> None:
    assert ran("mandoc", "-T", "lint", str(man_page.PAGE)) == ""


def test_what_is_wrong_with_a_page_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "mlsalary.1"
    wrong.write_text(man_page.page() + ".SH\n.XX\n", encoding="utf-8")
    for words in (("mandoc", "-T", "lint"), READERS["man"]):
        with pytest.raises(AssertionError):
            ran(*words, str(wrong))


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("reader", READERS)
def test_every_reader_shows_all_of_it(reader: str, width: int) -> None:
    shown = ran(*READERS[reader], str(man_page.PAGE), width=width)
    lines = [line.strip() for line in shown.splitlines()]
    assert [line for line in lines if line in SECTIONS] == list(SECTIONS)
    words = set(re.findall(r"[\w$/.~-]+", shown))
    for verb, command in GROUP.commands.items():
        assert f"mlsalary {verb}" in shown
        assert option_names(command.params).keys() <= words, verb
    assert option_names(GROUP.params).keys() | {"-h", "--help"} <= words
    for one in (one for examples in EXAMPLES.values() for one in examples):
        assert one.line in lines
    assert {*variables(), *man_page.FILES, "0", "1", "2", "3", "4", "130"} <= words


def test_the_index_of_pages_knows_what_it_is_about() -> None:
    said = ran("lexgrog", str(man_page.PAGE))
    assert (
        '"mlsalary - salary estimates that show their work, for machine-learning engineers' in said
    )


def variables() -> set[str]:
    """The names of the variables that the page lists."""
    return {name for names in man_page.ENVIRONMENT for name in names.split(", ")}


def test_every_variable_of_ours_is_listed() -> None:
    """Those that the source reads, and one for each field of a profile."""
    source = "".join(path.read_text() for path in (ROOT / "src" / "mlsalary").rglob("*.py"))
    read = set(re.findall(r"\b(?:MLSALARY_\w+|NO_COLOR|FORCE_COLOR|PAGER)\b", source))
    assert read | set(VARIABLES.values()) == variables()
