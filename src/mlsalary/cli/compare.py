"""``mlsalary compare``: profiles side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, get_args

import typer

from mlsalary.cli.options import (
    PROFILE_OPTIONS,
    START_OPTIONS,
    Verb,
    given_of,
    prints,
    signed,
    starting,
    takes_rulebook,
)
from mlsalary.errors import NotFoundError, UsageError
from mlsalary.figures import listed
from mlsalary.profile import RANKED
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook
from mlsalary.saved.start import Start
from mlsalary.spelling import one_of, quoted

_RANKING = "Ranking"


def _repeatable(name: str) -> Any:
    """The option of a profile, to be given several times."""
    option = get_args(PROFILE_OPTIONS[name])[1]
    said = option.help.removesuffix(" Repeatable.")
    if name == "spec":
        said = f"{said} Each --spec is a cell; llm,mlops is one profile with both."
    repeated = typer.Option(
        help=said, metavar=option.metavar, rich_help_panel=option.rich_help_panel
    )
    return Annotated[list[str] | None, repeated]


REPEATABLE = {name: _repeatable(name) for name in PROFILE_OPTIONS}


def takes_grid(verb: Verb) -> Verb:
    """Give ``verb(choices, ...)`` the options of a profile, each of them repeatable, over what the
    user's questions start from."""

    def with_grid(**options: Any) -> Any:
        given = given_of(options)
        first = {name: values[0] for name, values in given.items()}
        if options["by"] == "employer":  # every kind of employer, none of them one company's
            first.setdefault("employer", None)

        def ask(start: Start) -> tuple[Any, Start]:
            return verb(choices={**_chosen(start.values), **given}, **options), start

        return starting(first, options.pop("no_profile"), options["book"], ask)

    return signed(with_grid, verb, REPEATABLE | START_OPTIONS, replaced=("choices",))


def _chosen(values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """One choice for each field; several specializations are those of one profile."""
    return {
        name: [",".join(value) if isinstance(value, list) else value]
        for name, value in values.items()
    }


@prints("explain", "sources", "chart", "real")
@takes_rulebook
@takes_grid
def compare(
    book: Rulebook,
    choices: dict[str, list[Any]],
    by: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD", help=f"Rank every {listed(RANKED, 'or')}.", rich_help_panel=_RANKING
        ),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            metavar="NUMBER",
            help="Keep this many of them. Default: all, of which a page shows 20.",
            min=1,
            rich_help_panel=_RANKING,
        ),
    ] = None,
    *,
    real: bool = False,
) -> Result:
    """Compare profiles: any option given several times makes a grid.

    With --real they are sorted by what pay buys.
    """
    from mlsalary.decisions.compare import compare, grid

    if by is not None:
        by = one_of(UsageError, "bad_ranking", "ranking by", by, RANKED)
    try:
        return compare(grid(choices, book), by=by, top=top, real=real, book=book)
    except NotFoundError as error:
        if error.code != "place_several":
            raise
        each = " ".join(f"--metro {quoted(area)}" for area in error.suggestions)
        said = f"{error.message} To compare them, give each its own option: {each}"
        raise NotFoundError(error.code, said, error.suggestions) from None
