"""The explorer in a real browser, by its keyboard alone: what it fetches, what it answers, what it
saves, and that no other page may use it."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cli_run import PATIENCE, run
from explore_served import Served, served, until

for library in ("playwright", "textual", "textual_serve"):
    pytest.importorskip(library, reason=f"{library}, by which the explorer is tried, is missing")
CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium, a browser, is missing")
LAPTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 640}
AUSTIN = ("--years", "5", "--metro", "Austin, TX")


class Window(NamedTuple):
    """A page that is open, what it asked for and what it complained about."""

    page: Any
    asked: list[str]
    complaints: list[str]

    def opened(self, url: str) -> Window:
        """The same, once the explorer is drawn in it."""
        self.page.goto(url)
        self.shows("Premiums")
        return self

    @property
    def text(self) -> str:
        """What the browser's terminal shows."""
        rows = self.page.evaluate(
            """() => {
                if (!window.terminal?.rows) return [];
                const buffer = window.terminal.buffer.active;
                return [...Array(window.terminal.rows).keys()].map(
                    (at) => buffer.getLine(at).translateToString(true));
            }"""
        )
        return "\n".join(rows)

    def shows(self, text: str) -> None:
        """Wait until the terminal shows it."""
        until(lambda: (self.page.wait_for_timeout(20), text in self.text)[1])


WITHIN_REACH = """
// The terminal of the page, for the test to read: xterm.js makes it in a module of its own.
const defined = new WeakSet();
Object.defineProperty(Object.prototype, "fitAddon", {
    configurable: true,
    set(value) {
        Object.defineProperty(this, "fitAddon", { value, writable: true });
        if (!defined.has(this)) { defined.add(this); window.terminal = this.terminal; }
    },
});
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM)
        yield launched
        launched.close()


@pytest.fixture
def window(browser: Any) -> Iterator[Window]:
    context = browser.new_context(viewport=LAPTOP, accept_downloads=True)
    context.set_default_timeout(PATIENCE * 1000)
    context.add_init_script(WITHIN_REACH)
    window = Window(context.new_page(), [], [])
    context.on("request", lambda request: window.asked.append(request.url))
    window.page.on("websocket", lambda socket: window.asked.append(socket.url))
    window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
    window.page.on(
        "console",
        lambda said: window.complaints.append(said.text) if said.type != "log" else None,
    )
    yield window
    context.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served("--no-profile", folder=tmp_path_factory.mktemp("served")) as found:
        yield found


def test_an_answer_by_the_keyboard_alone(window: Window, tmp_path: Path) -> None:
    """Years, a place, the tabs, a download that is what the command line prints."""
    with served("--no-profile", folder=tmp_path) as server:
        window.opened(server.url)
        keyboard = window.page.keyboard
        keyboard.type("5")
        window.shows("--years 5")
        keyboard.press("Tab")
        window.shows("senior")
        keyboard.press("Tab")
        until(lambda: "senior" not in window.text)
        keyboard.type("Austin, TX")
        window.shows('mlsalary estimate --years 5 --metro "Austin, TX"')
        keyboard.press("Control+s")
        window.shows("estimate.json")
        with window.page.expect_download() as download:
            keyboard.press("Enter")
        saved = Path(download.value.path()).read_text(encoding="utf-8")
        assert download.value.suggested_filename == "estimate.json"
        window.shows("Downloading estimate.json")
        keyboard.press("Control+s")
        window.shows("Save what")
        keyboard.type("my pay; é.md")
        window.shows("é.md")
        with window.page.expect_download() as download:
            keyboard.press("Enter")
        assert download.value.suggested_filename == "my pay; é.md"
        markdown = Path(download.value.path()).read_text(encoding="utf-8")
    same = run("estimate", *AUSTIN, "--json")
    assert json.loads(saved) == same.json
    assert markdown == run("estimate", *AUSTIN, "--format", "markdown").out
    assert [*tmp_path.iterdir()] == []
    host = f"{server.host}:{server.port}"
    assert {url.split("/")[2] for url in window.asked} == {host}
    assert any(url.startswith(f"ws://{host}/ws?") for url in window.asked)
    assert window.complaints == []


@pytest.mark.thorough("test_an_answer_by_the_keyboard_alone")
def test_the_size_of_the_window_is_followed(window: Window, server: Served) -> None:
    window.opened(server.url)
    wide = window.page.evaluate("window.terminal.cols")
    window.page.set_viewport_size(PHONE)
    until(lambda: window.page.evaluate("window.terminal.cols") < wide / 2)
    window.page.keyboard.type("5")
    window.shows("--years 5")


@pytest.mark.thorough("test_an_answer_by_the_keyboard_alone")
def test_leaving_is_said_and_enter_starts_again(window: Window, server: Served) -> None:
    window.opened(server.url)
    window.page.keyboard.press("Control+q")
    ended = window.page.get_by_text("The session is over.")
    ended.wait_for()
    window.page.keyboard.press("Enter")
    window.shows("Premiums")
    assert window.complaints == []


def test_a_value_that_tries_to_be_more_is_text(window: Window, tmp_path: Path) -> None:
    place = "<b>x</b>[bold]y[/]\x1b[31m\x07\x1b]52;c;eA==\x07\n$(touch z)"
    with served("--years=5", f"--metro={place}", "--no-profile", folder=tmp_path) as server:
        window.opened(server.url)
        window.shows("<b>x</b>[bold]y[/]")
    assert [*tmp_path.iterdir()] == []
    assert window.complaints == []


# Another page -------------------------------------------------------------------------------------

ATTEMPT = """
async ([url, socket]) => {
    const opened = await new Promise((done) => {
        const one = new WebSocket(socket);
        one.onopen = () => done(true);
        one.onclose = one.onerror = () => done(false);
    });
    const read = await fetch(url).then(() => true, () => false);
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
    await new Promise((done) => { frame.onload = done; });
    return [opened, read, frame.contentDocument !== null];
}
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The page of another website on the same computer."""
    (tmp_path / "index.html").write_text("<!DOCTYPE html><title>Elsewhere</title>")
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *said: None  # type: ignore[attr-defined]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as website:
        threading.Thread(target=website.serve_forever).start()
        yield f"http://localhost:{website.server_port}/"
        website.shutdown()


def test_another_website_gets_nothing(window: Window, server: Served, elsewhere: str) -> None:
    window.page.goto(elsewhere)
    before = server.sessions()
    socket = f"{server.url.replace('http', 'ws')}ws?width=80&height=24"
    opened, read, _ = window.page.evaluate(ATTEMPT, [server.url, socket])
    assert (opened, read) == (False, False)
    framed = next(one for one in window.page.frames if one != window.page.main_frame)
    framed.wait_for_url("chrome-error:**", wait_until="commit")  # no page may lie over ours
    assert server.sessions() == before
