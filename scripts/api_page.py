"""Write docs/api.md: every public name, what it raises and its example, from the docstrings.

python scripts/api_page.py
"""

from __future__ import annotations

import inspect
from pathlib import Path

import mlsalary

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api.md"
HEAD = """# From Python

The public names of `mlsalary`, each with an example that the tests run. Amounts are US dollars a
year, as numbers. `help(mlsalary.NAME)` says more: fields, units, shapes, sources.

Made from the docstrings by `python scripts/api_page.py`.
"""


def entry(name: str) -> str:
    """One name: how it is called, its first paragraph, what it raises, its example."""
    text = inspect.getdoc(getattr(mlsalary, name)) or ""
    prose, _, example = text.partition(">>>")
    what, *more = prose.replace("``", "`").rstrip().split("\n\n")
    said = "\n\n".join([what, *(part for part in more if part.startswith("Raises "))])
    return f"## {name}\n\n{said}\n\n```pycon\n>>>{example}\n```\n"


def page() -> str:
    """The whole page, in the order in which ``mlsalary`` lists its names."""
    return "\n".join([HEAD, *map(entry, mlsalary._HOMES)])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
