"""A private PostgreSQL without a server: each script runs in a process of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
MISSING = "PostgreSQL is not installed, so it is not measured."


class Postgres:
    """A new database in a folder, with the settings PostgreSQL comes with.

    The folder is handed to the user ``postgres`` where root asks: PostgreSQL does not run as root.
    """

    def __init__(self, folder: Path) -> None:
        self._program, self._data = PROGRAMS[-1], folder / "data"
        root = os.geteuid() == 0
        self._as_user = ["runuser", "-u", "postgres", "--"] if root else []
        if root:
            shutil.chown(folder, "postgres")
        made = [str(self._program.with_name("initdb")), "-D", str(self._data), "-A", "trust"]
        self._run([*self._as_user, *made, "-E", "UTF8", "--locale", "C.UTF-8"])

    def command(self, script: Path) -> list[str]:
        """The command that runs a script, in which a blank line ends each statement.

        It does not fail where a statement does.
        """
        words = [str(self._program), "--single", "-j", "-D", str(self._data), "postgres"]
        return [*self._as_user, "sh", "-c", f"{shlex.join(words)} < {shlex.quote(str(script))}"]

    def run(self, script: Path) -> None:
        """Runs a script that is not measured."""
        self._run(self.command(script))

    @staticmethod
    def _run(command: list[str]) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
