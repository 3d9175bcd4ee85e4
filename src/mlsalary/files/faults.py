"""What the system says when it cannot write, in words for the person who asked."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from mlsalary.errors import MlsalaryError, ReaderLeft, UsageError

_WAYS_OUT = {
    errno.ENOSPC: "Make room, or choose another folder.",
    errno.ENAMETOOLONG: "Give it a shorter name.",
}


def cannot_write(name: str, error: OSError, *, straight: bool = False) -> UsageError:
    """The error of the contract. straight: ``name`` is no file that could be left as it was."""
    reason = error.strerror or str(error)
    if name == "-":
        message = f"Standard output cannot be written: {reason}. Write to a file."
    else:
        kept = "" if straight else "It is as it was before. "
        way_out = _WAYS_OUT.get(error.errno or 0, "Choose another file or folder.")
        message = f"{name} cannot be written: {reason}. {kept}{way_out}"
    return UsageError("cannot_write", message)


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
