"""Expressions of SQL as values: what is written alike is one value, however often it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mlsalary.sql.simple import simple


class Value:
    """A piece of SQL. kind: its class in SQLGlot, None for a column of a table; args: what it is
    made of, values among them; column: its name in its table; beside: the look-up it is of; name:
    how a step calls it, if any did."""

    __slots__ = ("args", "beside", "column", "kind", "name", "parts")

    def __init__(
        self, kind: Any, args: Any = (), column: str = "", beside: Beside | None = None
    ) -> None:
        self.kind, self.args, self.column, self.beside = kind, args, column, beside
        self.name = "" if beside else column
        self.parts = tuple(_parts(args))

    @property
    def is_given(self) -> bool:
        """Whether it stands in a table."""
        return self.kind is None


class Beside:
    """A look-up joined on these values; keys: the look-up's columns -> what they must equal."""

    __slots__ = ("keys", "lookup")

    def __init__(self, lookup: str, keys: Mapping[str, Value]) -> None:
        self.lookup, self.keys = lookup, dict(keys)


class Values:
    """All values of a query."""

    def __init__(self) -> None:
        self._made: dict[Any, Value] = {}

    def of(self, tree: Any, columns: Mapping[str, Value]) -> Value:
        """The value of SQLGlot's expression on these columns."""
        from sqlglot import exp

        if isinstance(tree, exp.Column):
            value = columns[tree.name]
            return self._enclosed(value) if _binds(type(tree.parent)) else value
        plain = simple(tree)
        if plain is not tree:
            plain.parent = tree.parent
            return self.of(plain, columns)
        args = tuple(
            (name, self._frozen(one, columns))
            for name, one in tree.args.items()
            if one is not None and one != []
        )
        return self._one(type(tree), args)

    def _one(self, kind: Any, args: Any) -> Value:
        value = self._made.get((kind, args))
        if value is None:
            value = self._made[kind, args] = Value(kind, args)
        return value

    def _enclosed(self, value: Value) -> Value:
        """In parentheses, where an operator might tear it apart."""
        from sqlglot import exp

        return self._one(exp.Paren, (("this", value),)) if _binds(value.kind) else value

    def _frozen(self, one: Any, columns: Mapping[str, Value]) -> Any:
        if isinstance(one, list):
            return tuple(self._frozen(each, columns) for each in one)
        return self.of(one, columns) if hasattr(one, "args") else one


def _binds(kind: Any) -> bool:
    """Whether it is an operator."""
    from sqlglot import exp

    operators = exp.Binary | exp.Unary | exp.In | exp.Between
    return kind is not None and issubclass(kind, operators) and not issubclass(kind, exp.Paren)


def _parts(args: Any) -> Iterator[Value]:
    for one in args:
        if isinstance(one, Value):
            yield one
        elif isinstance(one, tuple):
            yield from _parts(one)


def tree_of(value: Value, named: Mapping[Value, Any]) -> Any:
    """The value as SQLGlot's expression; named: values that stand there already, as what."""

    def thawed(one: Any) -> Any:
        if isinstance(one, Value):
            return named[one].copy() if one in named else built(one)
        return [thawed(each) for each in one] if isinstance(one, tuple) else one

    def built(one: Value) -> Any:
        return one.kind(**{name: thawed(arg) for name, arg in one.args})

    return thawed(value)


def in_order(outputs: Iterable[Value]) -> list[Value | Beside]:
    """All that the outputs are made of, each behind what it is made of itself."""
    order = dict[Any, None]()

    def add(one: Any) -> None:
        if one in order:
            return
        if isinstance(one, Beside):
            needed: Iterable[Any] = one.keys.values()
        else:
            needed = one.parts if one.beside is None else (one.beside,)
        for each in needed:
            add(each)
        order[one] = None

    for one in outputs:
        add(one)
    return list(order)
