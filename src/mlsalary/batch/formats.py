"""Which format a file has, by its name, and how its bytes are opened."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from mlsalary.batch.delimiters import delimiter_named
from mlsalary.batch.job import STANDARD
from mlsalary.errors import BadDataError, UsageError
from mlsalary.files.workbooks import READ_ALONE
from mlsalary.spelling import one_of

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("csv", "xlsx", "json", "jsonl", "parquet")
"""The formats; each is written too."""
_ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_READ_ALONE = dict.fromkeys((".txt", ".psv"), "csv") | dict.fromkeys(READ_ALONE, "xlsx")
_PACKED = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd"}
_ELSEWHERE = frozenset("*?[{")
_NEVER_PACKED = {"xlsx": "A workbook", "parquet": "Parquet"}  # they are packed within


class Format(NamedTuple):
    """One of ``FORMATS``; packed: gzip, zstd or None; delimiter: of CSV cells, None for the one
    that the file shows."""

    name: str
    packed: str | None = None
    delimiter: str | None = None


def read_format(name: str, asked: str | None, delimiter: str | None) -> Format:
    """By the option, else by the ending, else CSV for standard input.

    UsageError for an ending that is not known, and for Parquet where it cannot be.
    """
    endings = _ENDINGS | _READ_ALONE
    if asked is None and Path(name).suffix.lower() not in (*endings, *_PACKED):
        _require_there(name)
    found = _format_of(name, asked, endings, "--from")
    return found if delimiter is None else found._replace(delimiter=delimiter_named(delimiter))


def _require_there(name: str) -> None:
    """BadDataError for a file that is missing, whose format nobody can tell; a pattern and another
    system's address are for Spark to look up."""
    is_plain = name != STANDARD and not _ELSEWHERE.intersection(name) and "://" not in name
    if is_plain and not os.path.lexists(name):
        raise _missing(name)


def written_format(name: str, asked: str | None) -> Format:
    """The same for a file to write, and for standard output."""
    return _format_of(name, asked, _ENDINGS, "--to")


def _format_of(name: str, asked: str | None, endings: Mapping[str, str], option: str) -> Format:
    suffixes = [suffix.lower() for suffix in Path(name).suffixes] if name != STANDARD else []
    packed = _PACKED.get(suffixes.pop()) if suffixes and suffixes[-1] in _PACKED else None
    suffix = suffixes[-1] if suffixes else ""
    if asked is not None:
        asked = one_of(UsageError, "bad_format", "format", asked, FORMATS)
    kind = asked or ("csv" if name == STANDARD else endings.get(suffix))
    if kind is None:
        known = ", ".join(endings)
        raise UsageError(
            "bad_format",
            f"{name}: the name does not tell the format. End it in {known} (.gz or .zst behind "
            f"those of text), or say which with {option}.",
        )
    if kind in _NEVER_PACKED and packed:
        raise UsageError(
            "bad_format",
            f"{name}: {_NEVER_PACKED[kind]} is compressed inside already. Name a .{kind} file.",
        )
    require_named(kind, name)
    return Format(kind, packed, "\t" if suffix == ".tsv" and kind == "csv" else None)


def require_named(kind: str, name: str) -> None:
    """UsageError for Parquet on standard input and output, which must be gone to and fro in."""
    if kind == "parquet" and name == STANDARD:
        raise UsageError(
            "bad_format",
            "Parquet cannot be read from or written to standard input and output. Name a .parquet "
            "file.",
        )


def unpacked(stream: IO[bytes], how: Format) -> IO[bytes]:
    """The bytes of a stream as they were before packing."""
    import pyarrow as pa

    return pa.CompressedInputStream(_KeptOpen(stream), how.packed) if how.packed else stream


@contextlib.contextmanager
def packed(stream: IO[bytes], how: Format) -> Iterator[Any]:
    """A stream that packs what is written to it; ``stream`` itself stays open."""
    if how.packed is None:
        yield stream
        return
    import pyarrow as pa

    with pa.CompressedOutputStream(_KeptOpen(stream), how.packed) as packing:
        yield packing


class _KeptOpen:
    """A stream that PyArrow may use and not close."""

    closed = False

    def __init__(self, stream: IO[bytes]) -> None:
        self.read = stream.read
        self.write = getattr(stream, "write", None)
        self.flush = getattr(stream, "flush", None)

    def close(self) -> None:
        """Whoever opened the stream closes it."""


def opened(source: str) -> IO[bytes]:
    """The bytes of a file or of standard input; BadDataError when there are none to be had."""
    if source == STANDARD:
        return sys.stdin.buffer
    path = Path(source)
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise _missing(source) from error
    except OSError as error:
        raise BadDataError(
            "cannot_read", f"{source} cannot be read: {error.strerror or error}."
        ) from error


def _missing(source: str) -> BadDataError:
    return BadDataError("file_not_found", f"There is no file {source}. Check its name.")


def damaged(source: str, error: Exception) -> BadDataError:
    """A packed or Parquet file that breaks off or is none."""
    reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return BadDataError(
        "cannot_read", f"{source} cannot be read: {reason}. It may be cut off; fetch it again."
    )


def text_columns(cells: list[tuple[str | None, ...]], width: int) -> pa.Table:
    """Rows of cells as a table of text, its columns named by their place; empty cells are null."""
    import pyarrow as pa

    columns = list(zip(*cells, strict=True)) if cells else [()] * width
    arrays = [pa.array((cell or None for cell in column), pa.string()) for column in columns]
    return pa.table(arrays, names=[str(place) for place in range(width)])
