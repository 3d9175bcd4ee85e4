"""Puts into a wheel what is made from data/: see src/mlsalary/rulebook/made.py."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadyMade(BuildHookInterface[Any]):
    """An editable install has none: its first use makes them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the files of the wheel are gathered."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from mlsalary.sql.ready import write_all

        self._folder = TemporaryDirectory()
        for path in write_all(Path(self._folder.name)):
            build_data["force_include"][str(path)] = f"mlsalary/made/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """When the wheel is written."""
        if version != "editable":
            self._folder.cleanup()
