"""Lines of CSV that Spark hands out in parts, read as the lines of a file are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import IO, cast

import pyarrow as pa
import pyarrow.compute as pc

from mlsalary.batch.csv_lines import runs_on
from mlsalary.batch.csv_reader import CsvReader
from mlsalary.batch.job import Chunk
from mlsalary.batch.limits import Limits
from mlsalary.files.spreadsheet import csv_lines


class Lines:
    """The stream of a file: a header, then the lines of some batches of Arrow, of one column of
    bytes each.

    heads: lines that head a file, which are left out. count: the lines that were given so far.
    runs_on: whether a quoted cell was met that is open at the end of its line.
    """

    def __init__(
        self,
        batches: Iterator[pa.RecordBatch],
        header: bytes,
        heads: Collection[bytes],
        delimiter: str,
    ) -> None:
        self._batches, self._delimiter = batches, delimiter
        self._heads = pa.array(sorted(heads), pa.binary())
        self._left = header
        self._left_out: list[int] = []  # for each, how many of the lines that stay precede it
        self.count = 0
        self.runs_on = False

    def read(self, size: int) -> bytes:
        """The next bytes, at most so many; none at the end."""
        while not self._left:
            batch = next(self._batches, None)
            if batch is None:
                return b""
            self._left = self._text(batch.column(0))
        given, self._left = self._left[:size], self._left[size:]
        return given

    def number(self, line: int) -> int:
        """Which line of the part is the one of this number among those that stay."""
        return line + bisect_right(self._left_out, line - 1)

    def _text(self, lines: pa.Array) -> bytes:
        head = pc.is_in(lines, value_set=self._heads)
        if pc.any(head).as_py():
            stay = self.count - len(self._left_out)
            places = pc.indices_nonzero(head).to_pylist()
            self._left_out += [stay + at - before for before, at in enumerate(places)]
            self.count += len(lines)
            lines = lines.filter(pc.invert(head))
        else:
            self.count += len(lines)
        if not len(lines):
            return b""
        self._look_for_open_cells(lines)
        whole = pa.ListArray.from_arrays([0, len(lines)], lines)
        return cast(bytes, pc.binary_join(whole, b"\n")[0].as_py()) + b"\n"

    def _look_for_open_cells(self, lines: pa.Array) -> None:
        if self.runs_on:
            return
        odd = pc.bit_wise_and(pc.count_substring(lines, '"'), 1)
        suspects = lines.filter(pc.equal(odd, 1)).to_pylist()
        self.runs_on = any(runs_on(one, self._delimiter) for one in suspects)


class LinesReader:
    """The rows of a part. names, delimiter: of the whole file. Lines are numbered by their place in
    the part, from 1 on."""

    mended = False
    beside = ""

    def __init__(
        self,
        batches: Iterator[pa.RecordBatch],
        names: list[str],
        heads: Collection[bytes],
        delimiter: str,
        source: str,
        limits: Limits,
    ) -> None:
        header = csv_lines([names], delimiter).encode()
        self.lines = Lines(batches, header, heads, delimiter)
        stream = cast(IO[bytes], self.lines)
        self._reader = CsvReader(stream, delimiter, "utf-8", source, limits)
        self._above = header.count(b"\n")
        self.names, self.delimiter = self._reader.names, delimiter

    @property
    def decimal_comma(self) -> bool:
        """As CsvReader has it."""
        return self._reader.decimal_comma

    @property
    def count(self) -> int:
        """How many lines were read."""
        return self.lines.count

    def nothing(self) -> pa.Table:
        """No rows."""
        return self._reader.nothing()

    def chunks(self) -> Iterator[Chunk]:
        """The rows in pieces."""
        for chunk in self._reader.chunks():
            broken = [one._replace(line=self._number(one.line)) for one in chunk.broken]
            yield chunk._replace(lines=self._numbers(chunk.lines), broken=broken)

    def _numbers(self, lines: Sequence[int]) -> Sequence[int]:
        if not lines:
            return lines
        first, last = self._number(lines[0]), self._number(lines[-1])
        if last - first + 1 == len(lines):
            return range(first, last + 1)
        return [self._number(one) for one in lines]

    def _number(self, line: int) -> int:
        return self.lines.number(line - self._above)
