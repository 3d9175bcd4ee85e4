"""A look-up table as statements that make it, with its values, also where it is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from mlsalary.frame.lookup import Lookup
from mlsalary.sql import LASTING

NAMED = "mlsalary_"
SCHEMA = f"{NAMED}tables"
"""Ours alone, for what outlives a session: there a table of nobody else's can be in the way."""
_ROWS, _LETTERS = 500, 200_000  # of one INSERT: some take no statement above a million characters
TYPES = {"text": "TEXT", "integer": "BIGINT", "number": "DOUBLE"}
_DROPPING = ("postgres", "trino")  # without CREATE OR REPLACE TABLE


def stored(name: str) -> Any:
    """The temporary table of a look-up of this name."""
    from sqlglot import exp

    return exp.to_table(f'"{NAMED}{name}"')


def lasting(name: str) -> Any:
    """The table of a look-up that outlives the session."""
    from sqlglot import exp

    return exp.to_table(f'{SCHEMA}."{name}"')


def home(dialect: str) -> Callable[[str], Any]:
    """Where a script in this dialect keeps its look-ups: the name of one -> its table."""
    from sqlglot import exp

    if dialect == "postgres":  # whatever stands in the search path before temporary tables
        return lambda name: exp.table_(f"{NAMED}{name}", db="pg_temp", quoted=True)
    return lasting if dialect in LASTING else stored


def creations(lookup: Lookup, dialect: str) -> Iterator[str]:
    """The statements, without a semicolon."""
    table = home(dialect)(lookup.name)
    into = sql(table, dialect)
    rows = [_row(row, lookup, dialect) for row in lookup.rows]
    if dialect == "spark":  # has no temporary tables
        named = ", ".join(f"`{column}`" for column in lookup.columns)
        yield (
            f"CREATE OR REPLACE TEMPORARY VIEW {into} AS SELECT * FROM VALUES\n{_lines(rows)}\n"
            f"AS {into}({named})"
        )
        return
    if dialect in _DROPPING:
        yield f"DROP TABLE IF EXISTS {into}"
    yield creation(table, lookup, dialect, temporary=dialect not in LASTING)
    for some in _portions(rows):
        yield f"INSERT INTO {into} VALUES\n{_lines(some)}"


def _portions(rows: Sequence[str]) -> Iterator[list[str]]:
    portion, letters = list[str](), 0
    for row in rows:
        if portion and (len(portion) == _ROWS or letters + len(row) > _LETTERS):
            yield portion
            portion, letters = [], 0
        portion.append(row)
        letters += len(row)
    if portion:
        yield portion


def creation(
    table: Any, lookup: Lookup, dialect: str, *, temporary: bool = False, kept: bool = False
) -> str:
    """The statement that makes the table, empty; kept: where it is there already, it stays."""
    from sqlglot import exp

    properties = exp.Properties(expressions=[exp.TemporaryProperty()]) if temporary else None
    made = exp.Create(
        this=exp.Schema(this=table, expressions=columns(lookup)),
        kind="TABLE",
        exists=kept,
        replace=dialect not in _DROPPING,
        properties=properties,
    )
    return sql(made, dialect)


def columns(lookup: Lookup) -> list[Any]:
    """Its columns as they are defined, each a name and a type."""
    from sqlglot import exp

    return [
        exp.ColumnDef(
            this=exp.to_identifier(column, quoted=True), kind=exp.DataType.build(TYPES[kind])
        )
        for column, kind in lookup.types.items()
    ]


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
        shortest = repr(float(value))
        # an exponent makes it binary, not decimal, where they differ
        return shortest if "e" in shortest else f"{shortest.removesuffix('.0')}e0"
    if kind == "text" and ("'" in value or "\\" in value):
        return sql(exp.Literal.string(value), dialect)
    return f"'{value}'" if kind == "text" else str(value)


def sql(tree: Any, dialect: str) -> str:
    """An expression of SQLGlot in a dialect."""
    return str(tree.sql(dialect=dialect))
