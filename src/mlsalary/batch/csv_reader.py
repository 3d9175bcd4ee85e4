"""CSV in pieces: PyArrow reads what is plainly CSV, csv_lines.py whatever is not."""

from __future__ import annotations

import codecs
from collections.abc import Generator, Iterator
from typing import IO, TYPE_CHECKING

from mlsalary.batch.blocks import BLOCK, SHOWN, TooLong, blocks
from mlsalary.batch.csv_lines import LONGEST, BadLineError, Cut, Line, allow_cells_of, records
from mlsalary.batch.delimiters import delimiter_found, said_by_file
from mlsalary.batch.encodings import LONGEST_PATH, recoded, require_utf8
from mlsalary.batch.formats import text_columns
from mlsalary.batch.job import Chunk, Reject
from mlsalary.batch.limits import Limits
from mlsalary.errors import BadDataError
from mlsalary.spelling import one_line

if TYPE_CHECKING:
    import pyarrow as pa

_CAREFUL = 2 * LONGEST  # bytes read line by line at once, which takes fifty times their memory
_BOM = codecs.BOM_UTF8


class CsvReader:
    """The header and then the rows of a CSV stream.

    delimiter: None for the one that the file shows. skip_lines: how many stand above the header.
    BadDataError for a file without a header, in UTF-16, with too many columns, or whose delimiter
    is unclear; UsageError for what is no encoding.
    """

    def __init__(
        self,
        stream: IO[bytes],
        delimiter: str | None,
        encoding: str,
        name: str,
        limits: Limits,
        skip_lines: int = 0,
    ) -> None:
        self._name = one_line(name, LONGEST_PATH)
        self._longest = limits.line_bytes
        allow_cells_of(limits.line_bytes)
        text = recoded(stream, encoding, name)
        self._blocks = blocks(text, limits.line_bytes, BLOCK, old_ends=True)
        first = next(self._blocks, b"")
        self._rest = first.beginning if isinstance(first, TooLong) else first
        require_utf8(self._rest, name)
        self._rest = self._rest.removeprefix(_BOM)
        self._line = 1
        if isinstance(first, TooLong):
            raise self._bad_header(too_long(1, first, limits.line_bytes).message)
        while self._rest and self._line <= skip_lines:
            self._pass_line()
        self.delimiter = self._delimiter(delimiter)
        self.names = self._header()
        if len(self.names) > limits.columns:
            raise BadDataError(
                "too_many_columns",
                f"{self._name} has {len(self.names):,} columns; at most {limits.columns:,} can be "
                "read. Remove some.",
            )

    mended = False
    beside = ""

    @property
    def lines_read(self) -> int:
        """How many lines were read so far: of a new reader, those of the header and above."""
        return self._line - 1

    @property
    def decimal_comma(self) -> bool:
        """Whether ``2,5`` is a number, as it is where cells are parted by semicolons."""
        return self.delimiter == ";"

    def nothing(self) -> pa.Table:
        """No rows of these columns."""
        return text_columns([], len(self.names))

    def _pass_line(self) -> None:
        self._rest = self._rest[self._rest.find(b"\n") + 1 or len(self._rest) :]
        self._line += 1

    def _delimiter(self, asked: str | None) -> str:
        said = said_by_file(self._rest)
        if said is not None:
            self._pass_line()
        return asked or said or delimiter_found(self._rest, self._name)

    def _header(self) -> list[str]:
        offset = 0
        for found in records(self._rest, 1, 0, self.delimiter, whole=True):
            if isinstance(found, Line):
                for _ in range(found.height):
                    offset = self._rest.find(b"\n", offset) + 1 or len(self._rest)
                self._rest, self._line = self._rest[offset:], self._line + found.height
                return list(found.cells)
            if isinstance(found, Reject):
                raise self._bad_header(found.message)
            offset = self._rest.find(b"\n", offset) + 1 or len(self._rest)
            self._line += 1
        raise BadDataError("empty_file", f"{self._name} is empty. Add a header line.")

    def _bad_header(self, why: str) -> BadDataError:
        return BadDataError("bad_header", f"{self._name}, line {self._line}: {why}")

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some megabytes at a time."""
        block, self._rest = self._rest, b""
        for more in self._blocks:
            if isinstance(more, TooLong):
                # No record runs on into such a line, which is longer than one may be.
                yield from self._records(block, whole=True)
                line = too_long(self._line, more, self._longest)
                yield Chunk(self.nothing(), [], [line])
                block, self._line = b"", self._line + 1
            else:
                block = (yield from self._records(block, whole=False)) + more
        yield from self._records(block, whole=True)

    def _records(self, block: bytes, *, whole: bool) -> Generator[Chunk, None, bytes]:
        """Give the block's rows; return the bytes of a record that goes on beyond it."""
        used = 1
        while block and used:
            used = yield from self._read(block, whole=whole)
            block = block[used:]
        return block

    def _read(self, block: bytes, *, whole: bool) -> Generator[Chunk, None, int]:
        """Give the block's rows; return how many of its bytes were used."""
        plain = self._plain(block)
        if plain is not None:
            first, count = self._line, plain.num_rows
            self._line += count
            yield Chunk(plain, range(first, first + count), [])
            return len(block)
        part = block[: block.find(b"\n", _CAREFUL) + 1] or block
        chunk, used = self._by_line(part, whole=whole and part == block)
        yield chunk
        return used

    def _plain(self, block: bytes) -> pa.Table | None:
        """The block as PyArrow reads it, None unless every line is surely one whole row.

        PyArrow drops empty lines and ends a row at a lone carriage return too. Where there is no
        such return, each of its rows takes one line or, by a quoted cell, several: as many rows as
        lines are one for each, and no line is empty.
        """
        if not _lines_are_plain(block) or not self._ends_closed(block):
            return None
        import pyarrow as pa
        from pyarrow import csv

        names = [str(place) for place in range(len(self.names))]
        try:
            table = csv.read_csv(
                pa.BufferReader(block),
                read_options=csv.ReadOptions(
                    column_names=names, use_threads=False, block_size=len(block) + 1
                ),
                parse_options=csv.ParseOptions(
                    delimiter=self.delimiter,
                    quote_char='"' if b'"' in block else False,
                    newlines_in_values=b'"' in block,
                ),
                convert_options=csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    check_utf8=not block.isascii(),
                ),
            )
        except pa.ArrowInvalid:  # a ragged line, an open quote, or no UTF-8
            return None
        lines = block.count(b"\n") + (not block.endswith(b"\n"))
        return table if table.num_rows == lines else None

    def _ends_closed(self, block: bytes) -> bool:
        """Whether the last line is a record by itself, so that the next block begins with one."""
        last = block[block.rfind(b"\n", 0, len(block) - 1) + 1 :]
        if b'"' not in last:
            return True
        found = next(records(last, 1, len(self.names), self.delimiter, whole=True), None)
        return isinstance(found, Line)

    def _by_line(self, block: bytes, *, whole: bool) -> tuple[Chunk, int]:
        rows: list[Line] = []
        broken: list[Reject] = []
        used = len(block)
        width = len(self.names)
        for found in records(block, self._line, width, self.delimiter, whole=whole):
            if isinstance(found, Line):
                rows.append(found)
                self._line += found.height
            elif isinstance(found, Cut):
                used = found.offset
            else:
                if isinstance(found, Reject):
                    broken.append(found)
                self._line += 1
        table = text_columns([row.cells for row in rows], width)
        return Chunk(table, [row.number for row in rows], broken), used


def too_long(number: int, line: TooLong, longest: int) -> Reject:
    """A line that is not read."""
    return Reject(
        number,
        "too_long",
        f"The line has more than {longest:,} bytes, the most that can be read. Shorten it.",
        (line.beginning.decode("utf-8", "replace").rstrip("\r\n")[:SHOWN],),
    )


def _lines_are_plain(block: bytes) -> bool:
    """Whether PyArrow takes every byte as text, and a line for ended by a line feed alone."""
    return (
        b"\0" not in block
        and not block.startswith(_BOM)  # PyArrow takes a mark away
        and (b"\r" not in block or block.count(b"\r") == block.count(b"\r\n"))
    )


__all__ = ["BLOCK", "BadLineError", "CsvReader"]
