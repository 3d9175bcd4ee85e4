"""Start-up of the command line as a multiple of a bare interpreter's, measured in one run.

    python scripts/bench/startup.py [RUNS]

The commands take turns, so a machine that slows down slows them all; medians are compared. A
profile is saved, so that each command has one to read.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mlsalary.cli import COMPLETING
from mlsalary.rulebook.home import VARIABLE

ESTIMATE = ["estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm"]
COMMANDS = {
    "estimate --json": ([*ESTIMATE, "--json"], 7.0),
    "estimate --json, no place": (["estimate", "--years", "5", "--json"], 7.0),
    "estimate --json, all saved": (["estimate", "--json"], 7.0),
    "estimate, Rich page": ([*ESTIMATE, "--format", "table"], 11.0),
    "--help": (["--help"], 14.0),
}
COMPLETED = {
    "--level <TAB>": ("mlsalary estimate --level ", 8.0),
    "--metro San<TAB>": ("mlsalary estimate --metro San", 8.0),
}
"""Lines up to the cursor, as a shell asks for what may follow."""


def seconds(command: list[str]) -> float:
    """Wall time of one run whose output is thrown away."""
    asks = {COMPLETING: "zsh"} if command[-1].startswith("mlsalary ") else {}
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | asks)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Print each command's multiple and the bound it should stay under."""
    program = str(Path(sys.executable).with_name("mlsalary"))
    subprocess.run([program, "profile", "save", *ESTIMATE[1:], "--format", "plain"], check=True)
    commands = {"python -c pass": [sys.executable, "-c", "pass"]}
    commands |= {name: [program, *words] for name, (words, _) in COMMANDS.items()}
    commands |= {name: [program, line] for name, (line, _) in COMPLETED.items()}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        seconds(command)  # warm: the first run compiles and fills the file cache
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(seconds(command))
    bare = statistics.median(times["python -c pass"])
    print(f"python -c pass: {bare * 1000:.1f} ms, median of {runs}")
    for name, (_, bound) in (COMMANDS | COMPLETED).items():
        ratio = statistics.median(times[name]) / bare
        print(f"{name:28} {ratio:5.1f}x   (bound {bound:g}x)")


if __name__ == "__main__":
    with TemporaryDirectory() as home:
        os.environ[VARIABLE] = home
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
