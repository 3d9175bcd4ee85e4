"""The files of ``mlsalary sql --tables``: what of them is asked for, and how they are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlsalary import __version__
from mlsalary.cli import streams
from mlsalary.cli.output import a_file
from mlsalary.cli.terminal import CURRENT
from mlsalary.errors import UsageError
from mlsalary.files import require_free
from mlsalary.files.folder import full_path, write_files
from mlsalary.spelling import one_of
from mlsalary.sql import FORMS

if TYPE_CHECKING:
    from mlsalary.sql.stored import Stored

_LOADING, _QUERY = "load.sql", "price.sql"


def folder_for(tables: str | None, form: str, *, force: bool) -> Path | None:
    """The full path of the folder, before anything is computed; None where all goes into a script.

    UsageError for a form that is not known or that a script cannot have, and ``file_exists``.
    """
    form = one_of(UsageError, "bad_form", "form", form, FORMS)
    if tables is None:
        if form != "query":
            raise UsageError(
                "tables_missing",
                f"--as {form} needs --tables FOLDER: the tables that a script makes are temporary, "
                f"and {_LASTING[form]} outlives them. Name a folder for them.",
            )
        return None
    if not tables.strip():
        raise UsageError("missing_value", "--tables wants a folder, such as --tables lookups.")
    folder = full_path(Path(tables))
    for name in (_LOADING, _QUERY):
        if form != "dbt" and (folder / name).exists():
            require_free(str(Path(tables) / name), force=force)
    return folder


_LASTING = {"view": "a view", "dbt": "a model"}


def write_stored(stored: Stored, tables: str, output: Path | None, *, force: bool) -> None:
    """Write all of it, or nothing, and say on stderr what was written. output: where the query goes
    instead, standard output under its name."""
    from mlsalary.render.sql_files import load_text, query_text, written

    folder, text = Path(tables), query_text(stored, __version__)
    contents = {str(folder / name): content for name, content in stored.files.items()}
    if stored.form != "dbt":
        loading = load_text(stored, __version__, full_path(folder))
        contents[str(folder / _LOADING)] = loading.encode()
    usual = f"models/{stored.name}.sql" if stored.form == "dbt" else _QUERY
    query = str(folder / usual) if output is None else str(output)
    if any(_same(query, name) for name in contents):
        raise UsageError("own_output", f"{query} is one of the other files. Name another one.")
    is_shown = output is not None and a_file(output) is None
    if not is_shown:
        contents[query] = text.encode()
    write_files(contents, replace=force)
    if is_shown:
        streams.write_exactly(CURRENT.get().stdout, text)
    shown = usual if output is None else "the query" if is_shown else query
    CURRENT.get().stderr.write(written(stored, tables, shown))


def _same(one: str, other: str) -> bool:
    return Path(one).resolve() == Path(other).resolve()
