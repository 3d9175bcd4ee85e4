"""The frame's own expression as the steps of a query, each of them as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mlsalary.frame.chain import Chain
from mlsalary.frame.lookup import PREFIX
from mlsalary.frame.places import TEXTS as PLACES
from mlsalary.frame.pricing import PAY, RANKS, SAID
from mlsalary.profile import COLUMNS, WORD_COLUMNS
from mlsalary.sql.apart import apart
from mlsalary.sql.asking import Asked
from mlsalary.sql.ddl import NAMED, stored
from mlsalary.sql.steps import Step, steps_to
from mlsalary.sql.values import Value, tree_of

PRICED = f"{NAMED}priced"
"""The last step."""
_BEFORE = "s"
_APART = {"where": PLACES, "who": WORD_COLUMNS}
"""What is found once for each distinct row of these columns, though not by Spark, which would
shuffle the table to find them."""


def compiled(
    dialect: str,
    source: str,
    columns: Sequence[str],
    chain: Chain,
    pay: str | None,
    tables: Mapping[str, Any],
) -> Iterator[tuple[str, str]]:
    """Named SELECTs, each of which reads from those before it, the first from ``source``: a table
    of text with these columns, ours among them. The last one gives them all with the estimate.

    tables: the name of a look-up -> its table.
    """
    found = {name: name for name in COLUMNS if name in columns}
    asked = Asked.of(dialect, columns)
    priced = chain.whole(asked, found, Asked.beside, {} if pay is None else {"pay": pay})
    added = (*PAY, *SAID, *(RANKS if pay is not None else ()))
    outputs = asked.columns | {name: priced.columns[f"{PREFIX}{name}"] for name in added}
    writer = Writer(dialect, tables)
    for lookup, texts in _APART.items() if dialect != "spark" else ():
        there = apart(lookup, texts, outputs, constants=lookup == "who")
        if there is not None:
            distinct, outputs = f"{NAMED}{lookup}_texts", there.outputs
            yield distinct, writer.distinct([one for one in texts if one in there.found], source)
            yield from _named(there.found, writer, f"{NAMED}{lookup}", distinct)
            writer.tables[lookup] = stored(lookup)
    yield from _named(outputs, writer, PRICED, source)


def _named(
    outputs: Mapping[str, Value], writer: Writer, last: str, source: str
) -> Iterator[tuple[str, str]]:
    every = list(steps_to(outputs))
    for number, step in enumerate(every, 1):
        name = last if number == len(every) else f"{last}_{number}"
        yield name, writer.select(step, source)
        source = name


class Writer:
    """SQL as text, each new value on a line of its own."""

    def __init__(self, dialect: str, tables: Mapping[str, Any]) -> None:
        from sqlglot.dialects import Dialect

        self.tables, self._broadcasts = dict(tables), dialect == "spark"
        self._generator = Dialect.get_or_raise(dialect).generator()

    def distinct(self, columns: Sequence[str], source: str) -> str:
        """Each of the rows of these columns once."""
        from sqlglot import exp

        chosen = exp.select(*(_column(name, None) for name in columns)).distinct()
        return self._sql(chosen.from_(exp.to_table(f'"{source}"')))

    def select(self, step: Step, source: str) -> str:
        """The step, which reads from ``source``."""
        from sqlglot import exp

        joined = {join: f"{join.lookup}_{at}" for at, join in enumerate(step.joins, 1)}
        before = _BEFORE if joined else None
        stands = {one: _column(name, before) for one, name in step.before.items()}
        for join, alias in joined.items():
            stands |= {one: _column(one.column, alias) for one in step.found if one.beside is join}
        carried, made = [], []
        for name, value in step.columns.items():
            if value in step.before and step.before[value] == name:
                carried.append(self._sql(stands[value]))
            else:
                tree = tree_of(value, stands).unnest()
                made.append(self._sql(exp.alias_(tree, name, quoted=True)))
        told = ",\n".join([*filter(None, [", ".join(carried)]), *made])
        table = exp.to_table(f'"{source}"')
        lines = [f"SELECT{self._hint(joined.values())}", told]
        lines.append(f"FROM {self._sql(exp.alias_(table, before) if before else table)}")
        for join, alias in joined.items():
            beside = exp.alias_(self.tables[join.lookup].copy(), alias, table=True, quoted=True)
            on = [
                _column(key, alias).eq(tree_of(value, stands)) for key, value in join.keys.items()
            ]
            lines.append(f"LEFT JOIN {self._sql(beside)} ON {self._sql(exp.and_(*on))}")
        return "\n".join(lines)

    def _hint(self, joined: Iterable[str]) -> str:
        """Spark sends every look-up to all its workers, else it would shuffle the rows."""
        told = ", ".join(f"BROADCAST(`{alias}`)" for alias in joined) if self._broadcasts else ""
        return f" /*+ {told} */" if told else ""

    def _sql(self, tree: Any) -> str:
        return str(self._generator.generate(tree, copy=False))


def _column(name: str, table: str | None) -> Any:
    from sqlglot import exp

    quoted = table and exp.to_identifier(table, quoted=table != _BEFORE)
    return exp.column(exp.to_identifier(name, quoted=True), quoted)
