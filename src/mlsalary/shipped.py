"""Where the files lie that come with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def shipped_folder() -> Path:
    """The data folder: inside the installed package, or beside ``src`` in a clone."""
    package = package_folder()
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[1] / "data"


@cache
def package_folder() -> Path:
    """The folder of the package, unpacked where Python runs it out of an archive."""
    package = Path(__file__).resolve().parent
    if package.is_dir():
        return package
    return _unpacked(package.parent) / package.name


def _unpacked(archive: Path) -> Path:
    """What an archive holds, in a folder beside it, once for all processes: Spark takes both away.
    Where nothing may be written there, in a temporary one."""
    import os
    import shutil
    import tempfile
    import zipfile

    told = archive.stat()
    folder = archive.with_name(f"{archive.name}.{told.st_size:x}.{told.st_mtime_ns:x}")
    if folder.is_dir():
        return folder
    beside = archive.parent if os.access(archive.parent, os.W_OK) else None
    made = Path(tempfile.mkdtemp(prefix=f"{archive.name}.", dir=beside))
    with zipfile.ZipFile(archive) as files:
        files.extractall(made)
    if beside is None:
        return made
    try:
        return made.rename(folder)
    except OSError:  # another process was faster
        shutil.rmtree(made)
        return folder
