"""Look-up tables packed: rows that differ in a key alone are one row, with a list of the keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from mlsalary.frame.lookup import Lookup

PACKED = "packed_"
_BETWEEN = "|"


def can_pack(lookup: Lookup) -> bool:
    """Whether no key holds what stands between keys, and rows are saved."""
    keys = [lookup.columns[key] for key in lookup.keys]
    if any(lookup.types[key] != "text" for key in lookup.keys):
        return False
    free = not any(_BETWEEN in key for column in keys for key in column)
    return free and 2 * len(packed(lookup).rows) < len(lookup.rows)


def packed(lookup: Lookup) -> Lookup:
    """The look-up with lists of keys, ``|`` between them; each key of one goes with each of the
    other."""
    rows: list[tuple[Any, ...]] = lookup.rows
    for at in range(len(lookup.keys)):
        same = defaultdict[Any, list[str]](list)
        for row in rows:
            same[row[:at], row[at + 1 :]].append(row[at])
        rows = [(*head, _BETWEEN.join(keys), *tail) for (head, tail), keys in same.items()]
    columns = dict(zip(lookup.columns, map(list, zip(*rows, strict=True)), strict=True))
    return Lookup(f"{PACKED}{lookup.name}", lookup.keys, columns, lookup.types)


def unpacking(lookup: Lookup, dialect: str, named: Callable[[str], Any]) -> str:
    """A SELECT that gives the look-up as it was, from the table that holds it packed.

    named: the name of a look-up -> its table.
    """
    columns = [
        f'{one_of(f"k{at}")} AS "{name}"' if name in lookup.keys else f'p."{name}"'
        for at, name in enumerate(lookup.columns)
    ]
    lists = (each(f'p."{key}"', _BETWEEN, f"k{at}") for at, key in enumerate(lookup.keys))
    table = f"{named(f'{PACKED}{lookup.name}').sql('trino')} AS p"
    return in_dialect(f"SELECT {', '.join(columns)} FROM {table} {' '.join(lists)}", dialect)


def each(text: str, between: str, name: str) -> str:
    """A join with each piece of a text."""
    return f"CROSS JOIN UNNEST(SPLIT({text}, '{between}')) AS {name}({name}_one)"


def one_of(name: str) -> str:
    """The piece of a text that such a join of this name has at hand."""
    return f"CAST({name}.{name}_one AS VARCHAR)"


def in_dialect(select: str, dialect: str) -> str:
    """A SELECT of Trino as another dialect has it."""
    from sqlglot import exp, parse_one

    tree: Any = parse_one(select, read="trino")
    if dialect == "postgres":  # SQLGlot leaves SPLIT as it is there
        for one in list(tree.find_all(exp.Split)):
            array = exp.func("STRING_TO_ARRAY", one.this, one.expression)
            empty = exp.array(exp.Literal.string(""))  # which PostgreSQL makes of no text
            one.replace(exp.Case().when(one.this.eq(exp.Literal.string("")), empty).else_(array))
    return str(tree.sql(dialect))
