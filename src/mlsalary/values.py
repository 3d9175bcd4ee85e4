"""What a caller in Python gives: made plain where it can be, refused in a sentence where not; and
rows as a table for it.

A notebook holds more than text and numbers: numpy's and pandas' own, Decimals, dates, and several
ways to say nothing. Doors take them here, so that nothing further in meets a value it cannot read.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from mlsalary.errors import UsageError
from mlsalary.spelling import one_line, one_of

FrameKind: TypeAlias = Literal["polars", "pandas", "pyarrow"]

NOTHING = math.nan
"""What plain values are where a table has none."""
_PLAIN = frozenset((str, float, bool, type(None), tuple, list))
"""Types of values that stay as they are: those that most are of, so that it costs nothing."""
_BITS = 1024
"""Of a whole number that no float holds, nor any amount reaches."""
_EXACT = 2**53
"""Up to which a float holds every whole number."""


def plain(value: Any) -> Any:
    """A number, a text, a date or nothing as a plain number or text; anything else as it is.

    Nothing, unless it is None, is NaN.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, int):
        if value.bit_length() < _BITS:
            return value
        return math.inf if value > 0 else -math.inf
    if _is(value, "pandas", "NaT", "NA") or (_is(value, "numpy", "datetime64") and value != value):
        return NOTHING
    if _is(value, "datetime", "date") or _is(value, "numpy", "datetime64"):
        return str(value)
    if _is(value, "numpy", "generic"):
        return value.item()
    if _is(value, "decimal", "Decimal"):
        number = NOTHING if value.is_nan() else float(value)
        return int(number) if number.is_integer() and abs(number) < _EXACT else number
    return value


def text(what: str, value: object) -> str | None:
    """A text, or a number as one, such as a ZIP; None where there is nothing. ``what`` names it."""
    value = plain(value)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value) if value == value else None
    raise wrong(what, "text", value)


def amount(what: str, value: object) -> str | float | None:
    """A number, or a text that a reader makes one of; None where that was given."""
    value = plain(value)
    if value is None or isinstance(value, str | int | float):
        return value
    raise wrong(what, "a number or text", value)


def flag(what: str, value: object) -> bool:
    """True or False."""
    value = plain(value)
    if not isinstance(value, bool):
        raise wrong(what, "True or False", value)
    return value


def count(what: str, value: object) -> int | None:
    """A whole number above zero; None where that was given."""
    value = plain(value)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise wrong(what, "a whole number above zero", value)


def several(what: str, value: object, of: str = "texts") -> list[Any]:
    """The values of a list, or of whatever holds several."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | bytearray | Mapping):
        try:
            return list(value)
        except TypeError:  # an array of no dimension
            pass
    raise wrong(what, f"a list of {of}", value)


def pairs(what: str, value: object) -> dict[str, Any]:
    """The values of a dictionary by their names; none where None was given."""
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise wrong(what, "a dictionary with names as its keys", value)
    return dict(value)


def name(what: str, value: str) -> str:
    """A text as it is, of a name that is looked up a hundred times an answer."""
    if not isinstance(value, str):
        raise wrong(what, "text", value)
    return value


def folder(what: str, value: object) -> Path:
    """A path."""
    path = os.fspath(value) if isinstance(value, os.PathLike) else value
    if isinstance(path, str) and "\0" not in path:
        return Path(path)
    raise wrong(what, "a path", value)


def frame(rows: Sequence[Mapping[str, Any]], kind: FrameKind) -> Any:
    """Rows as a table of that library, which is loaded only here.

    UsageError ``bad_frame_kind`` for another library, ``extra_missing`` for one that is not there.
    """
    typed = text("kind", kind) or ""
    wanted = one_of(UsageError, "bad_frame_kind", "kind of table", typed, get_args(FrameKind))
    if wanted == "pandas":
        try:
            return import_module("pandas").DataFrame(rows)
        except ModuleNotFoundError as error:  # no extra has it: who wants it has it
            message = "This needs pandas, which is not installed: pip install pandas"
            raise UsageError("extra_missing", message) from error
    from mlsalary.extras import need  # only where a table is asked for

    library: Any = need(wanted, "batch")
    if wanted == "pyarrow":
        return library.Table.from_pylist(rows)
    return library.DataFrame(rows, infer_schema_length=None)


def wrong(what: str, wanted: str, value: object) -> UsageError:
    """The error of a value that is not of the kind that is wanted."""
    return UsageError("bad_argument", f"{what} should be {wanted}, not {kind(value)}.")


def kind(value: object) -> str:
    """What a value is: a plain one as it stands, any other by the name of its type."""
    value = plain(value)
    if value is None or isinstance(value, str | int | float):
        return one_line(repr(value))
    name = one_line(type(value).__name__)
    return f"{'an' if name[:1].casefold() in 'aeiou' else 'a'} {name}"


def _is(value: object, module: str, *names: str) -> bool:
    """Whether a value is one of those of a module, or of its types; what is not loaded has none."""
    there = (getattr(sys.modules.get(module), name, None) for name in names)
    return any(
        isinstance(value, one) if isinstance(one, type) else one is not None and value is one
        for one in there
    )
