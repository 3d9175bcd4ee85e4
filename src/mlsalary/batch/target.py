"""Files that appear whole or not at all: written beside their target and renamed at the end."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mlsalary.batch.job import STANDARD
from mlsalary.errors import MlsalaryError, UsageError


def require_free(target: str, source: str, *, force: bool) -> None:
    """UsageError unless the target may be written: not there (or ``force``), a plain file in a
    folder that exists, and not the input under whatever name."""
    if target == STANDARD:
        return
    path = Path(target)
    if path.is_dir():
        raise UsageError("cannot_write", f"{target} is a folder. Name a file in it.")
    if not path.resolve().parent.is_dir():
        raise UsageError("cannot_write", f"There is no folder {path.parent}. Make it first.")
    if not path.exists():
        return
    if not path.is_file():
        raise UsageError(
            "cannot_write",
            f"{target} is no plain file. Name another one, or - for standard output.",
        )
    if source != STANDARD and Path(source).exists() and path.samefile(source):
        raise UsageError("own_input", f"{target} is the input itself. Name another file.")
    if not force:
        raise UsageError(
            "file_exists", f"{target} is there already. Name another file, or add --force."
        )


def require_apart(rejects: str, target: str) -> None:
    """UsageError when both are one file."""
    if target != STANDARD and Path(rejects).resolve() == Path(target).resolve():
        raise UsageError("own_output", f"{rejects} is the output itself. Name another --rejects.")


@contextlib.contextmanager
def replacing(target: str) -> Iterator[IO[bytes]]:
    """A stream whose bytes become the target when all went well; else it stays as it was.

    UsageError ``cannot_write`` when the disk is full or the folder cannot be written to.
    """
    if target == STANDARD:
        with explained(target):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    path = Path(target).resolve()  # the file behind a link, which stays a link
    with explained(target):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            partial.chmod(_mode(path))
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise


def _mode(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    current = os.umask(0)
    os.umask(current)
    return 0o666 & ~current


@contextlib.contextmanager
def explained(target: str) -> Iterator[None]:
    """An OSError on the way to ``target`` as an error that says what to do."""
    try:
        yield
    except (MlsalaryError, BrokenPipeError):
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        if target == STANDARD:
            raise UsageError(
                "cannot_write", f"Standard output cannot be written: {reason}. Write to a file."
            ) from error
        raise UsageError(
            "cannot_write",
            f"{target} cannot be written: {reason}. It is as it was before. Make room, or choose "
            "another folder.",
        ) from error
