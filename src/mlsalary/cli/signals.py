"""What ends the program from outside ends it as Ctrl-C does: it tidies up, and says so."""

from __future__ import annotations

import signal

_ENDS = ("SIGTERM", "SIGHUP", "SIGBREAK")


def end_as_interrupted() -> None:
    """Make a request to end, or a terminal that closes, raise KeyboardInterrupt.

    What somebody chose to ignore, as nohup does, stays ignored.
    """
    for name in _ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
