"""Lets one process at a time into a folder. The system forgets the lock of a process that died."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_OPEN_FILES_GO_AWAY = sys.platform != "win32"


class LockTakenError(Exception):
    """Another process is in."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock that the file ``path`` stands for, which goes away at the end.

    A file that a process left when it was killed is no lock. Raises LockTakenError, and OSError
    where the file system has no locks or nobody may write.
    """
    descriptor = _taken_hold_of(path)
    try:
        yield
    finally:
        try:
            if _OPEN_FILES_GO_AWAY:  # while it is still ours: nobody may come in by the old file
                _remove(path)
        finally:
            os.close(descriptor)
        if not _OPEN_FILES_GO_AWAY:
            _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):  # a file left is no lock
        path.unlink(missing_ok=True)


def _taken_hold_of(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                _lock(descriptor)
            except (BlockingIOError, PermissionError) as error:
                raise LockTakenError from error
            if _stands_at(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # whoever had it took the file away since it was opened


def _stands_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
