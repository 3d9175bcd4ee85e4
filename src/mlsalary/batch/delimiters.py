"""What stands between the cells of a CSV file: as it is said, or as its first records show."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from mlsalary.errors import BadDataError, UsageError
from mlsalary.spelling import quoted

NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "pipe": "|"}
_FOUND = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_NEVER = '"\r\n\0'  # they mean something else in CSV
_LOOKED_AT = 1 << 16  # bytes
_SAID = re.compile(rb'"?sep=([^"\r\n\0])"?\r?(?:\n|$)', re.IGNORECASE)


def delimiter_named(said: str) -> str:
    """The sign that ``--delimiter`` means; UsageError when it is none."""
    sign = NAMED.get(said.lower(), said)
    if len(sign.encode("utf-8", "surrogatepass")) != 1 or sign in _NEVER:
        raise UsageError(
            "bad_delimiter",
            f"{quoted(said)} is not a delimiter. Give one character or a name: comma, semicolon, "
            "tab, pipe.",
        )
    return sign


def said_by_file(block: bytes) -> str | None:
    """The delimiter that a first line ``sep=;`` says, which Excel writes and understands."""
    said = _SAID.match(block)
    return said[1].decode() if said and said[1].isascii() else None


def delimiter_found(block: bytes, name: str) -> str:
    """What parts the records that ``block`` begins with.

    The header has two columns or more by it, and, if that holds for several, every record has as
    many. BadDataError where two signs do: nothing is guessed. A comma where there is one column.
    """
    head = block[:_LOOKED_AT]
    if len(head) < len(block):
        head = head[: head.rfind(b"\n") + 1] or head
    widths = {sign: _widths(head, sign, cut=len(head) < len(block)) for sign in _FOUND}
    likely = {sign: each for sign, each in widths.items() if each and each[0] > 1}
    if len(likely) > 1:
        shares = {sign: each.count(each[0]) / len(each) for sign, each in likely.items()}
        likely = {sign: likely[sign] for sign in likely if shares[sign] == max(shares.values())}
    if len(likely) > 1:
        signs = " or ".join(_FOUND[sign] for sign in likely)
        raise BadDataError(
            "delimiter_unclear",
            f"{name} could be split at each {signs}: all its first lines fit. Choose with "
            f"--delimiter {_FOUND[next(iter(likely))]}.",
        )
    return next(iter(likely), ",")


def _widths(head: bytes, sign: str, *, cut: bool) -> list[int]:
    """How many cells the records have; the last is left out where it may go on."""
    found: list[int] = []
    try:
        found.extend(len(row) for row in csv.reader(_lines(head), delimiter=sign) if row)
    except csv.Error:  # a stray carriage return: what came before it tells enough
        return found
    return found[:-1] if cut and len(found) > 1 else found


def _lines(head: bytes) -> Iterator[str]:
    return (f"{line}\n" for line in head.decode("utf-8", "replace").rstrip("\n").split("\n"))
