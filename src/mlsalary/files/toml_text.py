"""TOML that people write -> its table, or an error that can be said in a sentence."""

from __future__ import annotations

import re
from typing import Any

_DEEP = re.compile(r"""(?<![\w"'-])(?:[\w"'-]+[ \t]*\.[ \t]*){100}""")
"""A key of a hundred parts, for some of which the parser takes hours."""
_DEEPEST = 100
"""Values within values, of which nobody needs five; what follows the parser may bear fewer."""


def loads(text: str) -> dict[str, Any]:
    """What a text holds. ValueError for what is no TOML, or nested too deeply to be read."""
    import tomllib  # 3 ms

    try:
        if _DEEP.search(text):
            raise RecursionError
        table = tomllib.loads(text)
        _require_shallow(table)
    except RecursionError:
        raise ValueError("too deeply nested") from None
    return table


def _require_shallow(table: dict[str, Any]) -> None:
    level: list[Any] = [table]
    for _ in range(_DEEPEST):
        inner = (one.values() if isinstance(one, dict) else one for one in level)
        level = [each for some in inner for each in some if isinstance(each, dict | list)]
    if level:
        raise RecursionError
