"""The one way to write a file: whole or not at all, beside its target until the end.

Devices, pipes and standard output are written to straight, for there is nothing to keep whole.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import IO

from mlsalary.errors import BadDataError
from mlsalary.files.faults import explained, told
from mlsalary.files.steps import Draft, Removal, tidy, undo
from mlsalary.files.target import STANDARD, Target, require_apart, require_free, target_of

__all__ = [
    "STANDARD",
    "Drafts",
    "drafts",
    "explained",
    "is_straight",
    "require_apart",
    "require_free",
    "write_text",
]


class Drafts:
    """Files of one run, that appear together when all of it went well."""

    def __init__(self) -> None:
        self._steps: list[Draft] = []
        self._removals: list[Removal] = []
        self._straight: list[tuple[str, IO[bytes]]] = []
        self._are_placed = False

    def open(self, name: str, *, replace: bool) -> IO[bytes]:
        """A stream whose bytes become ``name`` at the end, or go to it straight away.

        Without ``replace``, a file that is there or appears in the meantime is not touched:
        UsageError ``file_exists``. BadDataError ``cannot_write`` when it cannot be written to.
        """
        with explained(name):
            if name == STANDARD:
                stream = standard_output()
                self._straight.append((name, stream))
                return told(stream, name, straight=True)
            require_free(name, force=replace)
            target = target_of(name)
            if target.is_straight:
                stream = _opened(target)
                self._straight.append((name, stream))
                return told(stream, name, straight=True)
            draft = Draft(target, replace=replace)
            self._steps.append(draft)
            return told(draft.opened(), name)

    def remove(self, name: str) -> None:
        """Take a plain file away when the others are in place. Anything else stays."""
        if name == STANDARD:
            return
        with explained(name):
            target = target_of(name)
            if target.is_regular:
                self._removals.append(Removal(target))

    def place(self) -> None:
        """Put every file in its place, the latest first; all of them or none."""
        for name, stream in self._straight:
            with explained(name, straight=True):
                stream.flush()
        for draft in self._steps:
            with explained(draft.target.name):
                draft.finish()
        steps: list[Draft | Removal] = [*reversed(self._steps), *self._removals]
        for step in steps:
            with explained(step.target.name):
                step.place(undoable=len(steps) > 1)
        self._are_placed = True
        tidy(steps)

    def discard(self) -> None:
        """Leave everything as it was, or, when all is in place already, nothing beside it."""
        leave = tidy if self._are_placed else undo
        leave([*self._steps, *self._removals])

    def close(self) -> None:
        """Let go of devices and pipes; standard output stays open."""
        for name, stream in self._straight:
            if name != STANDARD:
                with contextlib.suppress(OSError):
                    stream.close()


@contextlib.contextmanager
def drafts() -> Iterator[Drafts]:
    """Files that are written in the block; when it ends well, they are in place."""
    files = Drafts()
    try:
        yield files
        files.place()
    except BaseException:
        files.discard()
        raise
    finally:
        files.close()


def is_straight(name: str) -> bool:
    """Whether ``name`` is standard output, a device or a pipe: nothing can stand beside it."""
    with explained(name):
        return name == STANDARD or target_of(name).is_straight


def write_text(name: str, text: str, *, replace: bool) -> None:
    """A file of this text, in UTF-8."""
    with drafts() as files:
        files.open(name, replace=replace).write(text.encode("utf-8", "replace"))


def standard_output() -> IO[bytes]:
    """Its bytes; BadDataError when there are none to write to."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        raise BadDataError("cannot_write", "There is no standard output. Write to a file.")
    return stream  # type: ignore[no-any-return]


def _opened(target: Target) -> IO[bytes]:
    """A device, a pipe, or what this process has open under a number: never made, never cut."""
    if target.descriptor is not None:
        handle = os.dup(target.descriptor)
    else:
        handle = os.open(target.path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
    return os.fdopen(handle, "wb")
