"""What the explorer needs around it, asked for before anything starts."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from errno import EADDRINUSE

from mlsalary.errors import UsageError
from mlsalary.extras import need_all
from mlsalary.spelling import quoted

_EXTRA = "explore"
_STREAMS = range(3)
"""The numbers of standard input, which is read, and of standard output and error, which are drawn
on."""
_PORTS = 65_536
ANY = 0
"""The port that stands for any that is free."""


def require_terminal() -> None:
    """UsageError unless there is a terminal to draw on, or a browser's session that stands for
    one."""
    need_all(**{_EXTRA: ("textual",)})
    if os.environ.get("TEXTUAL_DRIVER"):
        return
    if os.environ.get("TERM") == "dumb" or not all(map(os.isatty, _STREAMS)):
        raise UsageError(
            "no_terminal",
            "explore needs a terminal that it can draw on: for one answer as text, use "
            "mlsalary estimate --years 5 --metro Austin; for a browser, mlsalary explore --web",
        )


def listen(host: str, port: int, line: Callable[[int], str]) -> socket.socket:
    """A socket that listens there, for browsers alone to talk to.

    line: the command for another port. UsageError ``port_in_use`` and ``bad_host``; ``bad_number``
    for a number that is no port.
    """
    need_all(**{_EXTRA: ("textual", "textual_serve")})
    if port >= _PORTS:
        raise UsageError(
            "bad_number", f"--port wants a number up to {_PORTS - 1}; you wrote {quoted(port)}."
        )
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except PermissionError as error:
        raise _taken(port, "may not be used by this account", line(ANY)) from error
    except (OSError, UnicodeError) as error:
        if getattr(error, "errno", None) == EADDRINUSE:
            raise _taken(port, "is in use by another program", line(ANY)) from error
        raise UsageError(
            "bad_host",
            f"--host wants a name or address of this computer, such as 127.0.0.1; "
            f"you wrote {quoted(host)}.",
        ) from error


def _taken(port: int, why: str, line: str) -> UsageError:
    return UsageError("port_in_use", f"Port {port} {why}. Take any that is free: {line}", [line])
