"""JSON: the whole result as one object, numbers not rounded."""

from __future__ import annotations

import json

from mlsalary.results import Result


def write(result: Result) -> str:
    """One object, indented."""
    return json.dumps(result.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_lines(result: Result) -> str:
    """JSON Lines: one object a row."""
    return "".join(
        json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in result.records()
    )


def write_error(code: str, message: str, suggestions: tuple[str, ...]) -> str:
    """The error object of the contract, on one line."""
    error = {
        "schema": "mlsalary/error/1",
        "code": code,
        "message": message,
        "suggestions": list(suggestions),
    }
    return json.dumps(error, ensure_ascii=False) + "\n"
