"""Which values are columns of a step, and what they are called; all others are written out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mlsalary.sql.values import Beside, Value

_LONG = 60  # letters: what is asked more than once and is longer stands in a step before
_OF_NAME = 12
_PIECE = "mls_piece"


def names_of(order: Iterable[Value | Beside], outputs: Iterable[Value]) -> dict[Value, str]:
    """The columns of all steps, those of tables among them."""
    asked = Counter[Value](outputs)
    for one in order:
        asked.update(one.keys.values() if isinstance(one, Beside) else one.parts)
    always = _always(order, outputs)
    names, taken, length = dict[Value, str](), Counter[str](), dict[Value, int]()
    for one in order:
        if isinstance(one, Beside):
            continue
        size = _OF_NAME + sum(length[part] for part in one.parts)
        size += sum(len(arg) for _, arg in one.args if isinstance(arg, str))
        length[one] = _OF_NAME
        again = asked[one] > 1 and size > _LONG and one in always
        if not one.is_given and not (again and can_stand(one)):
            length[one] = size
            continue
        name = one.name or one.column or _PIECE
        taken[name] += 1
        names[one] = name if taken[name] == 1 and name != _PIECE else f"{name}_{taken[name]}"
    return names


def can_stand(value: Value) -> bool:
    """Whether it is a value by itself, not a part of a CASE, a type or a list."""
    from sqlglot import exp

    parts = exp.If | exp.Tuple | exp.Literal | exp.Interval
    return issubclass(value.kind, exp.Condition) and not issubclass(value.kind, parts)


def _always(order: Iterable[Value | Beside], outputs: Iterable[Value]) -> set[Value]:
    """What can be asked of every row: what is asked of every row anyway, or never fails."""
    from sqlglot import exp

    choosing = (exp.Case, exp.If, exp.Coalesce, exp.And, exp.Or)
    always = sound(order)
    asked = [*outputs, *(one for one in order if isinstance(one, Value) and one.name)]
    while asked:
        one = asked.pop()
        if one not in always:
            always.add(one)
            asked += () if issubclass(one.kind, choosing) else one.parts
    return always


def sound(order: Iterable[Value | Beside]) -> set[Value]:
    """What never fails."""
    from sqlglot import exp

    failing = (exp.Ln, exp.Log, exp.Exp, exp.Div, exp.Pow, exp.Cast, exp.Sqrt, exp.Anonymous)
    found = set[Value]()
    for one in order:
        if not isinstance(one, Value):
            continue
        nothing = any(part.kind is exp.Null for part in one.parts)  # NULL of some type
        if one.is_given or nothing or not issubclass(one.kind, failing):
            found |= {one} if found.issuperset(one.parts) else set()
    return found
