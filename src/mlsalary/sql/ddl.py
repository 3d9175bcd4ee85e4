"""A look-up table as statements that make it, with its values, also where it is there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mlsalary.frame.lookup import Lookup
from mlsalary.sql import LASTING

NAMED = "mlsalary_"
_ROWS = 500  # in one INSERT: some take no statement above a million characters
_TYPES = {"text": "TEXT", "integer": "BIGINT", "number": "DOUBLE"}
_DROPPING = ("postgres", "trino")  # without CREATE OR REPLACE TABLE


def creations(lookup: Lookup, dialect: str) -> Iterator[str]:
    """The statements, without a semicolon."""
    from sqlglot import exp

    name = f"{NAMED}{lookup.name}"
    into = _sql(exp.to_table(f'"{name}"'), dialect)
    rows = [_row(row, lookup, dialect) for row in lookup.rows]
    if dialect == "spark":  # has no temporary tables
        columns = ", ".join(f"`{column}`" for column in lookup.columns)
        yield (
            f"CREATE OR REPLACE TEMPORARY VIEW {into} AS SELECT * FROM VALUES\n{_lines(rows)}\n"
            f"AS {into}({columns})"
        )
        return
    if dialect in _DROPPING:
        # PostgreSQL's own schema of temporary tables: a lasting one of that name is nobody's here
        there = into if dialect in LASTING else f"pg_temp.{into}"
        yield f"DROP TABLE IF EXISTS {there}"
    yield _sql(_creation(name, lookup, dialect), dialect)
    for start in range(0, len(rows), _ROWS):
        yield f"INSERT INTO {into} VALUES\n{_lines(rows[start : start + _ROWS])}"


def _creation(name: str, lookup: Lookup, dialect: str) -> Any:
    from sqlglot import exp

    columns = [
        exp.ColumnDef(
            this=exp.to_identifier(column, quoted=True), kind=exp.DataType.build(_TYPES[kind])
        )
        for column, kind in lookup.types.items()
    ]
    temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
    return exp.Create(
        this=exp.Schema(this=exp.to_table(f'"{name}"'), expressions=columns),
        kind="TABLE",
        replace=dialect not in _DROPPING,
        properties=None if dialect in LASTING else temporary,
    )


def _row(row: Sequence[Any], lookup: Lookup, dialect: str) -> str:
    kinds = lookup.types.values()
    return f"({', '.join(_literal(*one, dialect) for one in zip(row, kinds, strict=True))})"


def _lines(rows: Sequence[str]) -> str:
    return ",\n".join(rows)


def _literal(value: Any, kind: str, dialect: str) -> str:
    from sqlglot import exp

    if value is None:
        return "NULL"
    if kind == "number":
        return f"{float(value):.17e}"  # an exponent makes it binary, not decimal, where they differ
    if kind == "text" and ("'" in value or "\\" in value):
        return _sql(exp.Literal.string(value), dialect)
    return f"'{value}'" if kind == "text" else str(value)


def _sql(tree: Any, dialect: str) -> str:
    return str(tree.sql(dialect=dialect))
