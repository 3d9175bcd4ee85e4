"""Rows with their source: what a file says once for all its rows is put into each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mlsalary.results import Source
from mlsalary.rulebook import Rulebook, once_a_book


@once_a_book
def guide_rows(book: Rulebook, name: str) -> list[dict[str, Any]]:
    """The rows of ``guide/NAME.toml``, each with its own ``unit``, ``source`` and ``citations``."""
    table = book.toml(f"guide/{name}.toml")
    shared = {key: table[key] for key in ("unit", "source", "citations") if key in table}
    return [_last(shared | row) for row in table["row"]]


def _last(row: dict[str, Any]) -> dict[str, Any]:
    """The same row with what it rests on behind what it says."""
    tail = {key: row.pop(key) for key in ("unit", "source", "citations", "note") if key in row}
    return row | tail


def sources_of(book: Rulebook, ids: Iterable[str]) -> tuple[Source, ...]:
    """The sources with these ids, each once, in the order of data/sources.toml."""
    wanted = set(ids)
    return tuple(
        Source(one["id"], one["title"], one.get("publisher"), one.get("period"), one.get("url"))
        for one in book.sources.values()
        if one["id"] in wanted
    )
