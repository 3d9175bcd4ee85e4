"""What is made from data/ and is read faster than it is made: kept in files beside the code.

A wheel brings the files with it. In a clone the first run makes them, and makes them anew when
what they are made from has changed. A file says in its first line what it was made from and the
sum of its content: one that is out of date or damaged is not used, and where none can be written
all works without, only slower.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

from mlsalary.errors import MlsalaryError
from mlsalary.shipped import package_folder

PACKAGE = package_folder()


def folder() -> Path:
    """Where the package keeps what is made from its own data."""
    return PACKAGE / "made"


def sealed(key: str, content: bytes) -> bytes:
    """The file that keeps ``content``; ``key`` says what it was made from, in one line."""
    return _head(key, content) + content


def read(path: Path, key: str) -> bytes | None:
    """The content that was kept under ``path`` with this key, None if there is none."""
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    content = whole[whole.find(b"\n") + 1 :]
    return content if whole.startswith(_head(key, content)) else None


def keep(path: Path, key: str, content: bytes) -> bool:
    """Keep ``content`` under ``path``, whole or not at all; False where nothing can be written."""
    from mlsalary.files import drafts  # only for what changed

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with drafts() as files:
            files.open(str(path), replace=True).write(sealed(key, content))
    except (OSError, MlsalaryError):
        return False
    return True


def can_keep() -> bool:
    """Whether the package's own folder seems to be writable."""
    there = folder()
    return os.access(there if there.exists() else there.parent, os.W_OK)


def sum_of_code(paths: Iterable[Path]) -> str:
    """One sum of these source files: what was made by other code is made anew."""
    total = 0
    for path in paths:
        total = crc32(path.read_bytes(), total) if path.is_file() else total
    return f"{total:08x}"


def _head(key: str, content: bytes) -> bytes:
    return f"{key} {crc32(content):08x}\n".encode()
