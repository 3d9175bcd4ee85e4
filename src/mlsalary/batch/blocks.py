"""A stream in blocks of whole lines, in bounded memory however long a line is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, NamedTuple

BLOCK = 1 << 22  # bytes: long enough to be worth the joins, short enough for little memory
SHOWN = 100_000  # characters of a line that is no row, which the rejects keep


class TooLong(NamedTuple):
    """A line of more bytes than are read: what it begins with."""

    beginning: bytes


def blocks(
    stream: IO[bytes], longest: int, size: int, *, old_ends: bool
) -> Iterator[bytes | TooLong]:
    """Blocks that end where a line ends, of about ``size`` bytes, in their order with the lines
    of more than ``longest`` bytes.

    old_ends: carriage returns end the lines of a stream that begins without a line feed, as those
    of old Macintoshes do.
    """
    rest, too_long = b"", None
    for data in _with_line_feeds(stream, size) if old_ends else filled(stream, size):
        if too_long is not None:
            end = data.find(b"\n") + 1
            if not end:
                continue
            yield TooLong(too_long)
            too_long, data = None, data[end:]
        block = rest + data
        cut = block.rfind(b"\n") + 1
        if cut:
            yield from _parted(block[:cut], longest)
        rest = block[cut:]
        if len(rest) > longest:
            too_long, rest = rest[:SHOWN], b""
    if too_long is not None:
        yield TooLong(too_long)
    elif rest:
        yield rest


def filled(stream: IO[bytes], size: int) -> Iterator[bytes]:
    """Pieces of just ``size`` bytes but for the last: a pipe or a packed file may give fewer."""
    while True:
        pieces, wanted = [], size
        while wanted > 0 and (data := stream.read(wanted)):
            pieces.append(data)
            wanted -= len(data)
        if pieces:
            yield pieces[0] if len(pieces) == 1 else b"".join(pieces)
        if wanted > 0:
            return


def _with_line_feeds(stream: IO[bytes], size: int) -> Iterator[bytes]:
    old_ends, after_return = None, False
    for data in filled(stream, size):
        if old_ends is None:
            old_ends = b"\n" not in data and b"\r" in data
        if not old_ends:
            yield data
            continue
        whole = data[1:] if after_return and data.startswith(b"\n") else data
        after_return = data.endswith(b"\r")
        yield whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _parted(block: bytes, longest: int) -> Iterator[bytes | TooLong]:
    """The block without the lines that are too long, and those in between."""
    begin = at = 0
    while len(block) - at > longest:
        end = block.rfind(b"\n", at, at + longest + 1) + 1
        if not end:  # the line that begins here
            if begin < at:
                yield block[begin:at]
            end = block.find(b"\n", at) + 1
            yield TooLong(block[at : min(end, at + SHOWN)])
            begin = end
        at = end
    if begin < len(block):
        yield block[begin:]
