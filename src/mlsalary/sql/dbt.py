"""What a model of dbt reads: our look-ups as seeds, the caller's table as a model or a source."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from mlsalary.errors import UsageError
from mlsalary.frame.lookup import Lookup
from mlsalary.spelling import quoted
from mlsalary.sql.ddl import NAMED, columns, sql

_MARK = "~"
"""Begins a cell of a seed that dbt would take for nothing."""
_NOTHING = ("", "null")
"""What dbt takes for nothing, also in a column of text; some warehouses do, others do not."""
_JINJA = ("{{", "{%", "{#")
_MOST_PARTS = 2  # a source and its table


def seed_name(name: str) -> str:
    """What the seed of a look-up is called: dbt knows no other of that name in a project."""
    return f"{NAMED}{name}"


def seed(lookup: Lookup) -> Lookup:
    """The look-up as a seed holds it: no text in it is nothing to dbt, wherever it is loaded."""
    return lookup._replace(
        columns={
            name: [_marked(value) for value in values] if lookup.types[name] == "text" else values
            for name, values in lookup.columns.items()
        }
    )


def properties(lookups: Iterable[Lookup], dialect: str) -> str:
    """The YAML that says what the seeds are: every column has its type, so that ZIP codes stay
    text, and its name in quotes, as the model reads it."""
    lines = ["version: 2", "", "seeds:"]
    for lookup in lookups:
        lines += [
            f"  - name: {seed_name(lookup.name)}",
            "    config:",
            "      quote_columns: true",
            "      column_types:",
        ]
        for column in columns(lookup):
            lines.append(f"        {column.name}: {json.dumps(sql(column.kind, dialect))}")
    return "\n".join(lines) + "\n"


def seeds(lookups: Mapping[str, Lookup]) -> Callable[[str], Any]:
    """The name of a look-up -> its seed as the model reads it: texts as they were."""

    def read(name: str) -> Any:
        from sqlglot import exp

        shown = [_read(one, values) for one, values in lookups[name].columns.items()]
        return exp.select(*shown).from_(_reference("ref", [seed_name(name)])).subquery()

    return read


def caller(parts: Sequence[str]) -> Any:
    """The table of the caller: a name alone is a model or a seed, one with a schema a source.

    UsageError for a name of three parts.
    """
    if len(parts) > _MOST_PARTS:
        raise UsageError(
            "bad_table",
            f"{quoted('.'.join(parts))} has three parts; dbt wants a source and its table. Give "
            f"{'.'.join(parts[1:])}, and name the database in the project's sources.",
        )
    return _reference("source" if len(parts) == _MOST_PARTS else "ref", parts)


def require_no_jinja(names: Iterable[str]) -> None:
    """UsageError for a column whose name dbt would read as its own language."""
    for name in names:
        if any(sign in name for sign in _JINJA):
            raise UsageError(
                "bad_column",
                f"dbt would take {quoted(name)} for its own language. Give the column another "
                "name, in a model that this one reads.",
            )


def _reference(function: str, names: Sequence[str]) -> Any:
    from sqlglot import exp

    told = ", ".join(f"'{name}'" for name in names)
    return exp.Table(this=exp.var(f"{{{{ {function}({told}) }}}}"))


def _marked(value: str) -> str:
    is_in_danger = value.strip().casefold() in _NOTHING or value.startswith(_MARK)
    return f"{_MARK}{value}" if is_in_danger else value


def _read(name: str, values: Sequence[Any]) -> Any:
    from sqlglot import exp

    column: Any = exp.column(exp.to_identifier(name, quoted=True))
    if not any(isinstance(value, str) and _marked(value) != value for value in values):
        return column
    rest = exp.func("SUBSTRING", column, exp.Literal.number(2))
    told = exp.Case().when(column.like(f"{_MARK}%"), rest).else_(column.copy())
    return exp.alias_(told, name, quoted=True)
