"""The guide, section by section, and the list of sources."""

from __future__ import annotations

from mlsalary.rulebook import Rulebook
from mlsalary.rulebook.citing import guide_rows, sources_of
from mlsalary.tables.result import Row, Table


def guide_table(book: Rulebook, name: str) -> Table:
    """One section of the guide, row by row, as data/guide/ holds it."""
    rows = guide_rows(book, name)
    if name == "specializations":
        rows = [row | {"evidence": _evidence(book, row["id"])} for row in rows]
    cited = [row["source"] for row in rows]
    cited += [found["source"] for row in rows for found in row.get("evidence", [])]
    return Table(name, tuple(rows), sources_of(book, cited))


def sources_table(book: Rulebook) -> Table:
    """Every source, with its period, dates and licence."""
    rows = tuple({"source": one["id"]} | one for one in book.sources.values())
    return Table("sources", rows, sources_of(book, book.sources))


def _evidence(book: Rulebook, spec: str) -> list[Row]:
    return [row for row in book.toml("evidence.toml")["row"] if row["spec"] in (spec, "*")]
