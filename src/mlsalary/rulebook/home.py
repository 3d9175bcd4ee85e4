"""Where a user's imported data stand.

``mlsalary data import`` writes into the folder ``rulebook`` of the user's data folder: the one
that the system keeps for programs, or the one that the environment variable MLSALARY_HOME names.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mlsalary.errors import BadDataError

VARIABLE = "MLSALARY_HOME"
RULEBOOK = "rulebook"
_NAME = "mlsalary"


def user_folder() -> Path:
    """The user's data folder, whether it exists or not.

    BadDataError when the user has no home folder and MLSALARY_HOME names none.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path  # 15 ms

    try:
        return user_data_path(_NAME, appauthor=False)
    except RuntimeError as error:
        raise BadDataError(
            "no_home", f"There is no folder for your data: {error}. Name one in {VARIABLE}."
        ) from error


def cache_folder() -> Path | None:
    """Where what is made from a user's own figures may be kept; None where there is no home."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) / "cache"
    from platformdirs import user_cache_path  # 15 ms

    try:
        return user_cache_path(_NAME, appauthor=False)
    except RuntimeError:
        return None


def imported_folder() -> Path | None:
    """The folder of the imported releases, None where nothing was ever imported."""
    if not os.environ.get(VARIABLE) and _surely_nothing():
        return None
    try:
        folder = user_folder() / RULEBOOK
    except BadDataError:
        return None
    return folder if _is_folder(folder) else None


def _surely_nothing() -> bool:
    """Whether platformdirs need not be asked: on Linux its rule is known, and nothing is there."""
    if sys.platform != "linux":
        return False
    named = os.environ.get("XDG_DATA_HOME", "")
    if not named.startswith("/"):
        home = os.environ.get("HOME", "")
        if not home.startswith("/"):
            return False
        named = f"{home}/.local/share"
    return not _is_folder(Path(named, _NAME))


def _is_folder(path: Path) -> bool:
    """False also where nobody may look: another user's home, left in HOME by su or sudo."""
    try:
        return path.is_dir()
    except PermissionError:
        return False
