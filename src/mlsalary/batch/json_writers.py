"""Rows with their estimates -> JSON, one object a line or an array of objects."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

import polars as pl

from mlsalary.batch.passing import cells_of

if TYPE_CHECKING:
    import pyarrow as pa


class JsonlWriter:
    """One object a line; lines that were JSON already are written on as they stand."""

    touched = 0

    def __init__(self, stream: IO[bytes], names: Sequence[str]) -> None:
        self._stream, self._names = stream, names

    def write(self, passed: pa.Table, added: pl.DataFrame, raw: Sequence[str] | None) -> None:
        text = io.BytesIO()
        if raw is None:
            rows = cells_of(passed, self._names, nested=True)
            rows.columns = list(self._names[: rows.width])
            rows.hstack(added).write_ndjson(text)
            self._stream.write(text.getvalue())
            return
        added.write_ndjson(text)
        text.seek(0)
        joined = (_spliced(line, more) for line, more in zip(raw, text, strict=True))
        self._stream.write(b"".join(joined))

    def close(self) -> None:
        """Nothing is held back."""

    def abandon(self) -> None:
        """Nothing is held."""


class JsonWriter(JsonlWriter):
    """An array of the same objects."""

    def __init__(self, stream: IO[bytes], names: Sequence[str]) -> None:
        super().__init__(_Entries(stream), names)  # type: ignore[arg-type]

    def close(self) -> None:
        self._stream.close()


class _Entries:
    """Takes whole lines and writes each as an entry of one array."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._before = stream, b"["

    def write(self, lines: bytes) -> None:
        entries = lines[:-1]  # without the end of the last
        if entries:
            self._stream.write(self._before + b"\n")
            self._stream.write(entries.replace(b"\n", b",\n"))
            self._before = b","

    def close(self) -> None:
        self._stream.write(b"\n]\n" if self._before == b"," else b"[]\n")


def _spliced(line: str, more: bytes) -> bytes:
    """``{"a":1}`` and ``{"b":2}``, which ends a line, as one object."""
    head = line.rstrip()[:-1].rstrip().encode()
    comma = b"" if head.endswith(b"{") else b","
    return head + comma + more[1:]
