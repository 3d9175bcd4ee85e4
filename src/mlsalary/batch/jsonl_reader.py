"""JSON, one object a line or an array of objects, in pieces."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from mlsalary.batch.blocks import BLOCK, TooLong, blocks
from mlsalary.batch.csv_reader import too_long
from mlsalary.batch.encodings import LONGEST_PATH, recoded, require_utf8
from mlsalary.batch.formats import text_columns
from mlsalary.batch.job import Chunk, Reject
from mlsalary.batch.json_array import Numbered, elements, is_array
from mlsalary.batch.json_lines import NotAnObjectError, as_cell, parsed
from mlsalary.batch.limits import Limits
from mlsalary.batch.peeking import peeked
from mlsalary.errors import BadDataError
from mlsalary.spelling import one_line, quoted

if TYPE_CHECKING:
    import pyarrow as pa

FIRST_LINES = 10_000
"""The columns are the keys of so many lines; a line with another key is refused."""
_FIRST_BYTES = 1 << 26  # of these lines, which are held in memory
_CELLS = 2_000_000  # of the rows that are handled at once

_BOM = b"\xef\xbb\xbf"
_BLANK = b" \t\r\n"


class JsonlReader:
    """The columns and the rows. Numbers and lists become text as JSON writes them; a list of words
    is joined by semicolons. The number of an object in an array stands for that of its line.
    BadDataError for a file without an object, and for an array that is no JSON."""

    delimiter = ","
    decimal_comma = False
    mended = False
    beside = ""

    def __init__(self, stream: IO[bytes], encoding: str, name: str, limits: Limits) -> None:
        self._longest = limits.line_bytes
        head, text = peeked(recoded(stream, encoding, name))
        require_utf8(head, name)
        if is_array(head):
            lines = elements(text, limits.line_bytes, BLOCK, one_line(name, LONGEST_PATH))
        else:
            lines = _numbered(blocks(text, limits.line_bytes, BLOCK, old_ends=False))
        first = list(_first(lines))
        self._lines = itertools.chain(first, lines)
        keys: dict[str, None] = {}
        for _, line in first:
            if isinstance(line, bytes):
                try:
                    keys.update(dict.fromkeys(parsed(line)[1]))
                except NotAnObjectError:
                    continue
            if len(keys) > limits.columns:
                raise BadDataError(
                    "too_many_columns",
                    f"{one_line(name, LONGEST_PATH)} has more than {limits.columns:,} "
                    "different keys, more than a table can have columns. Remove some.",
                )
        self.names = list(keys)
        if not self.names:
            raise BadDataError(
                "empty_file",
                f"{one_line(name, LONGEST_PATH)} holds no JSON object on its first lines.",
            )
        self._known = set(self.names)

    def nothing(self) -> pa.Table:
        """No rows of these columns."""
        return text_columns([], len(self.names))

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some megabytes at a time."""
        held: list[Numbered] = []
        size, most = 0, max(1, _CELLS // len(self.names))
        for number, line in self._lines:
            held.append((number, line))
            size += len(line) if isinstance(line, bytes) else 0
            if size >= BLOCK or len(held) >= most:
                yield self._chunk(held)
                held, size = [], 0
        if held:
            yield self._chunk(held)

    def _chunk(self, lines: list[Numbered]) -> Chunk:
        cells: list[tuple[str | None, ...]] = []
        numbers: list[int] = []
        texts: list[str] = []
        broken: list[Reject] = []
        for number, line in lines:
            if isinstance(line, TooLong):
                broken.append(too_long(number, line, self._longest))
                continue
            try:
                text, found = parsed(line)
                if not self._known.issuperset(found):
                    raise self._new_key(found)
                row = tuple(as_cell(found.get(name)) for name in self.names)
            except NotAnObjectError as error:
                text = line.decode("utf-8", "replace").strip("\r\n")
                broken.append(Reject(number, error.code, error.message, (text,)))
            else:
                cells.append(row)
                numbers.append(number)
                texts.append(text)
        table = text_columns(cells, len(self.names))
        return Chunk(table, numbers, broken, texts)

    def _new_key(self, found: dict[str, object]) -> NotAnObjectError:
        new = next(key for key in found if key not in self._known)
        return NotAnObjectError(
            "new_column",
            f"The key {quoted(new)} is not on the first {FIRST_LINES:,} lines, so "
            "the output has no column for it. Put such a line first.",
        )


def _first(lines: Iterator[Numbered]) -> Iterator[Numbered]:
    size = 0
    for number, line in itertools.islice(lines, FIRST_LINES):
        yield number, line
        size += len(line) if isinstance(line, bytes) else 0
        if size > _FIRST_BYTES:
            return


def _numbered(pieces: Iterator[bytes | TooLong]) -> Iterator[Numbered]:
    """Each line that is not empty with its number."""
    number = 0
    for piece in pieces:
        if isinstance(piece, TooLong):
            number += 1
            yield number, piece
            continue
        for line in piece.removesuffix(b"\n").split(b"\n"):
            number += 1
            plain = line.removeprefix(_BOM) if number == 1 else line
            if plain.strip(_BLANK):
                yield number, plain
