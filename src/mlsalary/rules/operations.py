"""The few operations that the rules need, for one number at a time.

The formulas are handed these, or the same ones for columns, so that one text prices one profile
and a table of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from operator import add, mul
from typing import Any, Protocol, TypeAlias

Value: TypeAlias = Any
"""A float, or a column of floats; likewise a truth value, or a column of them."""


class Maths(Protocol):
    """What the rules may do beyond + - * / and comparisons."""

    def exp(self, value: Value, /) -> Value:
        """e to the power of the value."""

    def log(self, value: Value, /) -> Value:
        """The natural logarithm."""

    def where(self, condition: Value, then: Value, otherwise: Value, /) -> Value:
        """``then`` where the condition holds, else ``otherwise``."""


class Floats:
    """The operations on plain floats."""

    exp = staticmethod(math.exp)
    log = staticmethod(math.log)

    @staticmethod
    def where(condition: bool, then: float, otherwise: float) -> float:
        """``then`` where the condition holds, else ``otherwise``."""
        return then if condition else otherwise


def pairs(values: Sequence[Value]) -> list[tuple[Value, Value]]:
    """Each value with the next."""
    return pairs_of(values, values[1:])


def pairs_of(first: Sequence[Any], second: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Two sequences side by side, as long as the shorter."""
    return list(zip(first, second, strict=False))


def sum_of(values: Sequence[Value]) -> Value:
    """Their sum; 0 of none."""
    return reduce(add, values) if values else 0.0


def product_of(values: Sequence[Value]) -> Value:
    """Their product; 1 of none."""
    return reduce(mul, values) if values else 1.0
