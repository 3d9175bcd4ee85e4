"""The JSON Schema of what each command prints with ``--json``."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from typing_extensions import TypedDict  # Pydantic asks for this one below Python 3.12

from mlsalary.errors import NotFoundError
from mlsalary.profile import FIELDS, Profile
from mlsalary.results import name_of
from mlsalary.rulebook import Rulebook
from mlsalary.spelling import one_of
from mlsalary.vocabulary import vocabulary

RESULTS = {
    "estimate": "mlsalary.results",
    "table": "mlsalary.tables.result",
    "data": "mlsalary.tables.data",
    "compare": "mlsalary.decisions.compare",
    "offer": "mlsalary.decisions.offer",
    "offers": "mlsalary.decisions.offers",
    "posted": "mlsalary.decisions.posted",
    "target": "mlsalary.decisions.target",
    "path": "mlsalary.decisions.path",
    "brief": "mlsalary.decisions.brief",
    "profile": "mlsalary.decisions.profile",
    "backtest": "mlsalary.evaluation.scorecard",
    "fit": "mlsalary.evaluation.fit.result",
}
"""The name in a schema -> the module of the class that bears it."""

_ERROR = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "mlsalary/error/1",
    "type": "object",
    "properties": {
        "schema": {"const": "mlsalary/error/1"},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "suggestions": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["schema", "code", "message", "suggestions"],
    "additionalProperties": False,
}


def text(command: str | None) -> str:
    """The schema of one command's JSON, of ``error``, or the list of what there is for None."""
    known = [*RESULTS, "error"]
    if command is None:
        return "".join(f"{name}\n" for name in known)
    command = one_of(NotFoundError, "schema_not_found", "schema of", command, known)
    schema = _ERROR if command == "error" else json_schema(command)
    return json.dumps(schema, indent=2) + "\n"


def json_schema(command: str) -> dict[str, Any]:
    """The JSON Schema of one command, made from the type of its result."""
    from pydantic import TypeAdapter  # 60 ms: only where a schema is asked for

    result = _class_of(command)
    made = TypeAdapter(_shape(result)).json_schema(mode="serialization")
    properties = {"schema": {"const": result.SCHEMA}} | made["properties"]
    definitions = made.get("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": result.SCHEMA,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "$defs": definitions,
    }


def _class_of(command: str) -> Any:
    """The class whose contract has this name; the first in its module."""
    there = vars(import_module(RESULTS[command])).values()
    return next(one for one in there if hasattr(one, "SCHEMA") and name_of(one) == command)


def _profile() -> dict[str, Any]:
    """The fields of a profile with what they are, and the words that the shipped rulebook knows."""
    from pydantic import Field

    words = vocabulary(Rulebook.shipped())
    hints = get_type_hints(Profile) | {"spec": list[str]}
    told = {}
    for one in FIELDS:
        known = [str(word) for word in words.words[one.vocabulary]] if one.vocabulary else []
        said = one.said(words.listed(one.vocabulary) if one.vocabulary else "")
        examples: list[Any] = [known] if one.several else list(known)
        about = Field(description=said, examples=examples or None)
        told[one.name] = Annotated[hints[one.name], about]
    return told


@cache
def _shape(kind: Any) -> Any:
    """A type as JSON sees it: named tuples and data classes are objects that have every key."""
    if kind is Profile:
        return TypedDict("Profile", _profile())  # type: ignore[operator]
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        hints = {name: _shape(hint) for name, hint in get_type_hints(kind).items()}
        hints = {
            name.removesuffix("_"): hint
            for name, hint in hints.items()
            if name not in getattr(kind, "APART", ())
        }
        return TypedDict(kind.__name__, hints)  # type: ignore[operator]
    inner = get_args(kind)
    if get_origin(kind) is Literal or not inner:
        return kind
    if isinstance(kind, UnionType) or get_origin(kind) is Union:
        return Union[tuple(_shape(each) for each in inner)]  # noqa: UP007
    return get_origin(kind)[tuple(each if each is ... else _shape(each) for each in inner)]
