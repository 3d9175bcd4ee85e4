"""Write docs/api.md: every public name, its fields, what it raises, its example, from docstrings.

python scripts/api_page.py
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import mlsalary

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api.md"
WIDEST = 88
"""Columns of a line of code."""
HEAD = """# From Python

The public names of `mlsalary`: how each is called, its fields, what it raises, and an example that
the tests run. Amounts are US dollars a year, as numbers, unless a field says otherwise.

Made from the docstrings by `python scripts/api_page.py`.
"""
NAMED = re.compile(r"([a-z0-9_]+(?:, [a-z0-9_]+)*): ")
"""How a line of a docstring begins that describes parameters or fields."""


def entry(name: str) -> str:
    """One name: how it is called, all that its docstring says, its example."""
    what = getattr(mlsalary, name)
    prose, _, example = (inspect.getdoc(what) or "").partition(">>>")
    parts = (
        [f"## {name}", f"```python\n{call(name, what)}\n```"]
        if callable_by(what)
        else [f"## {name}"]
    )
    for paragraph in prose.replace("``", "`").strip().split("\n\n"):
        parts.append(described(paragraph, names_of(what)))
    return "\n\n".join([*parts, f"```pycon\n>>>{example}\n```\n"])


def callable_by(what: Any) -> bool:
    """Whether people call it: a function, or what they make themselves."""
    return inspect.isfunction(what) or what in (mlsalary.Profile, mlsalary.Offer, mlsalary.Rulebook)


def call(name: str, what: Any) -> str:
    """How it is called, a parameter a line where one line is too long."""
    taken = inspect.signature(what)
    parameters = [_written(one) for one in taken.parameters.values()]
    kinds = [one.kind for one in taken.parameters.values()]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        parameters.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    gives = "" if inspect.isclass(what) else f" -> {taken.return_annotation}"
    line = f"{name}({', '.join(parameters)}){gives}"
    if len(line) <= WIDEST:
        return line
    return "\n".join([f"{name}(", *(f"    {one}," for one in parameters), f"){gives}"])


def _written(parameter: inspect.Parameter) -> str:
    """A parameter as a module with postponed annotations has it."""
    stars = {"VAR_KEYWORD": "**", "VAR_POSITIONAL": "*"}.get(parameter.kind.name, "")
    written = f"{stars}{parameter.name}: {parameter.annotation}"
    if parameter.default is parameter.empty:
        return written
    shown = repr(parameter.default).replace("'", '"')
    return f"{written} = {shown}"


def names_of(what: Any) -> set[str]:
    """The parameters of a function, the fields of a class."""
    try:
        taken = {*inspect.signature(what).parameters}
    except ValueError:  # of a class that Python builds itself
        return set()
    return taken | {*getattr(what, "__annotations__", ())}


def described(paragraph: str, known: set[str]) -> str:
    """A paragraph of a docstring; its lines that describe a parameter or a field as a list."""
    items: list[str] = []
    before: list[str] = []
    for line in paragraph.splitlines():
        named = NAMED.match(line)
        if named and {*named[1].split(", ")} <= known:
            fields = ", ".join(f"`{one}`" for one in named[1].split(", "))
            items.append(f"- {fields}: {line[named.end() :]}")
        elif items:
            items[-1] += f" {line.strip()}"
        else:
            before.append(line)
    within = rf"(?<=[.;] )({'|'.join(map(re.escape, sorted(known)))})(?=: )"
    prose = re.sub(within, r"`\1`", "\n".join(before)) if known else "\n".join(before)
    return "\n\n".join(filter(None, [prose, "\n".join(items)]))


def page() -> str:
    """The whole page, in the order in which ``mlsalary`` lists its names."""
    return "\n".join([HEAD, *map(entry, mlsalary._HOMES)])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
