"""A line of JSON -> its keys and values as they stand: no number loses a digit."""

from __future__ import annotations

import json
import re
from typing import Any

from mlsalary.files.objects import KeyTwiceError, once
from mlsalary.spelling import quoted

# The escape of half a pair of surrogates, perhaps of a whole one.
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class NotAnObjectError(Exception):
    """A line that is no row."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


def _refused(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


_AS_WRITTEN: dict[str, Any] = {
    "parse_float": _Number,
    "parse_int": _Number,
    "parse_constant": _refused,
}
DECODER = json.JSONDecoder(**_AS_WRITTEN)
_OF_ROWS = json.JSONDecoder(**_AS_WRITTEN, object_pairs_hook=once)


def parsed(line: bytes) -> tuple[str, dict[str, Any]]:
    """The line as text, and what it holds; NotAnObjectError when that is no object."""
    try:
        text = line.decode().strip("\r\n")
    except UnicodeDecodeError:
        raise NotAnObjectError(
            "not_utf8",
            "The line is not UTF-8. Save the file as UTF-8, or add --encoding, such as cp1252.",
        ) from None
    try:
        found = _OF_ROWS.decode(text)
    except KeyTwiceError as error:
        raise NotAnObjectError(
            "key_twice", f"The key {quoted(error.key)} is there twice. Remove one of them."
        ) from None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NotAnObjectError("not_json", "The line is not a JSON object.")
    if _SURROGATE.search(text):
        _require_characters(found)
    return text, found


def _require_characters(found: dict[str, Any]) -> None:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        raise NotAnObjectError(
            "half_character",
            r"The line contains half a character, such as \ud83d without the \ude00 that belongs "
            "to it. Remove it.",
        ) from None


def as_cell(value: Any) -> str | None:
    """A value as text: words as they are, a list of words joined by semicolons, else JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(type(each) is str for each in value):
        return ";".join(value)
    try:
        return _json(value)
    except RecursionError:
        raise NotAnObjectError("not_json", "The line nests its values too deeply.") from None


def _json(value: Any) -> str:
    """As json.dumps, but for numbers, which stay as they are written."""
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict):
        pairs = (f"{_json(key)}: {_json(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_json, value))}]"
    return json.dumps(value, ensure_ascii=False)
