"""The process's own streams, made safe once, whoever writes to them afterwards.

A stream that is closed, full or read by nobody ends in one message or in none, never in a
traceback; what its encoding cannot say is said in ASCII.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import json
import os
import re
import select
import sys
from typing import Any, TextIO

from mlsalary.errors import BadDataError, MlsalaryError

LOOK_ALIKES = "mlsalary.look-alikes"


def _said_alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from mlsalary.render.look_alikes import in_ascii

    return in_ascii(error.object[error.start : error.end]), error.end


def prepare() -> None:
    """Make the streams of this process safe; once, before anything is read or written."""
    codecs.register_error(LOOK_ALIKES, _said_alike)
    _hold_closed_numbers()
    sys.stdout = _safe(sys.stdout, _Checked)
    sys.stderr = _safe(sys.stderr, _Lenient)
    sys.__stderr__ = sys.stderr  # type: ignore[assignment, misc]  # by this name Textual draws on it
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_Closed()))


def write_exactly(stream: TextIO, text: str, *, says_utf_8: bool = False) -> None:
    """A script or a table of constants, for a machine: in UTF-8 where a terminal's encoding cannot
    say it, for a sign that looks alike would be another value, and where it says that itself."""
    buffer = getattr(stream, "buffer", None)
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode("ascii" if says_utf_8 else encoding)
    except UnicodeEncodeError:
        if buffer is not None:
            stream.flush()
            buffer.write(text.encode("utf-8", "replace"))
            return
    stream.write(text)


def write_json(stream: TextIO, text: str) -> None:
    """JSON, whose text arrives as it is: what the encoding cannot say is escaped."""
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = re.sub(r"[^\x00-\x7f]+", lambda found: json.dumps(found[0])[1:-1], text)
    stream.write(text)


def _hold_closed_numbers() -> None:
    """A file opened later must not get the number of a stream that is closed: what is meant for
    the stream would be written into it. Held open the wrong way, writing fails as it should."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_WRONLY if number == 0 else os.O_RDONLY)


def _safe(stream: TextIO | None, kind: type[_Checked]) -> TextIO:
    """The same stream behind ``kind``; one that is no file of the system stays as it is."""
    buffer: Any = getattr(stream, "buffer", None)
    if stream is not None and buffer is None:
        return stream
    raw = kind(getattr(buffer, "raw", buffer))
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=getattr(stream, "encoding", None) or "utf-8",
        errors=LOOK_ALIKES,
        newline=None if os.linesep != "\n" else "\n",
        line_buffering=bool(getattr(stream, "line_buffering", False)) or kind is _Lenient,
    )


class _Checked(io.RawIOBase):
    """Standard output: the first failure is raised as an error of ours, and what comes after it
    goes nowhere, so that nothing complains once more when the process ends."""

    name = "<stdout>"
    mode = "wb"

    def __init__(self, raw: Any) -> None:
        self._raw, self._has_failed = raw, False

    def write(self, data: Any) -> int:
        if self._has_failed:
            return len(data)
        try:
            return self._written(data)
        except OSError as error:
            from mlsalary.files import STANDARD, explained  # 5 ms that a good run is spared

            self._has_failed = True
            with explained(STANDARD):
                raise error

    def _written(self, data: Any) -> int:
        if self._raw is None:
            raise OSError(errno.EBADF, "It is closed")
        while (count := self._raw.write(data)) is None:  # it does not wait by itself
            select.select([], [self._raw], [])
        return int(count)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw is not None and bool(self._raw.isatty())

    def fileno(self) -> int:
        if self._raw is None:
            raise io.UnsupportedOperation("fileno")
        return int(self._raw.fileno())


class _Lenient(_Checked):
    """Standard error: what cannot be told there cannot be told at all."""

    name = "<stderr>"

    def write(self, data: Any) -> int:
        with contextlib.suppress(MlsalaryError):
            return super().write(data)
        return len(data)


class _Closed(io.RawIOBase):
    """Standard input that is closed: said to whoever wants to read it."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        raise BadDataError(
            "cannot_read", "Standard input cannot be read: it is closed. Name a file."
        )
