"""CSV in pieces: PyArrow reads what is plainly CSV, csv_lines.py whatever is not."""

from __future__ import annotations

import codecs
from collections.abc import Generator, Iterator
from typing import IO, TYPE_CHECKING

from mlsalary.batch.csv_lines import LONGEST, BadLineError, Cut, Line, records
from mlsalary.batch.formats import text_columns
from mlsalary.batch.job import Chunk, Reject
from mlsalary.errors import BadDataError
from mlsalary.spelling import quoted

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 1 << 23  # bytes: long enough to be worth the joins, short enough for little memory
_CAREFUL = 2 * LONGEST  # bytes read line by line at once, which takes fifty times their memory
_LONGEST_LINE = 1 << 26  # bytes; without a line end in so many the file is no CSV
_BOM = codecs.BOM_UTF8


class CsvReader:
    """The header and then the rows of a CSV stream.

    BadDataError for a file without a header, in UTF-16, or without line ends.
    """

    def __init__(self, stream: IO[bytes], delimiter: str, encoding: str, name: str) -> None:
        self._name = name
        self._delimiter = delimiter
        self._blocks = _blocks(_recoded(stream, encoding, name), name)
        self._rest, self._whole = next(self._blocks, (b"", True))
        self._line = 1
        self.names = self._header()

    def _header(self) -> list[str]:
        if self._rest.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise BadDataError("not_utf8", f"{self._name} is UTF-16. Add --encoding utf-16.")
        self._rest = self._rest.removeprefix(_BOM)
        offset = 0
        for found in records(self._rest, 1, 0, self._delimiter, whole=self._whole):
            if isinstance(found, Line):
                for _ in range(found.height):
                    offset = self._rest.find(b"\n", offset) + 1 or len(self._rest)
                self._rest, self._line = self._rest[offset:], self._line + found.height
                return list(found.cells)
            if found is not None:
                why = found.message if isinstance(found, Reject) else "its first cell has no end."
                raise BadDataError("bad_header", f"{self._name}, line {self._line}: {why}")
            offset = self._rest.find(b"\n", offset) + 1 or len(self._rest)
            self._line += 1
        raise BadDataError("empty_file", f"{self._name} is empty: it has no header line.")

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some ten megabytes at a time."""
        block, whole = self._rest, self._whole
        self._rest = b""
        while True:
            used = 1
            while block and used:
                used = yield from self._read(block, whole=whole)
                block = block[used:]
            if whole:
                return
            more, whole = next(self._blocks, (b"", True))
            block += more

    def _read(self, block: bytes, *, whole: bool) -> Generator[Chunk, None, int]:
        """Give the block's rows; return how many of its bytes were used."""
        plain = self._plain(block)
        if plain is not None:
            first, count = self._line, plain.num_rows
            self._line += count
            yield Chunk(plain, range(first, first + count), _Texts(block), [])
            return len(block)
        part = block[: block.find(b"\n", _CAREFUL) + 1] or block
        chunk, used = self._by_line(part, whole=whole and part == block)
        yield chunk
        return used

    def _plain(self, block: bytes) -> pa.Table | None:
        """The block as PyArrow reads it, None unless every line is surely one whole row."""
        if b"\0" in block or not _is_utf8(block) or not self._ends_closed(block):
            return None
        import pyarrow as pa
        from pyarrow import csv

        names = [str(place) for place in range(len(self.names))]
        try:
            table = csv.read_csv(
                pa.BufferReader(block),
                read_options=csv.ReadOptions(column_names=names),
                parse_options=csv.ParseOptions(
                    delimiter=self._delimiter,
                    quote_char='"' if b'"' in block else False,
                    newlines_in_values=b'"' in block,
                ),
                convert_options=csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    check_utf8=False,
                ),
            )
        except pa.ArrowInvalid:  # a ragged line, or a quote that is not closed
            return None
        lines = block.count(b"\n") + (not block.endswith(b"\n"))
        return table if table.num_rows == lines else None

    def _ends_closed(self, block: bytes) -> bool:
        """Whether the last line is a record by itself, so that the next block begins with one."""
        last = block[block.rfind(b"\n", 0, len(block) - 1) + 1 :]
        if b'"' not in last:
            return True
        found = next(records(last, 1, len(self.names), self._delimiter, whole=True), None)
        return isinstance(found, Line)

    def _by_line(self, block: bytes, *, whole: bool) -> tuple[Chunk, int]:
        rows: list[Line] = []
        broken: list[Reject] = []
        used = len(block)
        width = len(self.names)
        for found in records(block, self._line, width, self._delimiter, whole=whole):
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
        return Chunk(table, [row.number for row in rows], lambda at: rows[at].text, broken), used


class _Texts:
    """The lines of a block, parted only when somebody asks for one."""

    def __init__(self, block: bytes) -> None:
        self._block = block
        self._lines: list[bytes] | None = None

    def __call__(self, at: int) -> str:
        if self._lines is None:
            self._lines = self._block.split(b"\n")
        return self._lines[at].decode().removesuffix("\r")


def _is_utf8(block: bytes) -> bool:
    if block.isascii():
        return True
    try:
        block.decode()
    except UnicodeDecodeError:
        return False
    return True


def _blocks(stream: IO[bytes], name: str) -> Iterator[tuple[bytes, bool]]:
    """The bytes up to a line end, again and again; the last with True. Old Macintosh line ends
    become those of today."""
    rest, only_returns = b"", None
    while True:
        data = stream.read(BLOCK)
        if only_returns is None:
            only_returns = b"\n" not in data and b"\r" in data
        block = rest + (data.replace(b"\r", b"\n") if only_returns else data)
        if not data:
            yield block, True
            return
        cut = block.rfind(b"\n") + 1
        if not cut and len(block) > _LONGEST_LINE:
            raise BadDataError(
                "not_csv", f"{name} has no line end in {_LONGEST_LINE >> 20} MiB: it is no CSV."
            )
        rest = block[cut:]
        if cut:
            yield block[:cut], False


def _recoded(stream: IO[bytes], encoding: str, name: str) -> IO[bytes]:
    try:
        codec = codecs.lookup(encoding)
    except LookupError as error:
        raise BadDataError(
            "bad_encoding",
            f"There is no encoding {quoted(encoding)}. Give utf-8, cp1252, latin-1 or utf-16.",
        ) from error
    return stream if codec.name == "utf-8" else _Recoded(stream, codec, name)  # type: ignore[return-value]


class _Recoded:
    """A stream in another encoding, read as UTF-8."""

    def __init__(self, stream: IO[bytes], codec: codecs.CodecInfo, name: str) -> None:
        self._stream, self._name = stream, name
        self._codec = codec.name
        self._decoder = codec.incrementaldecoder("strict")

    def read(self, size: int) -> bytes:
        """As many bytes decoded, and encoded again; empty at the end alone."""
        while True:
            data = self._stream.read(size)
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                raise BadDataError(
                    "bad_encoding",
                    f"{self._name} is not {self._codec}: {error.reason}. Name another --encoding.",
                ) from error
            if text or not data:
                return text.encode()


__all__ = ["BLOCK", "BadLineError", "CsvReader"]
