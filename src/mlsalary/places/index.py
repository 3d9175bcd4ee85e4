"""Names and codes of areas, of earlier delineations too -> the area that BLS publishes today.

The index is kept, since making it takes half as long as an estimate. It is made anew as soon as a
file that it is made from, or the code that makes it, is another.
"""

from __future__ import annotations

from collections.abc import Iterable

from mlsalary.rulebook import Rulebook, made, once_a_book, shipped_folder
from mlsalary.rulebook.sorted_csv import SortedCsv

NAME = "area_names.csv"
MADE_FROM = (
    "oews/areas.csv",
    "states.csv",
    "nicknames.toml",
    "former_areas.csv",
    "micropolitan.csv",
    "places.toml",
    "places.csv",
    "districts.toml",
)
MADE_BY = ("places/naming.py", "places/names.py", "rulebook/oews.py")


@once_a_book
def area_names(book: Rulebook) -> SortedCsv:
    """The index of a rulebook: key, role, code, states, name.

    The role says of which sort a name is: ``name`` the title of the release, ``lead`` its leading
    city or cities, ``principal`` another city in it, ``state`` a state's name or letters,
    ``nickname`` one of nicknames.toml with its note in place of the title, ``former`` an earlier
    title, ``code`` an earlier code or one that BLS does not publish, ``joined`` the letters of a
    town's name of several words, ``district`` a part of a city that is read in its state only.
    """
    path, told = made.folder() / NAME, made_from(book)
    content = made.read(path, told)
    if content is None:
        from mlsalary.places.naming import index  # only after an edit

        content = index(book)
        if is_shipped(book, MADE_FROM) and made.can_keep():
            made.keep(path, told, content)
    return book.sorted_csv(path, content)


def made_from(book: Rulebook) -> str:
    """The sums of the files and of the code that the index is made from."""
    code = made.sum_of_code(made.PACKAGE / name for name in MADE_BY)
    return " ".join(["area_names", code, *map(book.sum, MADE_FROM)])


def is_shipped(book: Rulebook, files: Iterable[str]) -> bool:
    """Whether all of these are the package's own."""
    return all(book.path(name).is_relative_to(shipped_folder()) for name in files)
