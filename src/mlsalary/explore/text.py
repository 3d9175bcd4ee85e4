"""Text as Textual's widgets take it, a type of Rich's."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from mlsalary.render import terminal
from mlsalary.render.clean import cleaned
from mlsalary.render.page import Page
from mlsalary.spelling import printable

__all__ = ["Text", "choice", "drawn", "figure", "headlines"]

_MARGIN = 2
"""Columns that a page leaves free on each side of a terminal."""


def drawn(page: Page, width: int, *, ascii_only: bool = False) -> Text:
    """The page as a terminal of ``width`` columns shows it, without its margins."""
    shown = cleaned(page, ascii_only=ascii_only)
    text = terminal.write(shown, width=width + 2 * _MARGIN, colour=True, ascii_only=ascii_only)
    return Text("\n").join(line[_MARGIN:] for line in Text.from_ansi(text).split("\n"))


def headlines(lines: Iterable[tuple[str, bool]], aside: str = "") -> Text:
    """Lines, those that come first bold; aside: what follows on the first."""
    first, *others = (Text(line, "bold" if leads else "") for line, leads in lines)
    return Text("\n").join([first.append(aside, "not bold"), *others])


def choice(value: str, about: str) -> Text:
    """A value that may be taken, and what it is, on one line."""
    shown = Text(printable(value), "bold", no_wrap=True, overflow="ellipsis")
    return shown.append(f"  {printable(about)}", "not bold") if about else shown


def figure(text: str, before: str = "  ") -> Text:
    """A figure of a table, apart from what stands before it."""
    return Text(f"{before}{text}", justify="right")
