"""Run the command line inside the test's own process, with surroundings of the test's making."""

from __future__ import annotations

import io
import json
from typing import Any, NamedTuple

from mlsalary.cli import main
from mlsalary.cli.terminal import Terminal

PATIENCE = 600
"""Seconds after which a process hangs, on the slowest of machines."""


class Ran(NamedTuple):
    """What a run left: its exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """stderr as one JSON object."""
        return json.loads(self.err)


def run(*arguments: str, terminal: bool = False, width: int = 80, colour: bool = False) -> Ran:
    """``mlsalary ARGUMENTS`` as a pipe sees it, or as a terminal of ``width`` columns does."""
    out, err = io.StringIO(), io.StringIO()
    code = main(list(arguments), Terminal(out, err, terminal, width, colour))
    return Ran(code, out.getvalue(), err.getvalue())
