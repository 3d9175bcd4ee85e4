"""One file put in its place or taken away, and how that is undone."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from mlsalary.errors import UsageError
from mlsalary.files.claim import UNSUPPORTED, claim
from mlsalary.files.target import Target

_NAME_SHOWN = 50  # of four bytes each at most: with what is added, no name is too long


class Draft:
    """A file under a hidden name beside its target."""

    def __init__(self, target: Target, *, replace: bool) -> None:
        self.target, self._replace = target, replace
        self._path = Path(target.path)
        self._part = _hidden(self._path)
        self._before: Path | None = None
        self._stream: IO[bytes] | None = None
        self._own: os.stat_result | None = None

    def opened(self) -> IO[bytes]:
        """The stream of the draft. Nobody else may read it while it replaces a private file."""
        mode = 0o666 if self.target.found is None else 0o600
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        self._stream = os.fdopen(handle, "wb")
        return self._stream

    def finish(self) -> None:
        """Bring every byte to the disk, and give it the owner and the rights of what it
        replaces."""
        assert self._stream is not None
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._own = os.fstat(self._stream.fileno())
        self._stream.close()
        if self._replace:
            with contextlib.suppress(FileNotFoundError):
                _take_after(self._part, self._path, self._path.stat(), self._own)

    def place(self, *, undoable: bool) -> None:
        """Give it its name. undoable: keep what it replaces until ``tidy``."""
        if not self._replace:
            try:
                claim(self._part, self._path)
            except FileExistsError as error:
                raise UsageError(
                    "file_exists",
                    f"{self.target.name} appeared in the meantime and was left alone. Name another "
                    "file, or add --force.",
                ) from error
            return
        if undoable:
            self._keep_before()
        os.replace(self._part, self._path)  # noqa: PTH105 (one call to fail, one to test)

    def _keep_before(self) -> None:
        before = _hidden(self._path)
        self._before = before
        try:
            os.link(self._path, before)
        except FileNotFoundError:
            self._before = None
        except OSError as error:
            if error.errno not in UNSUPPORTED:
                raise
            self._before = None

    def undo(self, *, all_of_them: bool) -> None:
        """Take away what is not in place, and put back what was there before."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.close()
        if all_of_them and self._is_in_place():
            if self._before is not None:
                os.replace(self._before, self._path)  # noqa: PTH105
            elif self.target.found is None:
                self._path.unlink(missing_ok=True)
        self.tidy()

    def tidy(self) -> None:
        """Leave nothing beside the target."""
        for path in (self._part, self._before):
            if path is not None:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _is_in_place(self) -> bool:
        try:
            return self._own is not None and os.path.samestat(self._path.stat(), self._own)
        except OSError:
            return False


class Removal:
    """A file that goes away."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._path = Path(target.path)
        self._aside = _hidden(self._path)

    def place(self, *, undoable: bool) -> None:
        """Rename it, so that it can come back."""
        with contextlib.suppress(FileNotFoundError):
            os.rename(self._path, self._aside)  # noqa: PTH104

    def undo(self, *, all_of_them: bool) -> None:
        """Give it its name again."""
        with contextlib.suppress(FileNotFoundError):
            os.rename(self._aside, self._path)  # noqa: PTH104

    def tidy(self) -> None:
        """Delete it."""
        with contextlib.suppress(OSError):
            self._aside.unlink(missing_ok=True)


def undo(steps: Sequence[Draft | Removal]) -> None:
    """Undo them all. One alone that is in place already stays: the run was over."""
    for step in steps:
        with contextlib.suppress(OSError):
            step.undo(all_of_them=len(steps) > 1)


def tidy(steps: Sequence[Draft | Removal]) -> None:
    """Forget how to undo them."""
    for step in steps:
        step.tidy()


def _hidden(path: Path) -> Path:
    return path.with_name(f".{path.name[:_NAME_SHOWN]}.{os.urandom(4).hex()}.part")


def _take_after(part: Path, path: Path, before: os.stat_result, own: os.stat_result) -> None:
    """Owner, rights and access lists, as far as this user may give them."""
    if (before.st_uid, before.st_gid) != (own.st_uid, own.st_gid) and hasattr(os, "chown"):
        for user, group in ((-1, before.st_gid), (before.st_uid, -1)):
            with contextlib.suppress(OSError):
                os.chown(part, user, group)
    os.chmod(part, stat.S_IMODE(before.st_mode) & 0o777)  # noqa: PTH101
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(path):
                with contextlib.suppress(OSError):
                    os.setxattr(part, name, os.getxattr(path, name))
