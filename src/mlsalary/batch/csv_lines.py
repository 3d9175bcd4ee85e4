"""CSV, line by line, for files that are not quite CSV: every bad line is found and named.

The rule of quotes. A quote at the beginning of a cell opens it, and inside a doubled quote stands
for one. A cell may run over line ends for ``LONGEST`` bytes; then its closing quote must stand
before a delimiter or a line end, and the record must have as many cells as the header. If not, the
line on which the quote opened is bad, that line alone, and reading resumes at the next one.
Within one line, whatever follows a closing quote still belongs to the cell. Empty lines are no
rows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from mlsalary.batch.job import Reject

LONGEST = 1 << 20  # bytes of one record that runs over line ends


class Line(NamedTuple):
    """A record of ``cells`` that takes ``height`` lines from ``number`` on."""

    number: int
    height: int
    cells: tuple[str, ...]


class Cut(NamedTuple):
    """The bytes from here on belong to a record that goes on beyond what was read."""

    offset: int


class BadLineError(Exception):
    """A line that is no record."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def allow_cells_of(characters: int) -> None:
    """Let the csv module read cells so long: it stops at 131,072 characters otherwise, and knows
    one limit for a whole process."""
    csv.field_size_limit(max(csv.field_size_limit(), characters))


def runs_on(line: bytes, delimiter: str) -> bool:
    """Whether a quoted cell is open at the end of a line; False for one that cannot be read."""
    try:
        return _one_line(_decoded(line), 0, delimiter) is None
    except BadLineError:
        return False


def records(
    block: bytes, first: int, width: int, delimiter: str, *, whole: bool
) -> Iterator[Line | Reject | Cut | None]:
    """The records of ``block``, whose first line has the number ``first``; None is an empty line.

    width: cells a record must have, 0 for the header. whole: nothing follows the block; else a
    record that may go on beyond it ends the walk with a ``Cut``.
    """
    offset, number = 0, first
    while offset < len(block):
        end = _line_end(block, offset)
        raw = block[offset:end]
        if not raw.strip(b"\r\n"):
            yield None
            offset, number = end, number + 1
            continue
        try:
            text = _decoded(raw)
            found = _one_line(text, number, delimiter)
            if found is None:
                if not whole and len(block) - offset < LONGEST:
                    yield Cut(offset)
                    return
                found = _many_lines(block, offset, number, width, delimiter)
            if width and not any(found.cells[width:]):
                found = found._replace(cells=found.cells[:width])  # commas behind the last cell
            if width and len(found.cells) != width:
                raise BadLineError("ragged", _ragged(len(found.cells), width))
        except BadLineError as bad:
            shown = raw.decode("utf-8", "replace").rstrip("\r\n")
            yield Reject(number, bad.code, bad.message, (shown,))
            offset, number = end, number + 1
            continue
        yield found
        for _ in range(found.height):
            offset = _line_end(block, offset)
        number += found.height


def _line_end(block: bytes, offset: int) -> int:
    end = block.find(b"\n", offset)
    return len(block) if end < 0 else end + 1


def _decoded(raw: bytes) -> str:
    if b"\0" in raw:
        raise BadLineError("nul_byte", "The line contains a NUL byte. Save the file as plain text.")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise BadLineError(
            "not_utf8",
            "The line is not UTF-8. Save the file as UTF-8, or add --encoding, such as cp1252.",
        ) from None
    text = text.removesuffix("\n").removesuffix("\r")
    if "\r" in text and '"' not in text:
        raise BadLineError(
            "stray_line_end", "There is a carriage return within the line. Remove it."
        )
    return text


def _one_line(text: str, number: int, delimiter: str) -> Line | None:
    """The record that the line is by itself, None when a quoted cell is open at its end."""
    if '"' not in text:
        return Line(number, 1, tuple(text.split(delimiter)))
    try:
        found = list(csv.reader([text, "-"], delimiter=delimiter))
    except csv.Error as error:
        raise BadLineError("bad_cell", f"The line cannot be split into cells: {error}.") from None
    return Line(number, 1, tuple(found[0])) if len(found) == 2 else None


def _many_lines(block: bytes, offset: int, number: int, width: int, delimiter: str) -> Line:
    first_end = _line_end(block, offset)
    not_closed = BadLineError(
        "quote_not_closed",
        "A quote opens a cell and no quote closes it. Close it, or double a quote that is part of "
        "the text.",
    )
    if block.find(b'"', first_end, offset + LONGEST) < 0:
        raise not_closed
    taken: list[bytes] = []

    def lines() -> Iterator[str]:
        at = offset
        while at < min(len(block), offset + LONGEST):
            end = _line_end(block, at)
            taken.append(block[at:end])
            if b"\0" in taken[-1]:
                return
            yield taken[-1].decode()
            at = end

    try:
        cells = tuple(next(csv.reader(lines(), delimiter=delimiter, strict=True)))
    except (csv.Error, UnicodeDecodeError, StopIteration):
        raise not_closed from None
    if width and len(cells) != width:
        raise not_closed
    return Line(number, len(taken), cells)


def _ragged(cells: int, width: int) -> str:
    return f"The line has {cells} cells, and the header has {width}."
