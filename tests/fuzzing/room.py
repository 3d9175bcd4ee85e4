"""Where a try runs: a folder to stand in, a home, streams and an environment of its own, no
network, no door, and a clock that ends what hangs."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest import mock

from cli_run import Ran, run

from mlsalary.errors import UsageError
from mlsalary.rulebook import shipped_folder

PATIENCE = 60
"""Processor seconds after which a try hangs: a slow machine is no fault."""


def shipped_text(name: str) -> str:
    """A file of figures."""
    return (shipped_folder() / name).read_text(encoding="utf-8")


TAKEN = "taken before\n"
OFFERS = """\
[[offer]]
name = "A"
years = 5
metro = "Austin"
base = "190k"
equity = "400k/4y"

[[offer]]
name = "B"
level = "senior"
base = 210000
bonus = "10%"
"""
PEOPLE = "years,metro,spec,note\n5,Austin,llm,a\n7,NYC,,b\n-1,Boise,,c\n"
PAY = "date,years,metro,base,total\n2025-05,5,Austin,190000,250000\n2025-06,8,NYC,230000,400000\n"
FURNITURE = {
    "people.csv": PEOPLE,
    "people.jsonl": '{"years": 5, "metro": "Austin"}\n{"level": "senior"}\n',
    "offers.toml": OFFERS,
    "offers.json": '[{"name": "A", "base": 190000, "years": 5}]',
    "pay.csv": PAY,
    "empty.csv": "",
    **{f"taken.{ending}": TAKEN for ending in ("csv", "json", "html", "toml", "sql", "md")},
    "folder/kept.txt": TAKEN,
    "book/guide/benefits.toml": shipped_text("guide/benefits.toml"),
}
"""What lies in the folder before each try."""
INPUTS = (
    *("people.csv", "people.csv", "people.jsonl", "offers.toml", "offers.json", "pay.csv", "-"),
    *("empty.csv", "folder", "nowhere.csv", "nowhere/at/all.toml", "taken.json", "book", "shipped"),
)
OUTPUTS = (
    *("out.csv", "out.json", "out.jsonl", "out.html", "out.svg", "out.md", "out.txt", "out", "-"),
    *("out.sql", "out.toml", "taken.csv", "taken.json", "taken.html", "people.csv", "folder"),
    *("nowhere/out.json", "out.parquet", "out.pdf", "out.csv.gz", "folder/out.json"),
)

Snapshot = dict[str, tuple[int, int, int]]
"""Each path of the room, in its folder -> what changes where it is written to."""


class Hung(BaseException):
    """A try that took longer than ``PATIENCE``."""


class Tried(NamedTuple):
    """What was tried, and all that it left. escaped: an exception that came through, by its name;
    before, after: what lay in the room."""

    words: tuple[str, ...]
    code: int
    out: str
    err: str
    escaped: str
    before: Snapshot
    after: Snapshot


class Room:
    """A folder ``here``, a ``home`` next to it, both as they were before each try."""

    def __init__(self, top: Path) -> None:
        self.top, self.here, self.home = top, top / "here", top / "home"
        self._clean: Snapshot = {}

    def tidy(self) -> None:
        """Make everything as it was, if anything changed."""
        if self._clean and self.snapshot() == self._clean:
            return
        os.chdir("/")
        shutil.rmtree(self.top, ignore_errors=True)
        self.home.mkdir(parents=True)
        for name, text in FURNITURE.items():
            self.put(name, text.encode())
        self._clean = self.snapshot()

    def put(self, name: str, content: bytes) -> Path:
        """A file in the folder, or with ``home/`` before its name at home."""
        path = self.top / name if name.startswith("home/") else self.here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def snapshot(self) -> Snapshot:
        """What lies in the room; caches, and locks that nobody holds, do not count."""
        return dict(self._seen(self.top, ""))

    def _seen(self, folder: Path | str, under: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
        for entry in os.scandir(folder):
            name = f"{under}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if name != "home/cache":
                    yield f"{name}/", (0, 0, 0)
                    yield from self._seen(entry.path, f"{name}/")
            elif not name.endswith("lock"):
                stat = entry.stat(follow_symlinks=False)
                yield name, (stat.st_mtime_ns, stat.st_size, stat.st_ino)

    def attempt(self, words: tuple[str, ...], stdin: bytes = b"") -> Tried:
        """Run the program on these words."""
        before = self.snapshot()
        os.chdir(self.here)
        escaped, ran = "", Ran(0, "", "")
        with _streams(stdin) as (out, err):
            try:
                with _clock():
                    ran = run(*words)
            except BaseException as error:
                escaped = f"{type(error).__name__}: {error}"
                if isinstance(error, KeyboardInterrupt):
                    raise
        os.chdir("/")
        texts = (ran.out + out(), ran.err + err())
        return Tried(words, ran.code, *texts, escaped, before, self.snapshot())


@contextlib.contextmanager
def surroundings(room: Room) -> Iterator[None]:
    """Nothing of the user's environment, no network, and doors that are shut."""
    from mlsalary.mcp import server

    spark = SimpleNamespace(run_spark=_no_spark)
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(room.home),
        "MLSALARY_HOME": str(room.home),
        "TERM": "dumb",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLCONFIGDIR": str(room.home / "cache"),
    }
    there = Path.cwd()
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        _in_place_of("mlsalary.batch.spark", spark),
        mock.patch.object(server, "serve", return_value=None),
        mock.patch.object(socket, "getaddrinfo", _no_network),
        mock.patch.object(socket.socket, "connect", _no_network),
        mock.patch.object(socket.socket, "bind", _no_network),
    ):
        try:
            room.tidy()
            yield
        finally:
            os.chdir(there)


@contextlib.contextmanager
def _in_place_of(name: str, module: Any) -> Iterator[None]:
    """A module that is imported in place of another, which may never be."""
    earlier = sys.modules.get(name)
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]
        if earlier is not None:
            sys.modules[name] = earlier


def _no_spark(job: Any) -> None:
    raise UsageError("spark_failed", "Spark is not tried here. Use --engine polars.")


def _no_network(*given: Any, **named: Any) -> None:
    raise OSError("no network")


@contextlib.contextmanager
def _streams(stdin: bytes) -> Iterator[tuple[Callable[[], str], Callable[[], str]]]:
    """Streams of the process that are in memory; what was written to each, afterwards."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    given = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    with (
        mock.patch.object(sys, "stdin", given),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
    ):
        yield (lambda: _written(out)), (lambda: _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    if stream.closed or not isinstance(stream.buffer, io.BytesIO):
        return ""
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8", "surrogateescape")


@contextlib.contextmanager
def _clock() -> Iterator[None]:
    """Hung in the block after ``PATIENCE``, where the system has such a clock."""

    def late(number: int, frame: object) -> None:
        raise Hung(f"{PATIENCE} s")

    if not hasattr(signal, "setitimer"):
        yield
        return
    earlier = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, earlier)
