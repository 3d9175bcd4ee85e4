"""The explorer served to browsers, by a process of its own, and what that has started."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from cli_run import PATIENCE


class Served(NamedTuple):
    """A server that runs, where it is, and what it said when it began."""

    process: subprocess.Popen[str]
    host: str
    port: int
    said: str

    @property
    def url(self) -> str:
        """Its page."""
        return f"http://{self.host}:{self.port}/"

    def sessions(self) -> list[int]:
        """The processes that it has started and that are there."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,stat=", "--ppid", str(self.process.pid)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        rows = [line.split() for line in listed.stdout.splitlines()]
        return [int(number) for number, state in rows if not state.startswith("Z")]

    def status(self, path: str = "/", **headers: str) -> int:
        """How it answers a request with these headers and no others."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            return connection.getresponse().status
        finally:
            connection.close()

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Its exit code after such a signal, and what it said then."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


@contextmanager
def served(*words: str, folder: Path | None = None, **variables: str) -> Iterator[Served]:
    """``mlsalary explore --web`` with these words, on a port that is free."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "mlsalary", "explore", "--web", "--port", "0", *words],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=folder, env={**os.environ, **variables}, start_new_session=True,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        found = re.search(r"http://([^:/]+):(\d+)/", said)
        assert found, said + process.stderr.read()
        yield Served(process, found[1], int(found[2]), said)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE)


def is_there(number: int) -> bool:
    """Whether a process runs, or waits to be asked how it ended."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    return state != "Z"


def until(is_so: Callable[[], object]) -> None:
    """Wait until that is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never was"
        time.sleep(0.02)
