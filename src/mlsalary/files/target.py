"""What a name stands for before it is written to: a file, a device, a pipe, an open descriptor."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

from mlsalary.errors import BadDataError, UsageError
from mlsalary.files.faults import explained

STANDARD = "-"
"""The name of standard input and of standard output."""

_LINKS_MOST = 40  # as Linux follows
_STANDARD_INPUT, _STANDARD_OUTPUT = 0, 1


class Target(NamedTuple):
    """name: as it was given. path: the file behind the links. descriptor: of this process, where
    the name means one, such as /dev/stdout. found: what is there, None for nothing."""

    name: str
    path: str
    descriptor: int | None
    found: os.stat_result | None

    @property
    def is_straight(self) -> bool:
        """Whether it is written to as it stands: it is no file that could be replaced."""
        return self.descriptor is not None or (self.found is not None and not self.is_regular)

    @property
    def is_regular(self) -> bool:
        """Whether a plain file is there under a name of its own."""
        return (
            self.descriptor is None and self.found is not None and stat.S_ISREG(self.found.st_mode)
        )


def target_of(name: str) -> Target:
    """What ``name`` stands for now. Raises OSError, and BadDataError in a folder that is gone."""
    descriptor = _STANDARD_OUTPUT if name == STANDARD else _descriptor(_absolute(name))
    if descriptor is not None:
        try:
            return Target(name, name, descriptor, os.fstat(descriptor))
        except OverflowError as error:  # no system has so many
            raise OSError(errno.EBADF, os.strerror(errno.EBADF), name) from error
    path = os.path.realpath(_absolute(name))
    try:
        found = Path(path).stat()
    except FileNotFoundError:
        found = None
    return Target(name, path, None, found)


def require_free(name: str, source: str | None = None, *, force: bool) -> None:
    """That ``name`` may be written to: not there (or ``force``), or a device or pipe, and not the
    source under whatever name, else UsageError; in a folder that exists, else BadDataError.
    source: what is read, ``-`` for standard input, which may be a file too; None for nothing."""
    with explained(name):
        if name == STANDARD:
            _require_not_source(name, os.fstat(_STANDARD_OUTPUT), source)
            return
        target = target_of(name)
        found = target.found
        if found is None:
            _require_folder(target)
            return
        if stat.S_ISDIR(found.st_mode):
            raise BadDataError("cannot_write", f"{name} is a folder. Name a file in it.")
        if stat.S_ISBLK(found.st_mode) or stat.S_ISSOCK(found.st_mode):
            raise BadDataError(
                "cannot_write",
                f"{name} is neither a file nor a pipe. Name another one, or - for standard output.",
            )
        _require_not_source(name, found, source)
        if target.is_straight:
            return
        if not force:
            raise UsageError(
                "file_exists", f"{name} already exists. Name another file, or add --force."
            )
        if not os.access(target.path, os.W_OK):
            raise BadDataError(
                "cannot_write", f"{name} is read-only. Make it writable, or name another file."
            )


def require_apart(
    name: str, target: str, what: str = "the output", option: str = "--rejects"
) -> None:
    """UsageError when both are one file. what: the target is. option: that named the other."""
    with explained(name):
        one, other = target_of(name), target_of(target)
        same = one.path == other.path if one.descriptor is None else False
        if one.found and other.found and not stat.S_ISCHR(one.found.st_mode):
            same = same or os.path.samestat(one.found, other.found)
        if same or (one.descriptor is not None and one.descriptor == other.descriptor):
            raise UsageError("own_output", f"{name} is {what} itself. Name another {option}.")


def _absolute(name: str) -> str:
    if Path(name).is_absolute():
        return name
    try:
        return str(Path.cwd()) + os.sep + name
    except FileNotFoundError as error:
        raise BadDataError(
            "cannot_write",
            f"{name} cannot be written: the current folder was deleted. Go to another "
            "one, or give a full path.",
        ) from error


def _descriptor(path: str) -> int | None:
    """The number behind /dev/stdout, /dev/fd/63 and links to them. Opened anew by that name, a
    redirected file would be written from its start, over what stands there."""
    own = re.compile(rf"(/dev|/proc/(self|thread-self|{os.getpid()})(/task/\d+)?)/fd")
    for _ in range(_LINKS_MOST):
        folder, last = os.path.split(path)
        folder = os.path.realpath(folder)
        if last.isascii() and last.isdecimal() and own.fullmatch(folder):
            return int(last)
        path = str(Path(folder) / last)
        if not Path(path).is_symlink():
            return None
        path = str(Path(folder) / Path(path).readlink())
    return None


def _require_folder(target: Target) -> None:
    folder = Path(target.path).parent
    if target.name.endswith(os.sep):
        folder = Path(target.path)
    if not folder.is_dir():
        raise BadDataError("cannot_write", f"There is no folder {folder}. Create it first.")


def _require_not_source(name: str, found: os.stat_result, source: str | None) -> None:
    if source is None or not stat.S_ISREG(found.st_mode):
        return
    try:
        read = os.fstat(_STANDARD_INPUT) if source == STANDARD else Path(source).stat()
        same = os.path.samestat(found, read)
    except OSError:
        return  # whoever reads it says what is wrong with it
    if same:
        raise UsageError("own_input", f"{name} is the input itself. Name another file.")
