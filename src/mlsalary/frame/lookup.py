"""Small tables that facts are bound from, in no library's own form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

PREFIX = "mls_"
"""What every column begins with that is joined to a caller's table and taken off again."""


class Lookup(NamedTuple):
    """A table by columns. ``keys`` name the columns that a caller's rows are joined on; ``types``
    are ``text``, ``integer`` or ``number``."""

    name: str
    keys: tuple[str, ...]
    columns: dict[str, list[Any]]
    types: dict[str, str]

    @classmethod
    def of(
        cls,
        name: str,
        keys: Sequence[str],
        names: Sequence[str],
        rows: Iterable[Sequence[Any]],
        numbers: Sequence[str] = (),
        integers: Sequence[str] = (),
    ) -> Lookup:
        """From rows, each with a value for every one of ``keys`` and then of ``names``.

        numbers, integers: columns that are such even if they hold nothing.
        """
        every = [*keys, *names]
        turned = list(zip(*rows, strict=True)) or [() for _ in every]
        columns = {one: list(values) for one, values in zip(every, turned, strict=True)}
        types = {one: _type(values) for one, values in columns.items()}
        types |= dict.fromkeys(numbers, "number") | dict.fromkeys(integers, "integer")
        return cls(name, tuple(keys), columns, types)

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The table by rows."""
        return list(zip(*self.columns.values(), strict=True))

    def polars(self) -> Any:
        """The same as a Polars table."""
        import polars as pl

        kinds = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64}
        schema = {name: kinds[kind] for name, kind in self.types.items()}
        return pl.DataFrame(self.columns, schema=schema)

    def arrow(self) -> Any:
        """The same as a PyArrow table. Not made by PyArrow, which would load pandas for it."""
        return self.polars().to_arrow()


def _type(values: Sequence[Any]) -> str:
    if any(isinstance(value, float) for value in values):
        return "number"
    return "integer" if any(isinstance(value, int) for value in values) else "text"
