"""The line on which a key of a TOML file stands; tomllib reads values and forgets their lines.

It reads text that tomllib has already accepted, so it need not judge, only follow headers, keys,
strings and brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]

_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
# What changes the state inside a value: strings (whole where they end on their line), comments,
# brackets.
_TOKEN = re.compile(
    r'''"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[\[\]{}]|\n''',
)


def lines_of(text: str) -> dict[KeyPath, int]:
    """KeyPath -> line, from 1: ``("row", 2, "p50")`` is the key p50 of the third ``[[row]]``.

    Headers have paths too. Keys inside an inline table or array stand under the key that holds
    it, which is as near as a line gets.
    """
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, statement in _statements(text):
        if statement.startswith("[["):
            path = _within(_keys(statement[2:]), counts)
            counts[path] = counts.get(path, -1) + 1
            table = (*path, counts[path])
            found.setdefault(path, number)
            found[table] = number
        elif statement.startswith("["):
            table = _within(_keys(statement[1:]), counts)
            found.setdefault(table, number)
        else:
            keys = _keys(statement)
            for end in range(1, len(keys) + 1):
                found.setdefault((*table, *keys[:end]), number)
    return found


def line_of(path: KeyPath, lines: dict[KeyPath, int]) -> int | None:
    """The line of ``path``, or of the nearest table or key around it; None for the whole file."""
    for end in range(len(path), 0, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return None


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header or ``key = value`` with its first line's number; values are passed over."""
    position, number = 0, 1
    while position < len(text):
        end = _statement_end(text, position)
        statement = text[position:end].strip()
        if statement and not statement.startswith("#"):
            yield number, statement
        number += text.count("\n", position, end)
        position = end


def _statement_end(text: str, start: int) -> int:
    """Where the line of the statement ends, counting lines inside brackets and long strings."""
    depth, position = 0, start
    while match := _TOKEN.search(text, position):
        token, position = match.group(), match.end()
        if token in ('"""', "'''"):
            position = _long_string_end(text, position, token)
        elif token in ("[", "{"):
            depth += 1
        elif token in ("]", "}"):
            depth -= 1
        elif token == "\n" and depth <= 0:
            return position
    return len(text)


def _long_string_end(text: str, position: int, quotes: str) -> int:
    escaped = r"(?:\\.|[^\\])*?" if quotes == '"""' else r".*?"
    match = re.compile(escaped + quotes, re.DOTALL).match(text, position)
    return match.end() if match else len(text)


def _keys(text: str) -> tuple[str, ...]:
    """The dotted key at the beginning of ``text``."""
    keys: list[str] = []
    position = 0
    while match := _PART.match(text, position):
        keys.append(next(part for part in match.groups() if part is not None))
        if text[match.end() : match.end() + 1] != ".":
            break
        position = match.end() + 1
    return tuple(keys)


def _within(keys: tuple[str, ...], counts: dict[KeyPath, int]) -> KeyPath:
    """``row.figures`` inside the third ``[[row]]`` is ``("row", 2, "figures")``."""
    path: KeyPath = ()
    for key in keys[:-1]:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path])
    return (*path, keys[-1])
