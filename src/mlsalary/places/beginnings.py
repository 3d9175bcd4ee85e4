"""The places whose names begin with what was typed so far, for a shell to offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlsalary.errors import MlsalaryError
from mlsalary.places.index import area_names
from mlsalary.places.names import key, title_states
from mlsalary.places.naming import title_city_names
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import Area, areas, find_area

Named = tuple[str, str]
"""A name with its state, or a nickname, and the title of the area that it means."""


def places_beginning(typed: str, book: Rulebook) -> list[Named]:
    """Names that begin so, in any case: the cities that metros are named after, and once enough is
    typed towns of some size (data/limits.toml), in the order of the alphabet; then nicknames. The
    first city of each metro where nothing is typed."""
    if not typed:
        return sorted(_of_titles("", book, first_only=True))
    found = sorted({*_of_titles(typed, book), *_towns(typed, book)}, key=_alphabetical)
    told = {(name.partition(",")[0].casefold(), area) for name, area in found}
    return [*found, *(one for one in _nicknames(typed, book) if not _says_again(one, told))]


def _of_titles(typed: str, book: Rulebook, first_only: bool = False) -> Iterator[Named]:
    hyphenated = book.toml("places.toml")["titles"]["hyphenated"]
    start = typed.casefold()
    for area in areas(book):
        if area.kind != "metro":
            continue
        cities = title_city_names(area.name, hyphenated)
        for city in cities[:1] if first_only else cities:
            if f"{city}, ".casefold().startswith(start[: len(city) + 2]):
                name = f"{city}, {_state_of(city, area, book)}"
                if name.casefold().startswith(start):
                    yield name, area.name


def _state_of(city: str, area: Area, book: Rulebook) -> str:
    """The state of a city that the title of an area names: one of its states."""
    states = title_states(area.name)
    if len(states) > 1:
        rows = book.csv("places.csv").starting(f"{key(city)},")
        there = [row for row in rows if row[2] == area.code]
        if there:
            return max(there, key=lambda row: int(row[4]))[1]
    return states[0]


def _towns(typed: str, book: Rulebook) -> Iterator[Named]:
    limits = book.toml("limits.toml").get("completion") or {}
    name = key(typed.partition(",")[0])
    if not limits or len(name) < limits["letters_least"]:
        return
    for _, state, code, town, people, county in book.csv("places.csv").starting(name):
        if int(people) < limits["people_least"]:
            continue
        written = f"{town}, {state}"
        if county and not means(written, code, book):
            written = f"{town}, {county}, {state}"
        if written.casefold().startswith(typed.casefold()):
            yield written, _title(code, book)


def means(name: str, code: str, book: Rulebook) -> bool:
    """Whether a name that several places of a state have means the one in this area."""
    from mlsalary.places.resolve import resolve  # few names need it

    try:
        return resolve(name, None, book, hints=False).code == code
    except MlsalaryError:
        return False


def _nicknames(typed: str, book: Rulebook) -> Iterator[Named]:
    for name, role, code, *_ in area_names(book).starting(key(typed)):
        if role == "nickname" and name.startswith(typed.casefold()):
            yield name, _title(code, book)


def _says_again(nickname: Named, told: Iterable[Named]) -> bool:
    """Whether a nickname begins with a city of its area that is offered: ``austin suburbs``."""
    return any(nickname[0].startswith(city) and nickname[1] == area for city, area in told)


def _title(code: str, book: Rulebook) -> str:
    area = find_area(book, code)
    return area.name if area else ""


def _alphabetical(named: Named) -> tuple[str, str]:
    return named[0].casefold(), named[1]
