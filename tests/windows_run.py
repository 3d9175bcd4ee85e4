"""Run some commands in one process as on Windows, as far as that goes here, and say how they ended.

    python tests/windows_run.py FOLDER

There is nothing that only POSIX has: no module, no call, no signal, no link. A file that is open
elsewhere cannot be replaced. Standard output is a console of an old code page, which refuses what
it lacks.
"""

from __future__ import annotations

import codecs
import importlib
import io
import json
import os
import shlex
import signal
import sys
from contextlib import chdir, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
POSIX_MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "curses", "readline")
POSIX_CALLS = (
    *("fork", "forkpty", "getuid", "geteuid", "getgid", "chown", "lchown", "fchown", "fchmod"),
    *("mkfifo", "mknod", "setsid", "killpg", "getpgid", "uname", "statvfs", "posix_spawn"),
    *("listxattr", "getxattr", "setxattr", "sysconf", "getloadavg", "nice", "O_NOFOLLOW"),
    *("O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC"),
)
POSIX_SIGNALS = ("SIGHUP", "SIGPIPE", "SIGKILL", "SIGTSTP", "SIGWINCH", "SIGUSR1", "SIGALRM")
OTHERS = (
    *("subprocess", "multiprocessing", "asyncio", "tempfile", "shutil", "random"),
    *("polars", "pyarrow", "narwhals", "typer", "rich.console", "platformdirs"),
)
"""Modules of others, which suit the system that they are loaded on; loaded before it looks like
another."""
PAGES = ("cp437", "cp850", "cp1252", "cp932", "ascii")
PEOPLE = "Name,YOE,Location\r\nÅse,5,Austin\r\nZoë,three,Boston\r\n"
LINES = (
    "estimate --years 5 --metro Austin",
    "estimate --years 5 --metro Austin --explain --sources",
    "estimate --years 5 --metro Zürich",
    "path --metro Boston --chart",
    "offer --years 5 --metro Seattle --base 195k --equity 400k/4y",
    "compare --years 5 --by metro --top 10 --format csv",
    "profile save --years 6 --metro Austin",
    "profile",
    "table metros --state CA --top 3 --json",
    "data",
    "schema error",
    "help offer",
    "brief --years 5 --metro Austin -o brief.md",
    "brief --years 5 --metro Austin -o brief.md --force",
    "batch people.csv -o priced.csv",
    "batch people.csv -o priced.csv --force",
    "data import none.zip",
)


def become_windows() -> None:
    """Take away what Windows lacks, and give the one module that stands in for it."""
    for name in OTHERS:
        importlib.import_module(name)
    for name in POSIX_MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for owner, names in ((os, POSIX_CALLS), (signal, POSIX_SIGNALS)):
        for name in names:
            if hasattr(owner, name):
                delattr(owner, name)
    locks: Any = ModuleType("msvcrt")
    locks.LK_NBLCK = 2
    locks.locking = lambda descriptor, how, count: None
    sys.modules["msvcrt"] = locks
    system, sys.platform = sys.platform, "win32"
    importlib.import_module("mlsalary.importing.lock")
    sys.platform = system

    def no_links(*_: Any, **__: Any) -> None:
        raise NotImplementedError

    for name in ("symlink", "readlink"):
        setattr(os, name, no_links)


def ran(line: str, page: str) -> list[Any]:
    """The line, its exit code, and what it wrote, in a console of this code page."""
    from mlsalary.cli import main, streams
    from mlsalary.cli.terminal import Terminal

    codecs.register_error(streams.LOOK_ALIKES, streams._said_alike)
    written = [io.BytesIO(), io.BytesIO()]
    out, err = (
        io.TextIOWrapper(one, page, streams.LOOK_ALIKES, newline="\r\n", write_through=True)
        for one in written
    )
    with redirect_stdout(out):
        code = main(shlex.split(line), Terminal(out, err, True, 80, False))
    return [line, page, code, *(one.getvalue().decode(page) for one in written)]


def kept_open(line: str) -> list[Any]:
    """The same while the file that it replaces is open in another program."""

    def refused(*_: Any) -> None:
        raise PermissionError(13, "The process cannot access the file: it is being used")

    usual, os.replace = os.replace, refused  # type: ignore[assignment]
    try:
        return ran(line, "cp1252")
    finally:
        os.replace = usual


def main(folder: Path) -> dict[str, Any]:
    """Every line in every code page, and two whose target is open elsewhere."""
    become_windows()
    with chdir(folder):
        Path("people.csv").write_bytes(PEOPLE.encode())
        light = [ran(line, page) for page in PAGES[1:] for line in LINES[:5]]
        whole = [ran(line, PAGES[0]) for line in LINES]
        before = Path("priced.csv").read_bytes()
        held = [
            kept_open("batch people.csv -o priced.csv --force"),
            kept_open("brief --years 5 --metro Austin -o brief.md --force"),
        ]
        return {
            "ended": [*light, *whole],
            "held": held,
            "same": before == Path("priced.csv").read_bytes(),
            "files": sorted(path.name for path in Path().iterdir()),
        }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
