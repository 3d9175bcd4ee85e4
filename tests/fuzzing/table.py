"""The program's own table of commands and options, as the fuzzer reads it: what is added to the
program is tried from then on."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from typer.main import get_command

from mlsalary.cli import VERBS, build
from mlsalary.cli.words import is_option

_PATHS = {"IN", "OUT", "FILE", "FOLDER", "FOLDER|FILE", "NEW"}
"""What stands for a path in the help."""


class Parameter(NamedTuple):
    """An option, or an argument, which has no ``names``. takes: path, number or text; empty for a
    flag."""

    name: str
    names: tuple[str, ...]
    takes: str
    is_repeatable: bool
    is_required: bool
    metavar: str


class Command(NamedTuple):
    """A command, its arguments in their order, and its options; raw: both as Typer has them."""

    verb: str
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]
    raw: tuple[Any, ...]


@cache
def commands() -> tuple[Command, ...]:
    """Every command of the program."""
    program: Any = get_command(build(VERBS))
    return tuple(_command(verb, one.params) for verb, one in program.commands.items())


def _command(verb: str, parameters: list[Any]) -> Command:
    read = [_parameter(one) for one in parameters]
    arguments = tuple(one for one in read if not one.names)
    options = tuple(one for one in read if one.names)
    return Command(verb, arguments, options, tuple(parameters))


def _parameter(one: Any) -> Parameter:
    names = (*one.opts, *one.secondary_opts) if is_option(one) else ()
    metavar = str(one.metavar or one.name).strip("[]").upper()
    kind = one.type.name.split()[0]
    if getattr(one, "is_flag", False):
        takes = ""
    elif kind == "path" or metavar in _PATHS:
        takes = "path"
    else:
        takes = "number" if kind in ("int", "integer", "float") else "text"
    repeatable = bool(getattr(one, "multiple", False))
    return Parameter(str(one.name), names, takes, repeatable, bool(one.required), metavar)
