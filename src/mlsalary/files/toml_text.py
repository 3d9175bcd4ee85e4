"""TOML that people write -> its table, or an error that can be said in a sentence."""

from __future__ import annotations

import re
from typing import Any

_DEEP_KEY = r"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){100}"""
"""A key of a hundred parts, for some of which the parser takes hours."""
_DEEPEST = 100
"""Levels of values within values. Nobody needs five, and the parser bears more than others do."""


def loads(text: str) -> dict[str, Any]:
    """What a text holds. ValueError for what is no TOML, or nested too deeply to be read."""
    import tomllib  # 3 ms

    too_deep = ValueError("too deeply nested")
    if re.search(_DEEP_KEY, text):
        raise too_deep
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise too_deep from None
    if _is_deep(table):
        raise too_deep
    return table


def _is_deep(table: dict[str, Any]) -> bool:
    level: list[Any] = [table]
    for _ in range(_DEEPEST):
        inner = (one.values() if isinstance(one, dict) else one for one in level)
        level = [each for some in inner for each in some if isinstance(each, dict | list)]
    return bool(level)
