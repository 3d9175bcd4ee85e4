"""The process that reads a download: bounds itself, reads, and answers in JSON.

See ``apart`` for why. Its standard output is for the answer alone.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mlsalary.errors import MlsalaryError


def answer(
    file: str,
    occupations: Sequence[str],
    limits: Sequence[int],
    bounds: Sequence[float],
    memory: int,
    seconds: int,
) -> None:
    """Write what ``file`` says, or the error that it ends in.

    memory, seconds: what it may take, in bytes and in seconds of the processor.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the program that asked says "Interrupted."
    bound(memory, seconds)
    from mlsalary.importing.archive import Limits
    from mlsalary.importing.cells import Bounds
    from mlsalary.importing.reading import read_download

    found: dict[str, Any]
    try:
        reading = read_download(Path(file), occupations, Limits(*limits), Bounds(*bounds))
        found = {
            "year": reading.year,
            "areas": list(reading.areas.values()),
            "cells": list(reading.cells.values()),
        }
    except MlsalaryError as error:
        found = {"error": [type(error).__name__, error.code, error.message]}
    sys.stdout.write(json.dumps(found))


def bound(memory: int, seconds: int) -> None:
    """Have the system stop this process where it takes more, on systems that can."""
    with suppress(ImportError):  # Windows
        import resource

        for kind, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, seconds),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(kind)
            own = most if hard == resource.RLIM_INFINITY else min(most, hard)
            with suppress(ValueError, OSError):  # macOS knows the first by name only
                resource.setrlimit(kind, (own, hard))
