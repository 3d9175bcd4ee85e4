"""Write docs/errors.md: every code of an error and of a warning, what it means, what to do.

python scripts/errors_page.py

The codes are read out of the source, as literals and as the few patterns that make several. The
sentences stand in errors_page.toml beside this file: a code without one, a sentence without a code
and a code with two exit codes are faults, which ``faults()`` names.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mlsalary import errors
from mlsalary.profile import FIELDS
from mlsalary.results import PLACE_FIELDS
from mlsalary.vocabulary import KINDS, OF_OURS

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "mlsalary"
PAGE = ROOT / "docs" / "errors.md"
SENTENCES = Path(__file__).with_suffix(".toml")
ERRORS = ("UsageError", "NotFoundError", "BadDataError", "MlsalaryError")
CHOOSERS = ("one_of", "unknown")
"""Functions whose first argument is the class of an error, the second its code."""
LINES = ("BadLineError", "NotAnObjectError", "Reject")
TELLING = (*ERRORS, *CHOOSERS, *LINES, "Notice", "Unused")
"""What is called with a code."""
OF_ROWS = {"evaluation/reported/rows.py", "evaluation/reported/sums.py"}
"""Where an error says why a row of reported pay is passed over, and ends nothing."""
FREE = tuple(kind for kind in KINDS if kind not in OF_OURS)
NAMES = ("company", "title", *PLACE_FIELDS)
"""Fields of which it is not said how they were read: a place has a note of its own."""
MADE = {"evaluation/reported/rows.py": ("date_too_early", "date_too_late")}
"""Codes that are made of another one: of an error's as_of a row's date."""
PATTERNS: dict[str, tuple[str, ...]] = {
    "{}_not_found": FREE,
    "{}_not_covered": ("level",),  # of which alone vocabulary.toml has such words
    "bad_{}": tuple(OF_OURS),
    "{}_read": tuple(one.name for one in FIELDS if one.columns and one.name not in NAMES),
    "paid_in_{}": ("cash", "bonus"),
    "{}_kept": ("levels", "place", "degree", "role", "employer", "company", "total", "bonus"),
    "{}_stands_in": ("nation", "state"),
}
"""The codes that are made of two parts, and what stands in the first."""
_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)*")
_LISTED = re.compile(r"([a-z]+(?:_[a-z]+)+);")
"""A code in the column ``warnings`` of a table, as it is put there."""
HEAD = """<!-- Made from the source by scripts/errors_page.py. -->

# Errors and warnings

With `--json` every error is one object on stderr, `{"schema": "mlsalary/error/1", "code": …,
"message": …, "suggestions": […]}`, and stdout stays empty. In Python it is a `UsageError`, a
`NotFoundError` or a `BadDataError` with the same code, message and suggestions. Codes do not change
from release to release. The same word can be a code in more than one table below; each says what it
means there. Terms are in the [glossary](glossary.md).

## One rule for exit codes

| exit code | when |
| --- | --- |
| 0 | it worked; a program that stops reading early (`\\| head`) is not an error |
| 1 | an internal error: please report it |
| 2 | an option has a value that it cannot take (a number, a month, a format, a dialect, an encoding), a word or an option is wrong, two options do not go together, or the file to write already exists |
| 3 | something was looked up by name and not found, or the name could mean several things (a place, level, specialization, degree, role, employer, company, source, release, table, schema, sheet, column) |
| 4 | a file or its contents cannot be used: it is missing, cannot be read or written, is damaged, or not a single row could be priced |
| 130 | interrupted |

Every command follows this rule.
"""  # noqa: E501


class Found(NamedTuple):
    """Every code: of errors with their exit codes, of warnings, of rows that are passed over."""

    errors: Mapping[str, frozenset[int]]
    warnings: frozenset[str]
    rows: frozenset[str]


@cache
def found() -> Found:
    """What the source raises, warns of and refuses rows for."""
    ends, warned, rows = defaultdict[str, set[int]](set), set[str](), set[str]()
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(SOURCES).as_posix()
        tree = _tree(path)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            function = _called(call)
            codes = _codes(call) if function in TELLING else set()
            if function in (*ERRORS, *CHOOSERS):
                if name in OF_ROWS:
                    rows |= codes
                else:
                    for code in codes:
                        ends[code] |= _exit_codes(function, call)
            elif function in ("Notice", "Unused"):
                warned |= codes
            elif function in LINES:
                rows |= codes
        if name.startswith("frame/"):
            warned |= set(_of_tables(tree))
        if name == "batch/reasons.py":
            rows |= set(_returned(tree, "_asked"))
        rows |= set(MADE.get(name, ()))
    exits = {code: frozenset(ends[code]) for code in sorted(ends) if ends[code]}
    return Found(exits, frozenset(warned), frozenset(rows))


def faults() -> list[str]:
    """What is wrong with the list; nothing when each code has its sentence."""
    codes, said = found(), sentences()
    wrong = [
        f"{code} ends with {' and '.join(map(str, sorted(ends)))}"
        for code, ends in codes.errors.items()
        if len(ends) > 1
    ]
    for part, there in (("error", codes.errors), ("warning", codes.warnings), ("row", codes.rows)):
        listed = {one for row in said[part] for one in row["codes"]}
        wrong += [f"{part} {code} has no sentence" for code in sorted(set(there) - listed)]
        wrong += [f"{part} {code} is raised by nobody" for code in sorted(listed - set(there))]
    return wrong


def sentences() -> dict[str, list[dict[str, Any]]]:
    """What each code means, and what to do about it."""
    return tomllib.loads(SENTENCES.read_text(encoding="utf-8"))


def page() -> str:
    """The whole page."""
    said, ends = sentences(), found().errors
    mistakes = [
        f"| `mlsalary {_cell(one['line'])}` | {one['exit']} | `{one['code']}` |"
        for one in said["mistake"]
    ]
    parts = [
        HEAD,
        _table("Errors", "error", {code: str(min(exits)) for code, exits in ends.items()}),
        _table("Warnings", "warning"),
        _table("Rows that are skipped", "row"),
        "## Common mistakes\n\nThe exit code and the error code of each.\n\n"
        "| mistake | exit code | code |\n| --- | --- | --- |\n" + "\n".join(mistakes) + "\n",
    ]
    return "\n".join(parts)


def _table(title: str, part: str, ends: Mapping[str, str] | None = None) -> str:
    said = sentences()
    head = ["code", *(["exit code"] if ends else []), "what it means", "what to do"]
    lines = [f"## {title}", "", said["about"][0][part], "", _line(head), _line(["---"] * len(head))]
    for row in said[part]:
        cells = [", ".join(f"`{code}`" for code in row["codes"])]
        cells += [", ".join(sorted({ends[code] for code in row["codes"]}))] if ends else []
        lines.append(_line([*cells, row["means"], row["fix"]]))
    return "\n".join([*lines, ""])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# What the source says ----------------------------------------------------------------------------


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _constants() -> dict[str, str]:
    """The texts that modules keep under a name, such as CONTESTED."""
    kept = {}
    for path in SOURCES.rglob("*.py"):
        for node in _tree(path).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                for target in node.targets:
                    if isinstance(target, ast.Name) and isinstance(node.value.value, str):
                        kept[target.id] = node.value.value
    return kept


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _codes(call: ast.Call) -> set[str]:
    """The codes that a call may give."""
    place = 1 if _called(call) in (*CHOOSERS, "Reject") else 0
    return set(_texts(call.args[place])) if len(call.args) > place else set()


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.Name) and node.id in _constants():
        yield _constants()[node.id]
    elif isinstance(node, ast.JoinedStr):
        parts = [str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values]
        pattern = "".join(parts)
        yield from (pattern.format(part) for part in PATTERNS[pattern])
    elif isinstance(node, ast.Call) and _called(node) == "unreadable":
        yield from _returned(_tree(SOURCES / "errors.py"), "unreadable")


def _returned(tree: ast.Module, function: str) -> Iterator[str]:
    """The texts in what a function returns that look like codes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            for each in (one for one in ast.walk(node) if isinstance(one, ast.Return)):
                for part in ast.walk(each):
                    text = part.value if isinstance(part, ast.Constant) else None
                    if isinstance(text, str) and _CODE.fullmatch(text):
                        yield text


def _of_tables(tree: ast.Module) -> Iterator[str]:
    """What a table of profiles puts into its column ``warnings``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if whole := _LISTED.fullmatch(node.value):
                yield whole[1]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            names = [one.id for one in node.targets if isinstance(one, ast.Name)]
            if {"UNFORESEEN", "UNREAD", "STAND_IN"} & set(names):
                yield str(node.value.value)


def _exit_codes(function: str, call: ast.Call) -> set[int]:
    name = function if function in ERRORS else ast.unparse(call.args[0])
    return {int(getattr(errors, name).exit_code)} if name in ERRORS else set()


if __name__ == "__main__":
    if wrong := faults():
        sys.exit("\n".join(wrong))
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
