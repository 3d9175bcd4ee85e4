"""Objects of JSON whose keys stand once each: of two, JSON keeps the last and says nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any


class KeyTwiceError(ValueError):
    """An object has this key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(f'the key "{key}" is there twice')
        self.key = key


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The ``object_pairs_hook`` of json; raises KeyTwiceError."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        raise KeyTwiceError(next(key for key, count in counts.items() if count > 1))
    return found
