"""Cells that a spreadsheet would run.

A text gets an apostrophe in front when it begins, after blanks and invisible signs if any, with
``=``, ``+``, ``-`` or ``@``, in full width too, or with a tab or a line break, unless it is a
plain number or a lone sign: spreadsheets take the rest for formulas, whoever wrote them.
"""

from __future__ import annotations

import re

_UNSEEN = r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]"
RUNS = rf"^({_UNSEEN}*[=+\-@＝＋－＠]|[\t\r\n])"
"""As the engines of Python, Rust and Java read it alike."""
HARMLESS = r"^ *[+-]?([0-9][0-9,]*\.?[0-9]*([eE][+-]?[0-9]+)?%?|\.[0-9]+%?|-*) *$"

_RUNS, _HARMLESS = re.compile(RUNS), re.compile(HARMLESS)


def guarded(cell: str) -> str:
    """The cell as no spreadsheet runs it."""
    runs = _RUNS.match(cell) and (cell.endswith("\n") or not _HARMLESS.match(cell))
    return f"'{cell}" if runs else cell
