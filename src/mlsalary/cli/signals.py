"""What ends the program from outside ends it as Ctrl-C does: it tidies up, and says so."""

from __future__ import annotations

import signal
from types import FrameType

_ENDS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_USUAL = (signal.SIG_DFL, signal.default_int_handler)
_received: list[int] = []


def end_as_interrupted() -> None:
    """Make a request to end, or a terminal that closes, raise KeyboardInterrupt.

    What somebody chose to ignore, as nohup does, stays ignored.
    """
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in _USUAL:
            signal.signal(number, _interrupt)


def was_interrupted() -> bool:
    """Whether one came. A library that it struck (Pydantic) may have made another error of it."""
    return bool(_received)


def _interrupt(number: int, frame: FrameType | None) -> None:
    _received.append(number)
    raise KeyboardInterrupt
