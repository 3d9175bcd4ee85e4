"""What the uses of an estimate take for granted, from data/decisions.toml."""

from __future__ import annotations

from typing import Any

from mlsalary.rulebook import Rulebook

_FILE = "decisions.toml"


def assumed(book: Rulebook, part: str) -> dict[str, Any]:
    """One table of decisions.toml, such as ``grant``; the shipped one's where a key is absent."""
    table: dict[str, Any] = book.toml(_FILE).get(part, {})
    return {**Rulebook.shipped().toml(_FILE).get(part, {}), **table}


def judgement(book: Rulebook) -> str:
    """The source that these judgements are cited as."""
    return str(book.toml(_FILE)["source"])
