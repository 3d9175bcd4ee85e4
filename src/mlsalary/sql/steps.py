"""Values in as few steps as there can be, each a SELECT from the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from mlsalary.sql.naming import names_of
from mlsalary.sql.values import Beside, Value, in_order

_SOURCE = float("inf")


class Step(NamedTuple):
    """One SELECT. columns: name -> value, carried on or made here; before: what stands in the step
    before, under which name; joins: the look-ups beside, and found: what stands in them."""

    columns: dict[str, Value]
    before: dict[Value, str]
    joins: list[Beside]
    found: list[Value]


def steps_to(outputs: Mapping[str, Value]) -> Iterator[Step]:
    """The first to the last, which gives the outputs under their names. Each value is made as late
    as can be, so that little is carried from step to step."""
    order = in_order(outputs.values())
    names = names_of(order, outputs.values())
    made, read = _distances(outputs.values(), order, names)

    def stands(value: Value) -> float:
        beside = value.beside if value.is_given else value
        return _SOURCE if beside is None else made[beside]

    def after(distance: int) -> dict[Value, str]:
        """What a step at this distance from the last hands on."""
        return {one: name for one, name in names.items() if read[one] < distance <= stands(one)}

    last = max(made.values(), default=0)
    before = {one: name for one, name in names.items() if stands(one) == _SOURCE}
    for distance in range(last, -1, -1):
        kept = after(distance)
        columns = {name: one for one, name in kept.items()} if distance else dict(outputs)
        joins = [one for one in order if isinstance(one, Beside) and made[one] == distance]
        yield Step(columns, before, joins, [one for one in names if one.beside in joins])
        before = kept


def _distances(
    outputs: Iterable[Value], order: list[Value | Beside], names: Mapping[Value, str]
) -> tuple[dict[Value | Beside, int], dict[Value, int]]:
    """How many steps before the last one each named value and each join is made; and the last
    step, counted alike, that reads each."""
    made, read = dict[Any, int](), dict[Value, int]()

    def reads(value: Value, at: int) -> None:
        if value not in names:
            for part in value.parts:
                reads(part, at)
            return
        read[value] = min(at, read.get(value, at))
        if value.beside is not None:
            made[value.beside] = max(made.get(value.beside, 0), at)
        elif not value.is_given:
            made[value] = max(made.get(value, 0), at + 1)

    for value in outputs:
        reads(value, 0)
    for one in reversed(order):
        if isinstance(one, Beside):
            for key in one.keys.values():
                reads(key, made[one])
        elif one in names and not one.is_given:
            for part in one.parts:
                reads(part, made[one])
    return made, read
