"""A table of the rulebook: rows that name their sources."""

from __future__ import annotations

from typing import Any, NamedTuple

from mlsalary.results import Notice, Source, contract, plain

Row = dict[str, Any]


@contract("mlsalary/table/1")
class Table(NamedTuple):
    """Rows of one table. Each has ``source``, or ``guide`` and ``bls`` with value and source."""

    table: str
    rows: tuple[Row, ...]
    sources: tuple[Source, ...] = ()
    warnings: tuple[Notice, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON contract of ``table``."""
        return dict(plain(self))

    def records(self) -> list[Row]:
        """Flat rows that all have the same names: ``guide: {value}`` becomes ``guide_value``."""
        flat = [_flat(row) for row in self.rows]
        names = dict.fromkeys(name for row in flat for name in row)
        nested = {name for name in names if any(other.startswith(f"{name}_") for other in names)}
        names = {name: None for name in names if name not in nested or _filled(name, flat)}
        return [{name: row.get(name) for name in names} for row in flat]


def _filled(name: str, rows: list[Row]) -> bool:
    return any(row.get(name) is not None for row in rows)


def _flat(row: Row, prefix: str = "") -> Row:
    cells: Row = {}
    for key, value in row.items():
        if isinstance(value, dict):
            cells |= _flat(value, f"{prefix}{key}_")
        elif isinstance(value, (list, tuple)):
            cells[prefix + key] = ";".join(_short(item) for item in value)
        else:
            cells[prefix + key] = value
    return cells


def _short(item: object) -> str:
    if isinstance(item, dict):
        return str(item.get("id") or " ".join(str(value) for value in item.values()))
    return str(item)
