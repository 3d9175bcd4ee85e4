"""Write anew what the samples of a page of docs print.

    python scripts/shown_samples.py docs/offers.md docs/questions.md docs/shell.md

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
from contextlib import chdir, contextmanager
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
    for name in (*VARIABLES.values(), VARIABLE):
        os.environ.pop(name, None)
    os.environ[VARIABLE] = folder
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _shown(found: re.Match[str]) -> str:
    """What the command prints on a terminal, without its margin."""
    shown = printed(found[2], 80, fails="\nError" in found[0]).replace(os.environ[VARIABLE], HOME)
    return "".join(f"{each.removeprefix('  ')}\n" for each in shown.splitlines())


def printed(line: str, columns: int, *, colour: bool = False, fails: bool = False) -> str:
    """What ``mlsalary LINE`` prints on a terminal so wide; fails: that may be an error."""
    out, err = io.StringIO(), io.StringIO()
    if main(shlex.split(line), Terminal(out, err, True, columns, colour)) and not fails:
        raise SystemExit(f"mlsalary {line}: {err.getvalue()}")
    return out.getvalue() + err.getvalue()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
