"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from mlsalary.errors import BadDataError

_MAGIC = {
    b"PAR1": "parquet",
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_REFUSED = {
    b"%PDF-": ("a PDF", "Copy its table into a spreadsheet and save that as .csv"),
    b"{\\rtf": ("a word-processor document", "Save its table as .csv"),
    b"BZh": ("a bzip2 archive", "Unpack it"),
    b"\xfd7zXZ\0": ("an xz archive", "Unpack it"),
    b"7z\xbc\xaf\x27\x1c": ("a 7-Zip archive", "Unpack it"),
    b"Rar!\x1a": ("a RAR archive", "Unpack it"),
    b"SQLite format 3\0": ("an SQLite database", "Export its table as .csv"),
    b"ARROW1": ("an Arrow file", "Save it as .parquet"),
    b"Obj\x01": ("an Avro file", "Save it as .parquet"),
    b"\x89PNG": ("a picture", "Give a file of rows, such as .csv"),
    b"\xff\xd8\xff": ("a picture", "Give a file of rows, such as .csv"),
}
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
MAYBE_WORKBOOK = (*_ZIP, _OLD)
_WEB = re.compile(rb"<(!doctype|html|\?xml|head|body|table)\b", re.IGNORECASE)
_JSON = re.compile(rb'\[\s*\{\s*["}]|\{\s*"[^"]*"\s*:')
_BLANKS = b"\xef\xbb\xbf \t\r\n"


def kind_of(head: bytes, stream: IO[bytes] | None, name: str) -> str | None:
    """parquet, xlsx (a workbook of any kind), gzip, zstd or json; None for other text.

    stream: the whole of what begins so, that an archive can be looked into. BadDataError
    ``cannot_read`` that names what else a file is, and what to do with it.
    """
    for magic, (what, way_out) in _REFUSED.items():
        if head.startswith(magic):
            raise _is(name, what, way_out)
    text = head.lstrip(_BLANKS)
    if _WEB.match(text):
        raise _is(name, "a web page or XML", "Open it in a spreadsheet and save it as .csv")
    if head.startswith(_ZIP):
        return _in_zip(stream, name)
    if head.startswith(_OLD):  # of 1997, or a locked one of today
        return "xlsx"
    found = (kind for magic, kind in _MAGIC.items() if head.startswith(magic))
    return next(found, "json" if _JSON.match(text) else None)


def _in_zip(stream: IO[bytes] | None, name: str) -> str:
    try:
        members = zipfile.ZipFile(stream).namelist() if stream else []
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadDataError(
            "cannot_read",
            f"{name} is a workbook or an archive that was cut off. Save or download it again.",
        ) from error
    if any(member.startswith("xl/") for member in members) or "content.xml" in members:
        return "xlsx"
    if any(member.startswith(("word/", "ppt/")) for member in members):
        raise _is(name, "an Office document", "Save its table as .csv or .xlsx")
    raise _is(name, "a zip archive", "Unpack it and give the file inside")


def _is(name: str, what: str, way_out: str) -> BadDataError:
    return BadDataError("cannot_read", f"{name} is {what}, not a file of rows. {way_out}.")
