"""A CSV file whose lines stand in byte order: the file is its own index.

Twenty thousand places need neither parsing nor a database at every start: a look-up bisects the
bytes of the file and parses only the lines that begin with what is looked for.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path


class SortedCsv:
    """Rows of a UTF-8 CSV file with a header line and the other lines in byte order.

    No cell holds a line break. ``OSError`` when the file cannot be read. content: its bytes, where
    they were read already.
    """

    def __init__(self, path: Path, content: bytes | None = None) -> None:
        self.path = path
        self.content = path.read_bytes() if content is None else content
        first = self.content.find(b"\n") + 1
        self._first = first or len(self.content)
        self.header = self.content[: self._first].decode().strip().split(",")

    def starting(self, prefix: str) -> list[list[str]]:
        """The rows whose line begins with ``prefix``, in the order of the file."""
        wanted = prefix.encode()
        low, high = self._first, len(self.content)
        while low < high:
            middle = self._line_start((low + high) // 2)
            if self.content[middle : middle + len(wanted)] < wanted:
                low = self._line_end(middle)
            else:
                high = middle
        lines = []
        while self.content[low : low + len(wanted)] == wanted and low < len(self.content):
            end = self._line_end(low)
            lines.append(self.content[low:end].decode())
            low = end
        return list(csv.reader(lines))

    def rows(self) -> Iterator[list[str]]:
        """Every row, parsed one by one."""
        return csv.reader(self.content[self._first :].decode().splitlines())

    def _line_start(self, position: int) -> int:
        return max(self.content.rfind(b"\n", self._first, position) + 1, self._first)

    def _line_end(self, position: int) -> int:
        end = self.content.find(b"\n", position)
        return len(self.content) if end < 0 else end + 1
