"""A command line: a command, some of its options with values, and what can be wrong with them."""

from __future__ import annotations

import re
from random import Random

from fuzzing import junk
from fuzzing.table import Command, Parameter, commands
from fuzzing.values import value
from mlsalary.cli.names import canonical

_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
OF_PROGRAM = ("--help", "-h", "--version", "-V", "--install-completion", "--show-completion")
SLOW = {
    "sql": 0.1,
    "data": 0.3,
    "help": 0.2,
    "schema": 0.3,
    "batch": 0.5,
    "mcp": 0.3,
    "target": 0.4,
    "path": 0.7,
}
"""How often a command is tried, where that is less than once in its turn: a whole script of SQL
takes as long as three hundred estimates."""
_ASKED = ("years", "level", "amount", "base", "metro")
"""Without these, most lines would end where the question does."""
_LONG_RUNNERS = {
    "--dialect": 0.2,
    "--by": 0.15,
    "check": 0.03,
    "html": 0.3,
    "svg": 0.3,
    "--report": 0.3,
    "help": 0.3,
}
"""Words that make a run long, and how often they stay in a line."""


def line(random: Random) -> tuple[str, ...]:
    """The words behind ``mlsalary``, as a system can pass them: none has a NUL, nor half a sign
    that stands for no byte."""
    return tuple(_HALVES.sub("\udcff", word.replace("\0", "")) for word in _line(random))


def _line(random: Random) -> tuple[str, ...]:
    if random.random() < 0.02:
        return _nameless(random)
    table = commands()
    found = random.choices(table, [SLOW.get(one.verb, 1.0) for one in table])[0]
    wildness = random.choice((0, 0, 0.05, 0.15, 0.4, 0.9))
    parts = [_argument(random, found, one, wildness) for one in found.arguments]
    parts += [
        _option(random, found.verb, one, wildness) for one in _chosen(random, found, wildness)
    ]
    parts = [_kept(random, part) for part in parts]
    if random.random() < max(0.1, wildness / 2):
        random.shuffle(parts)
    words = [found.verb, *(word for part in parts for word in part)]
    return tuple(_disturbed(random, words) if random.random() < wildness else words)


def _nameless(random: Random) -> tuple[str, ...]:
    """A line that names no command, or only nearly one."""
    verbs = [one.verb for one in commands()]
    words = [*verbs, *OF_PROGRAM, "--json", *junk.WORDS]
    first = junk.slip(random, random.choice(verbs)) if random.random() < 0.4 else None
    rest = [random.choice(words) for _ in range(random.randrange(3))]
    found = [first, *rest] if first is not None else [random.choice((*OF_PROGRAM, *words)), *rest]
    return tuple(found) if random.random() < 0.98 else ()


def _chosen(random: Random, command: Command, wildness: float) -> list[Parameter]:
    """Some options: those that are needed, those of the question, a few others."""
    chance = (3 if wildness else 1.5) / max(8, len(command.options))
    found = []
    for one in command.options:
        likely = 0.97 - wildness / 4 if one.is_required else 0.7 if one.name in _ASKED else chance
        if random.random() < (likely if one.names[0] != "--json" else 0.3):
            found += [one] * (random.choice((1, 1, 2)) if one.is_repeatable else 1)
    if found and random.random() < wildness / 3:
        found.append(random.choice(found))
    return found


def _argument(random: Random, command: Command, one: Parameter, wildness: float) -> list[str]:
    likely = 0.95 if one.is_required else 0.15 if one.takes == "path" else 0.6
    return [value(random, command.verb, one, wildness)] if random.random() < likely else []


def _option(random: Random, verb: str, one: Parameter, wildness: float) -> list[str]:
    name = random.choice(one.names)
    also = [other for other, known in canonical().items() if known in one.names]
    if also and random.random() < 0.1:
        name = random.choice(also)
    if random.random() < wildness / 6:
        name = random.choice((name[:-1], name.upper(), name.replace("-", "_"), name[1:], name[:5]))
    if random.random() < wildness / 12:
        name = junk.slip(random, name)
    if not one.takes:
        return [f"{name}=yes"] if random.random() < wildness / 10 else [name]
    if random.random() < wildness / 10:
        return [name]
    said = value(random, verb, one, wildness)
    if random.random() < 0.15:
        return [f"{name}={said}"] if name.startswith("--") else [f"{name}{said}"]
    return [name, said]


def _kept(random: Random, part: list[str]) -> list[str]:
    """The part, or nothing where it would take long and others have had their turn."""
    chances = [_LONG_RUNNERS.get(word.partition("=")[0], 1.0) for word in part]
    return part if random.random() < min(chances, default=1.0) else []


def _disturbed(random: Random, words: list[str]) -> list[str]:
    """The line with something more, or less, in it."""
    words = list(words)
    for _ in range(random.choice((1, 1, 2, 3))):
        at = random.randrange(1, len(words) + 1)
        which = random.randrange(7)
        if which == 0:
            words.insert(at, "--")
        elif which == 1:
            words.insert(at, junk.word(random))
        elif which == 2:
            words.insert(at, random.choice(("--json", "--force", "-x", "--no-such", "--json")))
        elif which == 3 and at < len(words):
            del words[at]
        elif which == 4 and at < len(words):
            words.insert(at, words[at])
        elif which == 5 and at < len(words):
            words[at] = junk.slip(random, words[at])
        else:
            words.insert(at, random.choice([one.verb for one in commands()]))
    return words
