"""Reads a download in a process of its own, whose memory and time the system bounds.

What a workbook makes a reader of workbooks do is not known before it is done: a file of 3 KB asks
for 500 GB (calamine issue 693), others end in a panic of Rust or an abort. There none of it
reaches the program that asked, which says in one line what came of it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from mlsalary import errors
from mlsalary.errors import BadDataError, MlsalaryError
from mlsalary.extras import need
from mlsalary.importing.archive import Limits
from mlsalary.importing.cells import Bounds, Cell
from mlsalary.importing.reading import Reading
from mlsalary.rulebook.oews import Area
from mlsalary.spelling import one_line

# The folder that the caller stands in is no place to import from, so no path is set but the
# caller's own. Nothing of Python's environment counts: the job says it all.
_CHILD = (
    "import json, sys; job = json.load(sys.stdin); sys.path[:] = job.pop('path'); "
    "from mlsalary.importing.apart_child import answer; answer(**job)"
)
OUT_OF_MEMORY = ("memory allocation of", "MemoryError", "Cannot allocate memory")


class Room(NamedTuple):
    """What reading may take: ``imports`` of data/limits.toml.

    Bytes of memory: so many at first, and more for each byte of the download; seconds.
    """

    memory_bytes: int
    memory_ratio: int
    seconds: int

    def memory(self, file: Path) -> int:
        """The bytes of memory that reading ``file`` may take."""
        try:
            return self.memory_bytes + self.memory_ratio * file.stat().st_size
        except (OSError, ValueError):  # whoever opens it says so
            return self.memory_bytes


def read_apart(
    file: Path, occupations: Collection[str], limits: Limits, bounds: Bounds, room: Room
) -> Reading:
    """Everything of ``file`` that counts, as ``read_download`` gives it, and its errors.

    BadDataError besides: ``archive_too_large`` when it takes more room than ``room`` gives,
    ``archive_unreadable`` when the reader failed.
    """
    need("python_calamine", "xlsx")
    memory = min(room.memory(file), room.memory_bytes + room.memory_ratio * limits.archive_bytes)
    job = {
        "path": sys.path,
        "file": str(file),
        "occupations": list(occupations),
        "limits": limits,
        "bounds": bounds,
        "memory": memory,
        "seconds": room.seconds,
    }
    name = one_line(file.name)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _CHILD],
            input=json.dumps(job).encode("ascii"),
            capture_output=True,
            env={**os.environ, "RUST_BACKTRACE": "0"},
            timeout=2 * room.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _takes_long(name, room) from error
    except OSError as error:
        raise BadDataError(
            "cannot_read",
            f"{name} cannot be read: no process can be started for it ({error.strerror}). Close "
            "other programs, and import it again.",
        ) from error
    return _answer(done, name, room, memory)


def _answer(
    done: subprocess.CompletedProcess[bytes], name: str, room: Room, memory: int
) -> Reading:
    """The reading of a child that ended well; raises what another one ended with."""
    try:
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
    except ValueError:
        answer = {}
    if "error" in answer:
        raise _error(*answer["error"])
    if "year" in answer:
        areas = (Area(*area) for area in answer["areas"])
        cells = (Cell(*cell) for cell in answer["cells"])
        return Reading(
            answer["year"],
            {area.code: area for area in areas},
            {(cell.area, cell.occupation): cell for cell in cells},
        )
    if done.returncode == -getattr(signal, "SIGXCPU", 0):
        raise _takes_long(name, room)
    said = done.stderr.decode(errors="replace").strip()
    killed = done.returncode == -getattr(signal, "SIGKILL", 0)
    if killed or any(words in said for words in OUT_OF_MEMORY):
        raise BadDataError(
            "archive_too_large",
            f"{name} takes more memory to read than is allowed: {memory:,} bytes, or less where "
            "the system gives less. No BLS download of its size takes so much: download it again "
            "from https://www.bls.gov/oes/tables.htm.",
        )
    why = one_line(said.splitlines()[-1]) if said else f"it ended with {done.returncode}"
    raise BadDataError(
        "archive_unreadable",
        f"{name} cannot be read: the reader failed on it ({why}). Download it again; if BLS gives "
        "it so, please report it.",
    )


def _error(kind: str, code: str, message: str) -> MlsalaryError:
    known = {"UsageError": errors.UsageError, "NotFoundError": errors.NotFoundError}
    return known.get(kind, BadDataError)(code, message)


def _takes_long(name: str, room: Room) -> BadDataError:
    return BadDataError(
        "archive_too_large",
        f"{name} takes more than {room.seconds} seconds to read, which no BLS download does. "
        "Download it again from https://www.bls.gov/oes/tables.htm.",
    )
