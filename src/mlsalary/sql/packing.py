"""Place names packed: one row for all the names of an area, a third of the text."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from mlsalary.frame.lookup import Lookup
from mlsalary.sql.ddl import NAMED

_SEPARATOR = ","  # keys are letters, digits and blanks
_PACKED = "packed_"


def packed(lookup: Lookup) -> Lookup:
    """The look-up with one row for each of its distinct values: the list of all their keys."""
    keys = defaultdict(list)
    for key, *values in lookup.rows:
        keys[tuple(values)].append(key)
    rows = [(_SEPARATOR.join(same), *values) for values, same in keys.items()]
    key, *names = lookup.columns
    return Lookup.of(f"{_PACKED}{lookup.name}", [key], names, rows)


def unpacking(lookup: Lookup, dialect: str) -> Any:
    """A SELECT that gives the look-up as it was, from the table that holds it packed."""
    from sqlglot import exp, parse_one

    key, *names = (f'"{name}"' for name in lookup.columns)
    select: Any = parse_one(
        f"SELECT CAST(k.one AS VARCHAR) AS {key}, {', '.join(f'p.{name}' for name in names)}"
        f' FROM "{NAMED}{_PACKED}{lookup.name}" AS p'
        f" CROSS JOIN UNNEST(SPLIT(p.{key}, '{_SEPARATOR}')) AS k(one)",
        read="trino",
    )
    if dialect == "postgres":  # SQLGlot leaves SPLIT as it is there
        split = select.find(exp.Split)
        split.replace(exp.func("STRING_TO_ARRAY", split.this, split.expression))
    return select
