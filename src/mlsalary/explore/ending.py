"""A request to end that comes from outside: a signal, a terminal that closes."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def when_asked_to_end(then: Callable[[], object]) -> None:
    """Call ``then`` in the loop that runs, in place of a KeyboardInterrupt in the midst of a step.

    What somebody chose to ignore, as nohup does, stays ignored.
    """
    loop = asyncio.get_running_loop()
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            with contextlib.suppress(NotImplementedError):  # Windows, which keeps to the other way
                loop.add_signal_handler(number, then)
