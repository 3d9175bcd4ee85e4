"""What ends the program from outside ends it as Ctrl-C does: it tidies up, and says so."""

from __future__ import annotations

import signal
import time
from types import FrameType

_ENDS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_USUAL = (signal.SIG_DFL, signal.default_int_handler)
_AT_ONCE = 1.0
"""Seconds in which a second request is the same one: a terminal that closes sends several, and
what the first interrupts should end its tidying in peace."""
_received: list[float] = []


def end_as_interrupted() -> None:
    """Make a request to end, or a terminal that closes, raise KeyboardInterrupt.

    What somebody chose to ignore, as nohup does, stays ignored.
    """
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in _USUAL:
            signal.signal(number, _interrupt)


def ignore() -> None:
    """The run is over and its exit code known: Python, on its way out, would put the system's way
    of ending back, and a request that comes then would change the code."""
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is _interrupt:
            signal.signal(number, signal.SIG_IGN)


def was_interrupted() -> bool:
    """Whether one came. A library that it struck (Pydantic) may have made another error of it."""
    return bool(_received)


def _interrupt(number: int, frame: FrameType | None) -> None:
    now = time.monotonic()
    if not _received or now - _received[-1] > _AT_ONCE:
        _received.append(now)
        raise KeyboardInterrupt
