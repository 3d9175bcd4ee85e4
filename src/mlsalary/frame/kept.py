"""Tables that take long to make, kept where they were made before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from mlsalary.places.index import is_shipped
from mlsalary.rulebook import Rulebook, made
from mlsalary.rulebook.home import cache_folder

KEPT_MOST = 4
"""How many files of one name are kept of a user's own rulebooks, of some megabytes each."""


def key_of(book: Rulebook, name: str, files: Iterable[str], *said: str) -> str:
    """The sums of the files and of all the code that something is made with, in one line."""
    code = made.sum_of_code(sorted(made.PACKAGE.rglob("*.py")))
    return " ".join([name, code, *said, *map(book.sum, files)])


def kept(
    book: Rulebook, key: str, files: Iterable[str], make: Callable[[Rulebook], bytes]
) -> bytes:
    """What ``make`` gives, made at most once for a key: its first word is the name of the file.

    Beside the code, where the package's own files are meant; else among the user's.
    """
    name = key.partition(" ")[0]
    ours = made.folder() / name
    content = made.read(ours, key)
    if content is not None:
        return content
    users = _of_user(name, key)
    content = made.read(users, key) if users else None
    if content is not None:
        return content
    content = make(book)
    if is_shipped(book, files) and made.can_keep() and made.keep(ours, key, content):
        return content
    if users and made.keep(users, key, content):
        _tidy(users.parent, name)
    return content


def _of_user(name: str, key: str) -> Path | None:
    folder = cache_folder()
    return folder / f"{name}-{crc32(key.encode()):08x}" if folder else None


def _tidy(folder: Path, name: str) -> None:
    with suppress(OSError):  # another process may tidy too
        found = sorted(folder.glob(f"{name}-*"), key=lambda path: -path.stat().st_mtime)
        for path in found[KEPT_MOST:]:
            path.unlink()
