"""The JSON Schema of what each command prints with ``--json``."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from typing_extensions import TypedDict  # Pydantic asks for this one below Python 3.12

from mlsalary.errors import NotFoundError
from mlsalary.profile import Profile

RESULTS = {
    "estimate": ("mlsalary.estimate", "Estimate"),
    "table": ("mlsalary.tables.result", "Table"),
    "data": ("mlsalary.data_status", "DataReport"),
    "compare": ("mlsalary.decisions.comparison", "Comparison"),
    "offer": ("mlsalary.decisions.judged", "JudgedOffer"),
    "offers": ("mlsalary.decisions.offers", "OfferComparison"),
    "posted": ("mlsalary.decisions.posted", "PostedRange"),
    "target": ("mlsalary.decisions.aim", "Target"),
    "path": ("mlsalary.decisions.career", "Path"),
    "brief": ("mlsalary.decisions.briefing", "Brief"),
    "backtest": ("mlsalary.scorecard", "Backtest"),
    "fit": ("mlsalary.fit.result", "Fitted"),
}
"""Command -> the module and the class of its result; the module's SCHEMA is the result's name."""

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
    if command not in known:
        from rapidfuzz import process  # only when the word is not known

        near = [word for word, score, _ in process.extract(command[:60], known) if score > 60]
        raise NotFoundError(
            "schema_not_found",
            f'There is no schema of "{command[:60]}". Known: {", ".join(known)}.',
            near,
        )
    schema = _ERROR if command == "error" else json_schema(command)
    return json.dumps(schema, indent=2) + "\n"


def json_schema(command: str) -> dict[str, Any]:
    """The JSON Schema of one command, made from the type of its result."""
    from pydantic import TypeAdapter  # 60 ms: only where a schema is asked for

    module_name, class_name = RESULTS[command]
    module = import_module(module_name)
    made = TypeAdapter(_shape(getattr(module, class_name))).json_schema(mode="serialization")
    properties = {"schema": {"const": module.SCHEMA}} | made["properties"]
    renamed = getattr(module, "RENAMED", {})
    properties = {renamed.get(name, name): about for name, about in properties.items()}
    definitions = made.get("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": module.SCHEMA,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "$defs": definitions,
    }


@cache
def _shape(kind: Any) -> Any:
    """A type as JSON sees it: named tuples and data classes are objects that have every key."""
    if kind is Profile:
        hints = get_type_hints(Profile) | {"spec": list[str]}
        return TypedDict("Profile", hints)  # type: ignore[operator]
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        hints = {name: _shape(hint) for name, hint in get_type_hints(kind).items()}
        return TypedDict(kind.__name__, hints)  # type: ignore[operator]
    inner = get_args(kind)
    if get_origin(kind) is Literal or not inner:
        return kind
    if isinstance(kind, UnionType) or get_origin(kind) is Union:
        return Union[tuple(_shape(each) for each in inner)]  # noqa: UP007
    return get_origin(kind)[tuple(each if each is ... else _shape(each) for each in inner)]
