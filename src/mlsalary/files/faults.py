"""What the system says when it cannot write, in words for the person who asked."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from typing import IO, Any, cast

from mlsalary.errors import BadDataError, MlsalaryError, ReaderLeft

_WAYS_OUT = {
    errno.ENOSPC: "Make room, or choose another folder.",
    errno.ENAMETOOLONG: "Give it a shorter name.",
}


def cannot_write(name: str, error: OSError, *, straight: bool = False) -> BadDataError:
    """The error of the contract. straight: ``name`` is no file that could be left as it was."""
    reason = error.strerror or str(error)
    if name == "-":
        message = f"Standard output cannot be written: {reason}. Write to a file."
    else:
        kept = "" if straight else "It is as it was before. "
        way_out = _WAYS_OUT.get(error.errno or 0, "Choose another file or folder.")
        message = f"{name} cannot be written: {reason}. {kept}{way_out}"
    return BadDataError("cannot_write", message)


@contextlib.contextmanager
def explained(name: str, *, straight: bool = False) -> Iterator[None]:
    """An OSError on the way to ``name`` as an error that says what to do; ReaderLeft when it is
    a pipe that nobody reads any more."""
    try:
        yield
    except MlsalaryError:
        raise
    except BrokenPipeError as error:
        raise ReaderLeft(name) from error
    except OSError as error:
        raise cannot_write(name, error, straight=straight) from error


class _Told:
    """A stream whose failures are explained, whoever writes to it."""

    def __init__(self, stream: IO[bytes], name: str, straight: bool) -> None:
        self._stream, self._name, self._straight = stream, name, straight

    def write(self, data: bytes) -> int:
        """As the stream writes."""
        with explained(self._name, straight=self._straight):
            return self._stream.write(data)

    def flush(self) -> None:
        """As the stream flushes."""
        with explained(self._name, straight=self._straight):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def told(stream: IO[bytes], name: str, *, straight: bool = False) -> IO[bytes]:
    """The same stream; what goes wrong in it is said of ``name``."""
    return cast("IO[bytes]", _Told(stream, name, straight))
