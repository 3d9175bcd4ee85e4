"""Try command lines, calls of tools and damaged files that nobody should give the program.

    python scripts/fuzz.py [--lines N] [--calls N] [--files N] [--seconds S] [--processes N]
    python scripts/fuzz.py --again lines:1234

What must hold of each try is tests/fuzzing/oracle.py. A run that is stopped goes on where it was;
each failure is a small file in .fuzz/ that says how to have it again. Exit code 1 if there are any.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests"))

USUALLY = {"lines": 1_000_000, "calls": 50_000, "files": 100_000}
AT_ONCE = {"lines": 1_000, "calls": 1_000, "files": 100}
"""Tries that a process is given, which count once all of them are done."""
BATCHES = 20
"""Batches after which a process is replaced: what leaks does not add up."""
MEMORY = 6_000_000_000
"""Bytes of address space that a process may take."""
STUCK = 600
"""Seconds without a further try after which a process is ended."""
KEPT = 5
"""Cases that are kept of each fault."""
_CONTEXT = get_context("spawn")


def main(told: Sequence[str] | None = None) -> int:
    """Try, count and print; 1 if anything is wrong."""
    asked = _asked(told)
    if asked.again:
        kind, _, number = asked.again.partition(":")
        return _again(kind, asked.seed, int(number))
    run = Run(asked.folder, asked.seed, {kind: getattr(asked, kind) for kind in USUALLY})
    run.go(asked.processes, asked.seconds)
    print(run.told())
    return 1 if run.state["faults"] else 0


def _asked(told: Sequence[str] | None) -> argparse.Namespace:
    options = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    for kind, usual in USUALLY.items():
        options.add_argument(f"--{kind}", type=int, default=usual, metavar="N")
    options.add_argument("--seconds", type=float, default=float("inf"), help="stop after these")
    options.add_argument("--processes", type=int, default=2, metavar="N")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--folder", type=Path, default=ROOT / ".fuzz", help="of state and cases")
    options.add_argument("--again", metavar="KIND:NUMBER", help="one try, shown")
    return options.parse_args(told)


def _again(kind: str, seed: int, number: int) -> int:
    from fuzzing import tries
    from fuzzing.room import Room, surroundings

    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder) / "room")
        with surroundings(room):
            outcome = tries.attempt(kind, seed, number, room)
    print(json.dumps(outcome._asdict(), indent=2))
    return 1 if outcome.faults else 0


class Run:
    """What of a seed was tried so far, and what is left. It is kept in a file after each batch."""

    def __init__(self, folder: Path, seed: int, wanted: dict[str, int]) -> None:
        self.folder, self.seed, self.wanted = folder / f"seed-{seed}", seed, wanted
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file = self.folder / "state.json"
        self.state: dict[str, Any] = {
            "done": {kind: {} for kind in wanted},
            "died": {kind: [] for kind in wanted},
            "seconds": dict.fromkeys(wanted, 0.0),
            "counts": {},
            "faults": {},
        }
        if self._file.exists():
            self.state = json.loads(self._file.read_text(encoding="utf-8"))

    def go(self, processes: int, seconds: float) -> None:
        """Work on what is left, so many processes at once, until the time is over."""
        ends, left = time.monotonic() + seconds, deque(self._left())
        workers = [Worker(self.seed) for _ in range(min(processes, len(left)))]
        try:
            while left or any(worker.batch for worker in workers):
                late = time.monotonic() > ends
                for at, worker in enumerate(workers):
                    if worker.is_over():
                        self._died(worker, left)
                        worker.end()
                        workers[at] = worker = Worker(self.seed)
                    if not worker.batch and left and not late:
                        if worker.given >= BATCHES:
                            worker.end()
                            workers[at] = worker = Worker(self.seed)
                        batch = left.popleft()
                        worker.give(batch, self._numbers(*batch))
                if late and not any(worker.batch for worker in workers):
                    break
                wait([worker.pipe for worker in workers if worker.batch], timeout=1)
                for worker in workers:
                    if worker.batch and worker.pipe.poll():
                        self._take(worker)
        except KeyboardInterrupt:
            print("Stopped. The same line goes on from here.\n")
        finally:
            for worker in workers:
                worker.end()

    def _left(self) -> Iterator[tuple[str, int]]:
        """The batches that are not done, of all kinds in turn."""
        parts = []
        for kind, wanted in self.wanted.items():
            batches = -(-wanted // AT_ONCE[kind])
            parts += [((n + 0.5) / batches, kind, n) for n in range(batches)]
        return ((kind, n) for _, kind, n in sorted(parts) if self._numbers(kind, n))

    def _numbers(self, kind: str, batch: int) -> list[int]:
        """The tries of a batch that are left, without those that kill."""
        first, died = batch * AT_ONCE[kind], set(self.state["died"][kind])
        last = min(self.wanted[kind], first + AT_ONCE[kind])
        begun = first + self.state["done"][kind].get(str(batch), 0)
        return [number for number in range(begun, last) if number not in died]

    def _take(self, worker: Worker) -> None:
        try:
            found = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            worker.process.join()  # it died, which is seen in the next turn
            worker.has_died = True
            return
        kind, number = worker.batch or ("", 0)
        last = min(self.wanted[kind], (number + 1) * AT_ONCE[kind])
        self.state["done"][kind][str(number)] = last - number * AT_ONCE[kind]
        self.state["seconds"][kind] += found["seconds"]
        counts = Counter(self.state["counts"])
        counts.update(found["counts"])
        self.state["counts"] = dict(counts)
        for failure in found["failures"]:
            self._keep(failure)
        worker.batch = None
        self._write()

    def _died(self, worker: Worker, left: deque[tuple[str, int]]) -> None:
        """A process that died, or had to be ended, is a failure of the try that it was at; the rest
        of the batch is tried again."""
        if not worker.batch:
            return
        kind, _ = worker.batch
        fault = f"the process ended with {worker.process.exitcode}"
        self._keep({"kind": kind, "number": worker.at.value, "fault": fault, "case": {}})
        self.state["died"][kind].append(worker.at.value)
        left.appendleft(worker.batch)
        self._write()

    def _keep(self, failure: dict[str, Any]) -> None:
        faults, fault = self.state["faults"], failure["fault"]
        faults[fault] = faults.get(fault, 0) + 1
        if faults[fault] <= KEPT:
            slug = re.sub(r"\W+", "-", fault.casefold()).strip("-")[:60]
            name = f"{slug}-{failure['kind']}-{failure['number']}.json"
            again = f"python scripts/fuzz.py --seed {self.seed} --again "
            again += f"{failure['kind']}:{failure['number']}"
            text = json.dumps({"again": again, **failure}, indent=2)
            (self.folder / name).write_text(text, encoding="utf-8")

    def _write(self) -> None:
        draft = self._file.with_suffix(".draft")
        draft.write_text(json.dumps(self.state), encoding="utf-8")
        draft.replace(self._file)

    def told(self) -> str:
        """The tables: tries by kind, by command and by kind of file, with how they ended."""
        counts = {tuple(name.split("|")): n for name, n in self.state["counts"].items()}
        tables = [self._rates(counts)]
        for title, kind, column in (
            ("Command lines", "lines", 1),
            ("Calls of tools", "calls", 1),
            ("Files by kind", "files", 1),
            ("Files by damage", "files", 2),
        ):
            tables.append(_table(title, kind, column, counts))
        faults = self.state["faults"]
        listed = [f"{n:8,}  {fault}" for fault, n in sorted(faults.items(), key=lambda x: -x[1])]
        where = f" Cases: {self.folder}" if faults else ""
        tables.append("\n".join([f"{len(faults)} kinds of faults.{where}", *listed]))
        return "\n\n".join(tables)

    def _rates(self, counts: dict[tuple[str, ...], int]) -> str:
        found = []
        for kind in USUALLY:
            tried = sum(n for name, n in counts.items() if name[0] == kind)
            seconds = self.state["seconds"][kind]
            rate = f", {tried / seconds:.0f} a processor second" if seconds else ""
            found.append(f"{tried:,} {kind} tried in {seconds:,.0f} processor seconds{rate}")
        return "\n".join(found)


def _table(title: str, kind: str, column: int, counts: dict[tuple[str, ...], int]) -> str:
    cells = Counter[tuple[str, str]]()
    for name, number in counts.items():
        if name[0] == kind:
            cells[name[column], name[-1]] += number
    heads = sorted({end for _, end in cells})
    lines = [f"{title:24}" + "".join(f"{head:>16}" for head in heads)]
    for row in sorted({row for row, _ in cells}):
        lines.append(f"{row:24}" + "".join(f"{cells[row, head]:16,}" for head in heads))
    return "\n".join(lines)


class Worker:
    """A process that tries batches. batch: the one that it is at; at: the number of the try."""

    def __init__(self, seed: int) -> None:
        self.pipe, other = _CONTEXT.Pipe()
        self.at = _CONTEXT.Value("q", 0)
        self.batch: tuple[str, int] | None = None
        self.given = 0
        self.has_died = False
        self._seen, self._since = -1, time.monotonic()
        in_memory = Path("/dev/shm")
        self._folder = tempfile.mkdtemp(dir=in_memory if in_memory.is_dir() else None)
        given = (seed, other, self.at, self._folder)
        self.process = _CONTEXT.Process(target=_work, args=given, daemon=True)
        self.process.start()
        other.close()

    def give(self, batch: tuple[str, int], numbers: list[int]) -> None:
        """A batch to try, by the numbers of its tries."""
        self.batch, self.given = batch, self.given + 1
        self.pipe.send((batch[0], numbers))

    def is_over(self) -> bool:
        """Whether it died, or got nowhere for so long that it was ended here."""
        if self.has_died or (not self.batch and not self.process.is_alive()):
            return True
        if self.at.value != self._seen or not self.batch:
            self._seen, self._since = self.at.value, time.monotonic()
        if time.monotonic() - self._since < STUCK:
            return False
        self.process.kill()
        self.process.join()
        return True

    def end(self) -> None:
        """End it, whatever it is at."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _work(seed: int, pipe: Connection[Any, Any], at: Any, folder: str) -> None:
    for stream, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY)):
        os.dup2(os.open(os.devnull, mode), stream)
    os.environ |= {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from fuzzing import tries
    from fuzzing.room import Room, surroundings

    room = Room(Path(folder) / "room")
    with contextlib.suppress(EOFError), surroundings(room):
        while True:
            kind, numbers = pipe.recv()
            counts, failures, began = Counter[str](), [], _processor_seconds()
            for number in numbers:
                at.value = number
                outcome = tries.attempt(kind, seed, number, room)
                counts["|".join((kind, *outcome.counts_as))] += 1
                failures += [
                    {"kind": kind, "number": number, "fault": one, "case": outcome.case}
                    for one in outcome.faults
                ]
            seconds = _processor_seconds() - began
            pipe.send({"counts": dict(counts), "failures": failures, "seconds": seconds})


def _processor_seconds() -> float:
    """Of this process and of those that it waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    sys.exit(main())
