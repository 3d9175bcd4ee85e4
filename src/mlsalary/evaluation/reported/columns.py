"""Which columns of a file of reported pay say what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mlsalary.errors import BadDataError, NotFoundError, UsageError
from mlsalary.evaluation.reported import RULES
from mlsalary.figures import listed
from mlsalary.reading.headers import FILE, Headers, Holds, read_headers, said
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import one_line, quoted

THINGS = (
    "date", "years", "level", "company", "company_level", "title", "role", "spec", "metro", "zip",
    "city", "state", "employer", "degree", "base", "equity", "bonus", "total", "interval",
    "currency", "ml",
)  # fmt: skip
"""What a column may tell."""
_SHOWN = 20


def pay_columns(
    names: Sequence[str], name: str, told: Mapping[str, str], book: Rulebook, holds: Holds
) -> Headers:
    """The columns of the file ``name``; told: ours -> theirs.

    UsageError for a thing that is none of ours and for a column that is not there; BadDataError
    where one is needed and missing, stands there twice, or where two may be the same thing.
    """
    for ours, theirs in told.items():
        if ours not in THINGS:
            raise UsageError(
                "unknown_column",
                f"{quoted(ours)} is not a column of reported pay. Known: {', '.join(THINGS)}.",
                [f"{theirs}={ours}"] if theirs in THINGS and ours in names else (),
            )
        if theirs not in names:
            raise NotFoundError(
                "column_not_found",
                f"There is no column {quoted(theirs)} (for {ours}). {_there(names)}",
            )
    headers = read_headers(names, THINGS, book, told, holds, aliases(book))
    missing = [] if "base" in headers.found else ["base"]
    if not {"years", "level", "company_level", "title"} & headers.found.keys():
        missing.append("years (or level)")
    if missing:
        raise BadDataError(
            "column_missing",
            f"{name} has no column {' and no '.join(missing)}. {_there(names)} "
            "Say which one it is, such as --map base=Salary.",
        )
    for theirs in headers.found.values():
        if names.count(theirs) > 1:
            raise BadDataError(
                "duplicate_column",
                f"{name} has the column {quoted(theirs)} more than once. Rename one of them.",
            )
    return headers


def columns_said(headers: Headers) -> str:
    """Which column was read as what, and which were not read, in one line."""
    line = f"Read: {said(headers.found)}."
    unused = [*headers.likely, *headers.others]
    if not unused:
        return line
    way_out = "; --map OURS=THEIRS reads one" if headers.likely else ""
    return f"{line} Not used: {_shortened(unused)}{way_out}."


def _there(names: Sequence[str]) -> str:
    return f"Its columns: {_shortened(names)}."


def _shortened(names: Sequence[str]) -> str:
    shown = [one_line(name) for name in names[:_SHOWN]]
    return listed([*shown, f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else shown)


def aliases(book: Rulebook) -> dict[str, list[str]]:
    """Names beyond those of reading.toml; one that is a thing there brings that thing's names."""
    known = book.toml(FILE)["columns"]
    return {
        thing: [alias for name in names for alias in (name, *known.get(name, ()))]
        for thing, names in book.toml(RULES)["columns"].items()
    }
