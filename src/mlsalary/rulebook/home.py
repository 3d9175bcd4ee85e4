"""Where a user's own things stand: imported data, what is made of them, the configuration.

Each has the folder that the system keeps for such things of programs; the environment variable
MLSALARY_HOME names one for all of them.
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


def keep_fonts_here() -> None:
    """Have matplotlib keep its list of fonts in this program's cache, not in folders of its own.

    Before it is imported; MPLCONFIGDIR names another folder.
    """
    if folder := cache_folder():
        os.environ.setdefault("MPLCONFIGDIR", str(folder / "matplotlib"))


def config_folder() -> Path:
    """Where the user's configuration is kept, whether it exists or not.

    BadDataError when the user has no home folder and MLSALARY_HOME names none.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    if (known := _by_rule("XDG_CONFIG_HOME", ".config")) is not None:
        return known
    from platformdirs import user_config_path  # 15 ms

    try:
        return user_config_path(_NAME, appauthor=False)
    except RuntimeError as error:
        raise BadDataError(
            "no_home", f"There is no folder for your profile: {error}. Name one in {VARIABLE}."
        ) from error


def imported_folder() -> Path | None:
    """The folder of the imported releases, None where nothing was ever imported."""
    known = None if os.environ.get(VARIABLE) else _by_rule("XDG_DATA_HOME", ".local/share")
    if known is not None and not _is_folder(known):
        return None
    try:
        folder = user_folder() / RULEBOOK
    except BadDataError:
        return None
    return folder if _is_folder(folder) else None


def _by_rule(variable: str, below: str) -> Path | None:
    """The folder that platformdirs would name, without loading it: on Linux its rule is known."""
    if sys.platform != "linux":
        return None
    named = os.environ.get(variable, "")
    if not named.startswith("/"):
        home = os.environ.get("HOME", "")
        if not home.startswith("/"):
            return None
        named = f"{home}/{below}"
    return Path(named, _NAME)


def _is_folder(path: Path) -> bool:
    """False also where nobody may look: another user's home, left in HOME by su or sudo."""
    try:
        return path.is_dir()
    except PermissionError:
        return False
