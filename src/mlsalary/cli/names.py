"""What else an option is called, and what people try that is none: ``[options]`` of the shipped
vocabulary.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from mlsalary.rulebook import Rulebook
from mlsalary.vocabulary import FILE


class Instead(NamedTuple):
    """What does the work of an option that there is not.

    option: the one meant; empty: none is. commands: those that it belongs to; none: any. example:
    a value of it. why: a sentence for where there is none to name.
    """

    option: str
    commands: tuple[str, ...]
    example: str
    why: str


def others_of(field: str) -> tuple[str, ...]:
    """The other names of the option of a field, such as ``--yoe``."""
    return tuple(f"--{name}" for name in _table().get("also", {}).get(field, ()))


@cache
def canonical() -> Mapping[str, str]:
    """Each other name -> the option."""
    return {other: f"--{field}" for field in _table().get("also", {}) for other in others_of(field)}


def instead_of(option: str, verb: str) -> Instead | None:
    """What is meant by an option that ``verb`` has not; None: nobody knows."""
    for row in _table().get("instead", ()):
        of_verb = not row.get("of") or verb in row["of"]
        if option.removeprefix("--").replace("_", "-").casefold() in row["tried"] and of_verb:
            return Instead(
                row.get("option", ""),
                tuple(row.get("commands", ())),
                row.get("example", ""),
                row.get("why", ""),
            )
    return None


def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = Rulebook.shipped().toml(FILE).get("options", {})
    return table
