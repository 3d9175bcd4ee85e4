"""The explorer's server: who may use it, and that nothing of it is left when it ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cli_run import PATIENCE, run
from explore_served import Served, is_there, served, until

if TYPE_CHECKING:
    import aiohttp
else:
    aiohttp = pytest.importorskip("aiohttp", reason="aiohttp, which opens sessions, is missing")
for library in ("textual", "textual_serve"):
    pytest.importorskip(library, reason=f"{library}, which serves the explorer, is missing")

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = "http://example.org"


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as found:
        yield found


def with_session(
    server: Served, then: Callable[[aiohttp.ClientWebSocketResponse], Awaitable[Any]]
) -> Any:
    """What comes of a session that the server's own page has opened."""

    async def opened() -> Any:
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(
                f"{server.url}ws?width=80&height=24", origin=server.url.rstrip("/")
            ) as page,
        ):
            return await then(page)

    return asyncio.run(opened())


async def shown(page: aiohttp.ClientWebSocketResponse) -> None:
    """Wait until something is drawn."""
    while (message := await page.receive(timeout=PATIENCE)).type != aiohttp.WSMsgType.BINARY:
        assert message.type == aiohttp.WSMsgType.TEXT


async def ended(page: aiohttp.ClientWebSocketResponse) -> None:
    """Wait until the server has closed the page."""
    while not page.closed:
        await page.receive(timeout=PATIENCE)


# Who may use it -----------------------------------------------------------------------------------


def test_it_listens_on_this_computer_alone(server: Served) -> None:
    assert server.host == "127.0.0.1"
    assert server.said == f"The explorer is at {server.url} (Ctrl-C ends it).\n"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", server.port)).close()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST:{port}", 200),
        ("localhost", 200),  # another port, by which somebody forwards to this one
        ("[::1]:{port}", 200),
        ("example.org:{port}", 403),  # a name that its owner may lead anywhere
        ("127.0.0.1.example.org:{port}", 403),
        ("localhost.example.org", 403),
        ("example.org@127.0.0.1:{port}", 403),
        ("127.0.0.1:{port}\"><script>", 403),
        ("[::1%<b>]:{port}", 403),
        ("2130706433:{port}", 403),
        ("", 403),
    ],
)  # fmt: skip
def test_it_answers_to_names_of_this_computer_alone(server: Served, host: str, status: int) -> None:
    assert server.status(Host=host.format(port=server.port)) == status


def test_a_request_without_a_host_is_refused(server: Served) -> None:
    assert server.status() in (400, 403)


@pytest.mark.parametrize(
    "path", ["/", "/ws", "/download/x", "/static/js/textual.js", "/page/keyboard.js"]
)
@pytest.mark.parametrize(
    "origin",
    [ELSEWHERE, "null", "http://localhost:3000", "https://127.0.0.1:{port}", "http://127.0.0.1"],
)
def test_another_page_is_refused(server: Served, path: str, origin: str) -> None:
    host = f"127.0.0.1:{server.port}"
    assert server.status(path, Host=host, Origin=origin.format(port=server.port)) == 403


def handshake(server: Served, **headers: str) -> int:
    asked = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    return server.status("/ws", **asked, **key, **headers)


def test_a_session_is_for_its_own_page_alone(server: Served) -> None:
    host = f"127.0.0.1:{server.port}"
    before = server.sessions()
    assert handshake(server, Host=host, Origin=ELSEWHERE) == 403
    assert handshake(server, Host=host) == 403
    assert handshake(server, Host="example.org", Origin="http://example.org") == 403
    assert server.sessions() == before
    assert handshake(server, Host=host, Origin=f"http://{host}") == 101
    until(lambda: server.sessions() == before)


def test_a_name_that_is_given_is_answered_to() -> None:
    with served("--host", "localhost") as server:
        assert server.status(Host=f"localhost:{server.port}") == 200
        assert "Warning" not in server.said


def test_an_open_door_is_said() -> None:
    with served("--host", "0.0.0.0") as server:
        assert (
            server.said == f"The explorer is at http://127.0.0.1:{server.port}/ (Ctrl-C ends it).\n"
        )
        assert server.process.stderr is not None
        assert server.process.stderr.readline() == (
            "Warning: everyone on your network can open it and see your saved profile.\n"
        )
        own = socket.gethostname()
        asked = {own: 200, "192.168.1.7": 200, "example.org": 403}
        assert {name: server.status(Host=name) for name in asked} == asked
        assert server.status(Host=own, Origin=ELSEWHERE) == 403


# What it serves -----------------------------------------------------------------------------------


async def _page(server: Served) -> tuple[str, Any]:
    async with aiohttp.ClientSession() as client, client.get(server.url) as answer:
        return await answer.text(), answer.headers


def test_the_page_names_nothing_elsewhere(server: Served) -> None:
    text, headers = asyncio.run(_page(server))
    named = re.findall(r"(?:\ssrc=|href=|url\()\"([^\"]*)\"", text)
    assert len(named) == 7
    assert [one for one in named if not re.match(r"/(?:\w|$)|data:,", one)] == []
    assert re.findall(r"\w+://[^\"]*", text) == [f"ws://127.0.0.1:{server.port}/ws"]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert re.findall(r"\w+://\S+?(?=;|$| )", policy) == [f"ws://127.0.0.1:{server.port}"]


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize(
    ("width", "height"), [(10**6, 10**5), (-1, 5), (0, 0), ("x", "y"), (1e300, 2), (None, None)]
)
def test_a_window_of_no_size_that_one_can_have_changes_nothing(
    server: Served, width: Any, height: Any
) -> None:
    async def resize(page: aiohttp.ClientWebSocketResponse) -> None:
        await shown(page)
        await page.send_str(json.dumps(["resize", {"width": width, "height": height}]))
        await page.send_str('["ping", "7"]')
        while (message := await page.receive(timeout=PATIENCE)).data != '["pong", "7"]':
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT)

    with_session(server, resize)


def test_a_first_size_that_is_no_number_is_the_usual_one(server: Served) -> None:
    origin = server.url.rstrip("/")

    async def opened() -> None:
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"{server.url}ws?width={'9' * 4500}", origin=origin) as page,
        ):
            await shown(page)

    asyncio.run(opened())


@pytest.mark.parametrize(
    "path",
    [
        *("/download/none", "/static/../server.py", "/page/../web.py", "/page/%2e%2e/web.py", "/x"),
        f"/page/{'a' * 300}",  # longer than the name of a file can be
    ],
)
def test_what_is_not_there_is_not_found(server: Served, path: str) -> None:
    assert server.status(path, Host="localhost") in (403, 404)


def test_what_is_no_request_puts_nothing_on_the_terminal() -> None:
    with served() as server:
        for head in (b"GET /\x01 HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\0\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as line:
                line.sendall(head)
                line.recv(100)
        server.status(f"/page/{'a' * 5_000}", Host="localhost")
        assert server.end(signal.SIGTERM)[1] == "Interrupted.\n"


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize(
    "sent", ["", "[", "[]", "{}", "7", '["resize", {}]', '["stdin", 7]', '["?"]']
)
def test_what_no_page_of_ours_sends_breaks_nothing(server: Served, sent: str) -> None:
    async def send(page: aiohttp.ClientWebSocketResponse) -> None:
        await page.send_str(sent)
        await page.send_str('["ping", "7"]')
        answers = [one.data async for one in page if one.type == aiohttp.WSMsgType.TEXT][:1]
        assert answers in ([], ['["pong", "7"]'])

    if sent == '["?"]':  # a page of a later version: the session goes on

        async def go_on(page: aiohttp.ClientWebSocketResponse) -> None:
            await page.send_str(sent)
            await shown(page)

        with_session(server, go_on)
    else:
        with_session(server, send)
    assert server.status(Host="localhost") == 200
    until(lambda: server.sessions() == [])


# What it starts, and that it ends -----------------------------------------------------------------

HOSTILE = (
    *("; touch x", "$(touch x)", "`touch x`", "& touch x", "> x", "| touch x", "%PATH%", "~", "*"),
    *("a\"b'c", "two\nlines", "\x1b[31mred", "\\", "-x", "--web", "=", "", "技术 𝕏"),
)


FIELDS = ("metro", "company", "title", "level", "degree", "state")


@pytest.mark.parametrize("start", range(0, len(HOSTILE), len(FIELDS)))
def test_a_value_is_a_value_and_nothing_else(start: int, tmp_path: Path) -> None:
    folder = tmp_path / "$(touch x); touch y"
    folder.mkdir()
    shutil.copy(ROOT / "data" / "aging.toml", folder)
    (tmp_path / "typing.py").write_text("raise SystemExit('taken for a module')")
    values = zip(FIELDS, HOSTILE[start:], strict=False)
    given = [*(f"--{name}={value}" for name, value in values), f"--data={folder}", "--no-profile"]
    with served(*given, folder=tmp_path) as server:

        async def words(page: aiohttp.ClientWebSocketResponse) -> list[str]:
            await shown(page)
            (number,) = server.sessions()
            line = Path(f"/proc/{number}/cmdline").read_text(encoding="utf-8")
            return line.split("\0")[:-1]

        found = with_session(server, words)
    assert found[: found.index("mlsalary") + 2][-2:] == ["mlsalary", "explore"]
    assert sorted(found[found.index("explore") + 1 :]) == sorted(given)
    assert {path.name for path in tmp_path.iterdir()} == {"typing.py", folder.name}


def test_a_page_that_is_left_leaves_no_process(server: Served) -> None:
    async def process(page: aiohttp.ClientWebSocketResponse) -> list[int]:
        await shown(page)
        return server.sessions()

    (number,) = with_session(server, process)
    until(lambda: not is_there(number))


def test_a_process_that_ends_closes_its_page(server: Served) -> None:
    async def killed(page: aiohttp.ClientWebSocketResponse) -> None:
        await shown(page)
        (number,) = server.sessions()
        os.kill(number, signal.SIGKILL)
        await ended(page)

    with_session(server, killed)


@pytest.mark.thorough(every=3)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_quietly_and_whole(number: signal.Signals) -> None:
    with served() as server:

        async def end(page: aiohttp.ClientWebSocketResponse) -> list[int]:
            await shown(page)
            started = server.sessions()
            os.killpg(server.process.pid, number)  # as a terminal does, to all that it runs
            await ended(page)
            return started

        started = with_session(server, end)
        assert len(started) == 1
        out, err = server.process.communicate(timeout=PATIENCE)
        assert (server.process.returncode, out, err) == (130, "", "Interrupted.\n")
        until(lambda: not any(map(is_there, started)))


def test_a_session_outlives_no_server() -> None:
    with served() as server:

        async def kill(page: aiohttp.ClientWebSocketResponse) -> list[int]:
            await shown(page)
            started = server.sessions()
            server.process.kill()
            return started

        started = with_session(server, kill)
        assert len(started) == 1
        until(lambda: not any(map(is_there, started)))


def test_a_session_that_will_not_end_is_ended() -> None:
    with served() as server:

        async def hang(page: aiohttp.ClientWebSocketResponse) -> list[int]:
            await shown(page)
            started = server.sessions()
            os.kill(started[0], signal.SIGSTOP)
            return started

        started = with_session(server, hang)
        until(lambda: not any(map(is_there, started)))


# A port that is taken -----------------------------------------------------------------------------


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_in_use_is_one_error_that_names_another(taken: int) -> None:
    asked = ("--metro", "San Jose", "--years", "5", "--no-profile")
    ran = run("explore", "--web", "--port", str(taken), *asked)
    assert (ran.code, ran.out) == (2, "")
    said = f"Error: Port {taken} is in use by another program. Take any that is free: "
    assert ran.err.startswith(said)
    assert shlex.split(ran.err.removeprefix(said)) == [
        *("mlsalary", "explore", "--years=5", "--metro=San Jose", "--no-profile"),
        *("--web", "--port=0"),
    ]


def test_the_line_for_another_port_keeps_the_address(taken: int) -> None:
    ran = run("explore", "--web", "--port", str(taken), "--host", "127.0.0.1")
    assert ran.err.endswith(": mlsalary explore --web --host=127.0.0.1 --port=0\n")


@pytest.mark.parametrize(
    "host", ["", " ", "nowhere.invalid", "203.0.113.9", "999.1.1.1", "a" * 70, "x\0y"]
)
def test_a_host_that_is_not_here_is_refused(host: str) -> None:
    ran = run("explore", "--web", f"--host={host}", "--port", "0")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Error: --host wants a name or address of this computer")
