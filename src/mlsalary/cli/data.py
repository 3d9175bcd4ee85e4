"""``mlsalary data``: the sources and their age, the check of a folder, the import of a release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlsalary.cli.options import prints
from mlsalary.results import Result

ACTIONS = ("check", "import")


@prints
def data(
    action: Annotated[
        str | None, typer.Argument(help="check or import. Left out: list the sources.")
    ] = None,
    path: Annotated[
        Path | None,
        typer.Argument(help="The folder to check, or the file to import.", show_default=False),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--data", help="List the sources with this folder laid over the rulebook."),
    ] = None,
) -> Result:
    r"""Where the figures come from and how old they are; check or add to them.

    [b]mlsalary data[/b] lists each source with its period, age and licence.

    [b]mlsalary data check \[FOLDER][/b] checks a folder of data, or what is in use.

    [b]mlsalary data import FILE[/b] adds a BLS release to yours, for --bls YYYY to use:
    oesmYYst.zip, oesmYYma.zip or oesmYYnat.zip from www.bls.gov/oes/tables.htm,
    or a workbook in one. MLSALARY_HOME names another folder to keep it in.
    """
    from datetime import date

    from mlsalary import importing
    from mlsalary.errors import UsageError
    from mlsalary.rulebook import Rulebook
    from mlsalary.spelling import nearest, quoted
    from mlsalary.tables import data as reports

    if action is not None and folder is not None:
        raise UsageError(
            "option_not_for_action",
            f"--data is for the list of sources, not for {action}. Leave it out"
            f"{f', or say: mlsalary data check {folder}' if action == 'check' else ''}.",
        )
    if action is None:
        book = Rulebook.shipped() if folder is None else Rulebook.overlay(folder)
        return reports.status(book, date.today())
    if action == "check":
        return reports.checked(path)
    if action == "import":
        if path is None:
            raise UsageError(
                "file_missing", "Say which file to import, such as: data import oesm25st.zip"
            )
        return reports.report_of(importing.import_release(path, date.today()))
    raise UsageError(
        "bad_action",
        f"`data` cannot {quoted(action)}. It can {' and '.join(ACTIONS)}.",
        nearest(action, ACTIONS),
    )
