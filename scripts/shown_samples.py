"""Write anew what the samples of a page of docs print.

    python scripts/shown_samples.py docs/index.md docs/range.md docs/offers.md

A sample is a block ``console`` that begins with ``$ mlsalary``; what follows that line is what an
80-column terminal shows. Files that it names are the page's own blocks ``toml`` and ``csv``:
offers.toml, people.csv. An error is shown where the page shows one already.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from mlsalary.cli import main
from mlsalary.cli.terminal import Terminal
from mlsalary.rulebook.home import VARIABLE
from mlsalary.saved.start import VARIABLES

SAMPLE = re.compile(r"```console\n(\$ mlsalary (.*)\n)(?:.*\n)*?```")
_FILES = re.compile(r"```(toml|csv)\n(.*?)```", re.DOTALL)
NAMES = {"toml": "offers.toml", "csv": "people.csv"}
HOME = "~/.config/mlsalary"
"""How a page calls the folder of the reader's configuration."""


def renewed(page: str) -> str:
    """The page with every sample as it prints now, in the order in which they stand."""
    with TemporaryDirectory() as folder, chdir(folder), own_home(f"{folder}/home"):
        for kind, block in _FILES.findall(page):
            Path(NAMES[kind]).write_text(block, encoding="utf-8")
        return SAMPLE.sub(lambda found: f"```console\n{found[1]}{_shown(found)}```", page)


@contextmanager
def own_home(folder: str) -> Iterator[None]:
    """A user with nothing saved, whoever runs this."""
    before = dict(os.environ)
    for name in (*VARIABLES.values(), VARIABLE, "COLUMNS", "FORCE_COLOR"):
        os.environ.pop(name, None)
    os.environ[VARIABLE] = folder
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _shown(found: re.Match[str]) -> str:
    return shown(found[2], fails="\nError" in found[0])


def shown(line: str, *, fails: bool = False) -> str:
    """What the command prints on a terminal, without the margin of a page."""
    said = printed(line, 80, fails=fails).replace(os.environ[VARIABLE], HOME)
    lines = [each.rstrip() for each in said.splitlines()]
    margin = "  " if next(filter(None, lines), "").startswith("  ") else ""
    return "".join(f"{each.removeprefix(margin)}\n" for each in lines).strip("\n") + "\n"


def printed(line: str, columns: int, *, colour: bool = False, fails: bool = False) -> str:
    """What ``mlsalary LINE`` prints on a terminal so wide; fails: that may be an error."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out):  # Typer prints a help page itself, at 80 columns
        code = main(shlex.split(line), Terminal(out, err, True, columns, colour))
    if code and not fails:
        raise SystemExit(f"mlsalary {line}: {err.getvalue()}")
    return out.getvalue() + err.getvalue()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
