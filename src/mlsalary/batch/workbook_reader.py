"""A sheet of a workbook, as CSV that a process of its own writes.

What a workbook makes its reader do is not known before it is done: a few kilobytes can ask for
hundreds of gigabytes. There the system bounds memory and time, and what comes of it is one line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from mlsalary import errors
from mlsalary.batch.csv_reader import CsvReader
from mlsalary.batch.encodings import LONGEST_PATH
from mlsalary.batch.job import Chunk
from mlsalary.batch.limits import Limits
from mlsalary.errors import BadDataError, MlsalaryError
from mlsalary.extras import need
from mlsalary.importing.apart import OUT_OF_MEMORY, Room
from mlsalary.spelling import one_line

if TYPE_CHECKING:
    import pyarrow as pa

_CHILD = (
    "import json, sys; job = json.loads(sys.argv[1]); sys.path[:] = job.pop('path'); "
    "from mlsalary.importing.sheet_as_csv import answer; answer(**job)"
)


class WorkbookReader:
    """The columns and the rows of a sheet, the first that is not hidden unless one is named; rows
    have the numbers that they have in it. Empty rows are none, and empty columns neither.

    stream: an open file. BadDataError for what is no sound workbook, is locked, or takes more
    than ``room``; NotFoundError for a sheet that is not there.
    """

    delimiter = ","
    decimal_comma = False
    mended = False

    def __init__(
        self, stream: IO[bytes], name: str, limits: Limits, room: Room,
        sheet: str | None = None, skip_lines: int = 0,
    ) -> None:  # fmt: skip
        need("python_calamine", "xlsx")
        name = one_line(name, LONGEST_PATH)
        size = os.fstat(stream.fileno()).st_size
        memory = room.memory_bytes + room.memory_ratio * size
        job: dict[str, object] = {
            "path": sys.path, "name": name, "sheet": sheet, "skip": min(skip_lines, sys.maxsize),
            "memory": memory, "seconds": room.seconds,
        }  # fmt: skip
        self._child = _Child(job, stream, name)
        try:
            self._csv = CsvReader(self._child, ",", "utf-8", name, limits)  # type: ignore[arg-type]
        except BaseException:
            self.close()
            raise
        self.beside, *self.names = self._csv.names

    def close(self) -> None:
        """Let go of the process."""
        self._child.close()

    def nothing(self) -> pa.Table:
        """No rows of these columns."""
        return self._csv.nothing().select(list(range(1, len(self.names) + 1)))

    def chunks(self) -> Iterator[Chunk]:
        """The rows, some ten megabytes at a time."""
        for chunk in self._csv.chunks():
            table = chunk.table.select(list(range(1, len(self.names) + 1)))
            numbers = [int(number) for number in chunk.table.column(0).to_pylist()]
            broken = [one._replace(line=_number(one.cells[0], one.line)) for one in chunk.broken]
            yield Chunk(table, numbers, broken)


def _number(text: str, otherwise: int) -> int:
    number = text.partition(",")[0]
    return int(number) if number.isdecimal() else otherwise


class _Child:
    """What the process writes; at its end, the error that it ended in."""

    def __init__(self, job: dict[str, object], stream: IO[bytes], name: str) -> None:
        self._name, self._memory = name, job["memory"]
        os.lseek(stream.fileno(), 0, os.SEEK_SET)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _CHILD, json.dumps(job)],
            stdin=stream, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "RUST_BACKTRACE": "0"},
        )  # fmt: skip
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._output, self._said = self._process.stdout, self._process.stderr

    def read(self, size: int) -> bytes:
        """Some of it; nothing once it ended well."""
        data = self._output.read(size)
        if not data and self._process.wait() != 0:
            raise self._error(self._said.read().decode(errors="replace").strip())
        return data

    def _error(self, said: str) -> MlsalaryError:
        if said.startswith("["):
            kind, code, message = json.loads(said)
            known: type[MlsalaryError] = getattr(errors, kind)
            return known(code, message)
        if not said or any(words in said for words in OUT_OF_MEMORY):
            return BadDataError(
                "workbook_too_large",
                f"{self._name} takes more memory or time to read than it may "
                f"({self._memory:,} bytes). Save the sheet as .csv.",
            )
        return BadDataError(
            "workbook_damaged",
            f"{self._name} cannot be read: the reader of workbooks failed on it "
            f"({one_line(said.splitlines()[-1], 100)}). Save it again as .xlsx, or as .csv.",
        )

    def close(self) -> None:
        """End it, wherever it is."""
        self._process.kill()
        self._process.wait()
        self._output.close()
        self._said.close()
