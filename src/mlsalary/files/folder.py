"""Several files of one folder, that appear together, and the folder too where there is none."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mlsalary.errors import BadDataError, UsageError
from mlsalary.files import drafts, explained


def full_path(folder: Path) -> Path:
    """Where a folder is that will be written to, whether it is there or not.

    BadDataError ``cannot_write`` for one that is a file. UsageError ``bad_folder`` for a name with
    a line break or another sign that cannot be seen.
    """
    with explained(str(folder)):
        path = Path(os.path.abspath(folder))  # noqa: PTH100 (links stay as they were given)
    if not str(path).isprintable():
        raise UsageError(
            "bad_folder",
            f"The path of the folder {folder.name!a} holds a sign that cannot be seen, such as a "
            "line break. Name another folder.",
        )
    if path.exists() and not path.is_dir():
        raise BadDataError("cannot_write", f"{folder} is a file. Name a folder.")
    return path


def write_files(contents: Mapping[str, bytes], *, replace: bool) -> None:
    """Files of these names and bytes, and the folders in which they are; all of them or none.

    Errors as of ``Drafts.open``.
    """
    with _folders(Path(name).parent for name in contents), drafts() as files:
        for name, content in contents.items():
            files.open(name, replace=replace).write(content)


@contextlib.contextmanager
def _folders(wanted: Iterable[Path]) -> Iterator[None]:
    """Folders that are there; those made for the block go again when it fails."""
    made: list[Path] = []
    try:
        for folder in dict.fromkeys(wanted):
            missing = [one for one in (folder, *folder.parents) if not one.exists()]
            for one in reversed(missing):
                with explained(str(one)):
                    one.mkdir()
                made.append(one)
        yield
    except BaseException:
        for one in reversed(made):
            with contextlib.suppress(OSError):
                one.rmdir()
        raise
