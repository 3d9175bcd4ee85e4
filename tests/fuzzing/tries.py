"""Tries by their kind and number: what a number tries is always the same."""

from __future__ import annotations

import base64
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from fuzzing import calls, files, lines, oracle
from fuzzing.room import Room

KINDS = ("lines", "calls", "files")


class Outcome(NamedTuple):
    """How a try ended: under what it counts, what is wrong with it, and what it was."""

    counts_as: tuple[str, ...]
    faults: list[str]
    case: dict[str, Any]


def attempt(kind: str, seed: int, number: int, room: Room) -> Outcome:
    """The try of this number."""
    random = Random(f"{seed}:{kind}:{number}")
    room.tidy()
    return _BY_KIND[kind](random, room)


def _line(random: Random, room: Room) -> Outcome:
    words = lines.line(random)
    tried = room.attempt(words, b"years\n5\n")
    verb = words[0] if words and words[0] in _verbs() else "no command"
    ended = "hung or escaped" if tried.escaped else f"exit {tried.code}"
    case = {"words": words, "err": tried.err[-2_000:], "out": tried.out[:500]}
    return Outcome((verb, ended), oracle.faults(tried), case)


def _call(random: Random, room: Room) -> Outcome:
    tool, given = calls.call(random)
    ended, faults = calls.outcome(tool, given)
    case = {"tool": tool, "arguments": repr(given)[:5_000]}
    return Outcome((f"tool {tool}", "answer" if ended == "ok" else "error"), faults, case)


def _file(random: Random, room: Room) -> Outcome:
    made = files.case(random)
    tried = files.attempt(room, made)
    faults = oracle.faults(tried)
    if not faults:
        faults = files.faults(room, made, tried)
    ended = "hung or escaped" if tried.escaped else f"exit {tried.code}"
    case = {
        "words": made.words,
        "file": made.name,
        "damage": made.damage,
        "err": tried.err[-2_000:],
        "content": base64.b64encode(made.content[:1_000_000]).decode(),
    }
    return Outcome((made.kind.partition(":")[0], made.damage, ended), faults, case)


_BY_KIND: dict[str, Callable[[Random, Room], Outcome]] = {
    "lines": _line,
    "calls": _call,
    "files": _file,
}


def _verbs() -> frozenset[str]:
    from mlsalary.cli import VERBS

    return frozenset(VERBS)
