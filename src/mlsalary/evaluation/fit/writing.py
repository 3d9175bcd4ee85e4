"""model.toml with other figures: constants rounded to what they are known to, no row of data."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mlsalary.results import Evidence
from mlsalary.rulebook.model import Rows

_DIGITS = 3  # of a value without a standard error
_ERROR_DIGITS = 2
_LEAST_ERROR = (
    1e-3  # of a value: below it the constant does not vary: it is a measure that others are told in
)


class Head(NamedTuple):
    """What a model was fitted to."""

    dollars: str
    sources: tuple[str, ...]
    rows: Mapping[str, int]
    start: str
    end: str
    digests: tuple[str, ...]
    kept: tuple[str, ...]

    @classmethod
    def of(cls, table: dict[str, Any]) -> Head:
        """The head of a model that is there."""
        told = table["fitted"]
        return cls(
            table["dollars"],
            tuple(table["sources"]),
            told["rows"],
            told["start"],
            told["end"],
            tuple(told["digests"]),
            tuple(told["kept"]),
        )


def filled(
    before: dict[str, Any],
    values: Mapping[str, float],
    errors: Mapping[str, float],
    rows: Rows,
    head: Head,
) -> dict[str, Any]:
    """The table of a model: ``before`` with these values, rounded, and these rows."""
    told = {
        "rows": dict(head.rows),
        "start": head.start,
        "end": head.end,
        "digests": list(head.digests),
        "kept": list(head.kept),
    }
    table: dict[str, Any] = {"dollars": head.dollars, "sources": list(head.sources), "fitted": told}
    for section, inside in before.items():
        if section not in table:
            table[section] = _changed(section, inside, values, errors)
    for name, some in rows.items():
        section, _, inside = name.rpartition(".")
        there = table[section] if section else table
        there.pop(inside, None)
        if some:
            there[inside] = [_rounded_row(row) for row in some]
    return table


def _changed(name: str, here: Any, values: Mapping[str, float], errors: Mapping[str, float]) -> Any:
    if not isinstance(here, dict):
        return here
    if "value" in here:
        if name not in values:
            return here
        return _rounded(values[name], errors.get(name, 0.0))
    return {key: _changed(f"{name}.{key}", each, values, errors) for key, each in here.items()}


def _rounded_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its factor as a constant is rounded; those of companies are so already."""
    if "log_factor" not in row:
        return dict(row)
    found = _rounded(row["log_factor"], row["error"])
    counts = {"counts": round(row["counts"], 1)} if "counts" in row else {}
    return {**row, **counts, "log_factor": found["value"], "error": found["error"]}


def _rounded(value: float, error: float) -> dict[str, float]:
    """A constant: its standard error to two digits and itself to the last of them.

    What varies less on another machine's arithmetic than between samples of people is not written.
    """
    if error <= _LEAST_ERROR * abs(value):
        return {"value": _to(value, _last_digit(value, _DIGITS))}
    last = _last_digit(error, _ERROR_DIGITS)
    return {"value": _to(value, last), "error": _to(error, last)}


def _last_digit(value: float, digits: int) -> int:
    """The decimal place, counted after the point, of a number's last significant digit."""
    return digits - 1 - math.floor(math.log10(abs(value))) if value else 0


def _to(value: float, decimals: int) -> float:
    return round(value, decimals) + 0.0 if decimals > 0 else round(round(value, decimals))


def constants(
    table: dict[str, Any], name: str = ""
) -> Iterator[tuple[str, float, float | None, Evidence]]:
    """Every constant of a model: dotted name, value, standard error, kind."""
    for key, each in table.items():
        dotted = f"{name}.{key}" if name else key
        if isinstance(each, dict) and "value" in each:
            yield dotted, each["value"], each.get("error"), each.get("kind", "fitted")
        elif isinstance(each, dict) and dotted != "fitted":
            yield from constants(each, dotted)


def text(before: str, table: dict[str, Any]) -> str:
    """The model file ``before`` with the figures of ``table``; its comments and order stay."""
    import tomlkit  # keeps what people wrote between the figures

    document = tomlkit.parse(before)
    _fill(document, table)
    return tomlkit.dumps(document)


def _fill(there: Any, table: Mapping[str, Any]) -> None:
    """Bring a table of the document to these values, and leave what is so already as it stands."""
    import tomlkit

    for key in [key for key in there if key not in table]:
        del there[key]
    for key, value in table.items():
        if isinstance(value, Mapping) and not _one_line(value):
            _fill(there.setdefault(key, tomlkit.table()), value)
        elif key not in there or there[key] != value:
            there[key] = _written(value)


def _one_line(value: Mapping[str, Any]) -> bool:
    """Whether a table is a constant or a plain list of figures, which stands on one line."""
    return not any(isinstance(each, Mapping | list) for each in value.values())


def _written(value: Any) -> Any:
    """A value as the file writes it."""
    import tomlkit

    if isinstance(value, Mapping):
        pairs = (f"{key} = {tomlkit.item(each).as_string()}" for key, each in value.items())
        return tomlkit.value(f"{{ {', '.join(pairs)} }}")
    if not (isinstance(value, list) and any(isinstance(each, Mapping) for each in value)):
        return value
    rows = tomlkit.aot()
    for number, row in enumerate(value, 1):
        made = tomlkit.table()
        for key, each in row.items():
            made.add(key, _written(each) if isinstance(each, Mapping) else each)
        if number == len(value):
            made.add(tomlkit.nl())
        rows.append(made)
    return rows
