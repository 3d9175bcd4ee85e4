"""Where output goes: the streams, their width and colours, as one object that tests replace."""

from __future__ import annotations

import os
import sys
from contextvars import ContextVar
from typing import NamedTuple, TextIO


class Terminal(NamedTuple):
    """The surroundings of one run. Data goes to ``stdout``, everything else to ``stderr``.

    width is in columns, height in lines; colour tells whether a page may use it (``NO_COLOR``,
    ``FORCE_COLOR``); pager whether the user named one (``PAGER``).
    """

    stdout: TextIO
    stderr: TextIO
    is_terminal: bool
    width: int
    colour: bool
    height: int = 24
    pager: bool = False

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
        width, height = shutil.get_terminal_size()
        pager = bool(environment.get("PAGER"))
        return cls(sys.stdout, sys.stderr, is_terminal, width, colour, height, pager)

    @property
    def says_unicode(self) -> bool:
        """Whether every sign of a page can be written; a stream without an encoding takes any."""
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        return encoding.casefold().replace("_", "-").startswith("utf")

    def pages(self, text: str, asked: bool | None) -> bool:
        """Whether to show a text by a pager: never in a pipe, and only if the user asks for it."""
        wanted = self.pager if asked is None else asked
        return wanted and self.is_terminal and text.count("\n") >= self.height

    def page(self, text: str) -> None:
        """Show a text by the user's pager, colors and all."""
        import pydoc

        os.environ.setdefault("LESS", "-R")
        self.stdout.flush()
        pydoc.pager(text)


CURRENT: ContextVar[Terminal] = ContextVar("terminal")
"""The surroundings of the run under way, set once by ``cli.main``."""
