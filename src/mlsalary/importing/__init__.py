"""Reads an official BLS OEWS download into the user's data folder, all or nothing.

In a process of its own (apart), from the bytes of an archive (archive) to the sheets in it
(workbook), to figures and reasons (cells), to one release (reading); which joins what is at hand
of it (release) and is written (store) after it passed the checks of a rulebook.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mlsalary.errors import BadDataError
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import NATION, wages
from mlsalary.rulebook.releases import releases

CANNOT_VOUCH = (
    "BLS cannot vouch for the data or analyses derived from them after they have been retrieved "
    "from BLS.gov."
)


class Imported(NamedTuple):
    """What an import did.

    read, held: areas by kind in the file, and in the release now. figures: cells of the file with
    a mean wage. complete: whether the release covers the country. folder: where it stands.
    """

    year: str
    source: str
    read: Counter[str]
    held: Counter[str]
    figures: int
    complete: bool
    folder: Path


def import_release(file: Path, today: date) -> Imported:
    """Read ``file`` and add it to what is at hand of its release.

    Nothing that is in use changes before everything was read and checked, and nothing at all
    when anything is wrong with it. Raises BadDataError naming what, and UsageError without the
    extra that reads workbooks.
    """
    from mlsalary.importing import release, store
    from mlsalary.importing.apart import Room, read_apart
    from mlsalary.importing.archive import Limits
    from mlsalary.importing.cells import Bounds
    from mlsalary.rulebook.home import RULEBOOK, user_folder

    book = Rulebook.shipped()
    limits = book.toml("limits.toml")["imports"]
    occupations = sorted(wages(book, NATION))
    reading = read_apart(
        file,
        occupations,
        Limits(*(limits[f"{name}_most"] for name in Limits._fields)),
        Bounds(limits["wage_least"], limits["wage_most"]),
        Room(*(limits[f"{name}_most"] for name in Room._fields)),
    )
    home = user_folder()
    with store.turn(home) as staging:
        book = Rulebook.shipped()  # what stood there when this import's turn came
        _require_sound(book, reading.year)
        before = release.held(book, releases(book).get(reading.year))
        whole = release.merged(before, reading, occupations)
        shipped = release.shipped(book)
        release.require_plausible(reading, shipped, limits["wage_factor_most"])
        complete = release.is_complete(whole, shipped, occupations, limits["complete_share"])
        source = release.publication(book, reading.year, today)
        folder = store.replace(
            home,
            staging,
            f"oews/{reading.year}",
            release.texts(whole, reading.year, source, complete=complete),
            lambda: _require_valid(staging / RULEBOOK, file),
        )
    return Imported(
        reading.year,
        source["id"],
        Counter(area.kind for area in reading.areas.values()),
        whole.kinds(),
        sum("mean" in cell.figures for cell in reading.cells.values()),
        complete,
        folder,
    )


def _require_sound(book: Rulebook, year: str) -> None:
    """Refuse to add to an imported release that somebody damaged since."""
    from mlsalary.rulebook.checks.check import check_file
    from mlsalary.rulebook.checks.known import Known

    prefix = f"oews/{year}/"
    if prefix not in book.imported:
        return
    known = Known(*book.folders)
    for name in ("areas.csv", "wages.csv", "release.toml"):
        path = book.path(prefix + name)
        if found := check_file(path, prefix + name, known):
            raise BadDataError(
                "release_damaged",
                f"{found[0]} Delete the folder {path.parent}, and import the release again.",
            )


def _require_valid(folder: Path, file: Path) -> None:
    """Refuse a release that would not pass as a rulebook, by what is wrong with its figures."""
    from mlsalary.rulebook.checks.check import problems

    found = problems(folder)
    if not found:
        return
    first = found[0]
    line = first.path.read_text(encoding="utf-8").splitlines()[first.line - 1] if first.line else ""
    where = ", ".join(line.split(",")[:2])
    more = f" And {len(found) - 1} more problems." if len(found) > 1 else ""
    raise BadDataError(
        "release_faulty",
        f"{file.name} does not make a valid release: {where}: {first.key} {first.message}{more} "
        "Check that it is what BLS gives.",
    )
