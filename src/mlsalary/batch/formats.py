"""Which format a file has, by its name, and how its bytes are opened."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from mlsalary.batch.job import STANDARD
from mlsalary.errors import BadDataError, UsageError
from mlsalary.spelling import quoted, unknown

if TYPE_CHECKING:
    import pyarrow as pa

FORMATS = ("csv", "jsonl", "parquet")
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_NO_DELIMITERS = '"\r\n\0'  # they mean something else in CSV
_PACKED = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd"}


class Format(NamedTuple):
    """csv, jsonl or parquet; packed: gzip, zstd or None; delimiter: of CSV cells."""

    name: str
    packed: str | None
    delimiter: str


def format_of(name: str, asked: str | None, delimiter: str | None = None) -> Format:
    """By the option, else by the suffix, else CSV for standard input and output.

    UsageError for a suffix that is not known and for Parquet where it cannot be.
    """
    suffixes = [suffix.lower() for suffix in Path(name).suffixes] if name != STANDARD else []
    packed = _PACKED.get(suffixes.pop()) if suffixes and suffixes[-1] in _PACKED else None
    suffix = suffixes[-1] if suffixes else ""
    if asked is not None and asked not in FORMATS:
        raise unknown(UsageError, "bad_format", "format", asked, FORMATS)
    kind = asked or ("csv" if name == STANDARD else _SUFFIXES.get(suffix))
    if kind is None:
        raise UsageError(
            "bad_format",
            f"{name}: the name does not tell the format. End it in .csv, .jsonl or .parquet "
            "(.gz or .zst behind the first two), or say which with --from or --to.",
        )
    if delimiter is not None and (
        len(delimiter.encode("utf-8", "surrogatepass")) != 1 or delimiter in _NO_DELIMITERS
    ):
        raise UsageError("bad_delimiter", f"{quoted(delimiter)} is no delimiter. Give one sign: ;")
    if kind == "parquet" and (packed or name == STANDARD):
        where = "standard input and output" if name == STANDARD else "a packed file"
        raise UsageError(
            "bad_format",
            f"Parquet cannot be read from or written to {where}. Name a .parquet file.",
        )
    return Format(kind, packed, delimiter or ("\t" if suffix == ".tsv" else ","))


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
        self.read, self.write, self.flush = stream.read, stream.write, stream.flush

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
        raise BadDataError("file_not_found", f"There is no file {source}.") from error
    except OSError as error:
        raise BadDataError(
            "cannot_read", f"{source} cannot be read: {error.strerror or error}."
        ) from error


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
