"""``mlsalary schema``: the JSON Schema of what a command prints."""

from __future__ import annotations

from typing import Annotated

import typer

from mlsalary.cli.streams import write_json
from mlsalary.cli.terminal import CURRENT


def schema(
    command: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Of a command, or error. Default: list them."),
    ] = None,
) -> None:
    """Print the JSON Schema of what a command prints with --json."""
    from mlsalary import schemas

    write_json(CURRENT.get().stdout, schemas.text(command))
