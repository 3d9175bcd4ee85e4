"""The places that are foreseen, kept where they were resolved before: it takes seconds."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from mlsalary.frame.foreseen import Alias, foreseen
from mlsalary.frame.lookup import PREFIX, Lookup
from mlsalary.places import index
from mlsalary.rulebook import Rulebook, made
from mlsalary.rulebook.home import cache_folder
from mlsalary.rulebook.releases import newest
from mlsalary.vocabulary import FILE as VOCABULARY

NAME = "place_aliases"
MADE_FROM = (
    *index.MADE_FROM,
    "places.csv",
    "zips.csv",
    "abroad.csv",
    "abroad_cities.csv",
    "oews/wages.csv",
    VOCABULARY,
)
KEPT_MOST = 4
"""How many tables of a user's own rulebooks are kept, of some megabytes each."""

COLUMNS = tuple(f"{PREFIX}{name}" for name in Alias._fields)
CODE, FIRST_STATE = COLUMNS[1:3]


def aliases(book: Rulebook) -> Lookup:
    """The table of a rulebook, keyed by the first column."""
    columns = dict(zip(COLUMNS, json.loads(_kept(book)), strict=True))
    return Lookup("aliases", COLUMNS[:1], columns, dict.fromkeys(COLUMNS, "text"))


def table(book: Rulebook) -> bytes:
    """The columns as JSON, made anew."""
    columns = list(zip(*foreseen(book), strict=True))
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()


def made_from(book: Rulebook) -> str:
    """The sums of the files and of all the code that the table is made with, in one line."""
    code = made.sum_of_code(sorted(made.PACKAGE.rglob("*.py")))
    return " ".join([NAME, code, newest(book).prefix, *map(book.sum, _files(book))])


def _kept(book: Rulebook) -> bytes:
    """Beside the code, where the package's own files are meant; else among the user's."""
    told, ours = made_from(book), made.folder() / NAME
    content = made.read(ours, told)
    if content is not None:
        return content
    users = _of_user(told)
    content = made.read(users, told) if users else None
    if content is not None:
        return content
    content = table(book)
    if index.is_shipped(book, _files(book)) and made.can_keep() and made.keep(ours, told, content):
        return content
    if users and made.keep(users, told, content):
        _tidy(users.parent)
    return content


def _files(book: Rulebook) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*MADE_FROM, f"{newest(book).prefix}areas.csv"]))


def _of_user(told: str) -> Path | None:
    folder = cache_folder()
    return folder / f"{NAME}-{crc32(told.encode()):08x}" if folder else None


def _tidy(folder: Path) -> None:
    with suppress(OSError):  # another process may tidy too
        found = sorted(folder.glob(f"{NAME}-*"), key=lambda path: -path.stat().st_mtime)
        for path in found[KEPT_MOST:]:
            path.unlink()
