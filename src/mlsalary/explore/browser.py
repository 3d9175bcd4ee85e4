"""The explorer's end of a browser's session."""

from __future__ import annotations

from textual.drivers.web_driver import WebDriver
from textual.events import AppFocus
from textual.messages import ExitApp


class Browser(WebDriver):
    """Draws in a browser, and ends once the server is gone, however that ended."""

    def start_application_mode(self) -> None:
        """As Textual's, which takes the page for one that has no focus yet; ours has."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, AppFocus())

    def run_input_thread(self) -> None:
        """Hand on what the server sends, until it sends no more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(ExitApp())
