"""A call of an assistant's tool, with arguments of any kind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import Any

from fuzzing import junk
from fuzzing.oracle import _general, documented, steers
from fuzzing.values import PLACES, TEXTS
from mlsalary.mcp import server
from mlsalary.mcp.tools import TOOLS
from mlsalary.rulebook import Rulebook

_NUMBERS = (0, 1, 5, -1, 2.5, 190_000, 1e308, -1e308, 1e-320, 10**400, float("nan"), float("inf"))
_OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    {"a": 1},
    [None],
    "",
    " ",
    [1, "a", None, [2]],
)


@cache
def _book() -> Rulebook:
    return Rulebook.shipped()


@cache
def _properties(tool: str) -> Mapping[str, dict[str, Any]]:
    return TOOLS[tool].properties(_book())


def call(random: Random) -> tuple[str, dict[str, Any]]:
    """A tool and its arguments."""
    tool = random.choice([*TOOLS])
    properties = _properties(tool)
    wildness = random.choice((0, 0.1, 0.3, 0.8))
    needed = set(TOOLS[tool].required) | {"years"} & properties.keys()
    given = {
        name: _value(random, about, wildness)
        for name, about in properties.items()
        if random.random() < (0.95 if name in needed else 0.2)
    }
    if random.random() < wildness / 2:
        given[random.choice(junk.WORDS)] = _value(random, {}, 1)
    return tool, given


def _value(random: Random, about: Mapping[str, Any], wildness: float) -> Any:
    if random.random() >= wildness:
        known = about.get("enum") or about.get("examples") or (*PLACES, *TEXTS)
        return random.choice([*known])
    which = random.randrange(5)
    if which == 0:
        return random.choice(_NUMBERS)
    if which == 1:
        return random.choice(_OTHERS)
    if which == 2:
        return [_value(random, about, wildness / 2) for _ in range(random.choice((1, 2, 3, 200)))]
    return junk.word(random) if which == 3 else junk.slip(random, random.choice(TEXTS))


def outcome(tool: str, given: Mapping[str, Any]) -> tuple[str, list[str]]:
    """How the call ends, ``ok`` or the code of an error, and what is wrong with that."""
    try:
        answer = server.call(tool, given, _book())
    except Exception as error:
        return "escaped", [f"escaped: {_general(f'{type(error).__name__}: {error}')}"]
    content: Any = answer.structured_content
    code = content.get("code", "?") if answer.is_error else "ok"
    return code, list(
        _faults(code, content, [str(getattr(block, "text", "")) for block in answer.content])
    )


def _faults(code: str, content: Any, texts: list[str]) -> Iterator[str]:
    if code == "bug":
        yield f"bug: {_general(content['message'])}"
    elif code != "ok" and code not in documented():
        yield f"undocumented: {code}"
    try:
        json.dumps(content, allow_nan=False).encode()
    except (ValueError, UnicodeError) as error:
        yield f"no JSON: {type(error).__name__}"
    if found := next(filter(None, map(steers, texts)), ""):
        yield f"text has {found!r}"
