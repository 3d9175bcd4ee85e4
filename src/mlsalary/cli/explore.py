"""``mlsalary explore``: a form on the left, its answer on the right."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from mlsalary.cli.options import start_of, takes_rulebook
from mlsalary.cli.profile import takes_fields
from mlsalary.cli.terminal import CURRENT
from mlsalary.errors import UsageError
from mlsalary.profile import Profile
from mlsalary.rulebook import Rulebook

HOST = "127.0.0.1"
PORT = 8417
_BROWSER = "Browser"


@takes_rulebook
@takes_fields
def explore(
    book: Rulebook,
    data: Path | None,
    given: dict[str, Any],
    no_profile: bool,
    web: Annotated[
        bool,
        typer.Option(
            "--web", help="Serve it to a browser on this computer.", rich_help_panel=_BROWSER
        ),
    ] = False,
    host: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help=f"With --web: where to listen. Default: {HOST}, which only this computer reaches.",
            rich_help_panel=_BROWSER,
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="NUMBER",
            help=f"With --web: the port; 0 is any that is free. Default: {PORT}.",
            rich_help_panel=_BROWSER,
        ),
    ] = None,
) -> None:
    """Explore pay in a full-screen form: the answer follows what you type.

    Options fill in the form. Every answer can be saved to a file, and shows the command that prints
    the same. With --web it opens in a browser instead of the terminal.
    """
    from mlsalary.explore import surroundings

    start = start_of(given, no_profile, book)
    profile = Profile(**{**start.values, **given})
    if not web:
        for option, value in (("--host", host), ("--port", port)):
            if value is not None:
                raise UsageError("option_without_effect", f"{option} has no effect without --web.")
        surroundings.require_terminal()
        from mlsalary.explore import run

        # A field that is emptied must stay empty in the command that gives the same.
        fresh = not no_profile and not start_of({}, False, book).values
        return run(profile, book, data, fresh=fresh, ascii_only=not CURRENT.get().says_unicode)
    words = ["explore", *_options(given, no_profile, data)]

    def with_port(number: int) -> str:
        from mlsalary.explore.command import line

        other = [] if host is None else [f"--host={host}"]
        return line(["mlsalary", *words, "--web", *other, f"--port={number}"])

    where = HOST if host is None else host
    listening = surroundings.listen(where, PORT if port is None else port, with_port)
    from mlsalary.explore.web import serve

    return serve(
        # -P: nothing that lies in this folder is taken for a module
        [sys.executable, "-P", "-m", "mlsalary", *words],
        listening,
        where,
        CURRENT.get().stderr.write,
    )


def _options(given: Mapping[str, Any], no_profile: bool, data: Path | None) -> Iterator[str]:
    """What was given, for another process to be given."""
    for name, value in (*given.items(), ("data", data)):
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield f"--{name.replace('_', '-')}={one}"
    if no_profile:
        yield "--no-profile"
