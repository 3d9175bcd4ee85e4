"""Opens what was downloaded: a workbook, or a zip archive of workbooks, unpacked in memory only.

What an archive says of itself is not believed: every member is read to its end once, counted and
checked against its sum, before a spreadsheet reader sees it.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from mlsalary.errors import BadDataError, MlsalaryError, unreadable
from mlsalary.spelling import one_line, quoted

CHUNK = 1 << 20
WORKBOOK = ".xlsx"
# A reader of sheets makes room for everything between the corners, so that two cells far apart, in
# a file of 2 KB, ask for 500 GB (calamine issue 693). The official sheets end in column AF, and no
# row takes less than a byte. Any part may be a sheet, whatever its name. (Reading apart bounds
# what passes here; this says it better, and on systems that bound no memory.)
_FAR_CELL = r"""r=["'](?:[B-Zb-z][A-Za-z][0-9]|[A-Za-z]{3,}[0-9]|[A-Za-z]*[0-9]{%d})"""
_LONGEST_CELL = 64
_ROW_DIGITS = (4, 6)  # of a small part, and of any
_BLANKS = b" \t\r\n\0"  # zeros: between the letters of UTF-16


class Limits(NamedTuple):
    """How large a download may be: ``imports`` of data/limits.toml."""

    archive_bytes: int
    unpacked_bytes: int
    unpacked_ratio: int
    members: int
    areas: int


class Workbook(NamedTuple):
    """A workbook that is safe to read: its name, and the bytes of the .xlsx file."""

    name: str
    content: bytes


def workbooks(file: Path, limits: Limits) -> Iterator[Workbook]:
    """The workbooks in ``file``: itself, or every one in the archive but lock files of Excel.

    Raises BadDataError: ``cannot_read``, ``not_an_archive``, ``archive_damaged``,
    ``archive_encrypted``, ``archive_unsafe`` or ``archive_too_large``.
    """
    content = _content(file, limits)
    outer = one_line(file.name)
    budget = _Budget(outer, limits)
    with _opened(content, outer) as archive:
        members = _checked(archive, outer, limits)
        if _is_workbook(archive):
            _read_through(archive, members, outer, budget)
            yield Workbook(outer, content)
            return
        for member in members:
            name = PurePosixPath(member.filename)
            where = f"{one_line(name.name)} in {outer}"
            if name.suffix.lower() == ".zip":
                raise BadDataError(
                    "archive_unsafe",
                    f"{outer} contains another archive, {one_line(name.name)}. Unpack it, and "
                    "import the archive inside.",
                )
            if name.suffix.lower() != WORKBOOK or name.name.startswith(("~$", "._")):
                continue
            inner = b"".join(_chunks(archive, member, where, budget))
            with _opened(inner, where) as workbook:
                _read_through(workbook, _checked(workbook, where, limits), where, budget)
                if not _is_workbook(workbook):
                    raise BadDataError("not_a_workbook", f"{where} is not an Excel workbook.")
            yield Workbook(where, inner)


class _Budget:
    """How much may still be unpacked."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.left = limits.unpacked_bytes
        self.ratio = limits.unpacked_ratio
        self._name = name
        self._most = limits.unpacked_bytes

    def spend(self, size: int, unpacked: int, part: str, packed: int) -> None:
        """Count ``size`` more bytes of a part, ``unpacked`` in all so far, of ``packed`` bytes."""
        self.left -= size
        if self.left < 0 or unpacked > self.ratio * max(packed, 1):
            raise BadDataError(
                "archive_too_large",
                f"{self._name}: {part} unpacks to more than "
                f"{self._most:,} bytes, or {self.ratio} times its size, which no BLS download "
                "does. Download it again from https://www.bls.gov/oes/tables.htm.",
            )


def _content(file: Path, limits: Limits) -> bytes:
    try:
        if file.exists() and not file.is_file():
            raise BadDataError("cannot_read", f"{file} is not a file. Name the file to import.")
        size = file.stat().st_size
        if size > limits.archive_bytes:
            raise BadDataError(
                "archive_too_large",
                f"{file} has {size:,} bytes; a BLS download has at most {limits.archive_bytes:,}. "
                "Check that it is one.",
            )
        return file.read_bytes()
    except OSError as error:
        raise BadDataError(
            unreadable(error),
            f"{file} cannot be read: {error.strerror}. Check the name of the file.",
        ) from error


def _opened(content: bytes, name: str) -> zipfile.ZipFile:
    if not content.startswith(b"PK"):
        raise BadDataError("not_an_archive", f"{name} {_mistaken(content)}")
    with _sound(name, "its end is missing"):
        return zipfile.ZipFile(io.BytesIO(content))


def _mistaken(content: bytes) -> str:
    """What a file is that is neither archive nor workbook, and what to do."""
    if not content:
        return "is empty. Download it again."
    if content.lstrip()[:1] == b"<":
        return "is a web page: BLS refused the download. Download it with a browser."
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return (
            "is an old (.xls) or a password-protected workbook. Save it as .xlsx without a "
            "password, or import the archive from BLS."
        )
    return (
        "is neither a zip archive nor an .xlsx workbook. Import oesmYYst.zip, oesmYYma.zip or "
        "oesmYYnat.zip from https://www.bls.gov/oes/tables.htm, or a workbook in one."
    )


@contextmanager
def _sound(name: str, why: str) -> Iterator[None]:
    """Whatever the unpacking of damaged bytes raises is ``archive_damaged``."""
    try:
        yield
    except (MlsalaryError, MemoryError):
        raise
    except Exception as error:
        raise _damaged(name, why) from error


def _damaged(name: str, why: str) -> BadDataError:
    return BadDataError("archive_damaged", f"{name} is damaged: {why}. Download it again.")


def _checked(archive: zipfile.ZipFile, name: str, limits: Limits) -> list[zipfile.ZipInfo]:
    """The members, refused where one is encrypted, leads out of the folder or stands twice."""
    members = archive.infolist()
    if len(members) > limits.members:
        raise BadDataError(
            "archive_too_large",
            f"{name} contains {len(members)} files; a BLS download has at most {limits.members}.",
        )
    for member in members:
        if not member.filename:
            raise _damaged(name, "a file in it has no name")
        if member.flag_bits & 1:
            raise BadDataError(
                "archive_encrypted", f"{name} is encrypted. Import the archive as BLS gives it."
            )
        # zipfile puts slashes for the backslashes of Windows only on Windows
        path = PurePosixPath(member.filename.replace("\\", "/"))
        outside = path.is_absolute() or ".." in path.parts or ":" in member.filename
        if outside or stat.S_ISLNK(member.external_attr >> 16):
            raise BadDataError(
                "archive_unsafe",
                f"{name} would unpack outside its folder: {quoted(member.filename)}. It is not a "
                "BLS download.",
            )
    if len({member.filename for member in members}) < len(members):
        raise BadDataError(
            "archive_unsafe", f"{name} contains two files of the same name. Download it again."
        )
    return [member for member in members if not member.is_dir()]


def _is_workbook(archive: zipfile.ZipFile) -> bool:
    return "xl/workbook.xml" in archive.namelist()


def _read_through(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, budget: _Budget
) -> None:
    """Read every part of a workbook to its end, and refuse a sheet with cells far out."""
    for member in members:
        far = _far_cell(member.file_size)
        before = b""
        for chunk in _chunks(archive, member, name, budget):
            text = before + chunk.translate(None, _BLANKS)
            if far.search(text):
                raise BadDataError(
                    "archive_too_large",
                    f"{name} has cells beyond column AZ, or far below the others. Delete them, or "
                    "import the workbook as BLS gives it.",
                )
            before = text[-_LONGEST_CELL:]


def _far_cell(size: int) -> re.Pattern[bytes]:
    """What finds a cell that no part of so many bytes needs; blanks are left out before."""
    least, most = _ROW_DIGITS
    digits = min(max(least, len(str(size))), most)
    return re.compile((_FAR_CELL % (digits + 1)).encode())


def _chunks(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, budget: _Budget
) -> Iterator[bytes]:
    """The member, piece by piece, to where its data end, whatever its header says of the size."""
    entry = copy(member)
    entry.file_size = budget.left + 1
    unpacked = 0
    part = one_line(PurePosixPath(member.filename).name)
    with _sound(name, f"{part} cannot be unpacked"), archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            unpacked += len(chunk)
            budget.spend(len(chunk), unpacked, part, member.compress_size)
            yield chunk
    if unpacked != member.file_size:
        raise _damaged(name, f"{part} is not as long as its header says")
