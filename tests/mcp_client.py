"""The SDK's own client, and a bare pipe, to a server in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from typing import IO, Any, NamedTuple, TypeVar

import anyio
from mcp import ClientSession, StdioServerParameters, stdio_client, types

WORDS = [sys.executable, "-m", "mlsalary", "mcp"]

Found = TypeVar("Found")


class Told(NamedTuple):
    """What a client got of one session, and what the server wrote to stderr."""

    found: Any
    err: str


def session(use: Callable[[ClientSession], Awaitable[Any]], *words: str, **extra: str) -> Told:
    """Whatever ``use`` makes of a session with a server that is started for it."""
    command, *given = [*WORDS, *words]
    started = StdioServerParameters(command=command, args=given, env={**os.environ, **extra})
    with tempfile.TemporaryFile("w+", encoding="utf-8") as err:

        async def talk() -> Any:
            async with (
                stdio_client(started, errlog=err) as (incoming, outgoing),
                ClientSession(incoming, outgoing) as client,
            ):
                await client.initialize()
                return await use(client)

        found = anyio.run(talk)
        err.seek(0)
        return Told(found, err.read())


def asked(*questions: tuple[str, dict[str, Any]], words: Sequence[str] = (), **extra: str) -> Told:
    """The results of these calls, one after another."""

    async def ask(client: ClientSession) -> list[types.CallToolResult]:
        return [await client.call_tool(name, given) for name, given in questions]

    return session(ask, *words, **extra)


def call(number: int, tool: str, **given: Any) -> dict[str, Any]:
    """A call as it goes over the wire."""
    params = {"name": tool, "arguments": given}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


class Pipe:
    """A server, and the bytes that go to it and come from it."""

    def __init__(self, *words: str) -> None:
        self.process: subprocess.Popen[bytes] = subprocess.Popen(
            [*WORDS, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def __enter__(self) -> Pipe:
        return self

    def __exit__(self, *failed: object) -> None:
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None and not stream.closed:
                stream.close()
        self.process.wait()

    def write(self, *lines: bytes | dict[str, Any]) -> None:
        """Lines of the protocol, or of whatever else."""
        stream = self._there(self.process.stdin)
        for line in lines:
            stream.write(line if isinstance(line, bytes) else json.dumps(line).encode())
            stream.write(b"\n")
        stream.flush()

    def read(self) -> Any:
        """The next line of the server."""
        return json.loads(self._there(self.process.stdout).readline())

    def end(self) -> tuple[int, bytes, str]:
        """Leave: the exit code, what was not yet read, and stderr."""
        self._there(self.process.stdin).close()
        self.process.stdin = None
        out, err = self.process.communicate(timeout=600)
        return self.process.returncode, out, err.decode()

    @staticmethod
    def _there(stream: IO[bytes] | None) -> IO[bytes]:
        assert stream is not None
        return stream
