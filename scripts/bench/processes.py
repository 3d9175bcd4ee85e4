"""A command in a process of its own: what it costs, or what it says."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from measured import Cost

HERE = Path(__file__).parent
BATCH = (sys.executable, "-m", "mlsalary", "batch")
SQL = (*BATCH[:-1], "sql")
KILOBYTES = 1024 * 1024 if sys.platform == "darwin" else 1024  # of what ru_maxrss counts, a MB


def cost(command: Sequence[str]) -> Cost:
    """What a run of a command costs, the start of its process included."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)  # subprocess keeps no account of a child
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}\n{said.read().decode()}")
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / KILOBYTES)


def script(name: str, *arguments: object) -> list[str]:
    """The command that runs a script of this folder."""
    return [sys.executable, str(HERE / name), *map(str, arguments)]


def told(command: Sequence[str]) -> Any:
    """What a command prints as JSON."""
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def middle(costs: Sequence[Cost]) -> Cost:
    """The medians of the times, and the highest peak."""
    return Cost(
        statistics.median(one.seconds for one in costs),
        statistics.median(one.processor for one in costs),
        max(one.megabytes for one in costs),
    )


def say(text: str) -> None:
    """Tells who waits what is being measured; the figures go to stdout."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def options(said: str | None) -> argparse.ArgumentParser:
    """What every script that measures can be asked: how many rows, and how often."""
    parser = argparse.ArgumentParser(
        description=said, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--rows", type=int, default=2_000_000, help="Of a file. Default: %(default)s."
    )
    parser.add_argument(
        "--turns", type=int, default=3, help="Medians of them count. Default: %(default)s."
    )
    return parser
