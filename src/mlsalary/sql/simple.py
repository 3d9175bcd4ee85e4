"""The same SQL in fewer words, where Narwhals and Ibis are wordy."""

from __future__ import annotations

import math
from typing import Any


def simple(tree: Any) -> Any:
    """SQLGlot's expression without what changes nothing; itself where there is no such thing."""
    from sqlglot import exp

    ways = {
        exp.Add: _sum,
        exp.Sub: _sum,
        exp.Case: _cases,
        exp.Cast: _logarithm,
        exp.Concat: _concatenated,
        exp.DPipe: _piped,
        exp.If: _chosen,
    }
    way = ways.get(type(tree))
    return tree if way is None else way(tree)


def _piped(tree: Any) -> Any:
    """Without an empty text on either side."""
    left, right = tree.this, tree.expression
    if _is_empty(left):
        return right
    return left if _is_empty(right) else tree


def _concatenated(tree: Any) -> Any:
    """Without empty texts, and without another one in it."""
    texts = list[Any]()
    for one in map(simple, tree.expressions):
        texts += one.expressions if type(one) is type(tree) else [one]
    left = [one for one in texts if not _is_empty(one)]
    return tree if left == tree.expressions else type(tree)(**{**tree.args, "expressions": left})


def _cases(tree: Any) -> Any:
    """With the cases of another one that stands behind ELSE."""
    last = tree.args.get("default")
    if type(last) is not type(tree) or tree.this or last.this:
        return tree
    cases = [*tree.args["ifs"], *last.args["ifs"]]
    return type(tree)(ifs=cases, default=last.args.get("default"))


def _chosen(tree: Any) -> Any:
    """A list alone, since NULL is in none anyway; what holds where a number is as large as another
    always."""
    from sqlglot import exp

    test, otherwise = tree.this, tree.args.get("false")
    if isinstance(test, exp.Is) and isinstance(otherwise, exp.In):
        unknown = all(isinstance(one, exp.Null) for one in (test.expression, tree.args["true"]))
        return otherwise if unknown and otherwise.this == test.this else tree
    if isinstance(test, exp.GTE):
        left, right = _integer(test.this), _integer(test.expression)
        if left is not None and right is not None and left >= right:
            return tree.args["true"]
    return tree


def _logarithm(tree: Any) -> Any:
    """The natural one of a double: PostgreSQL takes far longer for that of a decimal to a base."""
    from sqlglot import exp

    log = tree.this
    if isinstance(log, exp.Log) and isinstance(log.this, exp.Cast):
        base, value = log.this.this, log.expression
        if base.name == str(math.e) and isinstance(value, exp.Cast):
            return exp.Ln(this=value.this)
    return tree


def _sum(tree: Any) -> Any:
    """Of whole numbers, one."""
    from sqlglot import exp

    number = _integer(tree)
    return tree if number is None else exp.Literal.number(number)


def _integer(tree: Any) -> int | None:
    """What a constant comes to; None of anything else."""
    from sqlglot import exp

    tree = tree.unnest()
    if isinstance(tree, exp.Literal):
        return int(tree.this) if tree.is_int else None
    if not isinstance(tree, exp.Add | exp.Sub):
        return None
    left, right = _integer(tree.this), _integer(tree.expression)
    if left is None or right is None:
        return None
    return left + right if isinstance(tree, exp.Add) else left - right


def _is_empty(tree: Any) -> bool:
    from sqlglot import exp

    return isinstance(tree, exp.Literal) and tree.is_string and not tree.this
