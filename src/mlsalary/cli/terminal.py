"""Where output goes: the streams, their width and colours, as one object that tests replace."""

from __future__ import annotations

import os
import sys
from contextvars import ContextVar
from typing import NamedTuple, TextIO


class Terminal(NamedTuple):
    """The surroundings of one run. Data goes to ``stdout``, everything else to ``stderr``.

    width is in columns; colour tells whether a page may use it (``NO_COLOR``, ``FORCE_COLOR``).
    """

    stdout: TextIO
    stderr: TextIO
    is_terminal: bool
    width: int
    colour: bool

    @classmethod
    def of_process(cls) -> Terminal:
        """The surroundings of this process."""
        import shutil  # loaded by the parser already

        environment = os.environ
        is_terminal = sys.stdout.isatty()
        colour = not environment.get("NO_COLOR") and (
            bool(environment.get("FORCE_COLOR"))
            or (is_terminal and environment.get("TERM") != "dumb")
        )
        width = shutil.get_terminal_size().columns
        return cls(sys.stdout, sys.stderr, is_terminal, width, colour)


CURRENT: ContextVar[Terminal] = ContextVar("terminal")
"""The surroundings of the run under way, set once by ``cli.main``."""
