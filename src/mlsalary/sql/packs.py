"""Which look-up tables a script keeps packed, and the steps that unpack them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mlsalary.frame.lookup import Lookup
from mlsalary.rulebook import Rulebook
from mlsalary.sql.ddl import NAMED
from mlsalary.sql.packed_places import kept_places, unpacked_places
from mlsalary.sql.packing import can_pack, packed, unpacking

_PLACES = "aliases"


def stored(tables: Mapping[str, Lookup], book: Rulebook) -> Iterator[Lookup]:
    """The look-ups of a rulebook as a script keeps them."""
    for name, table in tables.items():
        if name == _PLACES:
            yield kept_places(book)
        else:
            yield packed(table) if can_pack(table) else table


def unpacked(
    tables: Mapping[str, Lookup], dialect: str, named: Callable[[str], Any]
) -> Iterator[tuple[str, str]]:
    """Steps, each with its name, that give the packed ones as they were.

    named: the name of a look-up -> its table.
    """
    for name, table in tables.items():
        if name == _PLACES:
            yield from unpacked_places(table, dialect, named)
        elif can_pack(table):
            yield f"{NAMED}{name}", unpacking(table, dialect, named)
