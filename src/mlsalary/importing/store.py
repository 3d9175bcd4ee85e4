"""Writes a release into the user's data folder: whole, or not at all.

At every moment, and whatever kills the process, the folder of releases holds each release whole:
under its name or, between two renames on a system that cannot swap folders in one, under its name
with ``.before``, where readers find it too. What a killed import left is cleared by the next one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from mlsalary.errors import BadDataError
from mlsalary.importing.exchange import exchange
from mlsalary.importing.lock import LockTakenError, locked
from mlsalary.rulebook.home import RULEBOOK
from mlsalary.rulebook.oews import SHIPPED

STAGING = "importing"
LOCK = "importing.lock"
BEFORE = ".before"
UNCHANGED = "Nothing was changed."
Files = dict[str, str]


@contextmanager
def turn(home: Path) -> Iterator[Path]:
    """A new folder in the user's data folder to work in, which goes away at the end.

    There is one at a time: BadDataError ``import_under_way`` when another import has it.
    """
    with ExitStack() as held:
        try:
            home.mkdir(parents=True, exist_ok=True)
            held.enter_context(locked(home / LOCK))
            _settle(home)
            held.callback(_leave_tidy, home)
            (home / STAGING).mkdir()
        except LockTakenError:
            raise BadDataError(
                "import_under_way",
                f"Another import is running in {home}. Wait for it to end, then import again.",
            ) from None
        except OSError as error:
            raise _cannot_write(home, error, UNCHANGED) from error
        yield home / STAGING


def replace(home: Path, staging: Path, name: str, files: Files, check: Callable[[], None]) -> Path:
    """Write ``files`` as the folder ``name`` of the user's rulebook.

    They are written into ``staging`` and looked at by ``check`` there; only then do they take the
    place of what stands under ``name``. Whatever goes wrong before, that stays as it is. Raises
    what ``check`` raises, and BadDataError ``cannot_write``.
    """
    target = home / RULEBOOK / name
    try:
        staged = staging / RULEBOOK / name
        staged.mkdir(parents=True)
        for file, text in files.items():
            _write(staged / file, text)
        check()
        target.parent.mkdir(parents=True, exist_ok=True)
        _put(staged, target)
    except OSError as error:
        raise _cannot_write(target, error, _state_of(target)) from error
    for folder in (target, target.parent):
        _make_lasting(folder)
    return target


def _cannot_write(path: Path, error: OSError, state: str) -> BadDataError:
    """What to say when the disk is full or the folder is not ours."""
    return BadDataError(
        "cannot_write",
        f"{path} cannot be written: {error.strerror or error}. {state} Make room, or name another "
        "folder in MLSALARY_HOME.",
    )


def _state_of(target: Path) -> str:
    before = _before(target)
    if not before.exists():
        return UNCHANGED
    return (
        f"The release that was there is whole in {before}, and is used from there until the next "
        "import puts it back."
    )


def _put(staged: Path, target: Path) -> None:
    """Let ``staged`` take the place of ``target``, in one step where the system can."""
    if not target.exists():
        staged.rename(target)
        return
    if exchange(staged, target):
        return
    before = _before(target)
    target.rename(before)
    try:
        staged.rename(target)
    except OSError:
        with suppress(OSError):
            before.rename(target)
        raise


def _settle(home: Path) -> None:
    """Bring the folder of releases to the state that an import begins with, and leaves."""
    staging = home / STAGING
    if staging.exists():
        shutil.rmtree(staging)
    for before in sorted((home / RULEBOOK / SHIPPED).glob(f"*{BEFORE}")):
        target = before.with_name(before.name.removesuffix(BEFORE))
        if target.exists():
            shutil.rmtree(before)
        else:
            before.rename(target)
    for folder in (home / RULEBOOK / SHIPPED, home / RULEBOOK):
        with suppress(OSError):  # it holds something
            folder.rmdir()


def _leave_tidy(home: Path) -> None:
    with suppress(OSError):  # readers find every release as it is; the next import tries again
        try:
            _settle(home)
        except KeyboardInterrupt:  # it falls into the tidying, which is short: first to the end
            _settle(home)
            raise


def _before(target: Path) -> Path:
    return target.with_name(target.name + BEFORE)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())  # a disk that is full may say so only now


def _make_lasting(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
