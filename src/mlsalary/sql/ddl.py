"""A look-up table as CREATE TABLE and INSERT statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mlsalary.frame.lookup import Lookup

NAMED = "mlsalary_"
_ROWS = 1_000  # in one INSERT: every warehouse takes so many
_TYPES = {"text": "TEXT", "integer": "BIGINT", "number": "DOUBLE"}
_LASTING = ("trino", "spark")  # without temporary tables


def creations(lookup: Lookup, dialect: str) -> Iterator[str]:
    """The statements, without a semicolon."""
    from sqlglot import exp

    table = exp.to_table(f"{NAMED}{lookup.name}", quoted=True)
    columns = [
        exp.ColumnDef(
            this=exp.to_identifier(name, quoted=True), kind=exp.DataType.build(_TYPES[kind])
        )
        for name, kind in lookup.types.items()
    ]
    schema = exp.Schema(this=table, expressions=columns)
    temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
    made = exp.Create(
        this=schema, kind="TABLE", properties=None if dialect in _LASTING else temporary
    )
    yield made.sql(dialect=dialect)
    into, rows = table.sql(dialect=dialect), lookup.rows
    kinds = list(lookup.types.values())
    for start in range(0, len(rows), _ROWS):
        values = ",\n".join(
            f"({', '.join(_literal(one, k, dialect) for one, k in zip(row, kinds, strict=True))})"
            for row in rows[start : start + _ROWS]
        )
        yield f"INSERT INTO {into} VALUES\n{values}"


def _literal(value: Any, kind: str, dialect: str) -> str:
    from sqlglot import exp

    if value is None:
        return "NULL"
    if kind == "number":
        return f"{float(value):.17e}"  # an exponent makes it binary, not decimal, where they differ
    if kind == "text" and ("'" in value or "\\" in value):
        return exp.Literal.string(value).sql(dialect=dialect)
    return f"'{value}'" if kind == "text" else str(value)
