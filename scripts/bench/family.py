"""Run a command and wait for all that it started: their processor seconds count as this process's.

    python scripts/bench/family.py COMMAND ...

Linux only. Spark's JVM and its workers outlive the process that started them, which does not wait.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

_ADOPT = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): a process whose parent ended becomes a child


def run(command: list[str]) -> int:
    """The exit code of the command, once all that it started has ended too."""
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    code = subprocess.run(command, check=False).returncode
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return code


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
