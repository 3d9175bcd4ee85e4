"""Write anew what the samples of a page of docs print.

    python scripts/shown_samples.py README.md docs/offers.md

A sample is a block ``console`` that begins with ``$ mlsalary``; what follows that line is what an
80-column terminal shows. Files that it names are the page's own blocks ``toml``: offers.toml.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from mlsalary.cli import main
from mlsalary.cli.terminal import Terminal

SAMPLE = re.compile(r"```console\n(\$ mlsalary (.*)\n)(?:.*\n)*?```")
_TOML = re.compile(r"```toml\n(.*?)```", re.DOTALL)
FILE = "offers.toml"


def renewed(page: str) -> str:
    """The page with every sample as it prints now."""
    with TemporaryDirectory() as folder:
        for block in _TOML.findall(page):
            (Path(folder) / FILE).write_text(block, encoding="utf-8")
        here = Path.cwd()
        os.chdir(folder)
        try:
            return SAMPLE.sub(lambda found: f"```console\n{found[1]}{_shown(found[2])}```", page)
        finally:
            os.chdir(here)


def _shown(line: str) -> str:
    """What the command prints on a terminal, without its margin."""
    out, err = io.StringIO(), io.StringIO()
    if main(shlex.split(line), Terminal(out, err, True, 80, False)):
        raise SystemExit(f"mlsalary {line}: {err.getvalue()}")
    return "".join(f"{each.removeprefix('  ')}\n" for each in out.getvalue().splitlines())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
