"""Place names as people type them -> the keys that the place tables are sorted by.

Text only: what a name means is said in resolve.py. ``scripts/build_places.py`` makes the keys of
the tables with the same functions, so both sides agree.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 120  # characters; no place in the country needs half of it

SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
COMPASS = {"n": "north", "s": "south", "e": "east", "w": "west"}
APOSTROPHES = "'’‘`´ʻ"
_JOINED = dict.fromkeys(map(ord, APOSTROPHES))
_APART = {code: " " for code in range(128) if not chr(code).isalnum()}
_PLAIN = _APART | {code: None for code in _JOINED if code < 128}
"""Both at once, for a text without a sign that means something between the two."""


@lru_cache(maxsize=1024)  # one question asks for the key of its text several times
def key(text: str) -> str:
    """The name in lower-case ASCII, words parted by one space: ``St. Paul`` -> ``st paul``.

    Saint, Fort and Mount become St, Ft and Mt, and a leading N., S., E. or W. is written out.
    """
    if text.isascii() and "." not in text and "&" not in text:
        words = text.lower().translate(_PLAIN).split()
    else:
        words = _plain(text).translate(_APART).split()
    if len(words) > 1 and words[0] in COMPASS:
        words[0] = COMPASS[words[0]]
    if not SHORT.keys().isdisjoint(words):
        words = [SHORT.get(word, word) for word in words]
    return " ".join(words)


def _plain(text: str) -> str:
    plain = text.casefold() if text.isascii() else _without_accents(text)
    plain = plain.translate(_JOINED)
    if "." in plain:  # of "D.C." and "N. Hollywood"; a pattern takes a millisecond to compile
        plain = re.sub(r"(?<![^\W_])([^\W_])\.", r"\1", plain)
    plain = plain.replace("&", " and ")
    if not plain.isascii():
        plain = "".join(letter if letter.isascii() else " " for letter in plain)
    return plain


def is_latin(text: str) -> bool:
    """Whether all letters are Latin ones: a key drops others, and what is left is no name."""
    return text.isascii() or all(
        unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER"))
        for letter in unicodedata.normalize("NFKD", text)
        if letter.isalpha() and not letter.isascii()
    )


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def title_states(title: str) -> tuple[str, ...]:
    """The states in the title of a metro: ``Kansas City, MO-KS`` -> ``("MO", "KS")``."""
    states = tuple(title.rpartition(", ")[2].split("-"))
    written = all(len(each) == 2 and each.isascii() and each.isalpha() for each in states)
    return states if ", " in title and written and "".join(states).isupper() else ()


def title_cities(title: str) -> str:
    """The title of a metro without its states."""
    return title.rpartition(", ")[0] if title_states(title) else title
