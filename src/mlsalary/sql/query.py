"""The query of a script: the caller's rows as text, the steps that price them, the rows again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mlsalary.frame.chain import Chain
from mlsalary.frame.pricing import PAY, RANKS, SAID
from mlsalary.sql.compiled import PRICED, compiled
from mlsalary.sql.ddl import NAMED, stored
from mlsalary.sql.packs import unpacked

_ASKED, _ROW, _PAY_GIVEN = f"{NAMED}asked", f"{NAMED}row", f"{NAMED}pay"
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def query(
    dialect: str,
    table: Any,
    chain: Chain,
    columns: Mapping[str, str],
    pay: str | None,
    *,
    named: Callable[[str], Any],
    unpack: bool,
) -> str:
    """Every row of the table with its estimate; columns: ours -> the table's.

    named: the name of a look-up -> its table; unpack: whether those of many rows are stored packed,
    so that a step unpacks them. Tables are as SQLGlot has them.
    """
    from sqlglot import exp

    texts = {ours: _text(ours, theirs) for ours, theirs in columns.items()}
    if pay is not None:
        texts[_PAY_GIVEN] = _text(_PAY_GIVEN, pay)
    given = None if pay is None else _PAY_GIVEN
    asked, whole = (_carried if dialect == "spark" else _matched)(texts, _aliased(table))
    for name in (*PAY, *SAID, *(RANKS if pay is not None else ())):
        whole = whole.select(exp.alias_(_found(name), name))
    packs = unpacked(chain.foreseen, dialect, named) if unpack else ()
    steps = [*packs, (_ASKED, asked.sql(dialect))]
    here = {name for name, _ in steps}
    tables = {
        name: stored(name) if f"{NAMED}{name}" in here else named(name) for name in chain.foreseen
    }
    steps += compiled(dialect, _ASKED, asked.named_selects, chain, given, tables)
    parts = [f"{_quoted(name, dialect)} {_step(name, step, dialect)}" for name, step in steps]
    joined = ",\n".join(parts)
    return f"WITH {joined}\n{whole.sql(dialect)}"


def _step(name: str, step: str, dialect: str) -> str:
    """PostgreSQL would write a step's expressions out wherever the next one names them: steps are
    kept, or, where every row goes through each of them once, fenced."""
    if dialect != "postgres":
        return f"AS (\n{step}\n)"
    if name.startswith(f"{PRICED}_"):
        return f"AS (\n{step}\nOFFSET 0\n)"
    return f"AS MATERIALIZED (\n{step}\n)"


def _quoted(name: str, dialect: str) -> str:
    from sqlglot import exp

    return str(exp.to_identifier(name, quoted=True).sql(dialect))


def _matched(texts: Mapping[str, Any], caller: Any) -> tuple[Any, Any]:
    """Each distinct profile once, and the table joined to what it is worth: no row number is
    needed, and no other column is named."""
    from sqlglot import exp

    asked = exp.select(*_named(texts)).from_(caller).distinct()
    same = (text.eq(_found(name)) for name, text in texts.items())
    whole = exp.select("t.*").from_(caller)
    return asked, whole.join(_priced(), on=exp.and_(*same), join_type="left")


def _carried(texts: Mapping[str, Any], caller: Any) -> tuple[Any, Any]:
    """Every row with the caller's own beside it as one value: Spark would shuffle the table to
    find the distinct profiles, and again to join it to them."""
    from sqlglot import exp

    row = exp.Struct(expressions=[exp.column(exp.Star(), "t")])
    asked = exp.select(*_named({**texts, _ROW: row})).from_(caller)
    return asked, exp.select(exp.column(exp.Star(), _ROW)).from_(_priced())


def _named(values: Mapping[str, Any]) -> list[Any]:
    from sqlglot import exp

    return [exp.alias_(value, name, quoted=True) for name, value in values.items()]


def _priced() -> Any:
    from sqlglot import exp

    return exp.alias_(exp.to_table(f'"{PRICED}"'), "p", table=True)


def _found(name: str) -> Any:
    from sqlglot import exp

    return exp.column(exp.to_identifier(name, quoted=True), "p")


def plain(dialect: str, parts: Sequence[str]) -> Any:
    """The table of the caller, by its names."""
    from sqlglot import exp

    # Snowflake keeps plain names in capitals
    names = [exp.to_identifier(one, quoted=dialect != "snowflake" or "-" in one) for one in parts]
    table, schema, catalogue = (*reversed(names), None, None)[:3]
    return exp.Table(this=table, db=schema, catalog=catalogue)


def _aliased(table: Any) -> Any:
    from sqlglot import exp

    return exp.alias_(table, "t", table=True)


def _text(ours: str, theirs: str) -> Any:
    """A column as text, the empty one where there is nothing.

    Its type is not known here: NaN is nothing where numbers may stand, and a date is its month.
    """
    from sqlglot import exp

    exact = theirs.startswith('"') and theirs.endswith('"')
    name = theirs[1:-1] if exact else theirs
    quoted = exact or not _PLAIN.fullmatch(name)
    text: Any = exp.cast(exp.column(exp.to_identifier(name, quoted=quoted), "t"), "TEXT")
    if ours in ("years", "zip"):
        text = exp.func("NULLIF", exp.func("LOWER", text), exp.Literal.string("nan"))
    if ours == "as_of":
        month = exp.func("SUBSTRING", text, exp.Literal.number(1), exp.Literal.number(7))
        text = exp.Case().when(text.like("____-__-__%"), month).else_(text)
    return exp.func("COALESCE", text, exp.Literal.string(""))
