"""Price parities: what consumers' purchases cost in each area, and whose prices stand in."""

from __future__ import annotations

from typing import Any

from mlsalary.errors import UsageError
from mlsalary.places.located import Located
from mlsalary.places.readings import area_states
from mlsalary.results import Notice, PlaceMatch
from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import sources_of
from mlsalary.rulebook.oews import Area, area, areas
from mlsalary.rulebook.prices import parities, parity
from mlsalary.sentences.prices import LEFT_OUT, no_parity
from mlsalary.spelling import one_of
from mlsalary.tables.result import Row, Table

SORTS = ("parity", "housing", "name")
_FIGURES = {"parity": "price_parity", "housing": "housing"}


def price_table(
    book: Rulebook,
    query: str | None,
    *,
    state: str | None = None,
    sort: str | None = None,
    top: int | None = None,
) -> Table:
    """Every area with its parity, the dearest first, or one that a place is typed of.

    state: two letters; areas that lie in it. sort: one of SORTS, UsageError otherwise. top: so many
    rows.
    """
    if query is not None:
        return _one_place(book, query)
    if sort is not None:
        sort = one_of(UsageError, "bad_order", "order", sort, SORTS)
    found = [one for one in areas(book) if state is None or state in area_states(one)]
    rows = sorted((_row(book, one) for one in found), key=lambda row: _order(row, sort or "parity"))
    return _table(book, rows[:top])


def _one_place(book: Rulebook, query: str) -> Table:
    from mlsalary.places.resolve import resolve

    place = resolve(query, None, book)
    row = _row(book, area(book, place.code), place.match)
    return _table(book, [row], *_notes(place, row))


def _notes(place: Located, row: Row) -> list[Notice]:
    notes = [Notice("place_note", place.note)] if place.note else []
    return notes if row["part"] else [*notes, no_parity(place.name)]


def _table(book: Rulebook, rows: list[Row], *notes: Notice) -> Table:
    cited = sources_of(book, (row["source"] for row in rows))
    return Table("prices", tuple(rows), cited, (*notes, LEFT_OUT))


def _row(book: Rulebook, area: Area, match: PlaceMatch = "exact") -> Row:
    """US = 100. Of an area without a parity the source is who publishes those of others."""
    found = parity(book, area.code, match)
    return {
        "code": area.code,
        "name": area.name,
        "kind": area.kind,
        "states": ";".join(area_states(area)),
        "price_parity": found.all_items if found else None,
        "housing": found.housing if found else None,
        "goods": found.goods if found else None,
        "utilities": found.utilities if found else None,
        "other_services": found.other_services if found else None,
        "prices_of": found.name if found else None,
        "part": found.part if found else None,
        "year": found.year if found else None,
        "source": found.source if found else next((one.source for one in parities(book)), None),
    }


def _order(row: Row, sort: str) -> tuple[bool, Any, str]:
    """Areas without a parity last; figures from the highest, ties by name."""
    if sort == "name":
        return False, row["name"], row["code"]
    figure = row[_FIGURES[sort]]
    return figure is None, -(figure or 0.0), row["name"]
