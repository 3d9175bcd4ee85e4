"""Writes a release into the user's data folder: whole, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mlsalary.errors import BadDataError
from mlsalary.rulebook.home import RULEBOOK

STAGING = "importing"
Files = dict[str, str]


@contextmanager
def turn(home: Path) -> Iterator[Path]:
    """A new folder in the user's data folder to work in, which goes away at the end.

    There is one at a time: BadDataError ``import_under_way`` when another import has it.
    """
    folder = home / STAGING
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(home, error) from error
    try:
        folder.mkdir()
    except FileExistsError as error:
        raise BadDataError(
            "import_under_way",
            f"Another import is writing into {folder}. Wait for it; if there is none, delete "
            "that folder.",
        ) from error
    except OSError as error:
        raise cannot_write(home, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def replace(home: Path, staging: Path, name: str, files: Files, check: Callable[[], None]) -> Path:
    """Write ``files`` as the folder ``name`` of the user's rulebook.

    They are written into ``staging`` and looked at by ``check`` there; only then do they take the
    place of what stands under ``name``. Whatever goes wrong before, that stays as it is. Raises
    what ``check`` raises, and BadDataError ``cannot_write``.
    """
    target = home / RULEBOOK / name
    aside = staging / "before"
    try:
        staged = staging / RULEBOOK / name
        staged.mkdir(parents=True)
        for file, text in files.items():
            _write(staged / file, text)
        check()
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            target.rename(aside)
        try:
            staged.rename(target)
        except OSError:
            if aside.exists():
                aside.rename(target)
            raise
    except OSError as error:
        raise cannot_write(target, error) from error
    return target


def cannot_write(path: Path, error: OSError) -> BadDataError:
    """What to say when the disk is full or the folder is not ours."""
    return BadDataError(
        "cannot_write",
        f"{path} cannot be written: {error.strerror or error}. Nothing was changed. Make room, or "
        "name another folder in MLSALARY_HOME.",
    )


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())  # a disk that is full may say so only now
