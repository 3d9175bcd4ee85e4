"""What a typed place means, with its namesakes and its neighbours in spelling."""

from __future__ import annotations

from typing import NamedTuple

from mlsalary.errors import MlsalaryError
from mlsalary.places.located import Located
from mlsalary.places.names import LONGEST
from mlsalary.places.readings import called, part
from mlsalary.places.resolve import resolve
from mlsalary.places.suggestions import towns_alike
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.oews import area


class Neighbour(NamedTuple):
    """A place of the same name or spelled alike: what to type, and the area it stands for."""

    label: str
    code: str
    area: str


class Description(NamedTuple):
    """What a typed place means: the place, or the error instead; and its neighbours."""

    place: Located | None
    error: MlsalaryError | None
    neighbours: tuple[Neighbour, ...]


def describe(query: str, book: Rulebook, limit: int = 20) -> Description:
    """What ``query`` means, its namesakes and its neighbours in spelling; raises nothing."""
    place, error = None, None
    try:
        place = resolve(query, None, book)
    except MlsalaryError as refused:
        error = refused
    ways = part(book, query[:LONGEST])
    labels = {one.label: one.code for words in ways for one in called(book, words)}
    for label, code in towns_alike(book, ways, limit):
        labels.setdefault(label, code)
    rows = [Neighbour(label, code, area(book, code).name) for label, code in labels.items()]
    return Description(place, error, tuple(rows[:limit]))
