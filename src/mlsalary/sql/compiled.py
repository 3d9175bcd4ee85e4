"""The frame's own expression as the steps of a query: Narwhals on an Ibis table, and Ibis's SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mlsalary.frame.bind import Frame
from mlsalary.frame.chain import Chain
from mlsalary.frame.lookup import Lookup
from mlsalary.frame.native import lazily
from mlsalary.profile import COLUMNS
from mlsalary.sql.ddl import NAMED

PRICED = f"{NAMED}priced"
"""The last step."""

_TYPES = {"text": "string", "integer": "int64", "number": "float64"}


def compiled(
    dialect: str,
    source: str,
    columns: Sequence[str],
    chain: Chain,
    pay: str | None,
) -> list[tuple[str, Any]]:
    """Named SELECTs, each of which reads from those before it, the first from ``source``: a table
    of text with these columns, ours among them. The last one gives them all with the estimate."""
    from sqlglot import parse_one

    written = _written(dialect, source, columns, chain, pay)
    tree: Any = parse_one(written, read=dialect)
    steps = _flattened(tree)
    if dialect == "spark":
        _broadcast(steps)
    return steps


def _written(
    dialect: str,
    source: str,
    columns: Sequence[str],
    chain: Chain,
    pay: str | None,
) -> str:
    import ibis
    import narwhals as nw

    def join(frame: Frame, lookup: Lookup) -> Frame:
        types = {name: _TYPES[kind] for name, kind in lookup.types.items()}
        beside: Any = nw.from_native(ibis.table(types, name=f"{NAMED}{lookup.name}"))
        return frame.join(beside, on=list(lookup.keys), how="left")

    frame: Any = nw.from_native(ibis.table(dict.fromkeys(columns, "string"), name=source))
    found = {name: name for name in COLUMNS if name in columns}
    priced = lazily(frame, chain, found, pay, join).to_native()
    # Ibis asks a running session of Spark; Databricks is the same language without one.
    return str(ibis.to_sql(priced, dialect="databricks" if dialect == "spark" else dialect))


def _flattened(tree: Any) -> list[tuple[str, Any]]:
    """The nested tables of a query, innermost first, each replaced by a name where it stood; and
    the query itself."""
    from sqlglot import exp

    steps = [(one.alias, one.this) for one in tree.ctes]
    tree.set("with_", None)
    nested = [
        one for one in tree.find_all(exp.Subquery) if isinstance(one.parent, exp.From | exp.Join)
    ]
    for one in reversed(nested):
        name = f"{NAMED}step_{len(steps) + 1}"
        table = exp.alias_(exp.to_table(f'"{name}"'), one.alias, table=True, quoted=True)
        inner = one.this
        one.replace(table)
        steps.append((name, inner))
    return [*steps, (PRICED, tree)]


def _broadcast(steps: Sequence[tuple[str, Any]]) -> None:
    """Spark sends every look-up to all its workers, else it would shuffle the rows to meet it."""
    for _, select in steps:
        for join in select.args.get("joins") or ():
            select.hint(f"BROADCAST({join.alias_or_name})", dialect="spark", copy=False)
