"""JSON, one object a line, in pieces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from mlsalary.batch.formats import text_columns
from mlsalary.batch.job import Chunk, Reject
from mlsalary.errors import BadDataError
from mlsalary.spelling import quoted

BLOCK = 1 << 24  # bytes
FIRST_LINES = 10_000
"""The columns are the keys of so many lines; a line with another key is refused."""


class JsonlReader:
    """The columns and the rows. Numbers and lists become text as JSON writes them; a list of words
    is joined by semicolons. BadDataError for a file without an object."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._lines = _numbered(stream)
        self._first = [line for line, _ in zip(self._lines, range(FIRST_LINES), strict=False)]
        keys: dict[str, None] = {}
        for _, raw in self._first:
            keys.update(dict.fromkeys(_object(raw) or ()))
        self.names = list(keys)
        if not self.names:
            raise BadDataError("empty_file", f"{name} holds no JSON object on its first lines.")
        self._known = set(self.names)

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some ten megabytes at a time."""
        held: list[tuple[int, bytes]] = self._first
        self._first = []
        size = sum(len(raw) for _, raw in held)
        for line in self._lines:
            held.append(line)
            size += len(line[1])
            if size >= BLOCK:
                yield self._chunk(held)
                held, size = [], 0
        if held:
            yield self._chunk(held)

    def _chunk(self, lines: list[tuple[int, bytes]]) -> Chunk:
        cells: list[tuple[str | None, ...]] = []
        numbers: list[int] = []
        texts: list[str] = []
        broken: list[Reject] = []
        for number, raw in lines:
            text = raw.decode("utf-8", "replace").strip("\r\n")
            found = _object(raw)
            if found is None:
                why = "The line is no JSON object."
                broken.append(Reject(number, "not_json", why, text))
            elif not self._known.issuperset(found):
                new = next(key for key in found if key not in self._known)
                why = (
                    f"The key {quoted(new)} stands on none of the first {FIRST_LINES:,} lines, so "
                    "the output has no column for it. Put such a line first."
                )
                broken.append(Reject(number, "new_column", why, text))
            else:
                cells.append(tuple(_text(found.get(name)) for name in self.names))
                numbers.append(number)
                texts.append(text)
        table = text_columns(cells, len(self.names))
        return Chunk(table, numbers, texts.__getitem__, broken, texts)


def _numbered(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Each line that is not empty with its number."""
    number, rest = 0, b""
    while True:
        data = stream.read(BLOCK)
        *lines, rest = (rest + data).split(b"\n")
        if not data and rest:
            lines.append(rest)
        for line in lines:
            number += 1
            if line.strip():
                yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not data:
            return


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ";".join(value)
    return json.dumps(value, ensure_ascii=False)
