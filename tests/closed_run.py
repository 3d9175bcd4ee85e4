"""Run every example of the help in one process, watched, and say what it did, as JSON.

    python tests/closed_run.py FOLDER [--denied] [--whole]

FOLDER is an empty folder, in which the user's home, a folder for temporary files and a folder to
work in are made. With --denied the process has no network: the kernel takes it away where it lets
a process ask for that, and Python refuses what would use one. A second way that always works.
"""

from __future__ import annotations

import asyncio
import ctypes
import io
import json
import os
import re
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from mcp_hello import HELLO

ROOT = Path(__file__).resolve().parents[1]
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_INTERFACE_UP, _SET_FLAGS = 0x1, 0x8914
LOOPBACK = ("127.0.0.1", "::1")
WRITES = {
    **dict.fromkeys(("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod"), (0,)),
    **dict.fromkeys(("os.chown", "os.utime", "os.setxattr", "sqlite3.connect"), (0,)),
    **dict.fromkeys(("tempfile.mkstemp", "tempfile.mkdtemp", "shutil.rmtree"), (0,)),
    **dict.fromkeys(("os.rename", "os.link", "os.symlink", "shutil.move"), (0, 1)),
    **dict.fromkeys(("shutil.copyfile", "shutil.copytree"), (1,)),
}
"""Events of Python by which something is written, and which of their arguments are its paths."""
STARTS = (
    *("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork"),
    *("os.forkpty", "os.startfile", "pty.spawn"),
)
UNPACKS_CODE = "pickle.find_class"
HAND_ALL_ON = {"mlsalary.importing.apart"}
"""Modules that read the environment only to hand it on to a process of their own."""
HARMLESS = {"socket.__new__", "socket.gethostname"}
"""Neither sends anything: asyncio has a pair of sockets to itself."""


CALLS: list[dict[str, Any]] = [
    *HELLO,
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "estimate", "arguments": {"years": 5, "metro": "Austin"}},
    },
]
"""What an assistant asks."""
ALSO = {
    "brief": {"matplotlibrc": "text.usetex: True\nlines.linewidth: 40\npath.sketch: 9, 9, 9\n"},
    "mcp": {"figures/aging.toml": (ROOT / "data" / "aging.toml").read_text(encoding="utf-8")},
}
"""Further files: one that would have matplotlib run LaTeX, and figures of one's own."""
LONG = {"sql", "backtest", "fit"}
"""Verbs of which one example may do."""


class Watch:
    """What this process does that anybody outside could notice, in order."""

    def __init__(self, *, denies: bool) -> None:
        self.writes: set[str] = set()
        self.network: list[str] = []
        self.started: list[list[str]] = []
        self.unpacked: list[str] = []
        self.variables: set[str] = set()
        self.is_on, self._denies = False, denies

    def begin(self) -> None:
        """Watch from now on: a hook stays until the process ends."""
        sys.addaudithook(self._heard)
        read = os._Environ.__getitem__
        asked = self.variables

        def noted(environment: Any, name: Any) -> Any:
            if _asks_for_us():
                asked.add(str(name))
            return read(environment, name)

        os._Environ.__getitem__ = noted  # type: ignore[method-assign]
        self.is_on = True

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if not self.is_on:
            return
        if event == "open":
            path, mode, flags = given
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
            if not isinstance(path, int) and (writes or (mode and set(mode) & set("wax+"))):
                self.writes.add(_absolute(path))
        elif event in WRITES:
            self.writes |= {_absolute(given[at]) for at in WRITES[event] if given[at] is not None}
        elif event in STARTS:
            self.started.append([event, *map(str, given[1] if len(given) > 1 else given)])
        elif event == UNPACKS_CODE:
            self.unpacked.append(f"{given[0]}.{given[1]}")
        elif self._reaches_out(event, given):
            self.network.append(f"{event} {given[-1]!r}")
            if self._denies:
                raise PermissionError(f"no network here: {event}")

    def _reaches_out(self, event: str, given: tuple[Any, ...]) -> bool:
        if event == "urllib.Request":
            return True
        if not event.startswith("socket.") or event in HARMLESS:
            return False
        if event == "socket.getaddrinfo":
            return given[0] not in LOOPBACK
        return not (event == "socket.bind" and given[1][0] in LOOPBACK)


class Done(NamedTuple):
    """What came of a line: its exit code, both streams, and the files in its folder with sums."""

    code: int
    out: str
    err: str
    files: Mapping[str, str]


def _asks_for_us() -> bool:
    """Whether a module of the package reads the environment, not a library on its own behalf."""
    frame: Any = sys._getframe(2)
    while frame and frame.f_code.co_filename.startswith("<frozen "):
        frame = frame.f_back
    name = frame.f_globals.get("__name__", "") if frame else ""
    return name.startswith("mlsalary.") and name not in HAND_ALL_ON


def _absolute(path: Any) -> str:
    return str(Path.cwd() / os.fsdecode(path))


def take_network_away() -> bool:
    """Leave this process nothing but a loopback of its own; False where the kernel refuses."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None or unshare(_NEW_USER | _NEW_NETWORK):
        return False
    import fcntl
    import socket
    import struct

    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", _INTERFACE_UP))
    return True


class Asking(io.RawIOBase):
    """Standard input of the server of an assistant, who leaves once all is answered."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._lines = [json.dumps(one).encode() + b"\n" for one in CALLS]

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1) -> bytes:
        """The next line; nothing more once the last has its answer."""
        if self._lines:
            return self._lines.pop(0)
        while self._out.getvalue().count(b"\n") < sum("id" in one for one in CALLS):
            time.sleep(0.01)
        return b""

    read = read1


class Ending(io.StringIO):
    """Standard error of a server: once it says where it is, it is asked to end."""

    def write(self, text: str) -> int:
        if text.startswith("The explorer is at"):
            os.kill(os.getpid(), signal.SIGINT)
        return super().write(text)


def ran(line: str) -> Done:
    """What a line comes to in the current folder."""
    from mlsalary.cli import main
    from mlsalary.cli.terminal import Terminal

    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True), Ending()
    words = shlex.split(line)[1:]
    if "--web" in words:
        words.append("--port=0")
    sys.stdin = io.TextIOWrapper(Asking(out.buffer))
    with redirect_stdout(out):
        code = main(words, Terminal(out, err, False, 80, False))
    said = re.sub(r"127\.0\.0\.1:\d+|, in [\d.]+ s\.", "", err.getvalue())
    out.seek(0)
    return Done(code, out.read(), said, dict(_files(Path.cwd())))


def explored() -> Done:
    """The explorer as somebody uses it: an answer is saved, and the form is left."""
    from mlsalary import Profile, Rulebook
    from mlsalary.explore.app import Explorer
    from mlsalary.explore.question import Asking

    async def play() -> None:
        explorer = Explorer(Profile(years=5, metro="Austin"), Asking(Rulebook.shipped()))
        async with explorer.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            await pilot.press("ctrl+s")
            await pilot.pause()
            await pilot.press("home", *"saved_")
            await pilot.press("enter")
            await pilot.pause()

    asyncio.run(play())
    return Done(0, "", "", dict(_files(Path.cwd())))


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), f"{crc32(path.read_bytes()):08x}"


def examples(most: int, of_the_long: int) -> Iterator[tuple[str, Done]]:
    """So many examples of every verb, in a folder with the files that they name."""
    import command_pages

    from mlsalary.cli.examples import EXAMPLES

    for verb, three in EXAMPLES.items():
        folder = Path(verb)
        folder.mkdir()
        files = {**command_pages.FILES.get(verb, {}), **ALSO.get(verb, {})}
        with chdir(folder):
            for name, text in files.items():
                Path(name).parent.mkdir(exist_ok=True)
                Path(name).write_text(text, encoding="utf-8")
            for number, example in enumerate(three[: of_the_long if verb in LONG else most]):
                there = Path(str(number))
                shutil.copytree(".", there, ignore=shutil.ignore_patterns("[0-9]"))
                with chdir(there):
                    yield example.line, ran(example.line)


def main(folder: Path, *, denied: bool, whole: bool) -> dict[str, Any]:
    """Everything that was done there. whole: every example, also of what takes long."""
    for name in ("home", "tmp", "work"):
        (folder / name).mkdir()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    apart = denied and take_network_away()
    watch = Watch(denies=denied)
    lines: dict[str, Any] = {}
    with chdir(folder / "work"):
        watch.begin()
        for line, done in examples(most=3, of_the_long=3 if whole else 1):
            lines[line] = done._asdict()
        Path("used").mkdir()
        with chdir("used"):
            lines["explore, used"] = explored()._asdict()
    watch.is_on = False
    return {
        "apart": apart,
        "lines": lines,
        "writes": sorted(watch.writes),
        "network": watch.network,
        "started": watch.started,
        "unpacked": watch.unpacked,
        "left": [path.name for path in (folder / "tmp").iterdir()],
        "variables": sorted(watch.variables),
    }


if __name__ == "__main__":
    sys.path.append(str(ROOT / "scripts"))
    found = main(Path(sys.argv[1]), denied="--denied" in sys.argv, whole="--whole" in sys.argv)
    sys.stdout.write(re.sub(re.escape(sys.argv[1]), "FOLDER", json.dumps(found)))
