"""Where the tests that rebuild data from pinned packages get them, and what they do offline."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from pinned import UnreachableError  # noqa: E402  (scripts/ is no package)


def rebuilt(build: Callable[[Path, Path], None], folder: Path) -> Path:
    """The folder that ``build`` wrote; the test skips without the package index."""
    try:
        build(folder / "built", folder / "downloads")
    except UnreachableError as error:
        pytest.skip(f"the package index is out of reach: {error}")
    return folder / "built"
