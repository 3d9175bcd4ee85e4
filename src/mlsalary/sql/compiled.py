"""The frame's own expression as the steps of a query: Narwhals on an Ibis table, and Ibis's SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mlsalary.frame.bind import Frame
from mlsalary.frame.chain import Chain
from mlsalary.frame.columns import Columns
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
    import ibis
    import narwhals as nw

    steps: list[tuple[str, Any]] = []

    def join(frame: Frame, lookup: Lookup) -> Frame:
        # What was asked so far becomes a step that the next one reads: nested in one another,
        # a dozen joins take their time squared to be written and read again.
        asked = frame.to_native()
        steps.extend(_steps(asked, dialect, None, len(steps)))
        here: Any = nw.from_native(ibis.table(asked.schema(), name=steps[-1][0]))
        types = {name: _TYPES[kind] for name, kind in lookup.types.items()}
        beside: Any = nw.from_native(ibis.table(types, name=f"{NAMED}{lookup.name}"))
        return here.join(beside, on=list(lookup.keys), how="left")

    frame: Any = nw.from_native(ibis.table(dict.fromkeys(columns, "string"), name=source))
    found = {name: name for name in COLUMNS if name in columns}
    read = Columns(found, {} if pay is None else {"pay": pay}, {}, ())
    priced = lazily(frame, chain, read, join).to_native()
    steps.extend(_steps(priced, dialect, PRICED, len(steps)))
    if dialect == "spark":
        _broadcast(steps)
    return steps


def _steps(asked: Any, dialect: str, name: str | None, before: int) -> list[tuple[str, Any]]:
    """A question to Ibis as SELECTs, the last one of this name, or numbered as the others.

    before: how many steps there are already.
    """
    import ibis
    from sqlglot import parse_one

    # Ibis asks a running session of Spark; Databricks is the same language without one.
    written = str(ibis.to_sql(asked, dialect="databricks" if dialect == "spark" else dialect))
    return _flattened(parse_one(written, read=dialect), name, before)


def _flattened(tree: Any, name: str | None, before: int) -> list[tuple[str, Any]]:
    """The nested tables of a query, innermost first, each replaced by a name where it stood; and
    the query itself."""
    from sqlglot import exp

    steps = [(one.alias, one.this) for one in tree.ctes]
    tree.set("with_", None)
    nested = [
        one for one in tree.find_all(exp.Subquery) if isinstance(one.parent, exp.From | exp.Join)
    ]
    for one in reversed(nested):
        inner_name = f"{NAMED}step_{before + len(steps) + 1}"
        table = exp.alias_(exp.to_table(f'"{inner_name}"'), one.alias, table=True, quoted=True)
        inner = one.this
        one.replace(table)
        steps.append((inner_name, inner))
    last = name or f"{NAMED}step_{before + len(steps) + 1}"
    return [*steps, (last, tree)]


def _broadcast(steps: Sequence[tuple[str, Any]]) -> None:
    """Spark sends every look-up to all its workers, else it would shuffle the rows to meet it."""
    for _, select in steps:
        for join in select.args.get("joins") or ():
            select.hint(f"BROADCAST({join.alias_or_name})", dialect="spark", copy=False)
