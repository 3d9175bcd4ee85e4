"""Which BLS releases are at hand: the shipped one, and those that the user imported."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from mlsalary.errors import BadDataError
from mlsalary.rulebook import Rulebook, once_a_book, seal
from mlsalary.rulebook.oews import SHIPPED
from mlsalary.rulebook.seal import RELEASE

_TRIES = 20


class Release(NamedTuple):
    """A release: its month, where its two files stand, and the source it is cited as.

    complete: whether it covers the country, or only what was imported of it so far.
    """

    month: str
    prefix: str
    source: str
    complete: bool = True

    @property
    def year(self) -> str:
        """The year, which is how people ask for it."""
        return self.month[:4]


@once_a_book
def releases(book: Rulebook) -> dict[str, Release]:
    """Year -> release, oldest first; an imported one stands in for the shipped one of its year."""
    found = [_release(book, prefix) for prefix in (SHIPPED, *book.imported)]
    return {one.year: one for one in sorted(found)}


@once_a_book
def newest(book: Rulebook) -> Release:
    """The newest release that covers the country: place wages and cross-checks come from it."""
    return [one for one in releases(book).values() if one.complete][-1]


def _release(book: Rulebook, prefix: str) -> Release:
    name = f"{prefix}{RELEASE}"
    if prefix != SHIPPED:
        _read_at_once(book, prefix)
    table = book.toml(name)
    if not {"release", "source"} <= set(table):
        raise BadDataError(
            "release_unreadable",
            f"{book.path(name)} does not say release and source. Delete its folder, and import the "
            "release again.",
        )
    complete = bool(table.get("complete", True))
    return Release(str(table["release"]), prefix, str(table["source"]), complete)


def _read_at_once(book: Rulebook, prefix: str) -> None:
    """Read the files of an imported release as of one moment.

    Another process may put a release in its place between one file and the next. A damaged file is
    named when it is used: nobody asks for every release.
    """
    for _ in range(_TRIES):
        with suppress(OSError):  # moved away since it was found
            before = book.read(f"{prefix}{RELEASE}")
            is_one = True
            for name in ("areas.csv", "wages.csv"):
                with suppress(BadDataError):
                    table = book.csv(f"{prefix}{name}")
                    is_one = is_one and seal.belongs(table.path, table.content, before)
            book.toml(f"{prefix}{RELEASE}")
            if is_one and book.read(f"{prefix}{RELEASE}") == before:
                return
        book.forget(prefix)
