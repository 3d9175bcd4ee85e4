"""Results as text: one module a format, each loaded when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from mlsalary.results import Result, name_of

if TYPE_CHECKING:
    from mlsalary.render.page import Page


_LISTING = ("bad_rulebook", "too_few_rows")
"""Errors that list several faults, each on a line of its own."""


def text(result: Result, form: str, *, width: int = 80, colour: bool = False) -> str:
    """``result`` in the format ``form``, ending with a line break.

    width (columns) and colour matter to ``table`` alone.
    """
    if form in ("json", "jsonl"):
        from mlsalary.render import json_text

        return json_text.write(result) if form == "json" else json_text.write_lines(result)
    if form == "csv":
        from mlsalary.render import csv_text

        return csv_text.write(result)
    if form == "markdown":
        from mlsalary.render import markdown

        return markdown.write(composed(result))
    if form == "plain":
        from mlsalary.render import plain

        return plain.write(composed(result))
    from mlsalary.render import terminal  # Rich

    return terminal.write(composed(result), width=width, colour=colour)


def composed(result: Result) -> Page:
    """The blocks that show ``result`` to a person, by the page that bears its schema's name."""
    module = import_module(f"mlsalary.render.pages.{name_of(result)}")
    compose: Callable[[Result], Page] = module.page
    from mlsalary.render.clean import cleaned

    return cleaned(compose(result))


def error_text(code: str, message: str, suggestions: tuple[str, ...]) -> str:
    """An error as a sentence, with suggestions on a line of their own."""
    from mlsalary.figures import listed
    from mlsalary.spelling import printable

    lines = message.split("\n") if code in _LISTING else [message]
    shown = "\n".join(
        [printable(lines[0]), *(f"  {printable(line).strip()}" for line in lines[1:])]
    )
    told = not suggestions or "Did you mean" in message
    hint = "" if told else f"Did you mean {printable(listed(suggestions, 'or'))}?\n"
    return f"Error: {shown}\n{hint}"


def error_json(code: str, message: str, suggestions: tuple[str, ...]) -> str:
    """An error as the object of the contract."""
    from mlsalary.render import json_text

    return json_text.write_error(code, message, suggestions)
