"""The explorer in a browser: a page, and behind each that is open a process of its own.

Only that page may use it: what another website has the same browser ask is refused.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import re
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from mlsalary.explore import browser
from mlsalary.explore.ending import when_asked_to_end

_FILES = Path(__file__).parent / "page"
_PATIENCE = 5.0
"""Seconds in which a session ends by itself, once it is asked to."""
_QUIET = logging.Logger("explore", logging.CRITICAL)
"""Else whoever sends what is no request fills the terminal with tracebacks."""
_HEARTBEAT = 15.0
"""Seconds between questions whether a page is still there."""
_CELLS = (80, 24)
_CELLS_MOST = 1000
_DIGITS = 9
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9_.-]+))(?::[0-9]+)?")
_HEADERS = {
    # Nothing from elsewhere, and no page around ours that could lay itself over it.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; font-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws://{host}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def serve(
    words: Sequence[str], listening: socket.socket, host: str, say: Callable[[str], object]
) -> None:
    """Answer browsers on a socket until the process is asked to end: KeyboardInterrupt.

    words: the command that a page shows. host: what the user calls this computer.
    """
    with listening, contextlib.redirect_stdout(sys.stderr):  # where a session's complaints go
        asyncio.run(_Door(words, host).open(listening, say))
    raise KeyboardInterrupt


class _Session(AppService):
    """The process behind one page."""

    def __init__(self, words: Sequence[str], page: web.WebSocketResponse, door: _Door) -> None:
        super().__init__(
            "",
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=page.close,  # type: ignore[arg-type]
            download_manager=door.download_manager,
        )
        self._words = words

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        driver = f"{browser.__name__}:{browser.Browser.__name__}"
        return {**super()._build_environment(width, height), "TEXTUAL_DRIVER": driver}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Any:
        """As Textual's, by the words as they are: no shell reads them."""
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), asyncio.subprocess.PIPE)
        self._process = await asyncio.create_subprocess_exec(
            *self._words,
            **pipes,  # type: ignore[arg-type]
            env=self._build_environment(width, height),
            start_new_session=True,  # Ctrl-C in the terminal is for the server, which ends this
        )
        self._stdin = self._process.stdin
        return self._process

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the process of a size that a window can have; of no other."""
        if all(isinstance(one, int) and 0 < one <= _CELLS_MOST for one in (width, height)):
            await super().set_terminal_size(width, height)

    async def run(self) -> None:
        """Hand on what the process shows; its end is the page's, whatever it is."""
        try:
            await super().run()
        finally:
            await self.remote_close()

    async def stop(self) -> None:
        """End the process, and wait until it is gone."""
        process = self._process
        if process is None:
            return
        asked, over = map(asyncio.create_task, (super().stop(), process.wait()))
        await asyncio.wait([asked, over], timeout=_PATIENCE)
        if not over.done():  # otherwise it would be waited for twice, which asyncio complains of
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        await asyncio.gather(asked, over)


class _Door(Server):
    """The page, and what passes between it and its process."""

    def __init__(self, words: Sequence[str], host: str) -> None:
        super().__init__("")
        self._words = words
        self._names = {"localhost", host.casefold(), socket.gethostname().casefold()}
        self._sessions: set[_Session] = set()

    async def open(self, listening: socket.socket, say: Callable[[str], object]) -> None:
        """Answer until the process is asked to end; then end every session."""
        app = await self._make_app()
        runner = web.AppRunner(app, access_log=None, logger=_QUIET, shutdown_timeout=_PATIENCE)
        asked = asyncio.Event()
        when_asked_to_end(asked.set)
        try:
            await runner.setup()
            await web.SockSite(runner, listening).start()
            say(_said(listening))
            await asked.wait()
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.router.add_static("/page", _FILES)
        app.middlewares.append(self._guard)
        app.on_response_prepare.append(_with_headers)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Textual's says where it is; so does ``open``."""

    async def on_shutdown(self, app: web.Application) -> None:
        """End every session."""
        await asyncio.gather(*(one.stop() for one in self._sessions))

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Refuse what comes by a name that is none of ours, which somebody else's page may have
        led here, and from a page that is none of ours."""
        host = request.headers.get("Host", "")
        origin = request.headers.get("Origin")
        may_lack_origin = request.path != "/ws"  # no browser leaves it out there
        is_own_page = origin == f"http://{host}" or (origin is None and may_lack_origin)
        if not (self._is_ours(host) and is_own_page):
            raise web.HTTPForbidden(text="Only the explorer's own page may ask this.\n")
        try:
            response: web.StreamResponse = await handler(request)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            raise web.HTTPNotFound from None  # no file can have such a name
        return response

    def _is_ours(self, host: str) -> bool:
        """Whether a host of a request leads here and nowhere else: an address, or a name of this
        computer."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found["six"] or found["name"].casefold()
        with contextlib.suppress(ValueError):
            return bool(ipaddress.ip_address(name))
        return name in self._names

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page; it fetches nothing from elsewhere."""
        text = (_FILES / "index.html").read_text(encoding="utf-8").replace("{host}", request.host)
        return web.Response(text=text, content_type="text/html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A session, from the moment a page opens until it or its process ends."""
        page = web.WebSocketResponse(heartbeat=_HEARTBEAT, timeout=_PATIENCE)
        await page.prepare(request)
        session = _Session(self._words, page, self)
        self._sessions.add(session)
        try:
            await session.start(*_cells(request))
            with contextlib.suppress(Exception):
                await self._process_messages(page, session)  # up to what no page of ours sends
        finally:
            await session.stop()
            self._sessions.discard(session)
        return page


def _cells(request: web.Request) -> list[int]:
    """Columns and lines of the page's window."""
    asked = (request.query.get(name, "") for name in ("width", "height"))
    return [
        min(int(text), _CELLS_MOST) if text.isdecimal() and len(text) <= _DIGITS else usual
        for text, usual in zip(asked, _CELLS, strict=True)
    ]


async def _with_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers[name] = value.format(host=request.host)
    kind, saves, name = response.headers.get("Content-Disposition", "").partition("; filename=")
    if saves:  # Textual's has the name as it was typed
        response.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name, safe='')}"


def _said(listening: socket.socket) -> str:
    """Where it is, how to end it, and who else can use it."""
    address, port = listening.getsockname()[:2]
    here = ipaddress.ip_address(address)
    local = "[::1]" if here.version == 6 else "127.0.0.1"
    name = local if here.is_unspecified else f"[{address}]" if here.version == 6 else address
    text = f"The explorer is at http://{name}:{port}/ (Ctrl-C ends it).\n"
    if not here.is_loopback:
        text += "Warning: everyone on your network can open it and see your saved profile.\n"
    return text
