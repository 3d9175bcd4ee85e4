"""An imported release is used only as it was imported: its release.toml keeps the sum of each file.

The sums are for damage, not for malice: a disk that fails, an editor, a transfer that changes line
ends. A user's own folder, which may hold a release too, is checked as a whole instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

from mlsalary.rulebook.home import imported_folder

RELEASE = "release.toml"
_OWN = f'"{RELEASE}" = '
"""Begins the last line, whose sum is that of the lines before."""


def sealed(texts: Mapping[str, str]) -> dict[str, str]:
    """The files of a release, by name, with the sums of all of them in its release.toml."""
    others = {name: text for name, text in texts.items() if name != RELEASE}
    lines = (f"{_line(name)}{_sum(text.encode())}\n" for name, text in others.items())
    head = f"{texts[RELEASE]}\n[sums]\n{''.join(lines)}"
    return {**others, RELEASE: f"{head}{_OWN}{_sum(head.encode())}\n"}


def fault(path: Path, content: bytes) -> str | None:
    """What is wrong with an imported file that was changed since; None when nothing is.

    None for a file that was not imported, too. content: the bytes of the file at ``path``.
    """
    if not _was_imported(path) or _is_whole(path, content):
        return None
    return f"has changed since it was imported. {_way_out(path)}"


def gone(path: Path, content: bytes) -> str | None:
    """What is wrong with the release.toml of an imported release whose other files are gone."""
    if path.name != RELEASE or not _was_imported(path):
        return None
    listed = (line.split(b'"')[1].decode() for line in content.splitlines() if line[:1] == b'"')
    lost = [name for name in listed if not path.with_name(name).is_file()]
    return f"lists {' and '.join(lost)}, which is gone. {_way_out(path)}" if lost else None


def belongs(path: Path, content: bytes, release: bytes) -> bool:
    """Whether an imported file is of the release whose release.toml has these bytes."""
    return not _was_imported(path) or _entry(path, content) in release.splitlines()


def _way_out(path: Path) -> str:
    return f"Delete the folder {path.parent}, and import the release again."


def _was_imported(path: Path) -> bool:
    folders = path.parents
    return len(folders) > 2 and folders[1].name == "oews" and folders[2] == imported_folder()


def _is_whole(path: Path, content: bytes) -> bool:
    if path.name == RELEASE:
        head, own, last = content.rpartition(_OWN.encode())
        return bool(own) and last == f"{_sum(head)}\n".encode()
    try:
        return _entry(path, content) in path.with_name(RELEASE).read_bytes().splitlines()
    except OSError:
        return False


def _entry(path: Path, content: bytes) -> bytes:
    return f"{_line(path.name)}{_sum(content)}".encode()


def _line(name: str) -> str:
    return f'"{name}" = '


def _sum(content: bytes) -> str:
    return f'"{crc32(content):08x}"'
