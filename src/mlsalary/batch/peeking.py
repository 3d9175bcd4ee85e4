"""The first bytes of a stream, which is then read from its beginning."""

from __future__ import annotations

from typing import IO

HEAD = 1 << 12


def peeked(stream: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    """Some of the first bytes, and the whole stream."""
    begins = stream.tell() if getattr(stream, "seekable", bool)() else None
    pieces, wanted = [], HEAD
    while wanted > 0 and (piece := stream.read(wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    head = b"".join(pieces)
    if begins is not None:
        stream.seek(begins)
        return head, stream
    return head, _Replayed(head, stream)  # type: ignore[return-value]


class _Replayed:
    """A stream that cannot go back, with what was read of it put in front again."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head, self._stream = head, stream

    def read(self, size: int = -1) -> bytes:
        if not self._head:
            return self._stream.read(size)
        taken = self._head if size < 0 else self._head[:size]
        self._head = self._head[len(taken) :]
        return taken + self._stream.read() if size < 0 else taken
