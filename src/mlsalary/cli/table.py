"""``mlsalary table``: the rulebook's tables."""

from __future__ import annotations

from typing import Annotated

import typer

from mlsalary.cli.options import prints, takes_rulebook
from mlsalary.results import Result
from mlsalary.rulebook import Rulebook


@prints("explain", "sources")
@takes_rulebook
def table(
    book: Rulebook,
    name: Annotated[
        str | None, typer.Argument(metavar="TABLE", help="Its name. Default: list the tables.")
    ] = None,
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="PLACE|COMPANY",
            help="A place, for `area`, `places` and `prices`; a company, for `companies` and "
            "`ladders`.",
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            metavar="SOURCE", help="guide or bls alone, for states and metros. Default: both."
        ),
    ] = None,
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="Areas of this state only.")
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Sort by rank, name, mean, guide, bls, factor or employment; `prices` by parity, "
            "housing or name.",
        ),
    ] = None,
    top: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Only this many rows.", min=1)
    ] = None,
) -> Result:
    """Print a table of the rulebook, every row with its source."""
    from mlsalary.tables import table as tables

    return tables.table(book, name, query, source=source, state=state, sort=sort, top=top)
