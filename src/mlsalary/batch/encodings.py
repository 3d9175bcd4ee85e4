"""Text of any encoding as UTF-8, which is what the readers of lines read."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import IO

from mlsalary.errors import BadDataError, UsageError
from mlsalary.spelling import one_line, quoted

# Longer than a label of a host name may be, which some codecs of Python's are for.
_PROBE = "years,note\n" + "5,abc" * 20 + "\n"
LONGEST_PATH = 300  # characters of a file name in a message
UTF8 = ("utf-8", "utf8")
_MARKS = {
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),  # before UTF-16, whose marks begin so
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
}


def recoded(stream: IO[bytes], encoding: str, name: str) -> IO[bytes]:
    """The stream as UTF-8, whatever its ``encoding``.

    UsageError when that is no encoding of text. What is read raises BadDataError when the bytes
    are in another one.
    """
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError) as error:  # the latter for a name that no file can have
        raise _no_encoding(encoding) from error
    if codec.name == "utf-8":
        return stream
    if not _is_of_text(codec):
        raise _no_encoding(encoding)
    return _Recoded(stream, codec, name)  # type: ignore[return-value]


def _no_encoding(encoding: str) -> UsageError:
    return UsageError(
        "bad_encoding",
        f"{quoted(encoding)} is not a text encoding. Give utf-8, cp1252, latin-1 or utf-16.",
    )


def _is_of_text(codec: codecs.CodecInfo) -> bool:
    """Whether a file can be in it: lines come back as they were, read byte by byte."""
    if not codec._is_text_encoding or codec.incrementaldecoder is None:
        return False
    try:
        data, _ = codec.encode(_PROBE)
        decoder = codec.incrementaldecoder("strict")
        pieces = [decoder.decode(data[at : at + 1]) for at in range(len(data))]
        return "".join([*pieces, decoder.decode(b"", final=True)]) == _PROBE
    except (UnicodeError, LookupError):
        return False


def require_utf8(beginning: bytes, name: str) -> None:
    """BadDataError for bytes that begin as UTF-16 and UTF-32 do."""
    marked = (encoding for encoding, marks in _MARKS.items() if beginning.startswith(marks))
    found = next(marked, None) or _by_zeros(beginning[:4])
    if found:
        raise BadDataError(
            "not_utf8",
            f"{one_line(name, LONGEST_PATH)} is {found.upper()}. Add --encoding {found}.",
        )


def _by_zeros(four: bytes) -> str | None:
    """What two letters of ASCII are in: a file without a mark begins with such."""
    zeros = "".join("0" if byte == 0 else "x" for byte in four)
    return {"x000": "utf-32-le", "000x": "utf-32-be", "x0x0": "utf-16-le", "0x0x": "utf-16-be"}.get(
        zeros
    )


class _Recoded:
    """A stream in another encoding, read as UTF-8."""

    def __init__(self, stream: IO[bytes], codec: codecs.CodecInfo, name: str) -> None:
        self._stream, self._name = stream, one_line(name, LONGEST_PATH)
        self._codec = codec.name
        self._decode: Callable[..., str] = codec.incrementaldecoder("strict").decode

    def read(self, size: int) -> bytes:
        """As many bytes decoded, and encoded again; empty at the end alone."""
        while True:
            data = self._stream.read(size)
            try:
                text = self._decode(data, final=not data)
            except UnicodeError as error:  # not every codec raises a UnicodeDecodeError
                reason = getattr(error, "reason", None) or error
                raise BadDataError(
                    "wrong_encoding",
                    f"{self._name} is not {self._codec}: {one_line(reason)}. "
                    "Name another --encoding.",
                ) from error
            if text or not data:
                # Half of a pair of surrogates, which some encodings can write, stays what is no
                # UTF-8: the line that holds it is refused, and no other.
                return text.encode("utf-8", "surrogatepass")
