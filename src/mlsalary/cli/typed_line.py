"""A command line up to the cursor, as a shell splits it into words."""

from __future__ import annotations

from typing import NamedTuple

_ESCAPED_IN_QUOTES = '"\\$`'


class Typed(NamedTuple):
    """words: those before the cursor's own, without quotes. word: the one that the cursor ends.

    quote: the quotation mark that is open, or nothing. settled: how many letters of ``word`` stand
    before the last mark that parts it for bash, which replaces only what is behind it.
    """

    words: tuple[str, ...]
    word: str
    quote: str
    settled: int


def read_typed(line: str, breaks: str = "") -> Typed:
    """Read a line. breaks: what parts a word for bash beside quotation marks, such as ``=``."""
    words: list[str] = []
    word, quote, is_word, settled = "", "", False, 0
    signs = iter(line)
    for sign in signs:
        if sign.isspace() and not quote:
            words += [word] if is_word else []
            word, is_word, settled = "", False, 0
            continue
        is_word = True
        if sign == quote or (sign in "\"'" and not quote):
            quote = "" if quote else sign
            settled = len(word)
        elif sign == "\\" and quote != "'":
            escaped = next(signs, "")
            word += escaped if not quote or escaped in _ESCAPED_IN_QUOTES else sign + escaped
        else:
            word += sign
            settled = len(word) if sign in breaks and not quote else settled
    return Typed(tuple(words), word, quote, settled)
