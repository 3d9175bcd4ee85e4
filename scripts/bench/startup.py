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
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import tables
from measured import StartRow

from mlsalary.cli import COMPLETING
from mlsalary.rulebook.home import VARIABLE

ESTIMATE = ["estimate", "--years", "5", "--metro", "San Jose", "--spec", "llm"]
BATCH = "batch, ten rows"
TEN_ROWS = "years,metro,spec\n" + '5,"San Jose",llm\n' * 10


class Start(NamedTuple):
    """A command with its bound; ``completes`` is a line up to the cursor, as a shell asks."""

    name: str
    words: Sequence[str]
    most: float | None = None
    completes: bool = False


STARTS = (
    Start("estimate --json", [*ESTIMATE, "--json"], 7),
    Start("estimate --json, no place", ["estimate", "--years", "5", "--json"], 7),
    Start("estimate --json, all saved", ["estimate", "--json"], 7),
    Start("estimate, Rich page", [*ESTIMATE, "--format", "table"], 11),
    Start("--help", ["--help"], 14),
    Start("--level <TAB>", ["mlsalary estimate --level "], 8, completes=True),
    Start("--metro San<TAB>", ["mlsalary estimate --metro San"], 8, completes=True),
)


def measure(runs: int = 15) -> list[StartRow]:
    """Every command in turns with a bare interpreter."""
    program = str(Path(sys.executable).with_name("mlsalary"))
    with TemporaryDirectory() as home:
        source, target = Path(home, "ten.csv"), Path(home, "ten.parquet")
        source.write_text(TEN_ROWS, encoding="utf-8")
        batch = Start(BATCH, ["batch", str(source), "-o", str(target), "--force"])
        plain = os.environ | {VARIABLE: home}
        _seconds([program, "profile", "save", *ESTIMATE[1:]], plain)
        commands = {"bare": ([sys.executable, "-c", "pass"], plain)}
        for one in (*STARTS, batch):
            asks = {COMPLETING: "zsh"} if one.completes else {}
            commands[one.name] = ([program, *one.words], plain | asks)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, (command, surroundings) in commands.items():
                taken = _seconds(command, surroundings)
                if turn:  # the first run compiles and fills the file cache
                    times[name].append(taken)
    found = {name: statistics.median(taken) for name, taken in times.items()}
    bare = found["bare"]
    return [StartRow(one.name, found[one.name], bare, one.most) for one in (*STARTS, batch)]


def _seconds(command: list[str], surroundings: Mapping[str, str]) -> float:
    """Wall time of one run whose output is thrown away."""
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet, env=surroundings)
    return time.perf_counter() - start


if __name__ == "__main__":
    print(tables.starts(measure(*map(int, sys.argv[1:]))))
