"""``mlsalary compare``: profiles side by side."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import typer

from mlsalary.cli.options import PROFILE_OPTIONS, Verb, prints, signed, takes_rulebook
from mlsalary.errors import UsageError
from mlsalary.figures import listed
from mlsalary.profile import RANKED
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import one_of


def _repeatable(name: str) -> Any:
    """The option of a profile, to be given several times."""
    option = get_args(PROFILE_OPTIONS[name])[1]
    said = option.help.removesuffix(" Repeatable.")
    if name == "spec":
        said = f"{said} Each --spec is a cell; llm,mlops is one profile with both."
    repeated = typer.Option(
        help=said,
        metavar=option.metavar,
        rich_help_panel="Profile, each repeatable",
        autocompletion=option.autocompletion,
    )
    return Annotated[list[str] | None, repeated]


REPEATABLE = {name: _repeatable(name) for name in PROFILE_OPTIONS}


def takes_grid(verb: Verb) -> Verb:
    """Give ``verb(choices, ...)`` the options of a profile, each of them repeatable."""

    def with_grid(**options: Any) -> Any:
        choices = {name: options.pop(name) or [] for name in REPEATABLE}
        return verb(choices=choices, **options)

    return signed(with_grid, verb, REPEATABLE, replaced="choices", defaults={})


@prints("explain", "sources")
@takes_rulebook
@takes_grid
def compare(
    book: Rulebook,
    choices: dict[str, list[Any]],
    by: Annotated[
        str | None,
        typer.Option(help=f"Rank every {listed(RANKED, 'or')}."),
    ] = None,
    top: Annotated[
        int | None, typer.Option(help="Keep the first N; a page shows 20 of a ranking.", min=1)
    ] = None,
) -> Result:
    """Compare profiles: any option given several times makes a grid."""
    from mlsalary.decisions.compare import compare, grid

    if by is not None:
        by = one_of(UsageError, "bad_ranking", "ranking by", by, RANKED)
    return compare(grid(choices, book), by=by, top=top, book=book)
