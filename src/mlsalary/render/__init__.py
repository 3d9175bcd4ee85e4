"""Results as text: one module a format, each loaded when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlsalary.render.page import Page
    from mlsalary.render.result import Result

_PAGES = {
    "Estimate": "mlsalary.render.estimate_page",
    "Explained": "mlsalary.render.estimate_page",
    "Table": "mlsalary.render.table_page",
    "DataReport": "mlsalary.render.data_page",
    "Comparison": "mlsalary.render.compare_page",
    "JudgedOffer": "mlsalary.render.offer_page",
    "OfferComparison": "mlsalary.render.offers_page",
    "PostedRange": "mlsalary.render.posted_page",
    "Target": "mlsalary.render.target_page",
    "Path": "mlsalary.render.path_page",
    "Brief": "mlsalary.render.brief_page",
    "Backtest": "mlsalary.render.backtest_page",
    "Fitted": "mlsalary.render.fit_page",
}
"""Where the page of a result is composed, by the name of its class: ``page(result)``."""


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
    """The blocks that show ``result`` to a person."""
    compose: Callable[[Result], Page] = import_module(_PAGES[type(result).__name__]).page
    return compose(result)


def error_text(code: str, message: str, suggestions: tuple[str, ...]) -> str:
    """An error as a sentence, with suggestions on a line of their own."""
    from mlsalary.render.figures import listed

    told = not suggestions or "Did you mean" in message
    hint = "" if told else f"Did you mean {listed(suggestions, 'or')}?\n"
    return f"Error: {message}\n{hint}"


def error_json(code: str, message: str, suggestions: tuple[str, ...]) -> str:
    """An error as the object of the contract."""
    from mlsalary.render import json_text

    return json_text.write_error(code, message, suggestions)
