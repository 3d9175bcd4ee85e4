"""An array of JSON, entry by entry, in bounded memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import IO

from mlsalary.batch.blocks import SHOWN, TooLong, filled
from mlsalary.batch.json_lines import DECODER
from mlsalary.errors import BadDataError
from mlsalary.spelling import one_line

Numbered = tuple[int, bytes | TooLong]
"""A row's number, from 1, and what stands there."""

_BLANK = re.compile(r"[ \t\r\n]*")
_LINE_END = re.compile(r"[ \t\r]*\n[ \t\r\n]*")  # never within a text of JSON


def is_array(head: bytes) -> bool:
    """Whether a file that begins so is one array."""
    return head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n").startswith(b"[")


def elements(stream: IO[bytes], longest: int, size: int, name: str) -> Iterator[Numbered]:
    """Each entry as a line of JSON with its number.

    longest: bytes; a longer entry is not read. BadDataError for what is no array of JSON: where
    one entry is broken, nobody knows where the next begins.
    """
    text = _Text(stream, size, name)
    text.take("[")
    number = 0
    while not text.at("]"):
        if number:
            text.take(",")
        number += 1
        entry = text.value(number, longest).encode()
        yield number, TooLong(entry[:SHOWN]) if len(entry) > longest else entry
    text.take("]")
    text.require_end()


class _Text:
    """The part of a stream of UTF-8 that is looked at, and how far it was read."""

    def __init__(self, stream: IO[bytes], size: int, name: str) -> None:
        self._pieces, self._name = filled(stream, size), name
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("strict").decode
        self._text, self._at, self._ended = "", 0, False
        self._more()

    def _more(self) -> bool:
        """Read on; False at the end."""
        if self._ended:
            return False
        piece = next(self._pieces, b"")
        self._ended = not piece
        try:
            self._text = self._text[self._at :] + self._decode(piece, final=self._ended)
        except UnicodeDecodeError as error:
            raise BadDataError(
                "not_utf8",
                f"{self._name} is not UTF-8. Save it as UTF-8, or add --encoding, such as cp1252.",
            ) from error
        self._at = 0
        return True

    def at(self, sign: str) -> bool:
        """Whether the next sign behind blanks is this one."""
        while True:
            self._at = _BLANK.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at] == sign
            if not self._more():
                return False

    def take(self, sign: str) -> None:
        """Go past the sign that must stand here."""
        if not self.at(sign):
            found = self._text[self._at : self._at + 1]
            raise self._broken(f"{sign} is missing" + ("" if found else " where it ends"))
        self._at += 1

    def value(self, number: int, longest: int) -> str:
        """The next entry as it is written, on one line."""
        self.at("")  # past the blanks
        while True:
            try:
                _, end = DECODER.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if len(self._text) - self._at > longest or not self._more():
                    why = getattr(error, "msg", None) or one_line(error, 100)
                    raise self._broken(f"entry {number:,}: {why}") from error
                continue
            if end == len(self._text) and self._more():
                continue  # a number may go on
            entry, self._at = self._text[self._at : end], end
            return _LINE_END.sub(" ", entry)

    def require_end(self) -> None:
        """Nothing may follow the array."""
        if not self.at("") and self._at < len(self._text):
            raise self._broken("something follows its last ]")

    def _broken(self, why: str) -> BadDataError:
        return BadDataError(
            "bad_json",
            f"{self._name} begins as a JSON array but is not one: {why}. Fix it there.",
        )
