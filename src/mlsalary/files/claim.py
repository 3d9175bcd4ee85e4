"""A name taken without replacing what may have appeared under it."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

UNSUPPORTED = frozenset(
    {
        errno.EPERM,
        errno.ENOSYS,
        errno.EINVAL,
        errno.EXDEV,
        errno.EMLINK,
        errno.ENOTSUP,
        errno.EOPNOTSUPP,
    }
)
"""What a file system says that has no hard links, or no such renaming."""

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1


def claim(part: Path, path: Path) -> None:
    """Rename ``part`` to ``path``; FileExistsError when that name is taken, by whatever."""
    for way in (_by_link, _by_renaming):
        try:
            way(part, path)
        except OSError as error:
            if isinstance(error, FileExistsError) or error.errno not in UNSUPPORTED:
                raise
        else:
            return
    _by_an_empty_file(part, path)


def _by_link(part: Path, path: Path) -> None:
    os.link(part, path)
    with contextlib.suppress(OSError):
        part.unlink()


def _by_renaming(part: Path, path: Path) -> None:
    """Linux alone renames without replacing; Python has no call for it."""
    import ctypes  # 10 ms, on file systems without links only

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    names = os.fsencode(part), os.fsencode(path)
    if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_NOREPLACE):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _by_an_empty_file(part: Path, path: Path) -> None:
    """Only one run can make the name; it then replaces what it made."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        os.replace(part, path)  # noqa: PTH105
    except BaseException:
        path.unlink(missing_ok=True)
        raise
