"""``mlsalary data``: sources and their age; checks of a folder, imports, what a change does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlsalary.cli.options import prints
from mlsalary.results import Result

ACTIONS = ("check", "import", "diff")


@prints("explain", "sources")
def data(
    action: Annotated[
        str | None,
        typer.Argument(metavar="ACTION", help="check, import or diff. Default: list the sources."),
    ] = None,
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER|FILE",
            help="The folder to check, the file to import, or the old rulebook.",
            show_default=False,
        ),
    ] = None,
    new: Annotated[
        Path | None,
        typer.Argument(
            metavar="NEW", help="For diff: the new rulebook. Default: shipped.", show_default=False
        ),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="FOLDER",
            help="List the sources with this folder over the rulebook.",
        ),
    ] = None,
) -> Result:
    r"""Show the sources of the figures and their age; check or add data.

    [b]mlsalary data[/b] lists each source with its period, age and license.

    [b]mlsalary data check \[FOLDER][/b] checks a folder of data, or what is in use.

    [b]mlsalary data import FILE[/b] adds a BLS release to yours, for --bls YYYY to use:
    oesmYYst.zip, oesmYYma.zip or oesmYYnat.zip from www.bls.gov/oes/tables.htm,
    or a workbook in one. MLSALARY_HOME names another folder to keep it in.

    [b]mlsalary data diff OLD \[NEW][/b] shows in dollars what a change of figures does to pay.
    Each is a folder as --data takes it, or shipped.
    """
    from datetime import date

    from mlsalary import importing
    from mlsalary.errors import UsageError
    from mlsalary.figures import listed
    from mlsalary.rulebook import Rulebook
    from mlsalary.spelling import nearest, quoted
    from mlsalary.tables import data as reports
    from mlsalary.tables.diff import SHIPPED, compared

    action = action and action.casefold()
    if action is not None and folder is not None:
        instead = {"check": f"check {folder}", "diff": f"diff shipped {folder}"}.get(action)
        raise UsageError(
            "option_not_for_action",
            f"--data works with the list of sources, not with {action}. Leave it out"
            f"{f', or say: mlsalary data {instead}' if instead else ''}.",
        )
    if new is not None and action in ("check", "import"):
        raise UsageError(
            "option_not_for_action",
            f"{action} takes one path; {quoted(new)} is one too many. Only diff takes two.",
        )
    if action is None:
        book = Rulebook.shipped() if folder is None else Rulebook.overlay(folder)
        return reports.status(book, date.today())
    if action == "check":
        return reports.checked(path)
    if action == "import":
        if path is None:
            raise UsageError(
                "missing_argument",
                "Give the file to import, such as: mlsalary data import oesm25st.zip",
            )
        return reports.report_of(importing.import_release(path, date.today()))
    if action == "diff":
        if path is None:
            raise UsageError(
                "missing_argument", "Give the old rulebook: mlsalary data diff OLD NEW"
            )
        return compared(path, new or Path(SHIPPED))
    raise UsageError(
        "bad_action",
        f"There is no `mlsalary data` {quoted(action)}. Use {listed(ACTIONS, 'or')}.",
        nearest(action, ACTIONS),
    )
