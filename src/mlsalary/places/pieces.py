"""A text as boards and people write it -> its pieces, each less what stands beside the place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from mlsalary.places.names import key
from mlsalary.places.numbers import split_zip
from mlsalary.places.words import PlaceWords

_APART = re.compile(r"\s+[-–—]+\s+|\s*[,:\n_]\s*")
_BRACKETS = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]?\s*")
_SHIELDED = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_BUT = re.compile(r"\s+but\s+")
_WORD = re.compile(r"[^\s\-–—/,_]+")


class Bare(NamedTuple):
    """What is left of a piece, and what was dropped beside it.

    near: a word such as ``greater``, after which a state is no answer. nation: a word after which
    nothing else means the whole country.
    """

    text: str
    near: bool = False
    nation: bool = False


class Description(NamedTuple):
    """One place as it is written: its pieces, those in brackets, its ZIP codes, and what follows
    ``but``."""

    pieces: tuple[str, ...]
    brackets: tuple[str, ...]
    zips: tuple[str, ...]
    but: str


def alternatives(text: str, told: PlaceWords) -> list[str]:
    """The places of a list, each as it is written; signs within brackets do not part them."""
    shielded = _SHIELDED.sub(lambda found: "\0" * len(found[0]), text)
    found, start = [], 0
    for sign in told.between.finditer(shielded):
        found.append(text[start : sign.start()])
        start = sign.end()
    return [one.strip() for one in (*found, text[start:]) if key(one)]


def described(text: str) -> Description:
    """The pieces of one place."""
    brackets = [inner for inner in _BRACKETS.findall(text) if key(inner)]
    pieces, codes = [], []
    said, _, but = _BUT.sub("\0", _BRACKETS.sub(" , ", text)).partition("\0")
    for piece in _APART.split(said):
        left = piece.strip()
        if parted := split_zip(left):
            left = parted[0]
            codes.append(parted[1])
        if key(left):
            pieces.append(left)
    return Description(tuple(pieces), tuple(brackets), tuple(dict.fromkeys(codes)), but)


def is_bare(text: str, told: PlaceWords) -> bool:
    """Whether a text is a name, or a name and its state, and no more."""
    pieces = text.split(",")
    plain = not any(sign in text for sign in "()[]{}:/&|;\n") and " - " not in text
    return plain and len(pieces) < 3 and all(len(bared(one, told)) == 1 for one in pieces)


def bared(text: str, told: PlaceWords) -> list[Bare]:
    """The text, then one phrase less each time, from its start before its end; ``text`` is empty
    in the last where no more than such phrases stood there."""
    words = [found.span() for found in _WORD.finditer(text) if key(found[0])]
    keys = [_counted(key(text[start:end])) for start, end in words]
    found = [Bare(text)]
    low, high = 0, len(words)
    while low < high:
        before, kind = _longest(keys[low:high], told, before=True)
        after = 0
        if not before:
            after, kind = _longest(keys[low:high], told, before=False)
        if not (before or after):
            break
        low, high = low + before, high - after
        last = found[-1]
        left = text[words[low][0] : words[high - 1][1]] if low < high else ""
        found.append(Bare(left, last.near or kind == "near", last.nation or kind == "nation"))
    return found


def _longest(keys: Sequence[str], told: PlaceWords, *, before: bool) -> tuple[int, str]:
    """How many words at an end make a phrase that is dropped, and of which kind."""
    dropped = told.dropped_before if before else told.dropped_after
    for count in range(min(told.longest, len(keys)), 0, -1):
        kind = dropped.get(" ".join(keys[:count] if before else keys[-count:]))
        if kind:
            return count, kind
    return 0, ""


def _counted(word: str) -> str:
    """``25`` of ``+25 others`` is any number."""
    return "n" if word.isdecimal() and len(word) < 4 else word
