"""Cells that a spreadsheet would run.

A text gets an apostrophe in front when it begins, after blanks and invisible signs if any, with
``=``, ``+``, ``-`` or ``@``, in full width too, or with a tab or a line break, unless it is a
plain number or a lone sign: spreadsheets take the rest for formulas, whoever wrote them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_UNSEEN = r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]"
RUNS = rf"^({_UNSEEN}*[=+\-@＝＋－＠]|[\t\r\n])"
"""As the engines of Python, Rust and Java read it alike."""
HARMLESS = r"^ *[+-]?([0-9][0-9,]*\.?[0-9]*([eE][+-]?[0-9]+)?%?|\.[0-9]+%?|-*) *$"

_RUNS, _HARMLESS = re.compile(RUNS), re.compile(HARMLESS)


def guarded(cell: str) -> str:
    """The cell as no spreadsheet runs it."""
    runs = _RUNS.match(cell) and (cell.endswith("\n") or not _HARMLESS.match(cell))
    return f"'{cell}" if runs else cell


def csv_lines(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """Lines of CSV that end in line feeds; a cell is quoted where it must be.

    The writer of the standard library quotes line breaks only where they are its own line end:
    a carriage return would begin a row of its own.
    """
    line = io.StringIO(newline="")
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\r\n")
    lines = []
    for row in rows:
        line.seek(0)
        line.truncate()
        writer.writerow(row)
        lines.append(line.getvalue()[:-2] + "\n")
    return "".join(lines)
