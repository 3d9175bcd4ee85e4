"""What the uses of an estimate take for granted, from data/decisions.toml."""

from __future__ import annotations

from typing import Any

from mlsalary.rulebook import Rulebook


def assumed(book: Rulebook, part: str) -> dict[str, Any]:
    """One table of decisions.toml, such as ``grant``."""
    table: dict[str, Any] = book.toml("decisions.toml")[part]
    return table


def judgement(book: Rulebook) -> str:
    """The source that these judgements are cited as."""
    return str(book.toml("decisions.toml")["source"])
