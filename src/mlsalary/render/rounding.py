"""Results in whole dollars, and other figures as short as a table has them.

The types of a result say which of its figures are dollars (``figures.Dollars``), and rows without
types hold them as ``figures.Amount``: nothing is told by its size or its name. Half a dollar goes
to the even one, as every engine and every page rounds.
"""

from __future__ import annotations

from functools import cache
from itertools import repeat
from typing import Any, TypeVar, get_args, get_type_hints

from mlsalary.figures import Amount, Dollars
from mlsalary.results import Scalar

_DECIMALS = 4
_Result = TypeVar("_Result")


def in_whole_dollars(result: _Result) -> _Result:
    """The same result with every amount of dollars in it rounded, each by itself: a sum of such
    parts may differ from the rounded whole by a dollar or two."""
    rounded: _Result = _rounded(result, None)
    return rounded


def short(cell: Scalar) -> Scalar:
    """A figure with at most four decimals, without a point where it is whole; else the cell."""
    if not isinstance(cell, float):
        return cell
    number = round(cell, _DECIMALS)
    return int(number) if number.is_integer() else number


def _rounded(value: Any, kind: Any) -> Any:
    """kind: as what ``value`` is declared, None where nothing says."""
    if isinstance(value, Amount) or (isinstance(value, float) and _is_dollars(kind)):
        return round(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        kinds = _fields(type(value))
        return type(value)._make(map(_rounded, value, kinds))  # type: ignore[attr-defined]
    if isinstance(value, tuple | list):
        return type(value)(map(_rounded, value, repeat(_within(kind))))
    if isinstance(value, dict):
        return {name: _rounded(each, _within(kind)) for name, each in value.items()}
    return value


def _is_dollars(kind: Any) -> bool:
    """Whether it is dollars, or dollars or nothing."""
    return kind == Dollars or Dollars in get_args(kind)


def _within(kind: Any) -> Any:
    """What a list, a tuple of any length or the values of a dictionary are declared as."""
    return next((one for one in reversed(get_args(kind)) if one is not ...), None)


@cache
def _fields(kind: type) -> tuple[Any, ...]:
    """As what the fields of a named tuple are declared, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(hints[name] for name in kind._fields)  # type: ignore[attr-defined]
