"""``mlsalary help``: the help of the program, or of a command."""

from __future__ import annotations

from typing import Annotated

import typer

from mlsalary.errors import UsageError
from mlsalary.spelling import quoted


def help(  # noqa: A001  (a command has one name in every layer)
    command: Annotated[
        str | None, typer.Argument(metavar="COMMAND", help="Default: list the commands.")
    ] = None,
    action: Annotated[
        str | None,
        typer.Argument(metavar="ACTION", help="Of profile or data, whose help has them all."),
    ] = None,
) -> None:
    """Show how a command is used: the same as its --help."""
    from mlsalary.cli import VERBS, build

    if action is not None and command in VERBS:
        _check(command, action)
    asked = [] if command is None else [command]
    program = build(asked if command in VERBS else VERBS)
    program([*asked, "--help"], standalone_mode=False, prog_name="mlsalary")


def _check(command: str, action: str) -> None:
    """UsageError for a second word that is no action of the first."""
    from importlib import import_module

    if action.casefold() not in getattr(import_module(f"mlsalary.cli.{command}"), "ACTIONS", ()):
        raise UsageError(
            "unexpected_word",
            f"help shows one command: leave {quoted(action)} out, mlsalary help {command}.",
        )
