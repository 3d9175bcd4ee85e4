"""What depends on some of the columns alone, found once for each of their distinct rows: a table of
millions tells few places and few jobs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from mlsalary.frame.lookup import PREFIX
from mlsalary.sql.naming import can_stand, sound
from mlsalary.sql.values import Beside, Value, in_order

_JOIN = ""  # what stands in a look-up, if only beside a constant, is worth finding once


class Apart(NamedTuple):
    """found: the columns to be found for each distinct row of the texts, these among them; outputs:
    what they were taken out of, where they are joined on the texts."""

    found: dict[str, Value]
    outputs: dict[str, Value]


def apart(
    name: str, texts: Collection[str], outputs: Mapping[str, Value], *, constants: bool
) -> Apart | None:
    """The values of ``outputs`` that depend on these columns of the table alone, as the look-up of
    this name; None where there are none.

    constants: with what stands in look-ups beside constants.
    """
    order = in_order(outputs.values())
    read = _read(order)
    inside = {one for one, columns in read.items() if columns and columns <= {_JOIN, *texts}}
    given = {
        one.column: one
        for one in order
        if isinstance(one, Value) and _is_text(one) and one in inside
    }
    certain = sound(order)
    taken = dict[Value, str]()

    def take(value: Value) -> None:
        if _is_text(value) or value in taken or (read[value] == {_JOIN} and not constants):
            return
        if value in inside and value in certain and (value.is_given or can_stand(value)):
            taken[value] = f"{PREFIX}{name}_{len(taken) + 1}"
        elif value in inside:
            for part in value.parts:
                take(part)

    for one in order:
        if one not in inside:
            for each in one.keys.values() if isinstance(one, Beside) else one.parts:
                take(each)
    for one in outputs.values():
        take(one)
    if not taken or not given:
        return None
    beside = Beside(name, given)
    made: dict[Any, Any] = {
        one: Value(None, column=column, beside=beside) for one, column in taken.items()
    }
    found = given | {column: one for one, column in taken.items()}
    return Apart(found, {column: _rebuilt(one, made) for column, one in outputs.items()})


def _is_text(one: Any) -> bool:
    return isinstance(one, Value) and one.is_given and one.beside is None


def _read(order: Collection[Value | Beside]) -> dict[Value | Beside, set[str]]:
    """The columns of the table that each depends on."""
    read = dict[Value | Beside, set[str]]()
    for one in order:
        if isinstance(one, Beside):
            read[one] = {_JOIN}.union(*(read[key] for key in one.keys.values()))
        elif one.is_given:
            read[one] = read[one.beside] if one.beside else {one.column}
        else:
            read[one] = set().union(*(read[part] for part in one.parts))
    return read


def _rebuilt(one: Any, made: dict[Any, Any]) -> Any:
    """The same of what was made in place of its parts."""
    if isinstance(one, tuple):
        return tuple(_rebuilt(each, made) for each in one)
    if not isinstance(one, Value | Beside) or _is_text(one):
        return one
    if one not in made:
        if isinstance(one, Beside):
            keys = {name: _rebuilt(key, made) for name, key in one.keys.items()}
            made[one] = Beside(one.lookup, keys)
        elif one.is_given:
            made[one] = Value(None, column=one.column, beside=_rebuilt(one.beside, made))
        else:
            made[one] = Value(one.kind, _rebuilt(one.args, made))
            made[one].name = one.name
    return made[one]
