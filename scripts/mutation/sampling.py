"""Mutants of a package: one small change each, drawn by a seed from all that Cosmic Ray can make.

A place in the code is drawn first and then one of the changes that it admits, so that an operator
with ten stand-ins does not count ten times. What never runs makes no mutant: annotations, and what
only a type checker reads. Nor does a change that Python does not compile.
"""

from __future__ import annotations

import random
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

SILENT = (
    *("no-op", "VariableReplacer", "VariableInserter"),
    *("Eq_Is", "NotEq_IsNot", "Is_Eq", "IsNot_NotEq"),
)
"""Ends of operators that change nothing, or nothing that these sources can tell, or that need
names given."""


class Mutant(NamedTuple):
    """A change of one place in one file, and the ``source`` of the file with it. ``line`` counts
    from one."""

    file: str
    line: int
    column: int
    operator: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.operator.removeprefix('core/')}"


def sample(root: Path, folder: Path, count: int, seed: int) -> list[Mutant]:
    """``count`` mutants of the Python files in ``folder``, or all where there are fewer places."""
    places: dict[tuple[str, int, int], list[_Change]] = defaultdict(list)
    for path in sorted(folder.rglob("*.py")):
        file, source = path.relative_to(root).as_posix(), path.read_text()
        for change in _all(source):
            places[(file, *change.start)].append(change)
    draw = random.Random(f"{seed} {folder.name}")
    drawn: list[Mutant] = []
    for place in draw.sample(sorted(places), len(places)):
        if len(drawn) == count:
            break
        for change in draw.sample(places[place], len(places[place])):
            operator = get_operator(change.operator)()
            source = mutate_code((root / place[0]).read_text(), operator, change.occurrence)
            if _compiles(source):
                drawn.append(Mutant(*place, change.operator, source))
                break
    return drawn


class _Change(NamedTuple):
    operator: str
    occurrence: int
    start: tuple[int, int]


def _all(source: str) -> Iterator[_Change]:
    tree = get_ast(source)
    for name in operator_names():
        if name.endswith(SILENT):
            continue
        operator = get_operator(name)()
        positions = (
            (node, start)
            for node in ast_nodes(tree)
            for start, _ in operator.mutation_positions(node)
        )
        for occurrence, (node, start) in enumerate(positions):
            if not _never_runs(node):
                yield _Change(name, occurrence, start)


def _never_runs(node: Any) -> bool:
    while node is not None:
        if _is_of_types_alone(node):
            return True
        node = node.parent
    return False


def _is_of_types_alone(node: Any) -> bool:
    """Whether this is an annotation, hangs on ``TYPE_CHECKING``, is a second signature or a
    protocol, or is the bare star between parameters, which Cosmic Ray takes for an operator."""
    if node.type == "decorated" and node.children[0].get_code().strip() == "@overload":
        return True
    if node.type == "classdef" and node.get_super_arglist() is not None:
        return bool(node.get_super_arglist().get_code() == "Protocol")
    told = {"if_stmt": 1, "expr_stmt": 0}.get(node.type)
    if told is not None and node.children[told].get_code().strip() == "TYPE_CHECKING":
        return True
    if node.parent is None:
        return False
    if node.type == "operator" and node.parent.type == "parameters":
        return True
    place = node.parent.children.index(node)
    before = node.parent.children[place - 1]
    returned = node.parent.type == "funcdef" and getattr(before, "value", "") == "->"
    return returned or (node.parent.type, place) in (("annassign", 1), ("tfpdef", 2))


def _compiles(source: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore", category=SyntaxWarning):
            compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True
