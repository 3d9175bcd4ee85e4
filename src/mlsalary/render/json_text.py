"""JSON: the whole result as one object, its numbers as they are."""

from __future__ import annotations

import json
import re

from mlsalary.results import Result

_UNSEEN = re.compile(r"[^\x00-\x7e]")


def write(result: Result) -> str:
    """One object, indented."""
    return _text(result.to_dict(), indent=2) + "\n"


def write_lines(result: Result) -> str:
    """JSON Lines: one object a row."""
    return "".join(_text(row) + "\n" for row in result.records())


def write_error(code: str, message: str, suggestions: tuple[str, ...]) -> str:
    """The error object of the contract, on one line."""
    error = {
        "schema": "mlsalary/error/1",
        "code": code,
        "message": message,
        "suggestions": list(suggestions),
    }
    return _text(error) + "\n"


def _text(value: object, indent: int | None = None) -> str:
    """JSON that may be shown on a terminal and reads back as it was: signs that cannot be seen,
    such as marks of direction, are escaped."""
    text = json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)
    return text if text.isascii() and "\x7f" not in text else _UNSEEN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return (
        found[0]
        if found[0].isprintable()
        else ("\\u007f" if found[0] == "\x7f" else json.dumps(found[0])[1:-1])
    )
