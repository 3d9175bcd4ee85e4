"""A table as ``frame/`` asks it: what Narwhals would do to it, kept as values in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mlsalary.frame.lookup import Lookup
from mlsalary.sql.values import Beside, Value, Values

_TYPES = {"text": "string", "integer": "int64", "number": "float64"}
_HERE = "here"


class Asked:
    """Speaks as a Narwhals frame. Each column is a value: of the table, of a look-up beside it, or
    made of others; Ibis says how in SQL."""

    def __init__(
        self, compiler: Any, values: Values, columns: Mapping[str, Value], types: Mapping[str, Any]
    ) -> None:
        self._compiler, self.values = compiler, values
        self.columns, self._types = dict(columns), dict(types)

    @classmethod
    def of(cls, dialect: str, columns: Sequence[str]) -> Asked:
        """A table of text."""
        from ibis.backends.sql import compilers

        # Ibis asks a running session of Spark; Databricks is the same language without one.
        compiler = getattr(compilers, "databricks" if dialect == "spark" else dialect).compiler
        values = Values()
        given = {name: Value(None, column=name) for name in columns}
        return cls(compiler, values, given, dict.fromkeys(columns, "string"))

    def collect_schema(self) -> Any:
        """The columns and their types."""
        import ibis
        import narwhals as nw

        return nw.from_native(ibis.table(self._types, name=_HERE)).collect_schema()

    def with_columns(self, **asked: Any) -> Asked:
        """With these columns more, or others of their names."""
        made, types = self._made(asked)
        return self._with(self.columns | made, self._types | types)

    def drop(self, *names: str) -> Asked:
        """Without these columns."""
        left = [name for name in self.columns if name not in names]
        return self._with(
            *({name: of[name] for name in left} for of in (self.columns, self._types))
        )

    def beside(self, lookup: Lookup) -> Asked:
        """Left join on the look-up's keys."""
        keys = {key: self.columns[key] for key in lookup.keys}
        others = {name: kind for name, kind in lookup.types.items() if name not in lookup.keys}
        join = Beside(lookup.name, keys)
        found = {name: Value(None, column=name, beside=join) for name in others}
        types = {name: _TYPES[kind] for name, kind in others.items()}
        return self._with(self.columns | found, self._types | types)

    def _with(self, columns: Mapping[str, Value], types: Mapping[str, Any]) -> Asked:
        return Asked(self._compiler, self.values, columns, types)

    def _made(self, asked: Mapping[str, Any]) -> tuple[dict[str, Value], dict[str, Any]]:
        import ibis
        import narwhals as nw

        table: Any = nw.from_native(ibis.table({**self._types, "row": "int64"}, name=_HERE))
        answer = table.select("row", **asked).to_native()  # a literal alone would be an aggregate
        select = self._compiler.to_sqlglot(answer)
        types = dict(answer.schema().items())
        del types["row"]
        trees = {one.alias_or_name: one.unalias() for one in select.expressions[1:]}
        made = {name: self.values.of(tree, self.columns) for name, tree in trees.items()}
        for name, value in made.items():
            value.name = value.name or name
        return made, types
