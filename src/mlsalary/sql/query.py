"""The frame's own expression as one query: Narwhals on an Ibis table, compiled by Ibis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mlsalary.frame.bind import Frame
from mlsalary.frame.lookup import Lookup
from mlsalary.frame.native import lazily
from mlsalary.frame.pricing import PAY, SAID
from mlsalary.frame.tables import Settings
from mlsalary.sql.ddl import NAMED

_TYPES = {"text": "string", "integer": "int64", "number": "float64"}
_ASKED, _PRICED = f"{NAMED}asked", f"{NAMED}priced"


def query(
    dialect: str,
    parts: Sequence[str],
    settings: Settings,
    columns: Sequence[str],
    tables: Mapping[str, Lookup],
) -> str:
    """Every row of the table with its estimate. Each distinct profile is priced once, as text,
    and joined back by equality: no row number is needed and no other column is named."""
    from sqlglot import exp, parse_one

    priced: Any = parse_one(_compiled(dialect, settings, columns, tables), read=dialect)
    steps = _flattened(priced)
    source: Any = exp.to_table(".".join(parts))
    for part in source.find_all(exp.Identifier):
        part.set("quoted", dialect != "snowflake")  # Snowflake keeps plain names in capitals
    source = exp.alias_(source, "t", table=True)
    keys = {name: _key(name) for name in columns}
    asked = exp.select(*(exp.alias_(key, name, quoted=True) for name, key in keys.items()))
    steps = [(_ASKED, asked.from_(source.copy()).distinct()), *steps, (_PRICED, priced)]
    added = [exp.column(name, "p", quoted=True) for name in (*PAY, *SAID)]
    on = exp.and_(
        *(key.copy().eq(exp.column(name, "p", quoted=True)) for name, key in keys.items())
    )
    whole: Any = exp.select("t.*", *added).from_(source)
    whole = whole.join(exp.to_table(f'"{_PRICED}"'), on=on, join_type="left", join_alias="p")
    for name, step in steps:
        # PostgreSQL would write a step's expressions out wherever the next one names them
        kept = True if dialect == "postgres" else None
        whole = whole.with_(f'"{name}"', as_=step, materialized=kept, copy=False)
    return str(whole.sql(dialect=dialect, pretty=True))


def _key(name: str) -> Any:
    from sqlglot import exp

    text = exp.cast(exp.column(name, "t"), "TEXT")
    return exp.Coalesce(this=text, expressions=[exp.Literal.string("")])


def _compiled(
    dialect: str, settings: Settings, columns: Sequence[str], tables: Mapping[str, Lookup]
) -> str:
    import ibis
    import narwhals as nw

    def join(frame: Frame, lookup: Lookup) -> Frame:
        types = {name: _TYPES[kind] for name, kind in lookup.types.items()}
        beside: Any = nw.from_native(ibis.table(types, name=f"{NAMED}{lookup.name}"))
        return frame.join(beside, on=list(lookup.keys), how="left")

    frame: Any = nw.from_native(ibis.table(dict.fromkeys(columns, "string"), name=_ASKED))
    given = {name: name for name in columns}
    priced = lazily(frame, settings, given, None, tables, join).to_native()
    # Ibis asks a running session of Spark; Databricks is the same language without one.
    return str(ibis.to_sql(priced, dialect="databricks" if dialect == "spark" else dialect))


def _flattened(tree: Any) -> list[tuple[str, Any]]:
    """The nested tables of a query, innermost first, each replaced in it by a name."""
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
    return steps
