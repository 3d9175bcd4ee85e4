"""How much a file may hold at once: ``batch`` of data/limits.toml."""

from __future__ import annotations

from typing import NamedTuple

from mlsalary.rulebook import Rulebook


class Limits(NamedTuple):
    """line_bytes: a longer line is refused. columns: a file with more is refused."""

    line_bytes: int
    columns: int


def limits_of(book: Rulebook) -> Limits:
    """The rulebook's; the shipped ones where it was written before there were any."""
    told = book.toml("limits.toml").get("batch") or Rulebook.shipped().toml("limits.toml")["batch"]
    return Limits(told["line_bytes_most"], told["columns_most"])
